"""What a page shows, as parts of a document.

Rooms say their sections of a page once (``districts/page_part.py``). A report takes the very same for the same person
and reads the words out of them, so it can neither show more nor fall behind. Ways to other pages, buttons and drawings
stay on the screen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from districts.page_part import PagePart
from reports.document import Facts, Heading, ListOf, Paragraph, Part, Table

#: What the pages say where there is nothing; on paper one sentence says it for all of them.
NOTHING = Paragraph("Noch nichts eingetragen.")
_SPACES = re.compile(r"\s+")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
#: Elements whose words are no part of a text; what only a screen reader hears says where a link leads.
_SILENT = frozenset({"svg", "form", "button", "script", "style", "select", "nav", "template"})
_UNSEEN = frozenset({"kern-btn", "ql-actions", "kern-sr-only"})
#: Blocks that gather words, and those of them that take in what other blocks within them say.
_BLOCKS = frozenset({"p", "li", "dt", "dd", "caption", "th", "td", "h2", "h3", "h4", "h5", "summary", "figcaption"})
_OUTER = frozenset({"li", "dd", "td", "th"})


def read_sections(sections: Iterable[PagePart]) -> list[Part]:
    """``sections`` of a page, each below its heading."""
    found: list[Part] = []
    empty: list[str] = []
    for section in sections:
        said = read_markup(section.html)
        if said in ([], [NOTHING]):
            empty.append(section.title)
        else:
            found += [Heading(section.title), *said]
    if empty:
        found.append(Paragraph(f"Noch nichts eingetragen ist zu: {', '.join(empty)}.", small=True))
    return found


def read_markup(markup: str) -> list[Part]:
    """The parts of well-formed ``markup``, in its order; its headings stand below those of the report's parts."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.parts


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    silent: bool
    #: A block within one that gathers its words.
    nested: bool


class _Reader(HTMLParser):
    """Collects the words of a block until it ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self._open: list[_Element] = []
        self._words: list[str] = []
        #: Somebody's own words keep their lines.
        self._own_words = False
        self._items: list[str] = []
        self._facts: list[tuple[str, str]] = []
        self._term = ""
        self._caption = ""
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._words.append("\n")
        if tag in _VOID:
            return
        values = {name: value or "" for name, value in attrs}
        classes = set(values.get("class", "").split())
        named = tag in ("caption", "th")
        silent = tag in _SILENT or values.get("aria-hidden") == "true" or bool(classes & _UNSEEN and not named)
        # In lists and tables a link names a thing; in a paragraph it only leads on.
        silent = silent or (tag == "a" and bool(self._open) and self._open[-1].tag == "p")
        nested = tag in _BLOCKS and any(outer.tag in _OUTER for outer in self._open)
        self._open.append(_Element(tag, silent or self._is_silent, nested))
        if tag == "table":
            self._caption, self._rows = "", []
        elif tag == "tr":
            self._rows.append([])
        if nested:
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._words = []
            self._own_words = "ql-own-words" in classes

    def handle_data(self, data: str) -> None:
        if self._is_silent:
            return
        self._words.append(data if self._own_words else _SPACES.sub(" ", data))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(element.tag == tag for element in self._open):
            return
        while (ended := self._open.pop()).tag != tag:
            pass
        if ended.nested:
            self._words.append("\n")
        elif tag in _BLOCKS and not ended.silent:
            self._end_block(tag, _lines("".join(self._words)))
        elif tag in ("ul", "ol") and self._items and not any(outer.tag in _OUTER for outer in self._open):
            self.parts.append(ListOf(tuple(self._items)))
            self._items = []
        elif tag == "dl" and self._facts:
            self.parts.append(Facts(tuple(self._facts)))
            self._facts = []
        elif tag == "table":
            self._end_table()

    def _end_block(self, tag: str, said: str) -> None:
        if tag == "caption":
            self._caption = said
        elif tag in ("th", "td") and self._rows:
            self._rows[-1].append(said)
        elif tag == "dt":
            self._term = said
        elif not said:
            return
        elif tag == "li":
            self._items.append(said)
        elif tag == "dd":
            self._facts.append((self._term, said))
        elif tag.startswith("h"):
            self.parts.append(Heading(said, 3))
        else:
            self.parts.append(Paragraph(said, quoted=self._own_words))

    def _end_table(self) -> None:
        width = len(self._rows[0]) if self._rows else 0
        rows = [row for row in self._rows[1:] if len(row) == width]
        if not rows:
            return
        # A column without a word held drawings or buttons.
        kept = [n for n in range(width) if any(row[n] for row in rows)]
        cut = [tuple(row[n] for n in kept) for row in (self._rows[0], *rows)]
        self.parts.append(Table(self._caption, cut[0], cut[1:], (2, *[1] * (len(kept) - 1))))

    @property
    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1].silent


def _lines(text: str) -> str:
    """Without spaces around lines, and with one empty line at most."""
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
