"""What waits for somebody of the Senatsverwaltung, and what is new: gathered from the subjects in one statement.

Each subject registers one function in an ``AppConfig.ready``. It says which rows it asks for, in the columns all share,
and which line one of them becomes. Everything is read as the Senate's database role; a Ressort reads its own. The
statement is built once for everybody (docs/decisions/0013), so it is asked with stand-ins.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateField, QuerySet
from django.db.models.functions import Cast

from districts.dates import Row, all_of, columns_of
from districts.member import Belongings
from districts.outlook import BACK, Line
from districts.roles import StatewideRole
from lists.compiled import CompiledQuery
from overview.offered import SENATE

#: Lines of a group; the rest stands in the lists they lead to.
_MOST = 5


class Group(StrEnum):
    """Under which heading a line stands."""

    ANSWER = "Wartet auf Ihre Antwort"
    WORK = "Bei Ihnen in Arbeit"
    COMING = "Was als Nächstes gilt"
    NEW = f"Neu in den letzten {BACK.days} Tagen"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one kind (a name nobody else uses), and the line each becomes. ``latest``: the latest day first."""

    kind: str
    group: Group
    rows: QuerySet[Any, Any]
    line: Callable[[Row], Line]
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and when, all of it yet to be given: own Ressorts, those one writes for, and days."""

    own: Any
    edits: Any
    today: Any
    #: Since when something is new, and until when something is near.
    since: Any
    soon: Any


WaitingFunction = Callable[[Asking], Iterable[Waiting]]

_OFFERED_BY: list[WaitingFunction] = []


def offers_waiting(function: WaitingFunction) -> WaitingFunction:
    """Registers ``function(asking)``, which depends on nothing else. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def waits(
    kind: str, group: Group, rows: Any, line: Callable[[Row], Line], *, day: Any, then: str = "pk",
    latest: bool = False, **columns: Any,
) -> Waiting:  # fmt: skip
    """The first of ``rows`` by ``day`` (with ``latest`` the last) and ``then``; ``columns`` as ``columns_of`` has
    them. What has no day of its own bears that of ``Asking``."""
    by = [f"-{day}" if latest else day] if isinstance(day, str) else []
    first = rows.order_by(*by, then)
    day = day if isinstance(day, str) else Cast(day, DateField())
    return Waiting(kind, group, columns_of(first, kind, day=day, **columns)[:_MOST], line, latest)


def _asked(asking: Asking) -> list[Waiting]:
    return [one for function in _OFFERED_BY for one in function(asking)]


def _together(**given: Any) -> QuerySet[Any, Any]:
    return all_of(one.rows for one in _asked(Asking(**given)))


_QUERY: CompiledQuery[tuple[Any, ...]] = CompiledQuery(
    _together, own=[CharField(max_length=160)], edits=[CharField(max_length=160)], today=DateField(),
    since=DateField(), soon=DateField(),
)  # fmt: skip


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Waiting]:
    """What each kind of row becomes; the rows themselves are asked for by ``_QUERY``."""
    day = datetime.date.min
    return {one.kind: one for one in _asked(Asking([], [], day, day, day))}


def waiting_for(belongings: Belongings, today: datetime.date) -> list[tuple[Group, list[Line]]]:
    """The groups that have something; lines by day, then in the fixed order of the districts. One statement."""
    own, edits = belongings.departments(*SENATE), belongings.departments(StatewideRole.SENATE_EDITOR)
    rows = _QUERY.rows(own=sorted(own), edits=sorted(edits), today=today, since=today - BACK, soon=today + 2 * BACK)
    found: dict[Group, list[tuple[int, str, str, Line]]] = {}
    for row in (Row(*values) for values in rows):
        one = _kinds()[row.kind]
        day = -row.day.toordinal() if one.latest else row.day.toordinal()
        found.setdefault(one.group, []).append((day, row.state, row.title, one.line(row)))
    return [(group, [line for *_, line in sorted(found[group])[:_MOST]]) for group in Group if group in found]
