"""What the rooms below know beside a Prüfstein today: Beschlüsse, Aufträge from measures, Qualifizierung.

Rooms that are built later register their own lists in ``pruefsteine/known.py``.
"""

from django.urls import reverse

from assignments.models import Assignment
from assignments.offered import uses_assignments
from checklist.models import Qualification, Resolution
from districts.member import Member
from districts.rooms import in_use
from pruefsteine.known import SHOWN, Fact, Known, knows_about
from pruefsteine.models import ConsensusAssignment

ALL = tuple(f"B4.{number}" for number in range(1, 11))
#: Which kinds of Beschlüsse say something to which Prüfstein.
_KINDS = {
    "B4.1": [Resolution.Kind.BOARD, Resolution.Kind.ORDER],
    "B4.2": [Resolution.Kind.DECLARATION, Resolution.Kind.ORDER],
    "B4.6": [Resolution.Kind.BOARD, Resolution.Kind.POLITICAL],
    "B4.8": [Resolution.Kind.POLITICAL],
}


@knows_about(*_KINDS)
def resolutions_known(member: Member, code: str) -> Known | None:
    """Beschlüsse und Erklärungen that were taken."""
    if "beschluesse" not in in_use(member.district.rooms):
        return None
    slug = member.district.slug
    rows = (
        Resolution.objects.visible_to(member)
        .filter(kind__in=_KINDS[code], decided_on__isnull=False)
        .order_by("-decided_on", "title")[:SHOWN]
    )
    facts = tuple(Fact(row.title, reverse("resolution", args=[slug, row.pk]), row.decided_on) for row in rows)
    return Known("Beschlüsse und Erklärungen", facts, reverse("resolutions", args=[slug]))


@knows_about("B4.2", "B4.6")
def courses_known(member: Member, code: str) -> Known | None:
    """Qualifizierungen that took place."""
    if "qualifizierung" not in in_use(member.district.rooms):
        return None
    slug = member.district.slug
    rows = Qualification.objects.filter(took_place=True).order_by("-starts_on", "title")[:SHOWN]
    facts = tuple(Fact(row.title, reverse("offer", args=[slug, row.pk]), row.starts_on) for row in rows)
    return Known("Qualifizierung, die stattgefunden hat", facts, reverse("qualification", args=[slug]))


@knows_about(*ALL)
def measures_known(member: Member, code: str) -> Known | None:
    """Aufträge that came from measures at this Prüfstein, in all rounds, as far as ``member`` may read them."""
    if not uses_assignments(member):
        return None
    slug = member.district.slug
    ties = ConsensusAssignment.objects.filter(consensus__item__code=code).values("assignment_id")
    rows = Assignment.objects.visible_to(member).filter(pk__in=ties).order_by("-given_on", "title")[:SHOWN]
    facts = tuple(
        Fact(f"{row.title} ({row.get_state_display()})", reverse("assignment", args=[slug, row.pk]), row.given_on)
        for row in rows
    )
    return Known("Aufträge aus Maßnahmen zu diesem Prüfstein", facts, reverse("assignments", args=[slug]))
