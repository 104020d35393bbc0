"""Where an Auftrag came from, told by rooms above (a Prüfstein, later a Bedarf), without their being known here."""

from collections.abc import Callable

from assignments.models import Assignment
from districts.member import Member

#: Label and address, or None where it did not come from there or the member may not read it.
OriginFunction = Callable[[Member, Assignment], tuple[str, str] | None]

_FUNCTIONS: list[OriginFunction] = []


def tells_origin(function: OriginFunction) -> OriginFunction:
    """Registers ``function(member, assignment)``; it may ask one query. Registering it twice does nothing."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def origins_of(assignment: Assignment, member: Member) -> list[tuple[str, str]]:
    """Label and address of everything ``assignment`` came from, as far as ``member`` may read it."""
    return [origin for function in _FUNCTIONS if (origin := function(member, assignment))]
