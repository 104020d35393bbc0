"""The questionnaire goes out as XLSX and comes back: what it changes is shown first, and what does not fit is said."""

import html
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pruefsteine.models import Rating
from pruefsteine.scales import AnswerState
from tests.filling import shown
from tests.pruefsteine.conftest import HOME

pytestmark = pytest.mark.django_db
#: Column of each field.
COLUMN = {name: chr(ord("D") + n) for n, name in enumerate(
    ["level", "not_assessable_reason", "words", "change", "before", "measure"])}  # fmt: skip


@pytest.fixture
def answer(stage):
    return stage.answers(stage.round(), state=AnswerState.IN_PROGRESS)


@pytest.fixture
def client(stage):
    return stage.as_("office_staff")


def downloaded(client, answer):
    file = client.get(f"{HOME}bogen/{answer.pk}/fragebogen/")
    assert file.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(file.content))


def stored(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(client, answer, content, name="fragebogen.xlsx"):
    return client.post(f"{HOME}bogen/{answer.pk}/einlesen/", {"file": SimpleUploadedFile(name, content)})


def fingerprint(answer):
    rows = Rating.objects.filter(assessment=answer).order_by("item__position")
    return list(rows.values_list("level", "not_assessable_reason", "words", "change", "before", "measure"))


def test_out_and_in_again_shows_each_difference_and_saves_after_a_look(client, answer):
    book = downloaded(client, answer)
    sheet = book["Fragebogen"]
    assert (sheet["A4"].value, sheet["D4"].value, sheet["F4"].value) == ("3", "teilweise", "KENNWORT 2")
    assert "Unser Amt hat" in sheet["C4"].value
    sheet["D4"], sheet["F4"], sheet["G4"] = "Weitgehend", "Neue Worte\nin zwei Zeilen", "etwas besser"
    before = fingerprint(answer)
    looked = upload(client, answer, stored(book))
    page = looked.content.decode()
    assert looked.status_code == 200
    assert page.count('name="initial-p3-') == 3
    assert "KENNWORT 2" in page
    assert "Neue Worte" in page
    assert fingerprint(answer) == before
    sent = {key: value for key, value in all_fields(page).items() if key.startswith(("p3-", "initial-"))}
    assert client.post(f"{HOME}bogen/{answer.pk}/", sent).status_code == 302
    row = Rating.objects.get(assessment=answer, item__code="B4.3")
    assert (row.level, row.words, row.change) == ("largely", "Neue Worte\nin zwei Zeilen", "somewhat_better")
    assert "ändert nichts" in html.unescape(upload(client, answer, stored(book)).content.decode())


def all_fields(page):
    """The hidden fields of the form that saves."""
    form = page.split('id="h-diff"')[1].split("</form>")[0]
    return shown(type("Answer", (), {"content": f"<main>{'<form method=post>' + form}</form></main>".encode()})())


def test_what_somebody_changed_here_meanwhile_is_not_overwritten_by_the_file(client, answer):
    book = downloaded(client, answer)
    book["Fragebogen"]["F2"] = "Aus der Datei"
    Rating.objects.filter(assessment=answer, item__code="B4.1").update(words="Inzwischen hier", measure="Neu hier")
    page = upload(client, answer, stored(book)).content.decode()
    assert "Inzwischen hier" in page
    assert "inzwischen geändert" in page
    # Not ticked, not taken; and what the file did not touch is no difference.
    fields = all_fields(page)
    assert "p1-words" not in fields
    assert "Neu hier" not in page
    client.post(f"{HOME}bogen/{answer.pk}/", fields)
    assert fingerprint(answer)[0][2] == "Inzwischen hier"


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("level", "super", "„super“ gibt es hier nicht. Möglich sind: „noch nicht“"),
        ("level", 3, "„3“ gibt es hier nicht"),
        ("words", "=1+1", "eine Formel"),
        ("words", '=HYPERLINK("https://boese.example","x")', "eine Formel"),
        ("change", "etwas besser", "nicht nach der Zeit davor gefragt"),
        ("words", "x" * 10_001, "zu lang"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_can_be_taken_over(client, answer, column, value, sentence):
    book = downloaded(client, answer)
    book["Fragebogen"][f"{COLUMN[column]}3"] = value
    book["Fragebogen"]["F5"] = "Das wäre gut"
    before = fingerprint(answer)
    refused = upload(client, answer, stored(book))
    page = html.unescape(refused.content.decode())
    assert refused.status_code == 422
    assert f"{COLUMN[column]}3" in page
    assert sentence in page
    assert "Übernehmen</span>" not in page
    assert fingerprint(answer) == before


def one_row_more(book):
    book["Fragebogen"].append(["11", "mehr", "mehr", "teilweise"])


def swapped(book):
    book["Fragebogen"]["A2"], book["Fragebogen"]["A3"] = "2", "1"


BROKEN = {
    "a row more": one_row_more,
    "a row less": lambda book: book["Fragebogen"].delete_rows(5),
    "rows swapped": swapped,
    "a sheet less": lambda book: book.remove(book["Angaben"]),
    "a sheet renamed": lambda book: setattr(book["Fragebogen"], "title", "Tabelle1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_changed_file_is_refused_with_a_sentence(client, answer, case):
    book = downloaded(client, answer)
    BROKEN[case](book)
    before = fingerprint(answer)
    refused = upload(client, answer, stored(book))
    assert refused.status_code == 422
    assert any(
        word in refused.content.decode() for word in ("Aufbau der Datei", "zehn Zeilen", "größer als", "zu viele")
    )
    assert fingerprint(answer) == before


def test_a_hundred_thousand_rows_are_refused_without_being_read(client, answer):
    """Written into the file as text: openpyxl would take seconds for it."""
    row = '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>11</t></is></c></row>'
    more = "".join(row.format(n=n) for n in range(12, 100_012))
    whole, grown = io.BytesIO(stored(downloaded(client, answer))), io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, content.replace("</sheetData>", more + "</sheetData>") if "sheet1" in name else content)
    assert len(grown.getvalue()) < 2_000_000
    before = fingerprint(answer)
    refused = upload(client, answer, grown.getvalue())
    assert refused.status_code == 422
    assert "zehn Zeilen" in refused.content.decode()
    assert fingerprint(answer) == before


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return buffer.getvalue()


def hollow():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", "<kaputt")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"Nr;Einsch\xe4tzung\n1;teilweise\n", "keine Excel-Arbeitsmappe"),
        (b"PK\x03\x04 kaputt", "keine Excel-Arbeitsmappe"),
        (hollow(), "keine Excel-Arbeitsmappe"),
        (bomb(), "zu viele Zeilen"),
        (b"x" * 2_000_001, "größer als 2 MB"),
    ],
    ids=["empty", "csv", "torn", "hollow", "bomb", "large"],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(client, answer, content, sentence):
    refused = upload(client, answer, content)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()


def test_the_file_of_another_round_office_or_district_is_refused(stage, client, answer):
    earlier = stage.answers(stage.round(), state=AnswerState.IN_PROGRESS)
    other = stage.answers(answer.round, stage.soz, state=AnswerState.IN_PROGRESS)
    for who, theirs in (("office_staff", earlier), ("second_head", other)):
        content = stored(downloaded(stage.as_(who), theirs))
        refused = upload(client, answer, content)
        assert refused.status_code == 422
        assert "zu einem anderen Amt, einer anderen Runde oder einem anderen Bezirk" in refused.content.decode()
    assert client.get(f"{HOME}bogen/{other.pk}/fragebogen/").status_code == 404


def test_words_that_look_like_a_formula_go_out_as_text(client, answer):
    Rating.objects.filter(assessment=answer, item__code="B4.2").update(words='=cmd|"/c calc"!A1')
    cell = downloaded(client, answer)["Fragebogen"]["F3"]
    assert (cell.data_type, cell.value) == ("s", '=cmd|"/c calc"!A1')
