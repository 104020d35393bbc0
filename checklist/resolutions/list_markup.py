"""The lines of the list of resolutions as HTML: 25 on a page, written without a template (decision 9)."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from checklist.models import Resolution

_PREPARED = '<span class="ql-state ql-state--talking">in Vorbereitung</span>'


def lines(rows: Iterable[Resolution]) -> SafeString:
    """One line per resolution; its page stands below the list."""
    return SafeString("\n".join(map(_line, rows)))


def _line(row: Resolution) -> str:
    decided = f"{row.decided_on:%d.%m.%Y}" if row.decided_on else _PREPARED
    cells = (Resolution.Kind(row.kind).label, escape(row.body), decided, escape(row.printed_matter))
    told = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row"><a href="{row.pk}/">{escape(row.title)}</a></th>{told}</tr>'
