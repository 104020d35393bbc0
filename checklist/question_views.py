"""B 3 (1): the eight Leitfragen, and what an office says of itself there."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from checklist.forms import QuestionForm, SensibleForm
from checklist.models import Item, Progress
from checklist.overview import BADGES
from checklist.point_page import crumbs, save_point
from checklist.states import State
from checklist.trail import trail
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import Entry, history_if_asked
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.offices import say_whether_sensible

#: The question of where it is sensible and where not.
SENSIBLE = "B3.1d"
WHO_READS = (
    "„Nicht sinnvoll“ ist eine vollständige Antwort. Ihre Begründung lesen alle im Bezirk, die die Checkliste lesen. "
    "Ändern kann sie jederzeit die Leitung Ihres Amtes, und nur sie."
)


@needs("view_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: MemberRequest, slug: str) -> HttpResponse:
    """B 3 (1): the eight questions on one page, each with the district's joint answer."""
    may_edit = request.member.may("edit_checklist")
    rows = list(Progress.objects.select_related("item").filter(item__parent__code="B3.1").order_by("position", "code"))
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
            return redirect(reverse("questions", args=[slug]) + f"#frage-{row.code}")
    context = {
        "questions": [(row, forms.get(row.code), BADGES.get(State(row.state), "")) for row in rows],
        "parent": Item.objects.get(code="B3.1"),
        "may_edit": may_edit,
        "sensible": SENSIBLE,
        "breadcrumbs": crumbs(request, ("Leitfragen zur Einführung", None)),
    } | _said_of_themselves(request.member)
    return render(request, "checklist/questions.html", context, status=status)


def _said_of_themselves(member: Member) -> dict[str, object]:
    """Offices that said it is not sensible for them, and the own ones that may say so. One query."""
    told = Q(not_sensible_because__gt="") | Q(pk__in=member.headed_office_ids)
    offices = list(Office.objects.filter(told, is_active=True).order_by("sort_key"))
    slug = member.district.slug
    return {
        "not_sensible": [office for office in offices if office.not_sensible_because],
        "own_offices": [
            (office, reverse("office_sensible", args=[slug, office.pk]))
            for office in offices
            if member.may("represent_office", office.pk)
        ],
    }


@needs("represent_office")
@require_http_methods(["GET", "HEAD", "POST"])
def office_sensible(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The head says why it is not sensible for the own office (B3.1d), or that it is."""
    member = request.member
    office = get_object_or_404(Office, pk=pk, is_active=True)
    member.require("represent_office", pk)
    form = SensibleForm(posted(request), instance=office)
    back = reverse("questions", args=[slug])
    page = FormPage(
        title="Für unser Amt nicht sinnvoll",
        back=f"{back}#frage-{SENSIBLE}",
        trail=trail(member, ("Leitfragen", back), (office.short_name, "")),
        intro=f"{office.name}, Leitfrage {SENSIBLE}",
        promises=[
            WHO_READS,
            "Ihr Amt wird dann in Erhebungsrunden nicht gefragt und nicht daran erinnert. Aufträge berührt das nicht.",
        ],
    )

    def save() -> str:
        say_whether_sensible(office_id=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return page.back

    extra = {"entries": _history(request, office)}
    return answer_form(request, form, page, save=save, template="checklist/office_sensible.html", extra=extra)


def _history(request: MemberRequest, office: Office) -> list[Entry] | None:
    """Of this answer alone: what else changed at the office stands elsewhere."""
    entries = history_if_asked(request, office)
    label = str(Office._meta.get_field("not_sensible_because").verbose_name)
    for entry in entries or []:
        entry.changes = [change for change in entry.changes if change.label == label]
    return entries and [entry for entry in entries if entry.changes]
