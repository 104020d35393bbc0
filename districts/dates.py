"""Dated things of a district, gathered from the rooms for the calendar and the timeline.

Each room registers one function in its ``AppConfig.ready``. It asks what the person may read, and shows nothing else.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from districts.member import Member


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing with a day: what kind of thing, its title, where it is, and how it stands."""

    day: datetime.date
    kind: str
    title: str
    url: str
    state: str = ""
    late: bool = False
    #: It has happened, or is done.
    past: bool = False


DateFunction = Callable[[Member, datetime.date, datetime.date, datetime.date], Iterable[Dated]]

_OFFERED_BY: list[DateFunction] = []


def offers_dates(function: DateFunction) -> DateFunction:
    """Registers ``function(member, first, last, today)``: what falls on ``first`` to ``last``, both included."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def dates_of(member: Member, first: datetime.date, last: datetime.date, today: datetime.date) -> list[Dated]:
    """Everything from ``first`` to ``last`` that ``member`` may read, in the order of days."""
    found = [dated for function in _OFFERED_BY for dated in function(member, first, last, today)]
    return sorted(found, key=lambda d: (d.day, d.kind, d.title))
