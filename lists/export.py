"""Rows as XLSX or CSV: exactly what the page shows, and nothing a spreadsheet would run as a formula."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

Cell = str | int | float | datetime.date | datetime.datetime | bool | None

#: A text beginning like this is run as a formula by spreadsheet programs when a CSV is opened.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
#: Longest text a spreadsheet cell holds.
_CELL_LIMIT = 32_767

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def as_text(value: Cell) -> str:
    """A cell as a German reader expects it: dates 22.11.2026, ja/nein, comma in numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return str(value)


def harmless(text: str) -> str:
    """``text`` for a CSV: a leading apostrophe where a spreadsheet would start to calculate."""
    return "'" + text if is_formula_start(text) else text


def is_formula_start(text: str) -> bool:
    """Whether a spreadsheet program would calculate instead of showing ``text``."""
    return text.startswith(_FORMULA_STARTS)


def export(kind: str, *, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], note: str) -> HttpResponse:
    """A download called ``name`` (without ending) of ``kind`` "xlsx" or "csv".

    ``note`` says whose data and of which day; it stands below the rows ("": no such line). Raises ``LookupError`` for
    another kind.
    """
    content_type = CONTENT_TYPES[kind]
    content = _xlsx(name, header, rows, note) if kind == "xlsx" else _csv(header, rows, note)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], note: str) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(title) for title in header])
    for row in rows:
        writer.writerow([value if isinstance(value, int | float) else harmless(as_text(value)) for value in row])
    if note:
        writer.writerow([])
        writer.writerow([harmless(note)])
    # The byte order mark tells spreadsheet programs that this is UTF-8.
    return ("\ufeff" + buffer.getvalue()).encode("utf-8", errors="replace")


def _xlsx(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], note: str) -> bytes:
    buffer = io.BytesIO()
    # Strings stay strings: no formulas, no links, no numbers made of keys such as "01".
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("".join(c for c in name if c not in "[]:*?/\\")[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
        widths = [len(title) for title in header]
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
        line = 0
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
                    sheet.write_datetime(line, column, value, day)
                    widths[column] = max(widths[column], 10)
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(line, column, value, wrapped)
                else:
                    text = as_text(value)[:_CELL_LIMIT]
                    sheet.write_string(line, column, text, wrapped)
                    widths[column] = max(widths[column], min(len(text), 60))
        if note:
            sheet.write_string(line + 2, 0, note)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(line, 1), max(len(header) - 1, 0))
    return buffer.getvalue()
