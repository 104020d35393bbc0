"""Sections that rooms above show at a point of the checklist, without being known here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from checklist.models import Progress
from districts.member import Member


@dataclass(frozen=True, slots=True)
class PointPart:
    """A section: its heading, and the template that shows ``context`` (as ``part``)."""

    title: str
    template: str
    context: Mapping[str, Any]


PartFunction = Callable[[Member, Progress], PointPart | None]

_SHOWN_BY: list[PartFunction] = []


def shows_at_point(function: PartFunction) -> PartFunction:
    """Registers ``function(member, point)``: a part or None, with one query at most. Twice does nothing."""
    if function not in _SHOWN_BY:
        _SHOWN_BY.append(function)
    return function


def parts_at(row: Progress, member: Member) -> list[PointPart]:
    """What the rooms show of ``row`` to ``member``, in the order of registration."""
    return [part for function in _SHOWN_BY if (part := function(member, row))]
