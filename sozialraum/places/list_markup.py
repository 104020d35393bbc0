"""The lines of the lists of places and of the Förderkulissen as HTML, without a template (docs/decisions/0009)."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from districts.navigation import address
from sozialraum.places.listing import Shown
from sozialraum.places.matrix import Entry, Line, Matrix
from sozialraum.places.showing import page_url


def lines(rows: Iterable[Shown], slug: str, kind: str) -> SafeString:
    """One line per row of ``listing.Listed``; its first cell leads to the entry of ``kind``."""
    return SafeString("\n".join(_line(row, page_url(slug, kind, row.pk)) for row in rows))


def _line(row: Shown, url: str) -> str:
    first, *others = map(escape, row.cells)
    cells = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row"><a href="{url}">{first}</a></th>{cells}</tr>'


def matrix_lines(matrix: Matrix, slug: str) -> SafeString:
    """The district as a whole, then one line per Bezirksregion."""
    return SafeString("\n".join(_matrix_line(line, slug) for line in (matrix.whole, *matrix.lines)))


def _matrix_line(line: Line, slug: str) -> str:
    head, standing = escape(line.name), ""
    if line.key:
        url = address("region", args=(slug, line.key))
        head = f'<a href="{url}">{head}</a><br><span class="ql-small ql-muted">{line.key}</span>'
        standing = line.standing
    cells = "".join(f"<td>{'<br>'.join(_entry(entry, slug) for entry in cell) or _NONE}</td>" for cell in line.cells)
    return f'<tr><th scope="row">{head}</th><td>{standing}</td>{cells}</tr>'


_NONE = '<span aria-hidden="true">–</span><span class="kern-sr-only">keine</span>'


def _entry(entry: Entry, slug: str) -> str:
    title = f'<span class="kern-sr-only">: {escape(entry.title)}</span>'
    return f'<a href="{page_url(slug, "gelder", entry.pk)}">{escape(entry.text)}{title}</a>'
