"""What this room is called, who may enter its parts, and what it offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "partners"

#: Right -> name of the URL, label, position.
_OFFERED = (
    ("view_actors", "actors", "Akteure", 40),
    ("view_bodies", "bodies", "Gremien", 42),
    ("view_signals", "signals", "Hinweise", 44),
    ("view_cooperations", "cooperations", "Kooperationen", 46),
    ("view_partnership", "involvements", "Beteiligung", 47),
    ("view_partnership", "partner_questions", "Fragen zu Partnern", 48),
)


def uses_partners(member: Member, right: str) -> bool:
    """True where the district has switched the room on and ``member`` holds ``right``."""
    return member.may(right) and ROOM in in_use(member.district.rooms)


def uses_actors(member: Member) -> bool:
    """True where the register of actors is open to ``member``."""
    return uses_partners(member, "view_actors")


def offered_by_partners(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return
    slug = member.district.slug
    for right, name, label, position in _OFFERED:
        if uses_partners(member, right):
            yield Offer(Section.PARTNERS, label, address(name, args=(slug,)), position=position)
    if uses_actors(member) and member.may("edit_settings"):
        yield Offer(Section.SETTINGS, "Listen für Akteure", address("actor_choices", args=(slug, "arten")), position=30)
