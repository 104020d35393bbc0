"""What Freigaben offer in the navigation of the Senate."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import belongings_of
from districts.navigation import Offer, Section, address
from districts.roles import StatewideRole


def offered_to_senate(request: HttpRequest) -> Iterable[Offer]:
    """One entry for whoever may read what districts released."""
    if belongings_of(request).holds_statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR):
        yield Offer(Section.BERLIN, "Freigaben der Bezirke", address("senate_releases"), position=10)
