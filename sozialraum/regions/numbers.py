"""What the cells of one column say: numbers as Germans or programs write them, classes in words, or "k. A.".

A point may part thousands or decimals; which of both shows in the column as a whole, never in a single cell. Where it
does not show, nothing is guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

#: How statistics write that a value is not published. The sign for "nothing there" is read like that as well: whether
#: it means zero differs from table to table, and a made-up zero is worse than none.
SUPPRESSED = frozenset(
    (*("", ".", "..", "...", "-", "–", "—", "x", "/", "•", "*", "na", "n/a", "nan", "#nv", "#n/a", "#na"),
     *("ka", "k.a", "n.a", "n.v", "keine angabe", "keine angaben", "unterdrückt", "geheim"))
)  # fmt: skip
_BLANKS = re.compile(r"[\s\u00a0\u202f'’]+")
_SIGN = re.compile(r"(%|‰|€|v\.\s?h\.|prozent)\s*$", re.IGNORECASE)
_NUMERIC = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
#: As workbooks keep very small numbers.
_POWER = re.compile(r"[+-]?\d([.,]\d+)?[eE][+-]?\d{1,2}")
_GERMAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")
_LARGEST = Decimal(10) ** 11
_SIX = Decimal("0.000001")
#: A column of words with more different ones describes; it does not sort into classes.
_CLASSES, _LONGEST = 12, 60


class Fault(ValueError):
    """A cell that says no value; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a column writes: ``kind`` "number", "class", "text" (neither) or "nothing"; what a point and a comma are."""

    kind: str
    decimal: str = ","
    #: Whether a point parts thousands or decimals does not show.
    unclear: bool = False


def is_suppressed(text: str) -> bool:
    """Whether ``text`` says that there is no value to be shown."""
    word = text.strip().casefold()
    return word in SUPPRESSED or word.replace(" ", "").strip(".") in SUPPRESSED


def bare(text: str) -> str:
    """A number without blanks, unit, typographic minus and power of ten."""
    number = _BLANKS.sub("", _SIGN.sub("", text.strip())).replace("−", "-").replace("–", "-")
    if _POWER.fullmatch(number):
        number = format(Decimal(number.replace(",", ".")), "f").replace(".", ",")
    return number


def unit_in(text: str) -> str:
    """The unit that stands behind a number: "%" of "12,3 %"; "" for none."""
    found = _SIGN.search(text.strip())
    if not found or not _NUMERIC.fullmatch(bare(text)):
        return ""
    sign = found[1].casefold()
    return "%" if sign.startswith(("p", "v")) else found[1]


def manner_of(texts: Iterable[str]) -> Manner:
    """How the cells ``texts`` of one column write."""
    said = [text for text in texts if not is_suppressed(text)]
    numbers = [number for text in said if _NUMERIC.fullmatch(number := bare(text))]
    if not said:
        return Manner("nothing")
    if not numbers:
        words = set(said)
        fits = len(words) <= _CLASSES and all(len(word) <= _LONGEST for word in words)
        return Manner("class" if fits else "text")
    if any(_ENGLISH.fullmatch(number) for number in numbers):
        return Manner("number", decimal=".")
    if any("," in number for number in numbers):
        return Manner("number")
    pointed = [number for number in numbers if "." in number]
    if any(not _GERMAN.fullmatch(number) or number.lstrip("+-").startswith("0") for number in pointed):
        return Manner("number", decimal=".")
    # "1.234" beside "987" parts thousands; a column in which every number looks like that tells nothing.
    return Manner("number", unclear=bool(pointed) and len(pointed) == len(numbers))


def number_of(text: str, manner: Manner) -> Decimal:
    """The number in ``text``, with six decimals at most. Raises ``Fault``."""
    number = bare(text)
    if not _NUMERIC.fullmatch(number):
        raise Fault(f"„{text[:40]}“ ist keine Zahl.")
    if "." in number and manner.unclear:
        raise Fault(f"Der Punkt in „{text[:40]}“ kann Tausender oder Nachkommastellen trennen. "
                    "Bitte schreiben Sie 1234 oder 1,234.")  # fmt: skip
    grouped = _GERMAN if manner.decimal == "," else re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
    parts = "." if manner.decimal == "," else ","
    if parts in number:
        if not grouped.fullmatch(number):
            raise Fault(f"In „{text[:40]}“ passen Punkt und Komma nicht zu den anderen Werten der Spalte.")
        number = number.replace(parts, "")
    if number.count(manner.decimal) > 1:
        raise Fault(f"„{text[:40]}“ ist keine Zahl.")
    value = Decimal(number.replace(",", "."))
    if abs(value) >= _LARGEST:
        raise Fault(f"„{text[:40]}“ ist zu groß.")
    return value.quantize(_SIX)
