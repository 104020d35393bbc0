"""Links that rooms above offer at a point of the checklist ("Auftrag vorbereiten"), without being known here."""

from collections.abc import Callable

from checklist.models import Progress
from districts.member import Member

#: Label and address, or None where the member may not or the room is not in use.
Link = tuple[str, str]
LinkFunction = Callable[[Member, Progress], Link | None]

_FUNCTIONS: list[LinkFunction] = []


def links_from_points(function: LinkFunction) -> LinkFunction:
    """Registers ``function(member, point)``; it asks what the request has read already, without a query."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def links_at(row: Progress, member: Member) -> list[Link]:
    """What is offered to ``member`` at ``row``, in the order of registration."""
    return [link for function in _FUNCTIONS if (link := function(member, row))]
