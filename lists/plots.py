"""Geometry of the small plots, so that templates only write it down."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils.safestring import SafeString

FULL_WIDTH = 100


class Bar(TypedDict):
    """One rectangle; x and width in percent as written into the SVG (decimal point, never a comma)."""

    x: str
    width: str
    fill: str


@dataclass(frozen=True)
class Row:
    """One line of a plot: its label, the words beside the bar, and how much of which state (or of none)."""

    label: str
    text: str
    parts: Sequence[tuple[str, float]] = field(default_factory=tuple)


def bar_plot(
    *,
    title: str,
    head: str,
    value_head: str,
    rows: Iterable[Row],
    legend: Mapping[str, str] | None = None,
    maximum: float | None = None,
    source: str = "",
) -> dict[str, object]:
    """Return the context of ``parts/bar_plot.html``.

    Every part of a row becomes a rectangle behind the previous one. All rows share one scale that ends at
    ``maximum``, or at the longest row. Raises ValueError for a negative part: such a bar has no meaning here.
    """
    listed = list(rows)
    if any(amount < 0 for row in listed for _, amount in row.parts):
        raise ValueError("a bar cannot be shorter than nothing")
    longest = max((sum(amount for _, amount in row.parts) for row in listed), default=0)
    scale = FULL_WIDTH / (maximum or longest or 1)
    drawn = []
    for row in listed:
        bars: list[Bar] = []
        begin = 0.0
        for fill, amount in row.parts:
            width = amount * scale
            if width:
                bars.append(Bar(x=f"{begin:.2f}", width=f"{width:.2f}", fill=fill))
            begin += width
        drawn.append({"label": row.label, "text": row.text, "bars": bars})
    return {
        "title": title,
        "head": head,
        "value_head": value_head,
        "rows": drawn,
        "legend": [{"fill": fill, "label": label} for fill, label in (legend or {}).items()],
        "source": source,
    }


@dataclass(frozen=True)
class Mark:
    """One point in time on a lane; ``fill`` is "settled", "moving" or "postponed" (late)."""

    day: datetime.date
    label: str
    fill: str


@dataclass(frozen=True)
class Lane:
    """One line of a timeline: things of a kind."""

    label: str
    marks: Sequence[Mark]


#: Units of the drawing; it scrolls sideways where the screen is narrower, so that words stay readable.
TIMELINE_WIDTH, _MARGIN, _HEAD, _LANE, _DOT = 880, 12, 30, 44, 5
#: Drawn around the point of a mark, so that nobody needs the colours: a disc, a diamond, a triangle.
_SHAPES = {
    "settled": "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "moving": "m0 -5l5 5l-5 5l-5 -5z",
    "postponed": "m0 -5l5 9.5h-10z",
}
_MONTHS = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")


def timeline_plot(
    *, title: str, first: datetime.date, last: datetime.date, today: datetime.date, lanes: Sequence[Lane]
) -> dict[str, object]:
    """Return the context of ``parts/timeline_plot.html``: every mark at its day, same days beside each other.

    Raises ValueError if ``last`` does not come after ``first``; marks outside are left away.
    """
    days = (last - first).days
    if days <= 0:
        raise ValueError("a line of time needs a length")
    step = (TIMELINE_WIDTH - 2 * _MARGIN) / days

    def at(day: datetime.date) -> float:
        return _MARGIN + (day - first).days * step

    drawn = []
    for number, lane in enumerate(lanes):
        top = _HEAD + number * _LANE
        dots: list[dict[str, str]] = []
        right = -math.inf
        for mark in sorted(lane.marks, key=lambda m: m.day):
            if not first <= mark.day <= last:
                continue
            # What falls on the same days would hide each other: the next one stands a little further right.
            right = max(at(mark.day), right + _DOT)
            x = f"{min(right, TIMELINE_WIDTH - _DOT):.1f}"
            dots.append(
                {"x": x, "fill": mark.fill, "shape": _SHAPES[mark.fill], "label": f"{mark.day:%d.%m.%Y}: {mark.label}"}
            )
        drawn.append({"label": lane.label, "text_y": top + 14, "y": top + 28, "dots": dots})
    height = _HEAD + len(drawn) * _LANE + 4
    return {
        "title": title,
        "width": TIMELINE_WIDTH,
        "height": height,
        "right": TIMELINE_WIDTH - _MARGIN,
        "left": _MARGIN,
        "months": [{"x": f"{at(day):.1f}", "label": label} for day, label in _months(first, last)],
        "today": f"{at(today):.1f}" if first <= today <= last else "",
        "lanes": drawn,
        "legend": [
            {"fill": fill, "label": words, "shape": _SHAPES[fill]}
            for fill, words in (("settled", "erreicht oder geschehen"), ("moving", "steht bevor oder läuft"),
                                ("postponed", "überfällig"))
        ],
    }  # fmt: skip


def _months(first: datetime.date, last: datetime.date) -> Iterable[tuple[datetime.date, str]]:
    """The first days of the months; every third has its name, with the year."""
    day, number = first.replace(day=1), 0
    while day <= last:
        yield day, f"{_MONTHS[day.month - 1]} {day.year}" if number % 3 == 0 else ""
        day, number = (day + datetime.timedelta(days=31)).replace(day=1), number + 1


@dataclass(frozen=True)
class Span:
    """One bar of a calendar of periods; ``last`` None is an open end, ``state`` the words that ``fill`` stands for."""

    label: str
    first: datetime.date
    last: datetime.date | None
    fill: str
    state: str


#: Years shown before and after the present one; what lies further away is cut off there, the table has it whole.
_YEARS_BACK, _YEARS_AHEAD, _BAR = 2, 5, 12


def period_plot(*, title: str, spans: Sequence[Span], today: datetime.date) -> dict[str, object]:
    """Return the context of ``parts/period_plot.html``: a bar per span over whole years, in the order given.

    Raises ValueError without spans: there would be no time to show.
    """
    if not spans:
        raise ValueError("a line of time needs something on it")
    begin = min(span.first.year for span in spans)
    end = max((span.last or span.first).year for span in spans)
    first = datetime.date(max(min(begin, today.year), today.year - _YEARS_BACK), 1, 1)
    last = datetime.date(min(max(end, today.year), today.year + _YEARS_AHEAD), 12, 31)
    step = (TIMELINE_WIDTH - 2 * _MARGIN) / (last - first).days

    def at(day: datetime.date) -> float:
        return _MARGIN + (min(max(day, first), last) - first).days * step

    bars = []
    for number, span in enumerate(spans):
        top = _HEAD + number * _LANE
        left, right = at(span.first), at(span.last or last)
        bars.append(
            {"label": span.label + ("" if span.last else ", Ende offen"), "text_y": top + 14, "y": top + 20,
             "x": f"{left:.1f}", "width": f"{max(right - left, 3):.1f}", "fill": span.fill}
        )  # fmt: skip
    years = range(first.year, last.year + 1)
    return {
        "title": title,
        "width": TIMELINE_WIDTH,
        "height": _HEAD + len(bars) * _LANE + 4,
        "left": _MARGIN,
        "bar": _BAR,
        "years": [{"x": f"{at(datetime.date(year, 1, 1)):.1f}", "label": str(year)} for year in years],
        "today": f"{at(today):.1f}",
        "bars": bars,
        "legend": [{"fill": fill, "label": label} for fill, label in {span.fill: span.state for span in spans}.items()],
    }


@dataclass(frozen=True)
class Series:
    """One line of a profile: its label, and per column the step reached (counted from 0) or None.

    ``words`` stand in the table instead of those of the scale, where there is more to say.
    """

    label: str
    values: Sequence[int | None]
    words: Sequence[str] = ()


def profile_plot(
    *, title: str, columns: Sequence[tuple[str, str]], steps: Sequence[str], series: Sequence[Series]
) -> dict[str, object]:
    """Return the context of ``parts/profile_plot.html``: a line per series over ``columns`` (short name, name).

    ``steps`` are the words of the scale, lowest first. A missing value breaks the line. The table beside it says the
    same in words. Raises ValueError for a series that has another number of values than there are columns.
    """
    if any(len(entry.values) != len(columns) for entry in series):
        raise ValueError("a profile has one value per column")
    left, top, width, step = 130, 16, 640, 36
    bottom = top + step * (len(steps) - 1)

    def x(column: int) -> int:
        return left + round(width * column / max(1, len(columns) - 1))

    def y(rank: int) -> int:
        return bottom - step * rank

    lines = []
    for number, entry in enumerate(series, start=1):
        points = [(x(n), y(rank)) if rank is not None else None for n, rank in enumerate(entry.values)]
        pieces: list[list[tuple[int, int]]] = [[]]
        for point in points:
            if point is None:
                pieces.append([])
            else:
                pieces[-1].append(point)
        lines.append(
            {
                "number": (number - 1) % 4 + 1,
                "label": entry.label,
                "pieces": [" ".join(f"{a},{b}" for a, b in piece) for piece in pieces if len(piece) > 1],
                "points": [point for point in points if point],
            }
        )
    words = [
        word
        for entry in series
        for word in (entry.words or [steps[rank] if rank is not None else "–" for rank in entry.values])
    ]
    return {
        "title": title,
        "height": bottom + 34,
        "right": left + width,
        "steps": [{"label": label, "y": y(rank), "text_y": y(rank) + 4} for rank, label in enumerate(steps)],
        "columns": [{"label": short, "x": x(n)} for n, (short, _) in enumerate(columns)],
        "foot": bottom + 26,
        "left": left,
        "lines": lines,
        "rows": [
            (name, [words[s * len(columns) + n] for s in range(len(series))]) for n, (_, name) in enumerate(columns)
        ],
    }


#: Units of a small line; it stands in a cell of its table.
SPARK_WIDTH, SPARK_HEIGHT, _SPARK_EDGE = 96, 24, 4


def spark(
    values: Sequence[float | None], *, scale: tuple[float, float] | None = None, dots: bool = False
) -> SafeString:
    """Return a small plot as SVG: a point per value in the given order, a line where they follow; "" without a value.

    With ``dots`` the points stand alone (things beside each other, not one after another). A missing value breaks the
    line. ``scale`` is the lowest and highest value drawn, those of ``values`` if not given; where all are alike the
    points stand in the middle.
    """
    known = [value for value in values if value is not None]
    if not known:
        return SafeString()
    low, high = scale or (min(known), max(known))
    step = (SPARK_WIDTH - 2 * _SPARK_EDGE) / max(1, len(values) - 1)
    height = SPARK_HEIGHT - 2 * _SPARK_EDGE

    def at(number: int, value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{_SPARK_EDGE + number * step:.1f},{SPARK_HEIGHT - _SPARK_EDGE - share * height:.1f}"

    pieces: list[list[str]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(at(number, value))
    lines = "".join(f'<polyline points="{" ".join(piece)}"/>' for piece in pieces if len(piece) > 1 and not dots)
    circles = "".join(
        f'<circle cx="{x}" cy="{y}" r="2.5"/>' for piece in pieces for x, y in (p.split(",") for p in piece)
    )
    return SafeString(
        f'<svg class="ql-spark" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" aria-hidden="true" focusable="false">'
        f"{lines}{circles}</svg>"
    )
