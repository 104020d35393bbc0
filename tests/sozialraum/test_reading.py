"""Files of figures as statistics offices and districts write them, and everything that may be wrong with one."""

import io

import openpyxl
import pytest

from lists.table_file import TableError
from sozialraum.regions.numbers import Fault, is_suppressed, manner_of, number_of
from sozialraum.regions.reading import read_figures

KNOWN = {"01", "0110", "011001", "011002", "01100101", "01100102", "01100203"} - {"01"}


def read(text, *, year=2024, known=KNOWN, this_year=2026):
    content = text if isinstance(text, bytes) else text.encode()
    return read_figures(content, known=known, year=year, this_year=this_year)


def rows(found):
    """(figure, unit, key, year, number or word)"""
    return [
        (found.columns[at].name, found.columns[at].unit, key, year, word or (number and float(number)))
        for at, key, year, number, word in found.values
    ]


def book(*lines, before=()):
    """A workbook: a cover sheet, then the table with ``before`` above its headings."""
    made = openpyxl.Workbook()
    made.active["A1"] = "Monitoring (erfunden)"
    sheet = made.create_sheet("Tabelle 1")
    for line in (*before, *lines):
        sheet.append(line)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_monitoring_table_loads():
    """Wide, from a workbook: cover sheet, title, units below the headings, classes in words, other districts."""
    found = read(
        book(
            ["Nummer", "Planungsraum", "EW 31.12.2024", "S1 2025", "Status-Index", "Dynamik-Index"],
            [None, None, "Anzahl", "in %", None, None],
            ["01100101", "Ecke", 8123, 12.34, "sehr niedrig", 0.5],
            [1100102, "Platz", None, "k. A.", "mittel", -1.25],
            ["02100101", "Anderswo", 1, 2.5, "hoch", 1],
            ["01", "Mitte", 9, 9.5, "mittel", 1],
            ["Quelle: erfunden"],
            before=(["Tabelle 1: Indikatoren"], []),
        )
    )
    assert found.faults == []
    assert rows(found) == [
        ("EW", "", "01100101", 2024, 8123.0),
        ("EW", "", "01100102", 2024, None),
        ("S1", "%", "01100101", 2025, 12.34),
        ("S1", "%", "01100102", 2025, None),
        ("Status-Index", "", "01100101", 2024, "sehr niedrig"),
        ("Status-Index", "", "01100102", 2024, "mittel"),
        ("Dynamik-Index", "", "01100101", 2024, 0.5),
        ("Dynamik-Index", "", "01100102", 2024, -1.25),
    ]
    assert [column.kind for column in found.columns] == ["number", "number", "class", "number"]
    said = " ".join(found.notes)
    for words in ("1 Zeile mit verlorener führender Null", "1 Zeile anderer Bezirke ausgelassen",
                  "Summen ganzer Bezirke", "Quelle: erfunden"):  # fmt: skip
        assert words in said


def test_a_long_table_loads_in_any_character_set():
    text = (
        "Schlüssel;Indikator;Jahr;Wert;Einheit\n1100101;Fläche;2022;1.234,5;ha\n01100102;Fläche;2022;.;ha\n"
        "011001;Fläche;31.12.2023;7;ha\n01100101;Quote;2022;0;Prozent\n"
    )
    found = read(text.encode("cp1252"), year=None)
    assert found.faults == []
    assert rows(found) == [
        ("Fläche", "ha", "01100101", 2022, 1234.5),
        ("Fläche", "ha", "01100102", 2022, None),
        ("Fläche", "ha", "011001", 2023, 7.0),
        ("Quote", "%", "01100101", 2022, 0.0),
    ]


@pytest.mark.parametrize("text", ["", " ", ".", "–", "-", "k. A.", "kA", "k.A.", "NA", "n/a", "#NV", "x"])
def test_what_is_not_published_is_no_number(text):
    assert is_suppressed(text)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.234,5", "7"], [1234.5, 7]),
        (["1,234.5", "1,234"], [1234.5, 1234]),
        (["0.123", "12.345"], [0.123, 12.345]),
        (["1.5", "12"], [1.5, 12]),
        (["1.234", "987"], [1234, 987]),
        (["12,3 %", "4 %"], [12.3, 4]),
        (["1 234,5", "−3,5"], [1234.5, -3.5]),
        (["1,5e-05"], [0.000015]),
    ],
)
def test_points_and_commas_are_read_as_the_column_writes_them(cells, values):
    manner = manner_of(cells)
    assert [float(number_of(cell, manner)) for cell in cells] == values


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1.234", "5.678"], "kann Tausender oder Nachkommastellen trennen"),
        (["1,5", "2.5"], "passen Punkt und Komma nicht"),
        (["1,5", "1,2,3"], "keine Zahl"),
        (["1", "999999999999"], "zu groß"),
        (["1", "abc"], "keine Zahl"),
    ],
)
def test_what_does_not_show_is_not_guessed(cells, words):
    manner = manner_of(cells)
    with pytest.raises(Fault, match=words):
        _ = [number_of(cell, manner) for cell in cells]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Schlüssel;Quote\n01100199;1\n", "Eine Region 01100199 gibt es hier nicht"),
        ("Schlüssel;Quote\n99100101;1\n01100101;1\n", "Einen Bezirk 99 gibt es in Berlin nicht"),
        ("Schlüssel;Quote\n01100101;1\n01100101;2\n", "mehr als einmal"),
        ("Schlüssel;Quote\n01100101;1\n01100102;abc\n", "„abc“ ist keine Zahl"),
        ("Schlüssel;Quote 2031\n01100101;1\n", "liegt in der Zukunft"),
        ("Schlüssel;Jahr;Quote\n01100101;1899;1\n", "nennt das Jahr nicht"),
        ("Schlüssel;Jahr;Quote\n01100101;1951;1\n", "liegt vor 1990"),
        ("Schlüssel;Quote in %\n01100101;1 €\n", "Hier steht €"),
        ("Schlüssel;Name;Quote\n01100101;a;1\n;b;2\n", "Der Schlüssel fehlt"),
        ("Schlüssel;Name;Quote\n01100101;a;1\nO1100102;b;2\n", "ist kein Schlüssel"),
        ("Schlüssel;Quote\n01100101;=A1\n", "Formel"),
        ("PLR;Indikator;Einheit;Jahr;Wert\n01100101;Q;%;2020;1\n01100102;Q;€;2020;1\n", "zwei Einheiten"),
    ],
)
def test_each_fault_has_its_sentence(text, words):
    found = read(text)
    assert any(words in sentence for _, sentence in found.faults), found
    assert len(found.values) < text.count("\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name;Wert\na;1\n", "Überschriften"),
        ("Schlüssel;Quote\nabc;1\ndef;2\n", "In keiner Spalte stehen Schlüssel"),
        ("Schlüssel;Quote\n02100101;1\n", "keine Werte für Regionen dieses Bezirks"),
        ("Schlüssel;2022;2023\n01100101;1;2\n", "nennt nur ein Jahr"),
        ("", "leer"),
    ],
)
def test_what_is_no_such_table_is_said(text, words):
    with pytest.raises(TableError, match=words):
        read(text)


def test_a_missing_year_is_said_once_for_the_column():
    found = read("Schlüssel;Quote\n01100101;1\n01100102;2\n", year=None)
    assert [sentence for _, sentence in found.faults] == [
        "Die Datei nennt das Jahr nicht. Bitte geben Sie es beim Einlesen an."
    ]


def test_descriptions_are_no_figures_and_equal_doubles_no_faults():
    lines = "".join(f"011001{number:02};Adresse {number};{number},5\n" for number in range(1, 20))
    known = {f"011001{number:02}" for number in range(1, 20)}
    found = read("PLR;Anmerkung;Quote\n" + lines + "01100101;x;1,5\n", known=known)
    assert [column.name for column in found.columns] == ["Quote"]
    assert found.faults == []
    assert "enthält Text" in " ".join(found.notes)
    assert "immer gleich" in " ".join(found.notes)


def test_a_heading_gives_name_unit_and_year():
    found = read("PLR;Arbeitslose 2022 in %;Dynamik 2020–2023 (je 1.000 Einw.);Leer\n01100101;1,5;2;\n")
    assert [(c.name, c.unit) for c in found.columns] == [("Arbeitslose", "%"), ("Dynamik", "je 1.000 Einw.")]
    assert [value[2] for value in found.values] == [2022, 2023]
    assert "Leere Spalten ausgelassen: Leer." in found.notes
