"""Geometry of a drawing of ties: columns of boxes, and lines between them. The table beside it holds everything."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BOX, _GAP, _HEIGHT, _ROW, _HEAD = 250, 130, 28, 36, 30
#: Letters that fit into a box.
_FITS = 34


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: what it is called and where it leads."""

    key: Hashable
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """Things of one kind; ``fill`` names their look (``static/css/map.css``)."""

    head: str
    fill: str
    boxes: Sequence[Box]


def network_plot(
    *, title: str, columns: Iterable[Column], ties: Mapping[Any, str], legend: Mapping[str, str]
) -> dict[str, object]:
    """The context of ``parts/network_plot.html``.

    ``ties`` maps pairs of keys to a look of ``legend`` (look -> words). Columns without boxes are left away, and so
    are ties of things that are not drawn. The first column stands as given; in the others things stand near those they
    are tied to, so that lines cross less. The same ties always give the same drawing.
    """
    drawn = [column for column in columns if column.boxes]
    sought: dict[Hashable, list[Hashable]] = {}
    for one, other in ties:
        sought.setdefault(one, []).append(other)
        sought.setdefault(other, []).append(one)
    rows = max((len(column.boxes) for column in drawn), default=0)
    at: dict[Hashable, tuple[int, float]] = {}
    shown = []
    for number, column in enumerate(drawn):
        boxes = list(column.boxes)
        if number:
            boxes.sort(key=lambda box: _middle([at[key][1] for key in sought.get(box.key, ()) if key in at]))
        x, top = number * (_BOX + _GAP), _HEAD + (rows - len(boxes)) * _ROW / 2
        placed = []
        for place, box in enumerate(boxes):
            y = top + place * _ROW
            at[box.key] = (number, y + _HEIGHT / 2)
            short = box.label if len(box.label) <= _FITS else box.label[: _FITS - 1].rstrip() + "…"
            placed.append({"x": x, "y": f"{y:.0f}", "text_x": x + 10, "text_y": f"{y + 18:.0f}", "short": short,
                           "label": box.label, "url": box.url})  # fmt: skip
        shown.append({"head": column.head, "x": x, "fill": column.fill, "boxes": placed})
    lines = [
        {"fill": fill, "path": _path(at[one], at[other])}
        for (one, other), fill in ties.items()
        if {one, other} <= at.keys()
    ]
    used = {line["fill"] for line in lines}
    return {
        "title": title,
        "width": max(1, len(drawn)) * (_BOX + _GAP) - _GAP,
        "height": _HEAD + rows * _ROW,
        "box": _BOX,
        "box_height": _HEIGHT,
        "columns": shown,
        "lines": lines,
        "legend": [{"fill": fill, "label": label} for fill, label in legend.items() if fill in used],
    }


def _middle(heights: list[float]) -> float:
    """Where a box would like to stand; what is tied to nothing stands last."""
    return sum(heights) / len(heights) if heights else float("inf")


def _path(one: tuple[int, float], other: tuple[int, float]) -> str:
    """A curve from the right side of the box further left to the left side of the other."""
    (left, begin), (right, end) = sorted((one, other))
    x, to = left * (_BOX + _GAP) + _BOX, right * (_BOX + _GAP)
    bend = _GAP / 2
    if right - left > 1:
        # Past the column in between, straight behind its boxes.
        return f"M{x} {begin:.0f}C{x + _GAP} {begin:.0f} {to - _GAP} {end:.0f} {to} {end:.0f}"
    return f"M{x} {begin:.0f}C{x + bend:.0f} {begin:.0f} {to - bend:.0f} {end:.0f} {to} {end:.0f}"
