"""Geometry of the small plots, so that templates only write it down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

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
