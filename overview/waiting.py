"""What waits for somebody of the Senatsverwaltung, and what is new: gathered from the subjects in one statement.

Each subject registers one function in an ``AppConfig.ready``. It says which rows it asks for, in the columns all share,
and which line one of them becomes. Everything is read as the Senate's database role; a Ressort reads its own.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from districts.dates import Row, columns_of, read_rows
from districts.member import Belongings
from districts.outlook import BACK, Line

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


WaitingFunction = Callable[[Belongings, datetime.date], Iterable[Waiting]]

_OFFERED_BY: list[WaitingFunction] = []


def offers_waiting(function: WaitingFunction) -> WaitingFunction:
    """Registers ``function(belongings, today)``, which asks nothing itself. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def waits(
    kind: str, group: Group, rows: Any, line: Callable[[Row], Line], *, day: str, then: str = "pk",
    latest: bool = False, **columns: Any,
) -> Waiting:  # fmt: skip
    """The first of ``rows`` by ``day`` (with ``latest`` the last) and ``then``; ``columns`` as ``columns_of`` has
    them."""
    first = rows.order_by(f"-{day}" if latest else day, then)
    return Waiting(kind, group, columns_of(first, kind, day=day, **columns)[:_MOST], line, latest)


def waiting_for(belongings: Belongings, today: datetime.date) -> list[tuple[Group, list[Line]]]:
    """The groups that have something; lines by day, then in the fixed order of the districts. One statement."""
    asked = {one.kind: one for function in _OFFERED_BY for one in function(belongings, today)}
    found: dict[Group, list[tuple[int, str, str, Line]]] = {}
    for row in read_rows([one.rows for one in asked.values()]):
        one = asked[row.kind]
        day = -row.day.toordinal() if one.latest else row.day.toordinal()
        found.setdefault(one.group, []).append((day, row.state, row.title, one.line(row)))
    return [(group, [line for *_, line in sorted(found[group])[:_MOST]]) for group in Group if group in found]
