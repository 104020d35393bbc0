"""Förderkulissen: which programme reaches which Bezirksregion in a time, and where none does.

The order is that of the keys. Nothing is summed up or ranked: a cell says whose Mittel there are.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, OuterRef, Q, QuerySet

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Region
from districts.region_map import region_map
from lists.compiled import CompiledQuery, rows_together
from lists.export import Cell
from sozialraum.models import FundingStream, FundingStreamRegion, Programme
from sozialraum.places.period import Period
from sozialraum.places.programmes import FORMER_NAMES, by_programme, name_between
from sozialraum.places.words import NO_OFFICE, WHOLE

#: How a region stands: none, one or several programmes. No more is counted, nor is the map darker for more.
STANDINGS = ("keine Mittel eingetragen", "ein Programm", "mehrere Programme")


@dataclass(frozen=True, slots=True)
class Entry:
    """Mittel in a cell: whose, and their page."""

    pk: str
    office: str
    title: str
    #: For a part of the region alone.
    partly: bool

    @property
    def text(self) -> str:
        """As the table and the export say it."""
        return f"{self.office} (teilweise)" if self.partly else self.office


@dataclass(slots=True)
class Line:
    """One Bezirksregion (or the whole district): a cell per programme."""

    key: str
    name: str
    cells: list[list[Entry]] = field(default_factory=list)

    @property
    def step(self) -> int:
        """Gap (0), one programme (1), or an overlap (2)."""
        return min(sum(1 for cell in self.cells if cell), 2)

    @property
    def standing(self) -> str:
        """``step`` in words."""
        return STANDINGS[self.step]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Region × programme."""

    programmes: list[str]
    whole: Line
    lines: list[Line]

    @property
    def header(self) -> list[str]:
        """Of the export."""
        return ["Region", "LOR-Schlüssel", "Zusammen", *self.programmes]

    @property
    def rows(self) -> list[list[Cell]]:
        """Exactly what the page shows."""
        return [
            [line.name, line.key, line.standing if line.key else "",
             *("; ".join(entry.text for entry in cell) for cell in line.cells)]
            for line in (self.whole, *self.lines)
        ]  # fmt: skip


def _streams(member: Member, *, first: Any, last: Any) -> QuerySet[Any, dict[str, Any]]:
    """The Mittel from ``first`` to ``last``, with the keys of their regions."""
    keys = FundingStreamRegion.objects.filter(funding=OuterRef("pk")).order_by("region__key").values("region__key")
    rows = FundingStream.objects.visible_to(member).between(first, last).order_by("office__sort_key", "sort_key", "pk")
    found: QuerySet[Any, dict[str, Any]] = rows.values(
        "pk", "title", "programme_id", "office__name", keys=ArraySubquery(keys)
    )
    return found


def _programmes(member: Member, *, first: Any, last: Any) -> QuerySet[Any, dict[str, Any]]:
    """Programmes offered from ``first`` to ``last``, and those Mittel of then come from."""
    used = Q(pk__in=FundingStream.objects.visible_to(member).between(first, last).values("programme"))
    visible = Programme.objects.visible_to(member)
    offered = visible.filter(is_active=True).between(first, last).values("pk")
    found: QuerySet[Any, dict[str, Any]] = visible.filter(used | Q(pk__in=offered)).order_by("sort_key")
    return found.values("pk", "name")


_STREAMS: MemberQuery[dict[str, Any]] = MemberQuery(_streams, first=DateField(), last=DateField())
_PROGRAMMES: MemberQuery[dict[str, Any]] = MemberQuery(_programmes, first=DateField(), last=DateField())
_REGIONS: CompiledQuery[Any] = CompiledQuery(
    lambda: Region.objects.filter(level=Region.Level.BEZIRKSREGION).order_by("key").values("key", "name")
)


def read_matrix(member: Member, period: Period, today: datetime.date) -> Matrix:
    """The Förderkulissen in ``period``. One query."""
    time = {"first": period.first, "last": period.last}
    streams, programmes, former, regions = rows_together([
        _STREAMS.asked_for(member, **time), _PROGRAMMES.asked_for(member, **time), FORMER_NAMES.asked(),
        _REGIONS.asked(),
    ])  # fmt: skip
    of_programme: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for stream in streams:
        of_programme[stream["programme_id"]].append(stream)
    lines = [Line(row["key"], row["name"]) for row in regions]
    whole = Line("", WHOLE)
    for programme in programmes:
        mittel = of_programme[programme["pk"]]
        whole.cells.append([_entry(stream, partly=False) for stream in mittel if not stream["keys"]])
        for line in lines:
            line.cells.append([entry for stream in mittel if (entry := _reaches(stream, line.key))])
    names = by_programme(former)
    heads = [
        name_between(row["name"], names.get(row["pk"], []), period.first, period.last, today) for row in programmes
    ]
    return Matrix(heads, whole, lines)


def matrix_map(member: Member, matrix: Matrix, period: Period, mittel: str) -> dict[str, object]:
    """How each region stands, on the map (``parts/map.html``); it leads to its Mittel at ``mittel``. One query."""
    return region_map(
        member,
        title=f"Förderkulissen je Bezirksregion, {period.words}",
        head="Programme",
        values={line.key: line.step for line in matrix.lines},
        written=lambda step: STANDINGS[int(step)],
        url=lambda key: f"{mittel}&region={key}",
    )


def _reaches(stream: dict[str, Any], key: str) -> Entry | None:
    """The entry of ``stream`` in the Bezirksregion of ``key``: whole where it or its Prognoseraum is chosen."""
    if any(key.startswith(chosen) for chosen in stream["keys"]):
        return _entry(stream, partly=False)
    if any(chosen.startswith(key) for chosen in stream["keys"]):
        return _entry(stream, partly=True)
    return None


def _entry(stream: dict[str, Any], *, partly: bool) -> Entry:
    return Entry(stream["pk"], stream["office__name"] or NO_OFFICE, stream["title"], partly)
