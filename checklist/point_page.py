"""The page of one point as several views show it: context, trail, forms."""

from districts.history import history_of
from django.http import Http404
from django.urls import reverse

from checklist.forms import NewContributionForm, ThreadForm
from checklist.models import Progress
from checklist.showing import find_point, read_point
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
    row = find_point(code)
    if row is None:
        raise Http404
    return row


#: Kinds and codes at which offices and the district write contributions: local examples (B 2), explanations (A 4 a).
EXAMPLES_AT = ("benefit",)
EXPLANATIONS_AT = ("A4a",)


def takes_contributions(row: Progress) -> bool:
    """True where local examples or an office's explanation belong."""
    return row.kind in EXAMPLES_AT or row.code in EXPLANATIONS_AT


def contribution_form(request: MemberRequest, row: Progress, data: object = None) -> NewContributionForm | None:
    """The form for a new contribution, or None where the person writes for nobody or nothing belongs here."""
    member = request.member
    for_district = member.may("edit_checklist")
    if not takes_contributions(row) or not (for_district or member.may("prepare_office")):
        return None
    offices = Office.objects.filter(pk__in=member.office_ids, is_active=True)
    return NewContributionForm(data, prefix="beitrag", offices=offices, for_district=for_district)


def point_context(request: MemberRequest, row: Progress, **more: object) -> dict[str, object]:
    """The context of ``checklist/point.html``; ``more`` overrides forms after a refused POST."""
    member = request.member
    context: dict[str, object] = {
        "page": read_point(row, member),
        "row": row,
        "history": history_of(row, member),
        "may_edit": member.may("edit_checklist"),
        "evidence_form": EvidenceForm(prefix="nachweis") if member.may("discuss_checklist") else None,
        "thread_form": ThreadForm(prefix="faden") if member.may("discuss_checklist") else None,
        "contribution_form": contribution_form(request, row),
        "breadcrumbs": crumbs(request, (row.code, None)),
    }
    return context | more
