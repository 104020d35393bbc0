"""The questionnaire as a workbook: out, and in again as differences to look at before anything is saved.

Every cell is compared with what it held when the file was written (kept on a second sheet), so that only what was
really changed in the file counts, and what changed here meanwhile is shown as a conflict.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from districts.merge import normalised
from districts.refusals import Unfit
from lists.table_file import TableError, open_workbook
from pruefsteine.models import SelfAssessment
from pruefsteine.rating import FIELDS
from pruefsteine.scales import Change, Level

#: Field -> heading of its column. The order is that of the columns, behind number, title and wording.
HEADINGS = {
    "level": "Einschätzung",
    "not_assessable_reason": "Warum nicht beurteilbar?",
    "words": "Erläuterung",
    "change": "Seit der Ausgangslage",
    "before": "Wie war es vor der Einführung?",
    "measure": "Vorschlag für eine Maßnahme",
}
LABELS = {
    "level": {choice.value: str(choice.label) for choice in Level},
    "change": {choice.value: str(choice.label) for choice in Change},
}
_FIRST = 3
_SHEET, _KEPT = "Fragebogen", "Angaben"
_NO_FILE = "Diese Datei ist keine Excel-Arbeitsmappe (XLSX). Bitte laden Sie den Fragebogen hier herunter."
_CHANGED = "Der Aufbau der Datei wurde verändert. Bitte füllen Sie den heruntergeladenen Fragebogen aus."
_UNPACKED = 20_000_000
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the file changes. ``clash``: somebody changed it here since the file was written."""

    number: int
    title: str
    name: str
    label: str
    before: str
    after: str
    clash: bool
    #: As the form of the Bogen sends them.
    stored: str
    new: str


@dataclass(slots=True)
class Reading:
    """What a file holds: ``differences`` to what is stored, and ``faults`` by cell. With a fault nothing is taken."""

    differences: list[Difference] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def shown(name: str, value: str) -> str:
    """A stored value as the cell holds it."""
    return LABELS[name].get(value, value) if name in LABELS else value


def write(answer: SelfAssessment, stones: Iterable[Any]) -> bytes:
    """The workbook for ``answer`` with what is stored now; lists to choose from where there is a scale."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#eef1f4"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "border": 7})
        sheet, kept = book.add_worksheet(_SHEET), book.add_worksheet(_KEPT)
        kept.hide()
        kept.write_row(0, 0, [str(answer.pk), str(answer.round_id)])
        for column, heading in enumerate(["Nr.", "Prüfstein", "Unser Amt", *HEADINGS.values()]):
            sheet.write_string(0, column, heading, bold)
        for line, stone in enumerate(stones, start=1):
            for column, text in enumerate([str(stone.number), stone.title, stone.wording]):
                sheet.write_string(line, column, text, fixed)
            kept.write_string(line, 0, str(stone.number))
            for column, name in enumerate(FIELDS, start=_FIRST):
                value = getattr(stone.rating, name)
                asked = stone.compares or name not in ("change", "before")
                sheet.write_string(line, column, shown(name, value), free if asked else fixed)
                kept.write_string(line, column, value)
                if asked and name in LABELS:
                    sheet.data_validation(
                        line, column, line, column, {"validate": "list", "source": list(LABELS[name].values())}
                    )
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 2, 34)
        sheet.set_column(_FIRST, _FIRST + len(FIELDS) - 1, 28)
        sheet.freeze_panes(1, 2)
        # A hint against changing the wording by mistake, no lock: the file is checked when it comes back.
        sheet.protect("", {"format_rows": True, "format_columns": True})
        office, held = answer.office.name, answer.round.name
        sheet.set_header(f"&L{office.replace('&', '&&')}&R{held.replace('&', '&&')}")
    return buffer.getvalue()


def read(content: bytes, *, answer: SelfAssessment, stones: Iterable[Any]) -> Reading:
    """What ``content`` would change. Raises ``Unfit`` at ``file`` for a file that is not this questionnaire."""
    book = _opened(content)
    try:
        if book.sheetnames != [_SHEET, _KEPT]:
            _unfit(_CHANGED)
        stones = list(stones)
        # One row more than there may be: enough to see that there are too many, without reading them all.
        kept = _rows(book[_KEPT], len(stones) + 2)
        if not kept or str(kept[0][0].value) != str(answer.pk):
            _unfit("Dieser Fragebogen gehört zu einem anderen Amt, einer anderen Runde oder einem anderen Bezirk.")
        rows = _rows(book[_SHEET], len(stones) + 2)
        if len(rows) != len(stones) + 1 or len(kept) != len(stones) + 1:
            _unfit("Der Fragebogen hat nicht mehr seine zehn Zeilen. Bitte lassen Sie sie, wie sie sind.")
        return _compared(rows, kept, stones)
    finally:
        book.close()


def _unfit(sentence: str) -> None:
    raise Unfit({"file": sentence})


def _opened(content: bytes) -> Any:
    try:
        return open_workbook(content, unpacked=_UNPACKED)
    except TableError as error:
        raise Unfit({"file": f"{error} Bitte nehmen Sie den Fragebogen, den Sie hier herunterladen."}) from error


def _rows(sheet: Any, limit: int) -> list[tuple[Any, ...]]:
    """The rows that hold anything, at most ``limit``, each as wide as the questionnaire."""
    width = _FIRST + len(FIELDS)
    sheet.reset_dimensions()
    found = []
    try:
        for row in sheet.iter_rows(max_row=limit):
            cells = [*row, *[_NOTHING] * width][:width]
            if any(cell.value not in (None, "") for cell in cells):
                found.append(tuple(cells))
    except (ValueError, KeyError, SyntaxError, TypeError):
        _unfit(_NO_FILE)
    return found


class _Nothing:
    """A cell behind the last one of a row."""

    value = None
    data_type = "n"
    coordinate = ""


_NOTHING = _Nothing()


def _compared(rows: list[Any], kept: list[Any], stones: list[Any]) -> Reading:
    reading = Reading()
    for line, stone in enumerate(stones, start=1):
        if str(rows[line][0].value).strip() != str(stone.number) or str(kept[line][0].value) != str(stone.number):
            _unfit(_CHANGED)
        for column, name in enumerate(FIELDS, start=_FIRST):
            cell = rows[line][column]
            where = f"{chr(ord('A') + column)}{line + 1}"
            new, fault = _value(cell, name)
            if fault:
                reading.faults.append((where, fault))
                continue
            seen, stored = _text(kept[line][column].value), getattr(stone.rating, name)
            if normalised(new) == normalised(seen) or normalised(new) == normalised(stored):
                continue
            if not stone.compares and name in ("change", "before"):
                reading.faults.append((where, "Bei diesem Prüfstein wird nicht nach der Zeit davor gefragt."))
                continue
            reading.differences.append(
                Difference(
                    number=stone.number,
                    title=stone.title,
                    name=name,
                    label=HEADINGS[name],
                    before=shown(name, stored),
                    after=shown(name, new),
                    clash=normalised(stored) != normalised(seen),
                    stored=stored,
                    new=new,
                )
            )
    return reading


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("_x000D_", "")


def _value(cell: Any, name: str) -> tuple[str, str]:
    """What a cell says as it is stored, or what is wrong with it."""
    if cell.data_type == "f":
        return "", "Hier steht eine Formel. Bitte schreiben Sie den Text selbst."
    if cell.data_type == "e":
        return "", "Hier steht eine Fehlermeldung der Tabelle."
    text = _text(cell.value).strip()
    if "\x00" in text or len(text) > _LONGEST:
        return "", "Dieser Text ist zu lang oder enthält ein unzulässiges Zeichen."
    if name not in LABELS or not text:
        return text, ""
    value = next((key for key, label in LABELS[name].items() if label.casefold() == text.casefold()), "")
    if not value:
        known = ", ".join(f"„{label}“" for label in LABELS[name].values())
        return "", f"„{text[:60]}“ gibt es hier nicht. Möglich sind: {known}."
    return value, ""
