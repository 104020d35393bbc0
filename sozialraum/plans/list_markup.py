"""The lines of the list of plans as HTML: 25 on a page, written without a template (decision 9)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import thing_address

_DRAFT = '<br><span class="ql-small ql-muted">nur für Ihr Amt sichtbar</span>'


def lines(rows: Iterable[dict[str, Any]], slug: str) -> SafeString:
    """One line per row of ``listing.Listed``."""
    return SafeString("\n".join(_line(row, slug) for row in rows))


def _line(row: dict[str, Any], slug: str) -> str:
    name = f'<a href="{thing_address("plan", slug, pk=row["pk"])}">{escape(row["title"])}</a>'
    cells = (escape(row["office"]), row["kind"], escape(row["regions"]), row["period"],
             f'<span class="ql-state ql-state--{row["badge"]}">{row["state"]}</span>')  # fmt: skip
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{name}{"" if row["shared_on"] else _DRAFT}</th>{told}</tr>'
