"""The lines of the list of Bedarfe as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.navigation import thing_address


def lines(rows: Iterable[dict[str, Any]], slug: str) -> SafeString:
    """One line per row of ``listing.Listed``."""
    return SafeString("\n".join(_line(row, slug) for row in rows))


def _line(row: dict[str, Any], slug: str) -> str:
    topic = _below(row["topic"]) if row["topic"] else ""
    lead = escape(row["lead"]) or ('<span class="ql-muted">offen</span>' if row["lead_open"] else "")
    others = _below(", ".join(row["others"])) if row["others"] else ""
    silent = _below("lange still") if row["silent"] else ""
    return (
        f'<tr><th scope="row"><a href="{thing_address("need", slug, pk=row["pk"])}">{escape(row["title"])}</a></th>'
        f"<td>{escape(', '.join(row['regions']))}</td><td>{escape(row['theme'])}{topic}</td>"
        f'<td><span class="ql-state ql-state--{row["badge"]}">{row["state_label"]}</span></td>'
        f"<td>{lead}{others}</td><td>{row['urgency']}</td><td>{row['reported_on']:%d.%m.%Y}</td>"
        f"<td>{row['moved_on']:%d.%m.%Y}{silent}</td></tr>"
    )


def _below(words: str) -> str:
    return f'<br><span class="ql-small ql-muted">{escape(words)}</span>'
