"""A document as PDF/UA: tagged, with bookmarks, hyphenated. Typst itself refuses to write one that is not accessible.

Everything a person wrote reaches ``report.typ`` as data, never as markup: a ``#`` stays a ``#``.
"""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from reports.characters import printable
from reports.document import Document
from reports.fonts import fonts

_TEMPLATE = Path(__file__).with_name("report.typ")
#: PDF 1.7 with the tags of ISO 14289-1.
STANDARD = "ua-1"
_PICTURE = b"""#set page(width: 16cm, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""
#: Dots per inch of a drawing that goes into a DOCX.
_FINE = 220.0


def to_pdf(document: Document) -> bytes:
    """The PDF. Raises ``typst.TypstError`` where it would not be accessible: no words to a drawing, a level skipped."""
    return _set(_template(), {"report": _as_data(document)}, pdf_standards=STANDARD)


def to_png(svg: str) -> bytes:
    """A drawing as a picture, with the letters of the report."""
    return _set(_PICTURE, {"svg": svg}, format="png", ppi=_FINE)


def _set(source: bytes, inputs: dict[str, str], **options: Any) -> bytes:
    found: bytes = typst.compile(source, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs, **options)
    return found


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _as_data(document: Document) -> str:
    """The document as JSON; every part says what kind it is."""
    parts = [{"kind": type(part).__name__, **asdict(part)} for part in document.parts]
    whole = {
        "title": document.title, "subtitle": document.subtitle, "facts": document.facts, "source": document.source,
        "stand": document.stand, "note": document.note, "parts": parts,
    }  # fmt: skip
    return json.dumps(_printable(whole))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        # A drawing was made of what can be drawn (``drawings.py``); places to break would spoil it.
        return {key: inner if key == "svg" else _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value
