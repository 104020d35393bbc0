"""What this room offers elsewhere: in the navigation, and at a point of the checklist."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

from checklist.models import Progress
from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "auftraege"


def uses_assignments(member: Member) -> bool:
    """True where the district has switched the room on and ``member`` may enter it."""
    return member.may("view_assignments") and ROOM in in_use(member.district.rooms)


def offered_by_assignments(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not uses_assignments(member):
        return []
    slug = member.district.slug
    return [Offer(Section.WORK, "Aufträge", address("assignments", args=(slug,)), position=25)]


def offer_from_point(member: Member, row: Progress) -> tuple[str, str] | None:
    """ "Auftrag vorbereiten" with the point as its reason."""
    if not uses_assignments(member) or not member.may("prepare_assignments"):
        return None
    form = address("assignment_new", args=(member.district.slug,))
    return "Auftrag vorbereiten", f"{form}?{urlencode({'punkt': row.code})}"
