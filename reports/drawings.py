"""The plots of the pages (``lists/plots.py``) as drawings that stand alone: no style sheet reaches paper."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from reports.characters import drawable
from reports.document import Plot, Table

#: Fill of a bar -> its colour on paper; as ``static/css/parts.css`` and ``abstimmung.css`` have it on the screen.
_FILLS = {
    "open": "#c3c9d4", "talking": "#7fb2e5", "moving": "#1f5da8", "settled": "#00756f", "answered": "#63b8b0",
    "set-aside": "#7d8694", "postponed": "#d2691e",
}  # fmt: skip
#: Colour and dashes of each line of a profile, so that nobody needs the colours.
_LINES = (("#5b6472", "2 4"), ("#0b4f8a", "none"), ("#00756f", "8 4"), ("#c2571a", "10 3 2 3"))
_WIDTH, _ROW, _PER_LINE = 660, 34, 3


def bars(plot: Mapping[str, Any]) -> Plot:
    """``lists.plots.bar_plot`` on paper, with its table."""
    rows = [
        {
            "label": drawable(row["label"]),
            "text_y": 12 + number * _ROW,
            "y": 16 + number * _ROW,
            "bars": [
                {"x": f"{float(bar['x']) * _WIDTH / 100:.1f}", "width": f"{float(bar['width']) * _WIDTH / 100:.1f}",
                 "fill": _FILLS[bar["fill"]]}
                for bar in row["bars"]
            ],
        }
        for number, row in enumerate(plot["rows"])
    ]  # fmt: skip
    top = len(rows) * _ROW + 8
    legend = [
        {"x": x, "text_x": x + 15, "y": y, "text_y": y + 9, "fill": _FILLS[entry["fill"]],
         "label": drawable(entry["label"])}
        for (x, y), entry in zip(_places(len(plot["legend"]), top), plot["legend"], strict=True)
    ]  # fmt: skip
    height = top + 18 * -(-len(legend) // _PER_LINE)
    context = {"rows": rows, "legend": legend, "width": _WIDTH, "height": height, "track": _WIDTH - 0.5}
    table = Table(f"{plot['title']}, in Worten", (plot["head"], plot["value_head"]),
                  [(row["label"], row["text"]) for row in plot["rows"]], (2, 3))  # fmt: skip
    alternative = f"{plot['title']}: ein Balken je Zeile. Dieselben Angaben stehen in Worten in der Tabelle darunter."
    return Plot(plot["title"], render_to_string("reports/bars.svg", context), alternative, table)


def profile(plot: Mapping[str, Any], *, head: str) -> Plot:
    """``lists.plots.profile_plot`` on paper, with its table; ``head`` is what the columns are."""
    places = _places(len(plot["lines"]), plot["height"] + 12, width=800, per_line=2, line=24)
    lines = [
        line
        | {"colour": colour, "dashes": dashes, "label": drawable(line["label"])}
        | {"x": x, "y": y, "text_x": x + 54, "text_y": y + 4}
        for line, (colour, dashes), (x, y) in zip(plot["lines"], _LINES, places, strict=False)
    ]
    height = plot["height"] + 12 + 24 * -(-len(lines) // 2)
    svg = render_to_string("reports/profile.svg", {"plot": plot, "lines": lines, "height": height})
    names = [line["label"] for line in plot["lines"]]
    table = Table(f"{plot['title']}, in Worten", (head, *names), [(name, *words) for name, words in plot["rows"]],
                  (3, *[2] * len(names)))  # fmt: skip
    steps = [step["label"] for step in plot["steps"]]
    alternative = (
        f"{plot['title']}: eine Linie je Runde ({', '.join(names)}) auf den Stufen von „{steps[0]}“ bis „{steps[-1]}“. "
        "Dieselben Angaben stehen in Worten in der Tabelle darunter."
    )
    return Plot(plot["title"], svg, alternative, table)


def _places(
    count: int, top: int, *, width: int = _WIDTH, per_line: int = _PER_LINE, line: int = 18
) -> Sequence[tuple[int, int]]:
    """Where the entries of a legend stand, ``per_line`` beside each other."""
    step = width // per_line
    found: Iterable[tuple[int, int]] = ((n % per_line * step, top + n // per_line * line) for n in range(count))
    return list(found)
