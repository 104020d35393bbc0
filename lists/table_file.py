"""Tables as offices keep them, XLSX or CSV, read into rows of text: whatever program wrote them.

Nothing here knows what a column means. What was recognised on the way (character set, separator) is told, so that a
person can see it; what cannot be read is a ``TableError`` with one German sentence, and a cell that holds no text of
its own (a formula, an error value) is a fault of that cell.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from lists.export import as_text, is_formula_start

#: More than this an ordinary list never unpacks to; a packed file that does is made to do harm.
UNPACKED = 60_000_000
_LONGEST_CELL = 20_000
_MOST_COLUMNS = 200
_SEPARATORS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
#: "=SUMME(A1)", not "=> bitte anrufen".
_FORMULA_TYPED = re.compile(r"""=[\w(+\-$"']""")
_FORMULA = "Hier steht eine Formel. Bitte schreiben Sie den Wert selbst."
_ERROR_VALUE = "Hier steht eine Fehlermeldung der Tabelle."
_TOO_LONG = f"Dieser Text ist länger als {_LONGEST_CELL:,} Zeichen.".replace(",", ".")
_FORBIDDEN = "Dieser Text enthält ein unzulässiges Zeichen."
_NO_TABLE = "Diese Datei ist keine Tabelle, die hier gelesen werden kann. Möglich sind XLSX und CSV."


#: One row on its way: number, cells, faults by column.
_Read = tuple[int, list[str], dict[int, str]]
IsHeader = Callable[[list[str]], bool]


class TableError(ValueError):
    """The file as a whole cannot be read; the message is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything. ``number`` is the one a spreadsheet program shows; ``faults`` are by column."""

    number: int
    cells: tuple[str, ...]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is the first row that holds anything; every row is exactly as wide. ``notes`` are sentences."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def cell_name(column: int, number: int) -> str:
    """The name of a cell in a spreadsheet: 0, 7 → ``A7``."""
    return f"{get_column_letter(column + 1)}{number}"


def read_table(content: bytes, *, most_rows: int, is_header: IsHeader | None = None, unpacked: int = UNPACKED) -> Table:
    """The table in ``content``. Raises ``TableError`` for what is none, is empty or has too many rows.

    ``is_header`` says which row the headings are: statistics often put titles above them, and sheets before them.
    """
    if not content.strip():
        raise TableError("Die Datei ist leer.")
    notes: list[str] = []
    if content.startswith(b"PK"):
        rows = _from_workbook(content, unpacked, is_header)
    elif b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableError(_NO_TABLE)
    else:
        rows = _from_text(_decoded(content, notes), notes)
    return _table(rows, most_rows, notes, is_header)


def open_workbook(content: bytes, *, unpacked: int = UNPACKED) -> Any:
    """An openpyxl workbook for reading row by row; close it. Raises ``TableError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > unpacked:
                raise TableError("Die Datei hat zu viele Zeilen oder Inhalte.")
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except TableError:
        raise
    except _BROKEN as error:
        raise TableError("Diese Datei ist keine Excel-Arbeitsmappe (XLSX).") from error


#: What openpyxl and zipfile raise for files that are broken or made to do harm: a broken part is a SyntaxError, a
#: missing one a KeyError, an encrypted file a RuntimeError, an unknown way of packing a NotImplementedError, and a
#: sheet that refers to what is not there an AttributeError or IndexError. Only their reading stands inside.
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError, TypeError, SyntaxError),
    *(AttributeError, IndexError, NotImplementedError, RuntimeError),
)


def _from_workbook(content: bytes, unpacked: int, is_header: IsHeader | None) -> Iterator[_Read]:
    """The rows of the first sheet that holds anything, or the headings looked for."""
    book = open_workbook(content, unpacked=unpacked)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = False
            for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
                read = [_cell(cell) for cell in cells]
                texts = [text for text, _ in read]
                found = found or (any(text or fault for text, fault in read) if is_header is None else is_header(texts))
                if found or is_header is None:
                    yield number, texts, {i: fault for i, (_, fault) in enumerate(read) if fault}
            if found:
                return
    except TableError:
        raise
    except _BROKEN as error:
        raise TableError("Diese Datei ist keine Excel-Arbeitsmappe (XLSX).") from error
    finally:
        book.close()


def _cell(cell: Any) -> tuple[str, str]:
    """Text of a cell and what is wrong with it, as it would be typed by hand: 13353.0 is 13353."""
    if cell.data_type == "f":
        return "", _FORMULA
    if cell.data_type == "e":
        return "", _ERROR_VALUE
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if value is not None and not isinstance(value, str | int | float | bool | datetime.date):
        value = str(value)
    text = as_text(value).replace("_x000D_", "").strip()
    return _checked(text)


def _checked(text: str) -> tuple[str, str]:
    if len(text) > _LONGEST_CELL:
        return "", _TOO_LONG
    if "\x00" in text or "\ufffd" in text:
        return "", _FORBIDDEN
    return text, ""


def _decoded(content: bytes, notes: list[str]) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise TableError(_NO_TABLE) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # What spreadsheet programs on Windows write; nearly every sequence of bytes is valid in it.
        notes.append("Der Zeichensatz der Datei ist Windows-1252 (Latin-1); die Umlaute wurden übernommen.")
        return content.decode("cp1252", errors="replace")


def _from_text(text: str, notes: list[str]) -> Iterator[_Read]:
    separator = separator_of(text)
    if separator != ";":
        notes.append(f"Das Trennzeichen der Datei ist: {_SEPARATORS[separator]}.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    number = 1
    try:
        for cells in reader:
            read = [_typed(cell) for cell in cells[:_MOST_COLUMNS]]
            yield number, [text for text, _ in read], {i: fault for i, (_, fault) in enumerate(read) if fault}
            number += 1
    except csv.Error as error:
        raise TableError(f"Zeile {number} der Datei ist zu lang oder ein Anführungszeichen fehlt.") from error


def _typed(cell: str) -> tuple[str, str]:
    text = cell.strip()
    if text.startswith("'") and is_formula_start(text[1:]):
        # The apostrophe our own export puts there.
        text = text[1:]
    elif _FORMULA_TYPED.match(text):
        return "", _FORMULA
    return _checked(text)


def separator_of(text: str) -> str:
    """The one that cuts the first lines into the most columns, equally often in each; a semicolon if none does."""
    sample = text[:20_000]

    def columns(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in _first(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 20)]
        except csv.Error:
            return 0, 0
        widths = [width for width in widths if width]
        alike = sum(width == widths[0] for width in widths) if widths else 0
        return (alike if widths and widths[0] > 1 else 0), (widths[0] if widths else 0)

    best = max(_SEPARATORS, key=columns)
    return best if columns(best)[0] else ";"


def _first(rows: Iterable[list[str]], count: int) -> Iterator[list[str]]:
    for _, row in zip(range(count), rows, strict=False):
        yield row


def _table(rows: Iterator[_Read], most_rows: int, notes: list[str], is_header: IsHeader | None) -> Table:
    header: tuple[str, ...] = ()
    found: list[Row] = []
    gap = closing = False
    for number, cells, faults in rows:
        if not any(cells) and not faults:
            gap = True
            continue
        after_gap, gap = gap, False
        if not header:
            if is_header is None or is_header(cells):
                header = _header(cells, faults)
            continue
        if len(found) == most_rows:
            raise TableError(
                f"Die Datei hat mehr als {most_rows:,} Zeilen. Bitte teilen Sie sie auf.".replace(",", ".")
            )
        width = len(header)
        texts = tuple((cells + [""] * width)[:width])
        here = {column: fault for column, fault in faults.items() if column < width}
        alone = bool(texts[0]) and not any(texts[1:]) and not here and width > 1
        found.append(Row(number, texts, here))
        # Our own export closes like this: an empty line, then whose data these are, and of which day.
        closing = after_gap and alone
    if found and closing:
        found.pop()
    if not header:
        raise TableError("Die Datei ist leer." if is_header is None else "Die Überschriften sind nicht zu erkennen.")
    if not found:
        raise TableError("Die Datei hat nur eine Zeile. Erwartet werden Überschriften und darunter die Einträge.")
    return Table(header, tuple(found), tuple(notes))


def _header(cells: list[str], faults: dict[int, str]) -> tuple[str, ...]:
    if faults:
        raise TableError(
            "In der Kopfzeile steht eine Formel oder eine Fehlermeldung. Bitte schreiben Sie Überschriften."
        )
    while cells and not cells[-1]:
        cells = cells[:-1]
    return tuple(cells)
