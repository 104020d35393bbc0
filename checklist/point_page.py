"""The page of one point as several views show it: context, trail, forms."""

from django.http import Http404, QueryDict
from django.urls import reverse

from checklist.forms import NewContributionForm, ProgressForm, ThreadForm
from checklist.models import Progress
from checklist.point_links import links_at
from checklist.showing import active_offices, find_point, read_point, takes_contributions
from districts.history import history_of
from districts.member import MemberRequest
from districts.models import Office
from evidence.forms import EvidenceForm

Crumbs = list[tuple[str, str | None]]


def crumbs(request: MemberRequest, *trail: tuple[str, str | None]) -> Crumbs:
    """District, checklist, and where the page is."""
    slug = request.member.district.slug
    return [
        (request.member.district.name, reverse("district_home", args=[slug])),
        ("Checkliste", reverse("checklist", args=[slug])),
        *trail,
    ]


def require_point(code: str) -> Progress:
    """The point ``code`` of the active district; raises ``Http404`` where there is none."""
    row: Progress | None = find_point(code)
    if row is None:
        raise Http404
    return row


def contribution_form(
    request: MemberRequest, row: Progress, offices: list[Office], data: QueryDict | None = None
) -> NewContributionForm | None:
    """The form for a new contribution, or None where the person writes for nobody or nothing belongs here."""
    member = request.member
    for_district = member.may("edit_checklist")
    if not takes_contributions(row) or not (for_district or member.may("prepare_office")):
        return None
    own = [office for office in offices if office.pk in member.office_ids]
    return NewContributionForm(data, prefix="beitrag", offices=own, for_district=for_district)


def point_context(
    request: MemberRequest, row: Progress, *, offices: list[Office] | None = None, **more: object
) -> dict[str, object]:
    """The context of ``checklist/point.html``; ``more`` overrides forms after a refused POST.

    ``offices`` are the active ones if they have been read already.
    """
    member = request.member
    writes = takes_contributions(row) and member.may("prepare_office")
    if offices is None:
        offices = active_offices() if member.may("edit_checklist") or writes else []
    context: dict[str, object] = {
        "page": read_point(row, member),
        "row": row,
        "links": links_at(row, member),
        "history": history_of(row, member),
        "may_edit": member.may("edit_checklist"),
        "evidence_form": EvidenceForm(prefix="nachweis") if member.may("discuss_checklist") else None,
        "thread_form": ThreadForm(prefix="faden") if member.may("discuss_checklist") else None,
        "breadcrumbs": crumbs(request, (row.code, None)),
    }
    if "contribution_form" not in more:
        context["contribution_form"] = contribution_form(request, row, offices)
    if "form" not in more and member.may("edit_checklist"):
        context["form"] = ProgressForm(instance=row, offices=offices)
    return context | more
