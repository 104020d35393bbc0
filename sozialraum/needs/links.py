"""What rooms above offer at a Bedarf, without being known here: "Auftrag vorbereiten"."""

from collections.abc import Callable

from districts.member import Member
from sozialraum.models import Need

Link = tuple[str, str]
LinkFunction = Callable[[Member, Need], Link | None]

_FUNCTIONS: list[LinkFunction] = []


def links_from_needs(function: LinkFunction) -> LinkFunction:
    """Registers ``function(member, need)``: label and address, or None; without a query. Twice does nothing."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def links_at(need: Need, member: Member) -> list[Link]:
    """What is offered to ``member`` at ``need``, in the order of registration."""
    return [link for function in _FUNCTIONS if (link := function(member, need))]
