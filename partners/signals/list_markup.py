"""The lines of the list of Hinweise as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import thing_address


def lines(rows: Iterable[dict[str, Any]], slug: str) -> SafeString:
    """One line per row of ``listing.Listed``."""
    return SafeString("".join(_line(row, slug) for row in rows))


def _line(row: dict[str, Any], slug: str) -> str:
    takers = _small(escape(row["takers"])) if row["takers"] else ""
    answered = _small("mit Antwort") if row["answered"] else ""
    title = f'<a href="{thing_address("signal", slug, pk=row["pk"])}">{escape(row["title"])}</a>'
    return (
        f'\n<tr><th scope="row">{title}</th>'
        f"<td>{row['kind']}</td><td>{escape(row['regions'])}</td>"
        f'<td><span class="ql-state ql-state--{row["badge"]}">{row["state"]}</span>{takers}{answered}</td>'
        f"<td>{row['observed_on']:%d.%m.%Y}</td></tr>"
    )


def _small(words: str) -> str:
    return f'<br><span class="ql-small ql-muted">{words}</span>'
