"""What the overview offers in the navigation of the Senate."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import belongings_of
from districts.navigation import Offer, Section, address
from districts.roles import StatewideRole


def offered_to_senate(request: HttpRequest) -> Iterable[Offer]:
    """The ways to look at what districts released."""
    if belongings_of(request).holds_statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR):
        yield Offer(Section.BERLIN, "Überblick", address("berlin"), position=5)
        yield Offer(Section.BERLIN, "Mindestmaß", address("berlin_minimum"), position=6)
        yield Offer(Section.BERLIN, "Karte", address("berlin_map"), position=7)
