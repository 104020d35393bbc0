"""What can be printed. PDF/UA wants a glyph for every character, so Typst refuses a text with one that has none."""

import re
import unicodedata

#: Stands for a character that cannot be printed.
REPLACEMENT = "\ufffd"
#: Ranges the fonts of a report cover (``reports/fonts.py``): Latin, Greek, Cyrillic, Armenian, Hebrew, the Arabic
#: letters of Arabic, Persian and Urdu, phonetic letters, punctuation, currencies, arrows, mathematics, shapes.
#: All of DIN SPEC 91379 lies within. tests/reports asks the fonts whether this is so.
RANGES = (
    "\t\n -~\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u052f"
    "\u0531-\u0556\u0559-\u058a\u058d-\u058f\u0591-\u05c7\u05d0-\u05ea\u05ef-\u05f4"
    "\u060c\u061b\u061f\u0621-\u063a\u0640-\u064a\u0660-\u066d\u067b\u067e\u0686\u0691\u0698\u06a4\u06a9\u06af\u06be"
    "\u06cc\u06f0-\u06f9"
    "\u1d00-\u1df9\u1dfb-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57"
    "\u2000-\u200b\u2010-\u2027\u202f-\u205e\u2070-\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u2184"
    "\u2190-\u22ff\u2500-\u2606\u2713-\u2714\u2717-\u2718\ufb00-\ufb06\ufffd"
)
_UNPRINTABLE = re.compile(f"[^{RANGES}]")
#: What Noto Sans alone draws.
_UNDRAWABLE = re.compile("[^ -~\u00a0-\u024f\u0391-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e00-\u1eff\u2010-\u2026\u20ac]")
#: No character of a text: controls (XML knows no way to write them) and marks that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
#: Where an address or another long word may break: after a sign, and after every so many letters.
_LONG = re.compile(r"\S{28,}")
_SIGN = re.compile(r"([/@._?&=-])(?=\w)")
_RUN = re.compile(r"([^\s\u200b]{40})(?=[^\s\u200b])")


def storable(text: str) -> str:
    """``text`` without what no file can hold: for DOCX, whose reader has fonts of its own."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """``text`` with a sign in place of what has no glyph, and long words with places to break."""
    kept = _UNPRINTABLE.sub(REPLACEMENT, storable(text))
    return _LONG.sub(lambda found: _RUN.sub("\\1\u200b", _SIGN.sub("\\1\u200b", found[0])), kept)


def drawable(text: str) -> str:
    """``text`` for a drawing, where Typst neither looks for another font nor puts marks above letters.

    Rare marks are left away: the table beside has the word as it is.
    """
    letters = (sign for sign in unicodedata.normalize("NFC", text) if not unicodedata.combining(sign))
    return _UNDRAWABLE.sub(REPLACEMENT, "".join(letters))
