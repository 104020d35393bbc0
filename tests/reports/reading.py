"""Reading a PDF as a screen reader and an eye do: the tree of its structure, the words on its pages.

pikepdf gives the objects; which glyph is which letter says the font's own ``ToUnicode``.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_TEXT = {"Tj", "TJ", "'", '"'}


@dataclass(frozen=True)
class Tagged:
    """One element of the structure: its kind ("H1", "TH" …), its attributes, how deep it lies."""

    kind: str
    element: Any
    depth: int


class Paper:
    """One PDF, opened."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))

    def structure(self) -> list[Tagged]:
        """All elements in the order they are read."""
        return list(_walk(self.pdf.Root.StructTreeRoot.K, 0))

    def kinds(self, *wanted: str) -> list[Tagged]:
        """Those of one kind."""
        return [tagged for tagged in self.structure() if tagged.kind in wanted]

    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading."""
        return [(int(t.kind[1:]), str(t.element.get("/T", ""))) for t in self.structure() if re.match(r"H\d", t.kind)]

    def bookmarks(self) -> list[str]:
        """Titles of the outline, the outer ones first."""
        found: list[str] = []

        def add(items: Any) -> None:
            for item in items:
                found.append(item.title)
                add(item.children)

        with self.pdf.open_outline() as outline:
            add(outline.root)
        return found

    def pages(self) -> list[str]:
        """The words of each page, header and footer with them, as they stand on it."""
        return [_words(page) for page in self.pdf.pages]

    @property
    def text(self) -> str:
        """All words, without the breaks of lines, pages and hyphenation."""
        return re.sub(r"\s+", " ", " ".join(self.pages()))


def squeezed(text: str) -> str:
    """``text`` without anything between letters: how words were broken does not matter."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", text)


def _walk(node: Any, depth: int) -> Iterator[Tagged]:
    for element in node if isinstance(node, pikepdf.Array) else [node]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue
        yield Tagged(str(element.S).removeprefix("/"), element, depth)
        if "/K" in element:
            yield from _walk(element.K, depth + 1)


def _words(page: Any) -> str:
    fonts = {name: _letters(font) for name, font in (page.Resources.get("/Font") or {}).items()}
    # Letters within drawings stand in streams of their own.
    found: list[str] = []
    current: dict[int, str] = {}
    #: Open marks: whether they say in letters what their glyphs mean.
    said: list[bool] = []
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name = str(operator)
        if name in ("BDC", "BMC"):
            actual = operands[1].get("/ActualText") if len(operands) > 1 and hasattr(operands[1], "get") else None
            said.append(actual is not None)
            found.append(str(actual) if actual is not None else "")
        elif name == "EMC":
            said.pop()
        elif any(said):
            continue
        elif name == "Tf":
            current = fonts[str(operands[0])]
        elif name in ("Tm", "Td", "BT"):
            found.append(" ")
        elif name in _TEXT:
            for piece in operands[-1] if name == "TJ" else [operands[-1]]:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    codes = (int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2))
                    found.append("".join(current.get(code, "\ufffd") for code in codes))
    return "".join(found)


def _letters(font: Any) -> dict[int, str]:
    """Code of a glyph -> what it means, from the font's ToUnicode."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = _utf16(letters)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(ord(_utf16(letters)) + step)
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
