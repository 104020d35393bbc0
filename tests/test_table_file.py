"""Reading the tables that offices keep: whatever program wrote them, and whatever is wrong with them."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from lists.export import _csv, _xlsx
from lists.table_file import TableError, cell_name, read_table

WANTED = (("Name", "PLZ"), [("Nachbarschaftshaus Süd", "13353"), ("Café Größe", "12043")])


def shape(table):
    return table.header, [row.cells for row in table.rows]


def workbook(rows, **kwargs):
    book = openpyxl.Workbook(**kwargs)
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_a_csv_is_read_whatever_program_wrote_it(separator, encoding):
    lines = [separator.join(cells) for cells in [WANTED[0], *WANTED[1]]]
    table = read_table("\r\n".join(lines).encode(encoding), most_rows=10)
    assert shape(table) == WANTED
    assert any("Windows-1252" in note for note in table.notes) == (encoding == "latin-1")
    assert any("Trennzeichen" in note for note in table.notes) == (separator != ";")


def test_commas_inside_cells_do_not_make_columns():
    content = "Name;Angebote\nHaus A;Beratung, Kurse, Café\nHaus B;Kurse\n".encode()
    assert read_table(content, most_rows=10).rows[0].cells == ("Haus A", "Beratung, Kurse, Café")


def test_a_quoted_cell_may_hold_lines_and_separators():
    content = b'Name;Notiz\n"Haus; A";"erste\nzweite"\n'
    assert read_table(content, most_rows=10).rows[0].cells == ("Haus; A", "erste\nzweite")


def test_numbers_of_a_workbook_are_text_as_one_would_type_them():
    rows = [["Name", "PLZ", "seit", "Quote", "aktiv"], ["A", 13353.0, datetime.date(2026, 3, 1), 0.5, True]]
    assert read_table(workbook(rows), most_rows=10).rows[0].cells == ("A", "13353", "01.03.2026", "0,5", "ja")


def test_the_first_sheet_that_holds_anything_is_taken():
    book = openpyxl.Workbook()
    for row in [["Name"], ["A"], ["B"]]:
        book.create_sheet("Liste") if len(book.worksheets) == 1 else None
        book.worksheets[1].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert shape(read_table(buffer.getvalue(), most_rows=10)) == (("Name",), [("A",), ("B",)])


def test_formulas_and_error_values_are_faults_of_their_cell():
    table = read_table(workbook([["Name", "PLZ"], ["=1+1", "10115"], ["B", "10117"]]), most_rows=10)
    assert list(table.rows[0].faults) == [0]
    assert "Formel" in table.rows[0].faults[0]
    assert table.rows[1].faults == {}
    table = read_table(b"Name;PLZ\n=HYPERLINK(1);10115\n", most_rows=10)
    assert "Formel" in table.rows[0].faults[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_export_comes_back_as_it_went(kind):
    header, rows = ["Name", "Telefon"], [["A", "+49 30 1"], ["=B", "-"], ["@C", ""]]
    content = _csv(header, rows, "Demodaten") if kind == "csv" else _xlsx("Liste", header, rows, "Demodaten")
    table = read_table(content, most_rows=10)
    assert shape(table) == (tuple(header), [tuple(row) for row in rows])


def test_rows_know_their_number_in_the_spreadsheet_and_empty_ones_are_skipped():
    table = read_table(b"\nName;PLZ\n\nA;10115\n;\nB;10117\n", most_rows=10)
    assert [(row.number, row.cells[0]) for row in table.rows] == [(4, "A"), (6, "B")]
    assert cell_name(27, 4) == "AB4"


def bomb():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write(0, 0, "x")
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/large", b"\0" * 70_000_000)
    return buffer.getvalue()


UNREADABLE = {
    "empty": (b" \r\n ", "leer"),
    "only a header": (b"Name;PLZ\r\n", "nur eine Zeile"),
    "too many rows": (b"Name;PLZ\n" + b"A;10115\n" * 11, "mehr als 10 Zeilen"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "keine Tabelle"),
    "a packed file of another kind": (b"PK\x03\x04 nothing", "XLSX"),
    "a bomb": (bomb(), "zu viele"),
    "one endless cell": (b'Name;PLZ\n"' + b"x" * 200_000, "zu lang"),
    "a formula as heading": (workbook([["=1+1", "PLZ"], ["A", "1"]]), "Kopfzeile"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_one_sentence(name):
    content, word = UNREADABLE[name]
    with pytest.raises(TableError, match=word):
        read_table(content, most_rows=10)


def test_a_cell_too_long_is_a_fault_of_the_cell():
    table = read_table(b"Name;PLZ\n" + b"x" * 20_001 + b";10115\n", most_rows=10)
    assert "20.000" in table.rows[0].faults[0]
