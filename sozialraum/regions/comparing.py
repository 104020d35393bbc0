"""The dry run: what each figure of a file would do, compared with what the district holds. Then all of it at once."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from districts.models import Region
from partners.importing.columns import plain
from sozialraum.models import Figure, FigureImport, FigureValue
from sozialraum.regions.reading import Column, Value

#: Values sent with one statement.
_AT_ONCE = 20_000
#: region, year, number, word
Row = tuple[UUID, int, str | None, str]


@dataclass
class Line:
    """One figure of the file: what it is here, and what would become of its values."""

    column: Column
    figure: Figure | None = None
    #: Why it cannot be taken over; "" if it can.
    problem: str = ""
    years: list[int] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    suppressed: int = 0

    @property
    def years_text(self) -> str:
        """ "2022" or "2013–2022"."""
        return str(self.years[0]) if len(self.years) == 1 else f"{self.years[0]}–{self.years[-1]}"


@dataclass(frozen=True, slots=True)
class Check:
    """One line a figure, and a ``mark`` that changes when any outcome does."""

    lines: list[Line]
    mark: str

    @property
    def changes(self) -> bool:
        """Whether taking it over would change anything."""
        return any(line.added or line.changed for line in self.lines if not line.problem)


def compare(columns: Sequence[Column], values: Iterable[Value]) -> Check:
    """What ``values`` of regions of the active district would do. Three queries, however many values there are.

    Raises ``KeyError`` for a key that is no region of the district: reading has refused it before.
    """
    regions = dict(Region.objects.values_list("key", "pk"))
    figures = {plain(figure.name): figure for figure in Figure.objects.all()}
    lines = [_line(column, figures.get(plain(column.name))) for column in columns]
    held = _held([line.figure.pk for line in lines if line.figure and not line.problem])
    years: dict[int, set[int]] = defaultdict(set)
    for at, key, year, number, word in values:
        line, region = lines[at], regions[key]
        years[at].add(year)
        line.suppressed += number is None and not word
        row = (region, year, number, word)
        before = held.get((line.figure.pk, region, year)) if line.figure else None
        if before is None:
            line.added.append(row)
        elif before == (None if number is None else Decimal(number), word):
            line.same += 1
        else:
            line.changed.append(row)
    for at, found in years.items():
        lines[at].years = sorted(found)
    lines = [line for line in lines if line.years]
    return Check(lines, _mark(lines))


def _line(column: Column, figure: Figure | None) -> Line:
    problem = ""
    if figure and figure.kind != column.kind:
        problem = (f"Diese Kennzahl wird hier als {figure.get_kind_display()} geführt, in der Datei steht etwas "
                   "anderes.")  # fmt: skip
    elif figure and _differ(column.unit, figure.unit):
        problem = f"Diese Kennzahl wird hier in {figure.unit} geführt, in der Datei in {column.unit}."
    return Line(column, figure, problem)


def _differ(unit: str, held: str) -> bool:
    """Whether both say a unit, and not the same: signs have no plain form."""
    return bool(unit and held) and (plain(unit) or unit) != (plain(held) or held)


def _held(figures: Collection[UUID]) -> dict[tuple[UUID, UUID, int], tuple[Decimal | None, str]]:
    rows = FigureValue.objects.filter(figure__in=figures).values_list(
        "figure_id", "region_id", "year", "number", "word"
    )
    return {(figure, region, year): (number, word) for figure, region, year, number, word in rows.iterator()}


def _mark(lines: Iterable[Line]) -> str:
    """A digest of every outcome: what was looked at is what is taken over, or nothing is."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(repr((line.column, line.problem, line.added, line.changed, line.same)).encode())
    return digest.hexdigest()[:32]


def take_in(lines: Iterable[Line], *, file_name: str, source: str, released: bool) -> tuple[int, int]:
    """Writes ``lines`` into the active district; returns how many values were new and changed.

    Figures the district does not know yet are laid out, open to all where ``released``. Call it inside a transaction.
    """
    taken = [line for line in lines if not line.problem and (line.added or line.changed)]
    today = timezone.localdate()
    for line in taken:
        if line.figure is None:
            line.figure = Figure.objects.create(
                name=line.column.name,
                unit=line.column.unit,
                kind=line.column.kind,
                source=source,
                decimals=_decimals(line.added),
                released_on=today if released else None,
            )
    rows: list[tuple[Any, ...]] = [
        (line.figure.pk, *row) for line in taken if line.figure for row in (*line.added, *line.changed)
    ]
    for begin in range(0, len(rows), _AT_ONCE):
        _write(rows[begin : begin + _AT_ONCE])
    refresh_latest([line.figure.pk for line in taken if line.figure])
    added, changed = sum(len(line.added) for line in taken), sum(len(line.changed) for line in taken)
    if taken:
        years = sorted({year for line in taken for year in line.years})
        FigureImport.objects.create(
            file_name=file_name[:200],
            figures="; ".join(line.column.name for line in taken)[:10_000],
            years=", ".join(map(str, years))[:200],
            added=added,
            changed=changed,
            taken_on=today,
        )
    return added, changed


def _decimals(rows: Iterable[Row]) -> int:
    """So many decimals as the values show, two at most: more tell nothing on a page."""
    shown = (number.rstrip("0").partition(".")[2] for _, _, number, _ in rows if number)
    return min(2, max(map(len, shown), default=0))


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO sozialraum_figurevalue (id, figure_id, region_id, year, number, word)
               SELECT gen_random_uuid(), u.*
                 FROM unnest(%s::uuid[], %s::uuid[], %s::smallint[], %s::numeric[], %s::text[]) u
               ON CONFLICT (district_id, region_id, figure_id, year)
               DO UPDATE SET number = excluded.number, word = excluded.word""",
            [list(column) for column in zip(*rows, strict=True)],
        )


def refresh_latest(figures: Collection[UUID]) -> None:
    """Notes the latest year of ``figures`` anew. One statement."""
    values = FigureValue.objects.filter(figure=OuterRef("pk")).order_by().values("figure")
    Figure.objects.filter(pk__in=figures).update(latest_year=Subquery(values.annotate(y=Max("year")).values("y")))
