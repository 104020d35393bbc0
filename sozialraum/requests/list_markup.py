"""The lines of the list of Anfragen as HTML: 25 on a page, written without a template (decision 9)."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import thing_address


def by_duty(rows: Iterable[dict[str, Any]], slug: str) -> list[tuple[str, SafeString]]:
    """The tasks of the OE SPK among ``rows`` of ``listing.Listed``, each with its lines."""
    groups = groupby(rows, key=lambda row: row["duty"])
    return [(duty, SafeString("\n".join(_line(row, slug) for row in group))) for duty, group in groups]


def _line(row: dict[str, Any], slug: str) -> str:
    name = f'<a href="{thing_address("request", slug, pk=row["pk"])}">{escape(row["title"])}</a>'
    late = '<br><span class="ql-state ql-state--warning">überfällig</span>' if row["late"] else ""
    state = f'<span class="ql-state ql-state--{row["badge"]}">{row["state"]}</span>'
    notes = [_day(row["answered_on"]), "Rückfrage offen" if row["asked_back"] else ""]
    said = "".join(f'<br><span class="ql-small ql-muted">{note}</span>' for note in notes if note)
    cells = (escape(row["asker"]), escape(row["region"]), _day(row["asked_on"]), _day(row["wanted_by"]) + late,
             state + said)  # fmt: skip
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{name}</th>{told}</tr>'


def _day(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if value else ""
