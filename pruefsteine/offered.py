"""What this room offers in the navigation, and who uses it."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from districts.form_page import Trail
from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.rooms import in_use

ROOM = "pruefsteine"


def uses_pruefsteine(member: Member) -> bool:
    """True where the district has switched the room on and ``member`` may enter it."""
    return member.may("view_pruefsteine") and ROOM in in_use(member.district.rooms)


def offered_by_pruefsteine(request: HttpRequest) -> Iterable[Offer]:
    """One entry for whoever may enter."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not uses_pruefsteine(member):
        return []
    return [Offer(Section.WORK, "Prüfsteine", address("pruefsteine", args=(member.district.slug,)), position=30)]


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Prüfsteine, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, ("Prüfsteine", reverse("pruefsteine", args=slug)), *steps]
