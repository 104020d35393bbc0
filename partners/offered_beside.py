"""What the second half of this room offers in the navigation: Gremien, Hinweise, Kooperationen, Beteiligung, the six
questions. The register of actors has its own."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "partners"

#: Right -> name of the URL, label, position.
_OFFERED = (
    ("view_bodies", "bodies", "Gremien", 42),
    ("view_signals", "signals", "Hinweise", 44),
    ("view_cooperations", "cooperations", "Kooperationen", 46),
    ("view_partnership", "involvements", "Beteiligung", 47),
    ("view_partnership", "partner_questions", "Fragen zu Partnern", 48),
)


def uses_partners(member: Member, right: str) -> bool:
    """True where the district has switched the room on and ``member`` holds ``right``."""
    return member.may(right) and ROOM in in_use(member.district.rooms)


def offered_beside(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return []
    slug = member.district.slug
    return [
        Offer(Section.WORK, label, address(name, args=(slug,)), position=position)
        for right, name, label, position in _OFFERED
        if uses_partners(member, right)
    ]
