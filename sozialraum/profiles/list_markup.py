"""The matrix office × Leitfrage as HTML: five cells for each office, written without a template (decision 9)."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from sozialraum.profiles.answers import Said

#: So much of an answer is read in the matrix; the rest stands on the page of the office.
_LENGTH = 180


def lines(said: Iterable[Said]) -> SafeString:
    """One line per office."""
    return SafeString("\n".join(map(_line, said)))


def _line(one: Said) -> str:
    name = f'<a href="{escape(one.url)}">{escape(one.name)}</a>'
    cells = "".join(f"<td>{_shortened(cell)}</td>" for cell in one.cells)
    return f'<tr><th scope="row">{name}<br><span class="ql-small ql-muted">{one.state}</span></th>{cells}</tr>'


def _shortened(text: str) -> str:
    short = text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"
    return escape(short).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
