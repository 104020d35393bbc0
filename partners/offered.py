"""What this room is called, who may enter it, and what it offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "partners"


def uses_actors(member: Member) -> bool:
    """True where the district has switched the room on and ``member`` may read actors."""
    return member.may("view_actors") and ROOM in in_use(member.district.rooms)


def offered_by_partners(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not uses_actors(member):
        return
    slug = member.district.slug
    yield Offer(Section.WORK, "Akteure", address("actors", args=(slug,)), position=40)
    if member.may("edit_settings"):
        yield Offer(Section.SETTINGS, "Listen für Akteure", address("actor_choices", args=(slug, "arten")), position=30)
