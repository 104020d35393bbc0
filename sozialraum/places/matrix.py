"""Förderkulissen: which programme reaches which Bezirksregion in a time, and where none does.

The order is that of the keys. Nothing is summed up or ranked: a cell says whose Mittel there are.
"""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from districts.member import Member
from districts.models import Region
from districts.region_map import region_map
from lists.export import Cell
from sozialraum.models import FundingStream, FundingStreamRegion, Programme
from sozialraum.places.period import Period
from sozialraum.places.programmes import former_names, name_between
from sozialraum.places.words import NO_OFFICE, WHOLE

#: How a region stands: none, one or several programmes. No more is counted, nor is the map darker for more.
STANDINGS = ("keine Mittel eingetragen", "ein Programm", "mehrere Programme")


@dataclass(frozen=True, slots=True)
class Entry:
    """Mittel in a cell: whose, and their page."""

    pk: uuid.UUID
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


def read_matrix(member: Member, period: Period, today: datetime.date) -> Matrix:
    """The Förderkulissen in ``period``. Four queries."""
    streams = _streams(member, period)
    used = {stream.programme_id for stream in streams}
    offered = Programme.objects.visible_to(member).filter(Q(is_active=True) | Q(pk__in=used))
    programmes = list(offered.between(period.first, period.last).order_by("sort_key") | offered.filter(pk__in=used))
    former = former_names()
    by_programme: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for stream in streams:
        by_programme[stream.programme_id].append(stream)
    areas = Region.objects.filter(level=Region.Level.BEZIRKSREGION).order_by("key").values_list("key", "name")
    lines = [Line(key, name) for key, name in areas]
    whole = Line("", WHOLE)
    for programme in programmes:
        of_programme = by_programme.get(programme.pk, [])
        whole.cells.append([_entry(stream, partly=False) for stream in of_programme if not stream.keys])
        for line in lines:
            line.cells.append([entry for stream in of_programme if (entry := _reaches(stream, line.key))])
    heads = [name_between(p.name, former.get(p.pk, []), period.first, period.last, today) for p in programmes]
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


def _streams(member: Member, period: Period) -> list[Any]:
    keys = FundingStreamRegion.objects.filter(funding=OuterRef("pk")).order_by("region__key").values("region__key")
    rows = FundingStream.objects.visible_to(member).between(period.first, period.last).select_related("office")
    return list(rows.annotate(keys=ArraySubquery(keys)).order_by("office__sort_key", "sort_key", "pk"))


def _reaches(stream: Any, key: str) -> Entry | None:
    """The entry of ``stream`` in the Bezirksregion of ``key``: whole where it or its Prognoseraum is chosen."""
    if any(key.startswith(chosen) for chosen in stream.keys):
        return _entry(stream, partly=False)
    if any(chosen.startswith(key) for chosen in stream.keys):
        return _entry(stream, partly=True)
    return None


def _entry(stream: Any, *, partly: bool) -> Entry:
    return Entry(stream.pk, stream.office.name if stream.office else NO_OFFICE, stream.title, partly)
