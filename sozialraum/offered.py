"""What this room is called, who may enter its parts, and what it offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "sozialraum"

#: Right -> name of the URL, label, position.
_OFFERED: tuple[tuple[str, str, str, int], ...] = (
    ("view_checklist", "office_profiles", "Ämter im Sozialraum", 10),
    ("view_checklist", "plans", "Planungen", 20),
    ("view_places", "places", "Einheiten und Mittel", 40),
    ("view_district", "region_profiles", "Bezirksregionenprofile", 50),
    ("view_district", "figures", "Kennzahlen", 55),
    ("view_needs", "needs", "Bedarfe", 60),
    ("view_topics", "topics", "Themen quer zur Linie", 70),
)


def uses_sozialraum(member: Member, right: str) -> bool:
    """True where the district has switched the room on and ``member`` holds ``right``."""
    return member.may(right) and ROOM in in_use(member.district.rooms)


def offered_by_sozialraum(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return
    for right, name, label, position in _OFFERED:
        if uses_sozialraum(member, right):
            yield Offer(Section.SOZIALRAUM, label, address(name, args=(member.district.slug,)), position=position)
    if uses_sozialraum(member, "ask_coordination") or uses_sozialraum(member, "answer_requests"):
        url = address("requests", args=(member.district.slug,))
        yield Offer(Section.SOZIALRAUM, "Anfragen an die OE SPK", url, position=30)
