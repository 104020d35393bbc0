"""Dated things of a district, gathered from the rooms for the calendar and the timeline.

Each room registers one function in its ``AppConfig.ready``. It asks what the person may read, and shows nothing else.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

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


class Row(NamedTuple):
    """One row as ``columns_of`` reads it: of which kind it is, and what most things have."""

    kind: str
    key: str
    title: str
    day: datetime.date
    state: str
    #: How many rows it stands for, where rows were counted.
    number: int


_EMPTY, _ONE = Value(""), Value(1)


def columns_of(
    rows: Any, kind: str, *, day: Any, key: Any = "pk", title: Any = "title", state: Any = _EMPTY,
    number: Any = _ONE,
) -> QuerySet[Any, Any]:  # fmt: skip
    """``rows`` in the columns of ``Row``, so that those of several tables can be asked for in one statement.

    Each column is the name of a field, or an expression.
    """
    short: Any = CharField()
    long: Any = TextField()
    found: QuerySet[Any, Any] = rows.values_list(
        Value(kind, output_field=short),
        Cast(key, short),
        Cast(title, long),
        F(day) if isinstance(day, str) else day,
        Cast(state, short),
        Cast(number, IntegerField()),
    )
    return found


def all_of(parts: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """``parts``, one at least, with the same columns, as one query."""
    first, *others = parts
    return first.union(*others, all=True) if others else first


def read_rows(parts: list[QuerySet[Any, Any]]) -> list[Row]:
    """What ``parts`` (``columns_of``) find, in one statement; none for none."""
    return [Row(*row) for row in (all_of(parts) if parts else ())]
