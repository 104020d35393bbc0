"""Files of figures: which column is the key, which are figures, of which year and unit; then every value of a region.

Two shapes are known: wide (a row per region, a column per figure, the year in a column, in the heading or chosen) and
long (a row per region, figure and year). Rows of other districts are counted and left out: they are never kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lists.table_file import UNPACKED, Row, Table, TableError, cell_name, read_table
from partners.importing.columns import plain
from sozialraum.regions.numbers import Fault, Manner, is_suppressed, manner_of, number_of, unit_in

#: A file of one figure for all of Berlin over ten years has 5,420 rows.
MOST_ROWS = 20_000
FIRST_YEAR = 1990
_BERLIN = frozenset(f"{number:02}" for number in range(1, 13))
_KEYS = frozenset(
    plain(word)
    for word in ("Schlüssel", "key", "PLR", "PLR-ID", "PLR-Nr.", "PLR-Schlüssel", "PLR-Nummer", "Planungsraum",
                 "Planungsraumnummer", "Planungsraum-Nr.", "Nummer", "Nr.", "LOR", "LOR-Schlüssel", "Raum-ID", "RAUMID",
                 "Gebiet", "Region", "Regionsschlüssel", "BZR", "BZR-ID", "BZR-Schlüssel", "Bezirksregion", "ID",
                 "Prognoseraum", "PGR", "PGR-ID", "Raumschlüssel", "Schlüsselnummer")
)  # fmt: skip
_NAMES = frozenset(
    plain(word)
    for word in ("Name", "Bezeichnung", "PLR-Name", "BZR-Name", "PGR-Name", "Planungsraumname", "Raumname", "Bezirk",
                 "Bezirksname", "BEZ", "Bezirk-Nr.", "Gebietsname", "Name des Planungsraums", "Name der Bezirksregion")
)  # fmt: skip
_FIGURES = frozenset(plain(word) for word in ("Indikator", "Kennzahl", "Merkmal", "indicator", "Indikatorname"))
_YEARS = frozenset(plain(word) for word in ("Jahr", "year", "Stand", "Stichtag", "Berichtsjahr"))
_VALUES = frozenset(plain(word) for word in ("Wert", "value", "Zahl", "Ausprägung"))
_UNITS = frozenset(plain(word) for word in ("Einheit", "unit"))
_IN_HEADING = re.compile(
    r"[\s,(]*\b(?:am |zum |Stand )?(?:\d{1,2}\.\d{1,2}\.|(?:(?:19|20)\d\d|\d\d)\s?[-–/]\s?)?"
    r"(?P<year>(?:19|20)\d\d)\b(?!\s*(?:Euro|€|Einw|EW|Pers))\)?"
)
_UNIT = re.compile(
    r"\s*(?:[\[(]\s*(?:in\s+)?(?P<within>%|‰|Prozent|v\.\s?H\.|€|Euro|Anzahl|Punkte|Jahre|je [^\])]+)\s*[\])]"
    r"|,?\s+in\s+(?P<said>%|‰|Prozent|v\.\s?H\.|€|Euro)|\s(?P<sign>%|‰))\s*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:\(?in\s+)?(%|‰|Prozent|v\.\s?H\.|€|Euro|Anzahl|Punkte|je .{1,30})\)?", re.IGNORECASE)
_SAME_UNIT = {"prozent": "%", "v.h.": "%", "v. h.": "%", "euro": "€", "anzahl": ""}
_WHOLE = ("berlin", "bezirk", "gesamt", "insgesamt", "summe", "land")


@dataclass(frozen=True, slots=True)
class Column:
    """What is told of one figure: its name, unit, kind ("number", "class")."""

    name: str
    unit: str
    kind: str


#: Number of the column, key of the region, year, number as text (None: none), class in words. Suppressed: neither.
Value = tuple[int, str, int, str | None, str]


@dataclass
class Reading:
    """Everything the file says of the districts asked for. ``faults`` are (where, sentence)."""

    columns: list[Column] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    where: str
    key: str
    figure: str
    year: int
    text: str
    fault: str


def read_figures(
    content: bytes,
    *,
    known: Collection[str],
    year: int | None,
    this_year: int,
    most_rows: int = MOST_ROWS,
    unpacked: int = UNPACKED,
) -> Reading:
    """The values of the regions whose keys are ``known`` (all regions of the districts asked for).

    ``year`` counts where the file names none. Raises ``TableError`` for a file that is no such table.
    """
    table = read_table(content, most_rows=most_rows, is_header=_is_header, unpacked=unpacked)
    rows = _Rows(table, known)
    found = Reading(notes=list(table.notes))
    headings = [plain(heading) for heading in table.header]
    figure, value = _column(headings, _FIGURES), _column(headings, _VALUES)
    years = _column(headings, _YEARS)
    units: dict[str, str] = {}
    if figure is not None and value is not None:
        cells = list(_long(rows, table, headings, (figure, value, years), year, units, this_year))
    else:
        cells = list(_wide(rows, table, headings, years, year, units, this_year))
    found.faults += rows.faults
    found.notes += rows.told()
    _understand(found, cells, units)
    if not found.values and not found.faults:
        raise TableError("In dieser Datei stehen keine Werte für Regionen dieses Bezirks.")
    return found


def _is_header(cells: list[str]) -> bool:
    return sum(map(bool, cells)) > 1 and any(plain(cell) in _KEYS for cell in cells)


def _column(headings: Sequence[str], names: Collection[str]) -> int | None:
    return next((at for at, heading in enumerate(headings) if heading in names), None)


def whole_key(text: str) -> str:
    """A key as it was before a spreadsheet took its leading zero; "" for what is none."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 8:
        return ""
    return digits.zfill(len(digits) + len(digits) % 2)


class _Rows:
    """The rows of the districts asked for, with their keys; what is left out is counted."""

    def __init__(self, table: Table, known: Collection[str]) -> None:
        self._table, self._known = table, known
        self._own = {key[:2] for key in known}
        self.at = self._key_column()
        self.mended = self.others = self.sums = 0
        self.words: list[str] = []
        self.empty: list[str] = []
        self.faults: list[tuple[str, str]] = []
        self.units: dict[int, str] = {}

    def _key_column(self) -> int:
        """Of the columns called like one, that with the longest keys: the Planungsraum, not the Bezirk before it."""
        best, length = None, 0.0
        for at, heading in enumerate(self._table.header):
            if plain(heading) not in _KEYS:
                continue
            cells = [row.cells[at] for row in self._table.rows if row.cells[at]]
            lengths = [len(key) for cell in cells if len(key := whole_key(cell)) > 2]
            if lengths and len(lengths) * 2 >= len(cells) and sum(lengths) / len(lengths) > length:
                best, length = at, sum(lengths) / len(lengths)
        if best is None:
            raise TableError(
                "In keiner Spalte stehen Schlüssel von Regionen. Erwartet wird etwa „Schlüssel“ oder „PLR“ mit acht "
                "Ziffern je Planungsraum."
            )
        return best

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        begun = False
        for row in self._table.rows:
            text = row.cells[self.at]
            if not begun and not text and not row.faults:
                # Below the headings often stands a line of units.
                self._take_units(row)
                continue
            begun = True
            if key := self._key_of(text, row):
                yield key, row

    def _key_of(self, text: str, row: Row) -> str:
        key = whole_key(text)
        if not key:
            self._no_key(text, row)
        elif len(key) == 2:
            self.sums += 1
        elif key in self._known:
            self.mended += len(key) != len(text.strip())
            return key
        elif key[:2] in self._own:
            self.faults.append((f"Zeile {row.number}", (f"Eine Region {key} gibt es hier nicht. Ist das die Fassung "
                                "der LOR von 2021, und sind die Planungsräume eingelesen?")))  # fmt: skip
        elif key[:2] in _BERLIN:
            self.others += 1
        else:
            self.faults.append((f"Zeile {row.number}", f"Einen Bezirk {key[:2]} gibt es in Berlin nicht."))
        return ""

    def _no_key(self, text: str, row: Row) -> None:
        said = [cell for cell in row.cells if cell]
        if not row.faults and (len(said) == 1 or any(cell.casefold().startswith(_WHOLE) for cell in said[:2])):
            self.words.append(said[0][:40])
            return
        told = (
            f"„{text[:40]}“ ist kein Schlüssel mit acht, sechs oder vier Ziffern." if text else "Der Schlüssel fehlt."
        )
        self.faults.append((cell_name(self.at, row.number), row.faults.get(self.at, told)))

    def _take_units(self, row: Row) -> None:
        for at, text in enumerate(row.cells):
            if found := _ALONE.fullmatch(text.strip()):
                self.units[at] = _unit(found[1])

    def told(self) -> list[str]:
        """What was mended and left out, as sentences."""
        parts = []
        if self.mended:
            parts.append(f"{_rows(self.mended)} mit verlorener führender Null im Schlüssel gelesen.")
        if self.others:
            parts.append(f"{_rows(self.others)} anderer Bezirke ausgelassen; von ihnen wird nichts aufbewahrt.")
        if self.sums:
            parts.append(f"{_rows(self.sums)} mit Summen ganzer Bezirke ausgelassen.")
        if self.words:
            parts.append(f"{_rows(len(self.words))} ohne Schlüssel ausgelassen, etwa „{self.words[0]}“.")
        if self.empty:
            parts.append(f"Leere Spalten ausgelassen: {', '.join(self.empty)}.")
        return parts


def _rows(count: int) -> str:
    return "1 Zeile" if count == 1 else f"{count:,} Zeilen".replace(",", ".")


def _unit(text: str) -> str:
    word = " ".join(text.split())
    return _SAME_UNIT.get(word.casefold(), word)


@lru_cache(maxsize=1024)
def _name_unit_year(heading: str) -> tuple[str, str, int | None]:
    """ "Arbeitslose 2022 in %" → "Arbeitslose", "%", 2022."""
    text = " ".join(heading.split())
    years = list(_IN_HEADING.finditer(text))
    found = years[-1] if years else None
    if found:
        text = (text[: found.start()] + text[found.end() :]).strip(" ,;:-–")
    unit = ""
    if match := _UNIT.search(text):
        unit, text = _unit(match["within"] or match["said"] or match["sign"]), text[: match.start()].strip(" ,;:")
    return text[:160], unit, int(found["year"]) if found else None


def _wide(
    rows: _Rows, table: Table, headings: Sequence[str], years: int | None, chosen: int | None, units: dict[str, str],
    this_year: int,
) -> Iterator[_Cell]:  # fmt: skip
    told = {
        at: _name_unit_year(heading)
        for at, heading in enumerate(table.header)
        if heading and at not in (rows.at, years) and headings[at] not in _KEYS | _NAMES | _UNITS
    }
    if nameless := [table.header[at] for at, (name, _, _) in told.items() if not name]:
        raise TableError(f"Die Überschrift „{nameless[0]}“ nennt nur ein Jahr. Bitte schreiben Sie den Namen der "
                         f"Kennzahl dazu, etwa „Arbeitslose {nameless[0]}“.")  # fmt: skip
    filled = [at for at in told if any(row.cells[at] or at in row.faults for row in table.rows)]
    rows.empty = [table.header[at] for at in told if at not in filled]
    for key, row in rows:
        for at in filled:
            name, unit, year = told[at]
            year = year or _year_of(row, years, chosen)
            units.setdefault(plain(name), unit or rows.units.get(at, ""))
            fault = row.faults.get(at, "") or _wrong(year, this_year)
            yield _Cell(cell_name(at, row.number), key, name, year or 0, row.cells[at], fault)


def _long(
    rows: _Rows, table: Table, headings: Sequence[str], at: tuple[int, int, int | None], chosen: int | None,
    units: dict[str, str], this_year: int,
) -> Iterator[_Cell]:  # fmt: skip
    figure, value, years = at
    unit_at = _column(headings, _UNITS)
    for key, row in rows:
        name, unit, year = _name_unit_year(row.cells[figure])
        year = year if years is None and year else _year_of(row, years, chosen)
        fault = row.faults.get(value, "") or ("" if name else "Hier fehlt die Kennzahl.") or _wrong(year, this_year)
        if unit_at is not None:
            unit = _unit(row.cells[unit_at]) or unit
        if units.setdefault(plain(name), unit) != unit:
            fault = fault or f"„{name}“ hat in dieser Datei zwei Einheiten: {units[plain(name)]} und {unit}."
        yield _Cell(cell_name(value, row.number), key, name, year or 0, row.cells[value], fault)


def _year_of(row: Row, column: int | None, chosen: int | None) -> int | None:
    """The year in its column, ``chosen`` where there is none or its cell is empty; None for what names none."""
    if column is None or not row.cells[column]:
        return chosen
    text = row.cells[column]
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)
    return int(found[1]) if found else None


def _wrong(year: int | None, this_year: int) -> str:
    if year is None:
        return "Die Datei nennt das Jahr nicht. Bitte geben Sie es beim Einlesen an."
    if year > this_year:
        return f"Das Jahr {year} liegt in der Zukunft."
    return f"Das Jahr {year} liegt vor {FIRST_YEAR}." if year < FIRST_YEAR else ""


def _understand(found: Reading, cells: list[_Cell], units: dict[str, str]) -> None:
    """Turns ``cells`` into columns and values: how a column writes shows only in all of it."""
    grouped: dict[str, list[_Cell]] = {}
    for cell in cells:
        grouped.setdefault(plain(cell.figure), []).append(cell)
    for word, group in grouped.items():
        name = group[0].figure
        good = [cell for cell in group if not cell.fault]
        found.faults += _grouped_faults([cell for cell in group if cell.fault], name)
        manner = manner_of(cell.text for cell in good)
        if manner.kind == "text":
            found.notes.append(f"Die Spalte „{name}“ enthält Text und wird ausgelassen.")
        elif good:
            unit = units.get(word) or next((unit_in(cell.text) for cell in good if unit_in(cell.text)), "")
            found.columns.append(Column(name, unit, "class" if manner.kind == "class" else "number"))
            _take(found, good, manner, unit)


def _grouped_faults(cells: list[_Cell], name: str) -> list[tuple[str, str]]:
    """The same sentence of a whole column is said once."""
    first: dict[str, tuple[str, int]] = {}
    for cell in cells:
        where, count = first.get(cell.fault, (cell.where, 0))
        first[cell.fault] = (where, count + 1)
    return [(f"{where} und {count - 1} weitere („{name}“)" if count > 1 else where, fault)
            for fault, (where, count) in first.items()]  # fmt: skip


def _take(found: Reading, cells: list[_Cell], manner: Manner, unit: str) -> None:
    column = len(found.columns) - 1
    seen: dict[tuple[str, int], tuple[str | None, str]] = {}
    clashing = set()
    twice = 0
    for cell in cells:
        try:
            value = _value(cell.text, manner, unit)
        except Fault as fault:
            found.faults.append((cell.where, str(fault)))
            continue
        at = cell.key, cell.year
        if at not in seen:
            seen[at] = value
            continue
        twice += seen[at] == value
        if seen[at] != value:
            clashing.add(at)
            found.faults.append((cell.where, (f"Die Region {cell.key} steht für {cell.year} mehr als einmal in der "
                                 "Datei, mit verschiedenen Werten.")))  # fmt: skip
    if twice:
        name = found.columns[column].name
        found.notes.append(f"„{name}“: {twice} Werte stehen mehr als einmal in der Datei, immer gleich.")
    found.values += [
        (column, key, year, number, word) for (key, year), (number, word) in seen.items() if (key, year) not in clashing
    ]


def _value(text: str, manner: Manner, unit: str) -> tuple[str | None, str]:
    """Number and class in words; neither where the value is suppressed. Raises ``Fault``."""
    if is_suppressed(text):
        return None, ""
    if manner.kind == "class":
        return None, " ".join(text.split())
    number = number_of(text, manner)
    if (own := unit_in(text)) and own != unit:
        raise Fault(f"Hier steht {own}, die Spalte ist in {unit} angegeben.")
    return format(number, "f"), ""
