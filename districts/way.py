""" "Der Weg" of one thing through the rooms: Hinweis, Bedarf, Vereinbarung, Auftrag, Meldung, Rückmeldung.

Each room registers a ``Stretch`` in its ``AppConfig.ready``, so that the whole thread can be followed from any of its
things. A thing is named as agendas and reminders name it: ``signal:<uuid>``, ``need:<uuid>``. What the rooms ask
travels to the database in one statement, as on the page of a region (docs/decisions/0034).
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.db.models import QuerySet, UUIDField
from django.utils.safestring import SafeString

from districts.member import Member, MemberRequest
from districts.member_query import MemberQuery, given_of, powers_of
from lists.compiled import rows_together


@dataclass(frozen=True, slots=True)
class Station:
    """One station: when, what happened, by whom or to what, and where it stands ("" where it may not be opened)."""

    day: datetime.date
    what: str
    title: str = ""
    url: str = ""
    #: Who, as the reader may know it: an office, a role.
    who: str = ""
    #: How it stands today, where it is a thing with a state of its own, and the shape of the badge.
    state: str = ""
    badge: str = ""
    #: What was said with it, as far as the reader may know it.
    text: str = ""
    #: The thing the station belongs to; a page does not link to itself.
    subject: str = ""


Rows = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True)
class Stretch:
    """What one room tells of a way that leads through a thing of some kind ("signal", "need").

    ``opens(member, kind)`` says whether it has anything to tell somebody. ``asks(member, kind, key=…)`` returns a
    queryset of ``.values()``; it is compiled (``MemberQuery``), so it depends on its arguments alone. ``tells(member,
    kind, rows)`` makes the stations of the rows, which ``member`` may all read.
    """

    opens: Callable[[Member, str], bool]
    asks: Callable[..., Rows]
    tells: Callable[[Member, str, list[dict[str, Any]]], Iterable[Station]]
    query: MemberQuery[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", MemberQuery(self.asks, key=UUIDField()))


_TOLD_BY: list[Stretch] = []


def tells_way(stretch: Stretch) -> Stretch:
    """Registers ``stretch``. Registering it twice does nothing."""
    if stretch not in _TOLD_BY:
        _TOLD_BY.append(stretch)
    return stretch


def way_through(subject: str, member: Member) -> list[Station]:
    """All stations in the order of days; on one day in the order the rooms tell them. One query."""
    kind, _, key = subject.partition(":")
    given = given_of(member) | {"key": uuid.UUID(key)}
    powers = powers_of(member)
    told_by = [stretch for stretch in _TOLD_BY if stretch.opens(member, kind)]
    answers = rows_together([stretch.query.asked(powers, kind, **given) for stretch in told_by])
    told = (stretch.tells(member, kind, rows) for stretch, rows in zip(told_by, answers, strict=True))
    return sorted((station for stations in told for station in stations), key=lambda station: station.day)


def way_shown(request: MemberRequest, subject: str, *, here: str = "") -> SafeString:
    """``way_through`` as a section of the page of ``here``; "" where there is none, and while its history is open: that
    alone costs as much as the rest of the page, and the way is one click from it."""
    stations = [] if request.GET.get("verlauf") == "ja" else way_through(subject, request.member)
    if not stations:
        return SafeString("")
    lines = "".join(_line(station, here or subject) for station in stations)
    return SafeString(
        f'<section id="weg" aria-labelledby="h-way"><h2 id="h-way">Der Weg</h2>\n'
        f'<ol class="ql-history">{lines}</ol></section>'
    )


def _line(station: Station, here: str) -> str:
    who = f" · {escape(station.who)}" if station.who else ""
    title = escape(station.title)
    if title and station.url and station.subject != here:
        title = f'<a href="{escape(station.url)}">{title}</a>'
    state = f' <span class="ql-state ql-state--{station.badge}">{escape(station.state)}</span>' if station.state else ""
    said = f'<p class="ql-own-words">{escape(station.text)}</p>' if station.text else ""
    return (
        f'<li><p class="ql-history__when">{station.day:%d.%m.%Y}{who}</p>\n'
        f"<p>{escape(station.what)}{': ' if title else ''}{title}{state}</p>{said}</li>"
    )
