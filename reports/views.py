"""The page of reports, and one view per kind of report: guard, read, write. Nothing is stored."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.offered import ROOM as ASSIGNMENTS
from assignments.offered import uses_assignments
from districts.guard import needs, statewide
from districts.member import Member, MemberRequest
from districts.report_links import report_links
from districts.roles import StatewideRole
from districts.room_guard import uses_room
from pruefsteine.models import Round
from pruefsteine.offered import ROOM as PRUEFSTEINE
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import RoundState
from reports.answering import download
from reports.assignments import assignment_note
from reports.berlin import berlin_report
from reports.forms import StandingForm
from reports.offices import office_report
from reports.regions import region_report
from reports.rounds import round_report
from reports.standing import chapters_for, standing_report
from sozialraum.offered import ROOM as SOZIALRAUM
from sozialraum.offered import uses_sozialraum


@needs("view_district")
@require_safe
def reports(request: MemberRequest, slug: str) -> HttpResponse:
    """What this person may make."""
    form = StandingForm(initial={"datum": timezone.localdate()}, chapters=chapters_for(request.member))
    return _page(request, form)


def _page(request: MemberRequest, form: StandingForm, status: int = 200) -> HttpResponse:
    member = request.member
    home = (member.district.name, reverse("district_home", args=[member.district.slug]))
    closed = Round.objects.visible_to(member).filter(state=RoundState.CLOSED) if uses_pruefsteine(member) else []
    context = {
        "breadcrumbs": [home, ("Berichte", "")],
        "form": form if member.may("view_checklist") else None,
        "rounds": [(row.name, report_links("round_page", member.district.slug, row.pk)) for row in closed],
        "elsewhere": _elsewhere(member),
    }
    return render(request, "reports/page.html", context, status=status)


def _elsewhere(member: Member) -> list[tuple[str, str, str]]:
    """Reports that are made on the page of what they are about: which, where to go, and what is to be done there."""
    slug = [member.district.slug]
    found = [("Bericht zu einer Region", reverse("regions", args=slug), "Regionen")]
    if uses_sozialraum(member, "view_checklist"):
        found.append(("Bericht zu einem Amt", reverse("office_profiles", args=slug), "Ämter im Sozialraum"))
    if uses_assignments(member):
        found.append(("Vermerk zu einem Auftrag", reverse("assignments", args=slug), "Aufträge"))
    return found


@needs("view_checklist")
@require_safe
def standing(request: MemberRequest, slug: str) -> HttpResponse:
    """Sachstandsbericht as the address asks for it; the page with what is wrong where it asks for nonsense."""
    form = StandingForm(request.GET, chapters=chapters_for(request.member))
    if not form.is_valid():
        return _page(request, form, status=422)
    asked, today = form.cleaned_data, timezone.localdate()
    document = standing_report(
        request.member, chosen=asked["teile"], dated=asked["datum"] or today, addressee=asked["an"],
        printed_matter=asked["drucksache"], today=today,
    )  # fmt: skip
    return download(request, document)


@needs("view_pruefsteine")
@uses_room(PRUEFSTEINE)
@require_safe
def round_(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A closed round."""
    return download(request, round_report(request.member, pk))


@needs("view_district")
@require_safe
def region(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """A region, as its page shows it to this person."""
    return download(request, region_report(request.member, key))


@needs("view_checklist")
@uses_room(SOZIALRAUM)
@require_safe
def office(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """An office in social space."""
    return download(request, office_report(request.member, pk), editable=False)


@needs("view_assignments")
@uses_room(ASSIGNMENTS)
@require_safe
def assignment(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """An Auftrag as Vermerk."""
    return download(request, assignment_note(request.member, pk), editable=False)


@statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)
@require_safe
def berlin(request: HttpRequest) -> HttpResponse:
    """Overview of what the districts have released."""
    return download(request, berlin_report(timezone.localdate()))
