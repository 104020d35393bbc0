"""What this room is called, and what it offers in the navigation, at points of the checklist and to the Senate."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from checklist.models import Progress
from checklist.point_links import Link
from districts.form_page import Trail
from districts.member import Member, belongings_of
from districts.navigation import Offer, Section, address
from districts.roles import StatewideRole
from districts.rooms import in_use

ROOM = "berlin"
SENATE = (StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)

#: Points that speak of what the Senate should support, and those that live from examples.
_ASKING = frozenset({"A0", "B3.1g", "B3.3", "B3.3a"})
_EXAMPLES = frozenset({"A4b", "FN2"})


def uses_berlin(member: Member, right: str) -> bool:
    """True where the district has switched the room on and ``member`` holds ``right``."""
    return member.may(right) and ROOM in in_use(member.district.rooms)


def edits_for(request: HttpRequest) -> frozenset[str]:
    """The Ressorts whose texts the person writes."""
    return belongings_of(request).departments(StatewideRole.SENATE_EDITOR)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """The trail of a page of the district."""
    return [(member.district.name, reverse("district_home", args=[member.district.slug])), *steps]


def offered_to_districts(request: HttpRequest) -> Iterable[Offer]:
    """Entries of a district; what the Senate sets is always there."""
    member: Member | None = getattr(request, "member", None)
    if member is None:
        return
    slug = (member.district.slug,)
    if member.may("view_checklist"):
        yield Offer(Section.BERLIN, "Rahmenvorgaben", address("frameworks", args=slug), position=60)
        yield Offer(Section.BERLIN, "Mindestmaß", address("minimum", args=slug), position=65)
    if uses_berlin(member, "view_support"):
        yield Offer(Section.BERLIN, "Unterstützung durch den Senat", address("support", args=slug), position=70)
    if uses_berlin(member, "view_checklist"):
        yield Offer(Section.BERLIN, "Gute Beispiele", address("practices", args=slug), position=80)


def offered_to_ressorts(request: HttpRequest) -> Iterable[Offer]:
    """Entries of the Senate."""
    if belongings_of(request).holds_statewide(*SENATE):
        yield Offer(Section.BERLIN, "Rahmenvorgaben", address("senate_frameworks"), position=60)
        yield Offer(Section.BERLIN, "Bitten um Unterstützung", address("senate_support"), position=70)
        yield Offer(Section.BERLIN, "Gute Beispiele", address("senate_practices"), position=80)
    if belongings_of(request).holds_statewide(StatewideRole.SENATE_EDITOR):
        yield Offer(Section.BERLIN, "Arbeitshilfe pflegen", address("senate_wordings"), position=95)


def minimum_from_point(member: Member, row: Progress) -> Link | None:
    """At B 1 (4) and at each point of the Mindestmaß: since when it belongs to it, and what is proposed."""
    if row.code != "B1.4" and not row.minimum:
        return None
    return "Mindestmaß", address("minimum", args=(member.district.slug,))


def support_from_point(member: Member, row: Progress) -> Link | None:
    """Where a point speaks of support by the Senate: asking for it, with the point as its reason."""
    if row.code not in _ASKING or not uses_berlin(member, "ask_senate"):
        return None
    form = address("support_new", args=(member.district.slug,))
    return "Senat um Unterstützung bitten", f"{form}?{urlencode({'punkt': row.code})}"


def practices_from_point(member: Member, row: Progress) -> Link | None:
    """At a benefit: what others have shown of it; from there one's own is prepared."""
    if (row.kind != "benefit" and row.code not in _EXAMPLES) or not uses_berlin(member, "view_checklist"):
        return None
    return "Gute Beispiele", f"{address('practices', args=(member.district.slug,))}?{urlencode({'punkt': row.code})}"
