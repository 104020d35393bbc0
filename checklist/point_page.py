"""The page of one point as several views show it: context, trail, forms."""

from django.contrib import messages
from django.http import Http404, QueryDict

from checklist.forms import NewContributionForm, ProgressForm, QuestionForm
from checklist.models import Progress
from checklist.point_links import links_at
from checklist.point_parts import parts_at
from checklist.progress import save_progress
from checklist.showing import active_offices, find_point, read_point, takes_contributions
from districts.history import history_if_asked
from districts.member import Member, MemberRequest
from districts.navigation import address
from districts.refusals import Conflict, Unfit
from sozialraum.profiles.answers import QUESTIONS, answers_to, read_answers

#: Pages the page of a point leads to.
_LEADS_TO = ("point", "add_thread", "add_evidence", "add_contribution", "move_point_up", "move_point_down",
             "remove_point")  # fmt: skip

Crumbs = list[tuple[str, str | None]]


def crumbs(request: MemberRequest, *trail: tuple[str, str | None]) -> Crumbs:
    """District, checklist, and where the page is."""
    slug = request.member.district.slug
    return [
        (request.member.district.name, address("district_home", args=(slug,))),
        ("Checkliste", address("checklist", args=(slug,))),
        *trail,
    ]


def require_point(code: str) -> Progress:
    """The point ``code`` of the active district; raises ``Http404`` where there is none."""
    row: Progress | None = find_point(code)
    if row is None:
        raise Http404
    return row


def may_contribute(member: Member, row: Progress) -> bool:
    """True where examples or explanations belong and ``member`` writes for an office or for the district."""
    return takes_contributions(row) and (member.may("edit_checklist") or member.may("prepare_office"))


def contribution_form(
    request: MemberRequest, row: Progress, data: QueryDict | None = None
) -> NewContributionForm | None:
    """The form for a new contribution, or None where the person writes for nobody or nothing belongs here."""
    member = request.member
    if not may_contribute(member, row):
        return None
    own = [office for office in active_offices() if office.pk in member.office_ids]
    return NewContributionForm(data, prefix="beitrag", offices=own, for_district=member.may("edit_checklist"))


def point_context(request: MemberRequest, row: Progress, *, form: ProgressForm | None = None) -> dict[str, object]:
    """The context of ``checklist/point.html``; ``form`` comes back after a refusal."""
    member = request.member
    may_edit = member.may("edit_checklist")
    if form is None and may_edit:
        form = ProgressForm(instance=row, offices=active_offices())
    return {
        "page": read_point(row, member),
        "row": row,
        "form": form,
        "links": links_at(row, member),
        "parts": parts_at(row, member),
        "said": answers_to(row.code, read_answers(member)) if row.code in QUESTIONS else [],
        "history": history_if_asked(request, row),
        "may_edit": may_edit,
        "may_talk": member.may("discuss_checklist"),
        "may_contribute": may_contribute(member, row),
        "urls": {name: address(name, args=(member.district.slug, row.code)) for name in _LEADS_TO},
        "breadcrumbs": crumbs(request, (row.code, None)),
    }


def save_point(request: MemberRequest, form: ProgressForm | QuestionForm, code: str) -> int:
    """Saves a valid form; returns the status: 200 saved, 409 somebody was faster, 422 does not fit a rule."""
    if not form.is_valid():
        return 422
    try:
        changed = save_progress(code=code, seen=form.seen(), new=form.cleaned_data, by=request.member)
    except Conflict as conflict:
        form.show_conflict(conflict)
        return 409
    except Unfit as unfit:
        for name, sentence in unfit.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
        return 422
    messages.success(request, "Gespeichert." if changed else "Es hat sich nichts geändert.")
    return 200
