"""The lines of the list of offices as HTML: 25 on a page, written without a template (docs/decisions/0009)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from districts.models import Office


def lines(rows: Iterable[dict[str, Any]]) -> SafeString:
    """One line per office; its page stands below the list."""
    return SafeString("\n".join(map(_line, rows)))


def _line(row: dict[str, Any]) -> str:
    kind = Office.Kind(row["kind"]).label
    if row["independent"]:
        kind += '<br><span class="ql-small ql-muted">weisungsfrei</span>'
    state = "besteht" if row["is_active"] else '<span class="ql-muted">besteht nicht mehr</span>'
    cells = (escape(row["short_name"]), kind, escape(row["area__name"]), state)
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row"><a href="{row["pk"]}/">{escape(row["name"])}</a></th>{told}</tr>'
