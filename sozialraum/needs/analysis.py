"""Where Bedarfe lie: Themenfeld × Amt and Region × Themenfeld, out of the rows the list shows.

Tables about Bedarfe, not about offices: the offices stand in the order of the directory, they have no total, and
nothing can be sorted by them (DESIGN § 1, sentence 4).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from lists.export import Cell
from lists.plots import Row, bar_plot
from sozialraum.needs.listing import Listed

_NONE = "ohne Themenfeld"


def analysis(listed: Listed) -> dict[str, Any]:
    """Two tables and a plot for each. No query."""
    rows = listed.shown
    themes = _in_order(listed, "feld", (row["theme"] for row in rows))
    if any(not row["theme"] for row in rows):
        themes.append(_NONE)
    regions = _in_order(listed, "region", (name for row in rows for name in row["places"]))
    offices = _in_order(listed, "amt", (name for row in rows for name in row["offices"]))
    by_office = Counter((row["theme"] or _NONE, name) for row in rows for name in row["offices"])
    by_region = Counter((name, row["theme"] or _NONE) for row in rows for name in row["places"])
    of_theme = Counter(row["theme"] or _NONE for row in rows)
    of_region = Counter(name for row in rows for name in row["places"])
    return {
        "offices": _table(themes, offices, by_office),
        "office_names": offices,
        "regions": _table(regions, themes, by_region),
        "theme_names": themes,
        "theme_plot": _plot("Bedarfe nach Themenfeld", "Themenfeld", themes, of_theme),
        "region_plot": _plot("Bedarfe nach Region", "Region", regions, of_region),
    }


#: Headings of the tables as a file: one row a cell.
HEADER = ["Auswertung", "Zeile", "Spalte", "Bedarfe"]


def export_rows(found: dict[str, Any]) -> list[list[Cell]]:
    """The cells of both tables, as the page shows them."""
    tables = (
        ("Themenfeld und Amt", found["offices"], found["office_names"]),
        ("Region und Themenfeld", found["regions"], found["theme_names"]),
    )
    return [
        [title, row["head"], name, cell]
        for title, rows, names in tables
        for row in rows
        for name, cell in zip(names, row["cells"], strict=True)
    ]


def _in_order(listed: Listed, kind: str, used: Iterable[str]) -> list[str]:
    """The names that occur, in the order of their directory; those it does not offer any more at the end."""
    held = set(used) - {""}
    known = [name for _, name in listed.options[kind] if name in held]
    return list(dict.fromkeys([*known, *sorted(held)]))


def _table(heads: Sequence[str], names: Sequence[str], counted: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"head": head, "cells": [counted[head, name] for name in names]} for head in heads]


def _plot(title: str, head: str, names: Sequence[str], counted: Counter[str]) -> dict[str, object]:
    rows = [Row(name, str(counted[name]), [("moving", float(counted[name]))]) for name in names]
    return bar_plot(title=title, head=head, value_head="Bedarfe", rows=rows)
