"""The lines of the list of Gremien as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

import datetime
from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import thing_address

_GONE = '<br><span class="ql-small ql-muted">besteht nicht mehr</span>'
_NO_DATE = '<span class="ql-muted">noch kein Termin</span>'


def lines(rows: Iterable[dict[str, Any]], slug: str) -> SafeString:
    """One line per row of ``listing.Listed``."""
    return SafeString("".join(_line(row, slug) for row in rows))


def _line(row: dict[str, Any], slug: str) -> str:
    gone = "" if row["is_active"] else _GONE
    regions = f'<br><span class="ql-small ql-muted">{escape(row["regions"])}</span>' if row["regions"] else ""
    ahead = _day(row["next_on"]) or (_NO_DATE if row["lapsed"] else "")
    name = f'<a href="{thing_address("body", slug, pk=row["pk"])}">{escape(row["name"])}</a>'
    return (
        f'\n<tr><th scope="row">{name}{gone}</th>'
        f"<td>{escape(row['kind'])}</td><td>{row['level']}{regions}</td><td>{row['rhythm']}</td>"
        f"<td>{_day(row['last_on'])}</td><td>{ahead}</td></tr>"
    )


def _day(value: datetime.date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""
