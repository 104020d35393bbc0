"""The state of things in a district, gathered from the rooms for the page "Meine Aufgaben".

Shown to those who steer the introduction: coordination, the Verwaltungsspitze and its Büro. Every line leads to exactly
the thing it speaks of; nothing is counted per person or per office (DESIGN § 1, sentence 4).
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet, Value

from districts.dates import Dated, Row, all_of, columns_of
from districts.member import Member
from districts.member_query import MemberQuery
from districts.roles import Role

#: How far back news reach, and how far ahead dates.
BACK = datetime.timedelta(days=14)
AHEAD = datetime.timedelta(days=28)
_NONE = Value("")
#: Lines per section; the rest stands behind the links.
MOST = 8
#: Lines of news that stand open; the others are folded.
_OPEN_NEWS = 12

STEERING = frozenset([Role.COORDINATION, Role.LEADERSHIP, Role.LEADERSHIP_STAFF])


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened: on which day, what, to which thing. Decisions stand first."""

    day: datetime.date
    what: str
    title: str
    url: str
    decision: bool = False


#: Rows somebody may see on a day. Of the person it is told what is the same for all of the same powers.
Rows = Callable[[Member, datetime.date], Any]


@dataclass(frozen=True, slots=True)
class _Question:
    """Rows in the columns of ``Row``: the first ``most`` in their order, or counted with their first ``counted_by``."""

    kind: str
    rows: Rows
    most: int
    columns: Mapping[str, Any]
    counted_by: str

    def built(self, asker: Member, today: datetime.date) -> QuerySet[Any, Any]:
        """As it is read for ``asker``."""
        rows = self.rows(asker, today)
        if not self.most:
            rows = rows.order_by()
        if self.counted_by:
            rows = rows.values("district").annotate(first=Min(self.counted_by), many=Count("pk", distinct=True))
        found = columns_of(rows, self.kind, **self.columns)
        return found[: self.most] if self.most else found


_QUESTIONS: dict[str, _Question] = {}


class Line(NamedTuple):
    """One thing in a section: what it is called, where it is, and how it stands."""

    title: str
    url: str
    sentence: str


@dataclass
class Block:
    """A section of a room's own: lines and links below them, or what ``template`` shows of ``context``.

    One that has nothing to show, nor ``empty`` to say so, is left out.
    """

    title: str
    position: int = 50
    lines: list[Line] = field(default_factory=list)
    #: Label and address of the whole of it.
    links: list[tuple[str, str]] = field(default_factory=list)
    empty: str = ""
    template: str = ""
    context: Mapping[str, object] = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        """True where there is something to show."""
        return bool(self.lines or self.links or self.empty or self.template)


@dataclass
class Outlook:
    """What one room tells, or all of them together. ``dates`` are what is late and what comes within ``AHEAD``."""

    dates: list[Dated] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    #: Where all that is late stands: label and address.
    late_lists: list[tuple[str, str]] = field(default_factory=list)
    #: What is read together with what the other rooms ask for, by its kind, and who is told of each row.
    asked: list[tuple[str, Callable[[Row], None]]] = field(default_factory=list)

    def ask(
        self, kind: str, rows: Rows, tell: Callable[[Row], None], *, day: Any, most: int = 0, **columns: Any
    ) -> None:
        """``tell`` is called with each of ``rows`` (``columns_of``); with ``most``, with the first of them alone.

        ``kind`` is one nobody else uses. Raises ``TypeError`` where ``rows`` depends on more than its arguments.
        """
        self._ask(kind, rows, tell, most, {"day": day, **columns})

    def date(self, dated: Dated, late_list: str, label: str) -> None:
        """A date that is late or to come; where it is late, all that are late stand at ``late_list``."""
        self.dates.append(dated)
        if dated.late and (label, late_list) not in self.late_lists:
            self.late_lists.append((label, late_list))

    def count(self, kind: str, rows: Rows, tell: Callable[[Row], None], *, day: str) -> None:
        """``tell`` is called with how many ``rows`` there are and their first ``day``; not at all without any."""
        columns = {"day": "first", "key": _NONE, "title": _NONE, "number": "many"}
        self._ask(kind, rows, tell, 0, columns, counted_by=day)

    def _ask(
        self,
        kind: str,
        rows: Rows,
        tell: Callable[[Row], None],
        most: int,
        columns: dict[str, Any],
        counted_by: str = "",
    ) -> None:
        if getattr(rows, "__closure__", None):
            raise TypeError(f"What is asked as {kind} is built once for many and must depend on its arguments alone.")
        _QUESTIONS.setdefault(kind, _Question(kind, rows, most, columns, counted_by))
        self.asked.append((kind, tell))

    @property
    def late(self) -> list[Dated]:
        """What is late, the oldest first."""
        return [dated for dated in self.dates if dated.late][:MOST]

    @property
    def coming(self) -> list[Dated]:
        """What comes next."""
        return [dated for dated in self.dates if not dated.late][:MOST]

    @property
    def first_news(self) -> list[News]:
        """Decisions, then the latest of the rest."""
        return self.news[:_OPEN_NEWS]

    @property
    def further_news(self) -> list[News]:
        """All others, to unfold."""
        return self.news[_OPEN_NEWS:]


OutlookFunction = Callable[[Member, datetime.date], Outlook]

_OFFERED_BY: list[OutlookFunction] = []


def offers_outlook(function: OutlookFunction) -> OutlookFunction:
    """Registers ``function(member, today)``. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def outlook_of(member: Member, today: datetime.date) -> Outlook | None:
    """The state of things for those who steer; None for everybody else."""
    if not member.roles & STEERING:
        return None
    parts = [function(member, today) for function in _OFFERED_BY]
    _read_together(member, parts, today)
    whole = Outlook()
    for part in parts:
        whole.dates += part.dates
        whole.news += part.news
        whole.blocks += [block for block in part.blocks if block.speaks]
        whole.late_lists += part.late_lists
    whole.dates.sort(key=lambda d: (d.day, d.kind, d.title))
    whole.news.sort(key=lambda n: (not n.decision, -n.day.toordinal(), n.title))
    whole.blocks.sort(key=lambda b: (b.position, b.title))
    return whole


def _together(asker: Member, today: datetime.date, kinds: tuple[str, ...]) -> QuerySet[Any, Any]:
    return all_of(_QUESTIONS[kind].built(asker, today) for kind in kinds)


_TOGETHER: MemberQuery[tuple[Any, ...]] = MemberQuery(_together)


def _read_together(member: Member, parts: list[Outlook], today: datetime.date) -> None:
    """What all rooms ask for, in one statement; told in the order they asked, by day."""
    tells = dict(one for part in parts for one in part.asked)
    places = {kind: place for place, kind in enumerate(tells)}
    rows = [Row(*row) for row in (_TOGETHER.rows_for(member, today, tuple(tells)) if tells else ())]
    for row in sorted(rows, key=lambda r: (places[r.kind], r.day or today, r.title)):
        tells[row.kind](row)
