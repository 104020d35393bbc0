"""B 3 (1): the eight Leitfragen, the joint answers of the district beside what the offices say."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from checklist.forms import QuestionForm
from checklist.models import Item, Progress
from checklist.overview import BADGES
from checklist.point_page import crumbs, save_point
from checklist.states import State
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.navigation import address, thing_address
from lists.compiled import CompiledQuery
from sozialraum.offered import uses_sozialraum
from sozialraum.profiles.answers import SENSIBLE, Said, answers_to, read_answers

_PARENT: CompiledQuery[Item] = CompiledQuery(lambda: Item.objects.filter(code="B3.1"))
_QUESTIONS: CompiledQuery[Progress] = CompiledQuery(
    lambda: Progress.objects.select_related("item").filter(item__parent__code="B3.1").order_by("position", "code")
)


@needs("view_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: MemberRequest, slug: str) -> HttpResponse:
    """B 3 (1): the eight questions on one page, each with the district's joint answer."""
    may_edit = request.member.may("edit_checklist")
    rows = _QUESTIONS.rows()
    forms = {row.code: QuestionForm(instance=row, prefix=row.code) for row in rows} if may_edit else {}
    status = 200
    if request.method == "POST":
        request.member.require("edit_checklist")
        row = next((row for row in rows if row.code == request.POST.get("code")), None)
        if row is None:
            raise Http404
        forms[row.code] = QuestionForm(request.POST, instance=row, prefix=row.code)
        status = save_point(request, forms[row.code], row.code)
        if status == 200:
            return redirect(address("questions", args=(slug,)) + f"#frage-{row.code}")
    said = read_answers(request.member)
    context = {
        "questions": [
            (row, forms.get(row.code), BADGES.get(State(row.state), ""), answers_to(row.code, said)) for row in rows
        ],
        "parent": _PARENT.row(),
        "may_edit": may_edit,
        "sensible": SENSIBLE,
        "own_offices": _own_offices(request.member, said),
        "matrix_url": address("office_profiles", args=(slug,)) if _has_pages(request.member) else "",
        "breadcrumbs": crumbs(request, ("Leitfragen zur Einführung", None)),
    }
    return render(request, "checklist/questions.html", context, status=status)


def _has_pages(member: Member) -> bool:
    return uses_sozialraum(member, "view_checklist")


def _own_offices(member: Member, said: list[Said]) -> list[tuple[str, str]]:
    """Name of each own office, and where it answers: on its page, or where there is none, the head alone (B3.1d)."""
    slug, pages = member.district.slug, _has_pages(member)
    right, name = ("prepare_office", "office_profile") if pages else ("represent_office", "office_sensible")
    return [(one.name, thing_address(name, slug, pk=one.office_id)) for one in said if member.may(right, one.office_id)]
