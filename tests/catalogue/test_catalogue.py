"""The contents that come with the code: catalogue, coverage page, glossary and directory.

No database and no Django: what stands in the files is checked as it stands.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from checklist.catalogue_file import CATALOGUE, CatalogueError, CatalogueItem, checksum, read_catalogue
from checklist.glossary_file import GLOSSARY, GlossaryError, read_glossary
from districts.directory_file import DIRECTORY, DirectoryError, read_directory

ROOT = Path(__file__).parents[2]
COVERAGE_PAGE = ROOT / "docs" / "abdeckung.md"

# Written out: a point lost from both the catalogue and the coverage page would go unnoticed otherwise.
CODES = re.findall(
    r"\S+",
    """
A0 A1
A2 A2a A2b A2c
A3 A3a A3b A3c A3d
A4 A4a A4a.1 A4a.2 A4a.3 A4a.4 A4a.5 A4b A4c
A5 A5.0 A5.1 A5.2 A5.3 A5.4 A5.5 A5.6
B1 B1.1 B1.2 B1.3 B1.4 B1.5
B2 B2.1 B2.2 B2.3 B2.4 B2.5 B2.6 B2.7 B2.7a B2.7b B2.7c B2.8 B2.9 B2.10
B3 B3.0 B3.1 B3.1a B3.1b B3.1c B3.1d B3.1e B3.1f B3.1g B3.1h B3.2
B3.3 B3.3a B3.3b B3.3c B3.4 B3.4a B3.4b B3.4c B3.4d B3.4e
B3.5 B3.6 B3.7 B3.8 B3.9 B3.10 B3.10a B3.10b B3.10c
B4 B4.0 B4.1 B4.2 B4.3 B4.4 B4.5 B4.6 B4.7 B4.8 B4.9 B4.10
FN1 FN2 FN3 FN4 FN5 FN6 FN7
""",
)

KIND_COUNTS = {
    "chapter": 8,
    "thought": 4,
    "decision": 3,
    "step": 29,
    "question": 14,
    "cornerstone": 5,
    "benefit": 13,
    "concern": 5,
    "pruefstein": 10,
    "footnote": 7,
}

# Words the scan of the document got wrong, and spellings this project does not use.
MISREADINGS = (
    "Planungscoordination",
    "mehrwähriger",
    "raumbegzogen",
    "Mehrerts",
    "Be-arbeitung",
    "Quartiergestaltung",
)
UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
OTHER_GENDER_FORMS = re.compile(r"\w[*:_]in(nen)?\b|\w\*\w|\b\w+Innen\b")


@pytest.fixture(scope="module")
def items() -> dict[str, CatalogueItem]:
    return {item.code: item for item in read_catalogue()}


def texts() -> dict[str, str]:
    """Every German text of the contents, by where it stands."""
    found: dict[str, str] = {}
    for item in read_catalogue():
        found |= {f"{item.code} {key}": getattr(item, key) for key in ("title", "text", "hint", "office_text")}
    for term in read_glossary():
        found |= {f"{term.slug} term": term.term, f"{term.slug} text": term.text}
    template = read_directory().offices
    found |= {area.code: area.name for area in template.areas}
    found |= {office.code: office.name for office in template.offices}
    found["abdeckung.md"] = COVERAGE_PAGE.read_text(encoding="utf-8").replace("**", "")
    return found


# --- completeness -------------------------------------------------------------------------------------------


def test_every_point_of_the_document_stands_once_and_in_order(items):
    assert list(items) == CODES


def test_the_coverage_page_names_exactly_the_codes_of_the_catalogue():
    rows = re.findall(r"^\| ((?:A|B|FN)\d\S*) \|", COVERAGE_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == CODES


#: What the coverage page may call there today; a room that has landed is no longer "dann" or "folgt".
ROOMS_THERE = {"Checkliste", "Aufträge", "Meine Aufgaben", "Prüfsteine", "Partner", "Sozialraum", "Berlin"}


def test_every_row_of_the_coverage_page_is_filled():
    lines = COVERAGE_PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if re.match(r"\| (?:A|B|FN)\d", line)]
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, row
        assert all(cells), row
        there, _, coming = cells[3].partition(", dann ")
        if there.startswith("folgt: "):
            there, coming = "Checkliste", there.removeprefix("folgt: ")
        assert set(there.split(", ")) <= ROOMS_THERE, row
        assert not coming or (re.fullmatch(r"\w+", coming) and coming not in ROOMS_THERE), row


def test_kinds(items):
    assert Counter(item.kind for item in items.values()) == KIND_COUNTS


def test_minimum_comparison_and_who_answers(items):
    assert {code for code, item in items.items() if item.minimum} == {
        *("A2a", "A2b", "A2c", "B3.3", "B3.7", "B3.8", "B4.2")
    }
    assert {code for code, item in items.items() if item.compares_with_before} == {*("B4.3", "B4.4", "B4.9", "B4.10")}
    assert {code for code, item in items.items() if item.asks_actors} == {*("B4.3", "B4.7", "B4.8")}
    assert {code for code, item in items.items() if item.office_text} == {f"B4.{n}" for n in range(1, 11)}
    assert all(item.office_text.startswith("Unser Amt hat ") for item in items.values() if item.office_text)
    answered = {code: item.answered_by for code, item in items.items() if item.answered_by}
    assert answered == {f"B3.1{letter}": "district" if letter in "efg" else "office" for letter in "abcdefgh"}


def test_footnotes_hang_where_the_document_puts_them(items):
    assert {code: item.footnotes for code, item in items.items() if item.footnotes} == {
        "A4a": ("FN1",),
        "A4b": ("FN2",),
        "B2.2": ("FN3",),
        "B3.8": ("FN4", "FN5"),
        "B4.0": ("FN6", "FN7"),
    }


def test_a_child_belongs_to_the_point_its_code_names(items):
    for item in items.values():
        if item.parent is None:
            assert item.kind in ("chapter", "thought"), item.code
        elif item.kind != "footnote":
            rest = item.code.removeprefix(item.parent)
            assert re.fullmatch(r"\.?\d+|[a-h]", rest), (item.code, item.parent)


def test_places_are_within_the_pages_of_the_document(items):
    bounds = {"A": (4, 6), "B1": (7, 7), "B2": (8, 9), "B3": (9, 12), "B4": (12, 13), "FN": (6, 12)}
    for item in items.values():
        match = re.fullmatch(r"(?:Teil [AB]|Fußnote).*, S\. (\d+)(?:\u2013(\d+))?", item.place)
        assert match, item
        first, last = int(match[1]), int(match[2] or match[1])
        low, high = next(value for prefix, value in bounds.items() if item.code.startswith(prefix))
        assert low <= first <= last <= high, item


# --- language -----------------------------------------------------------------------------------------------


def test_titles_are_short_and_texts_are_sentences(items):
    for item in items.values():
        assert 0 < len(item.title) <= 90, item.code
        assert item.text.rstrip("“").endswith((".", "?")), item.code
        assert item.kind == "chapter" or item.hint.endswith("."), item.code


def test_titles_are_not_used_twice(items):
    assert [title for title, number in Counter(i.title for i in items.values()).items() if number > 1] == []


def test_no_misreading_of_the_scan_and_one_gender_form():
    for where, text in texts().items():
        assert not [word for word in MISREADINGS if word.lower() in text.lower()], where
        assert not OTHER_GENDER_FORMS.search(text), where


def test_typography():
    for where, text in texts().items():
        if where == "abdeckung.md":  # Markdown has its own signs
            continue
        assert not [sign for sign in ('"', "  ", "...", " ,", " .") if sign in text], where
        assert text.count("„") == text.count("“"), where


def test_terms_of_art_are_kept(items):
    expected = {
        "B2.1": "quer zur Linie",
        "B3.4": "Überamt",
        "B3.5": "Energiezentren",
        "B3.10": "Energien von unten",
        "B4.3": "Seismografen",
        "B4.8": "auf Augenhöhe",
        "B1.5": "Ressortprinzip",
        "FN6": "Operationalisierung",
        "FN7": "Papiertiger",
        "A5.0": "Urban-Governance",
    }
    for code, term in expected.items():
        assert term in items[code].text, code


def test_line_breaks_of_the_file_do_not_reach_the_reader(items):
    text = items["A1"].text
    assert text.count("\n\n") == 2
    assert [line for line in text.splitlines() if line.startswith("- ")] != []
    for item in items.values():
        for paragraph in item.text.split("\n\n"):
            assert all(line.startswith("- ") for line in paragraph.splitlines()[1:]), item.code


# --- the strict reader --------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path):
    """A copy of the catalogue in which one text can be replaced by a fault."""
    directory = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, directory)

    def spoil(name: str, old: str, new: str) -> Path:
        file = directory / name
        content = file.read_text(encoding="utf-8")
        assert old in content
        file.write_text(content.replace(old, new, 1), encoding="utf-8")
        return directory

    return spoil


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("teil_a.yaml", "room: overview", "rooom: overview", "teil_a.yaml, A0: unknown key rooom."),
        ("teil_a.yaml", "    room: overview\n", "", "teil_a.yaml, A0: missing room."),
        ("teil_a.yaml", "room: overview", "room: attic", "teil_a.yaml, A0: unknown room attic."),
        ("teil_a.yaml", "kind: decision", "kind: wish", "teil_a.yaml, A2a: unknown kind wish."),
        (
            "teil_a.yaml",
            "code: A2b",
            "code: A2a",
            "teil_a.yaml, A2a: the code already stands in teil_a.yaml.",
        ),
        (
            "teil_b1.yaml",
            "code: B1.1",
            "code: A1",
            "teil_b1.yaml, A1: the code already stands in teil_a.yaml.",
        ),
        ("teil_a.yaml", "parent: A2\n", "parent: A9\n", "teil_a.yaml, A2a: unknown parent A9."),
        (
            "teil_a.yaml",
            "parent: A2\n",
            "parent: A3\n",
            "teil_a.yaml, A2a: the parent A3 must stand before it.",
        ),
        ("teil_a.yaml", "[FN1]", "[FN9]", "teil_a.yaml, A4a: unknown footnote FN9."),
        ("teil_a.yaml", "[FN1]", "[A1]", "teil_a.yaml, A4a: unknown footnote A1."),
        ("teil_a.yaml", "[FN2]", "[FN1]", "teil_a.yaml, A4b: FN1 is already attached to A4a."),
        ("fussnoten.yaml", "parent: A4a", "parent: A4b", "FN1: the parent A4b does not name this footnote."),
        (
            "teil_a.yaml",
            'title: "Auf die',
            'title: "' + "x" * 90 + "Auf die",
            "A0: the title is longer than 90",
        ),
        ("teil_a.yaml", "minimum: true", "minimum: ja", "A2a: minimum must be true or false, found 'ja'."),
        (
            "teil_b1.yaml",
            "kind: cornerstone",
            "kind: cornerstone\n    minimum: true",
            "cannot belong to the Mindestmaß",
        ),
        (
            "teil_b3.yaml",
            "answered_by: office",
            "answered_by: all",
            "B3.1a: answered_by must be office or district",
        ),
        ("teil_b3.yaml", "code: B3.1a", "code: B3.1a\n    code: B3.1a", "the key 'code' stands twice"),
        ("teil_b2.yaml", "version: 1", "version: 2", "teil_b2.yaml: version 2 differs from version 1"),
        ("teil_a.yaml", "version: 1", 'version: "1"', "teil_a.yaml: version must be a whole number"),
        ("teil_a.yaml", "code: A0", "code: 10", "code must be text in quotes, found 10."),
        ("teil_a.yaml", "items:", "items: [", "teil_a.yaml: not valid YAML"),
    ],
)
def test_a_fault_in_the_catalogue_is_one_clear_sentence(copy, name, old, new, sentence):
    directory = copy(name, old, new)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(directory)
    assert sentence in str(caught.value)


def test_a_missing_or_foreign_file_is_refused(copy):
    directory = copy("teil_a.yaml", "version: 1", "version: 1")
    (directory / "teil_c.yaml").write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"teil_c\.yaml: this file does not belong to the catalogue\."):
        read_catalogue(directory)
    (directory / "teil_c.yaml").unlink()
    (directory / "teil_b2.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"teil_b2\.yaml: the file is missing"):
        read_catalogue(directory)


def test_the_checksum_follows_the_words_not_their_layout(copy):
    before = read_catalogue()
    # The same words, broken into lines elsewhere: nothing has changed for a reader.
    directory = copy("teil_a.yaml", "Er lässt sich", "Er lässt\n      sich")
    assert checksum(read_catalogue(directory)) == checksum(before)
    directory = copy("teil_a.yaml", "ein hoher Anspruch", "ein sehr hoher Anspruch")
    after = read_catalogue(directory)
    assert checksum(after) != checksum(before)
    assert [a.code for a, b in zip(after, before, strict=True) if a.checksum != b.checksum] == ["A0"]


# --- glossary -----------------------------------------------------------------------------------------------


def test_the_glossary_explains_the_words_that_are_misunderstood():
    terms = {term.term for term in read_glossary()}
    assert terms >= {
        *("Bezirkskoordination", "Stadtteilkoordination", "Datenkoordination", "OE SPK", "Sozialraum"),
        *("Bezirksregion", "Prognoseraum", "Planungsraum", "Ressortprinzip", "Seismograf", "Quer zur Linie"),
        *("Federführung", "Auftrag", "Bitte um Mitwirkung", "Bedarf", "Hinweis", "Verbündete", "Mindestmaß"),
        *("Prüfstein", "Operationalisierung", "Überamt", "Papiertiger", "Energiezentren"),
    }


def test_glossary_entries_are_short_and_in_german_order():
    terms = read_glossary()
    order = [term.term.lower().translate(UMLAUTS) for term in terms]
    assert order == sorted(order)
    for term in terms:
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", term.text)) <= 3, term.slug


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("see: [sozialraum, ressortprinzip]", "see: [nirgends]", "see names the unknown term nirgends"),
        ("slug: akteur", "slug: auftrag", "glossary.yaml, auftrag: slug or term stands twice."),
        ("slug: akteur", "slugg: akteur", "unknown key slugg"),
    ],
)
def test_a_fault_in_the_glossary_is_one_clear_sentence(tmp_path, old, new, sentence):
    content = GLOSSARY.read_text(encoding="utf-8")
    assert old in content
    file = tmp_path / "glossary.yaml"
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GlossaryError) as caught:
        read_glossary(file)
    assert sentence in str(caught.value)


# --- directory ----------------------------------------------------------------------------------------------


def test_twelve_districts_58_forecast_areas_143_regions():
    directory = read_directory()
    assert [district.key for district in directory.districts] == [f"{number:02}" for number in range(1, 13)]
    assert len(directory.forecast_areas) == 58
    assert len(directory.district_regions) == 143
    per_district = Counter(region.key[:2] for region in directory.district_regions)
    assert sorted(per_district) == [district.key for district in directory.districts]


def test_slugs_are_plain():
    slugs = {district.key: district.slug for district in read_directory().districts}
    assert slugs["07"] == "tempelhof-schoeneberg"
    assert slugs["08"] == "neukoelln"
    assert slugs["09"] == "treptow-koepenick"


def test_a_name_is_no_key():
    regions = read_directory().district_regions
    assert [region.key for region in regions if region.name == "Heerstraße"] == ["042002", "052005"]
    names = {region.key: region.name for region in regions}
    assert names["111001"] == "Malchow, Wartenberg und Falkenberg"


def test_office_template():
    template = read_directory().offices
    assert len(template.areas) == 6
    assert sum(area.mayor for area in template.areas) == 1
    assert Counter(office.kind for office in template.offices) == {
        "fachamt": 10,
        "serviceeinheit": 3,
        "organisationseinheit": 7,
        "beauftragte": 6,
    }
    assert {office.area for office in template.offices} == {area.code for area in template.areas}
    for office in template.offices:
        assert office.independent == (office.kind == "beauftragte"), office.code


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("bezirke.yaml", 'key: "01"', "key: 01", "key must be text in quotes, found 1."),
        ("bezirke.yaml", 'slug: "neukoelln"', 'slug: "neukölln"', "the slug neukölln may hold a to z"),
        ("bezirke.yaml", 'key: "02"', 'key: "01"', "bezirke.yaml: the key 01 stands twice."),
        ("prognoseraeume.csv", "0110,Zentrum,01\n", "", "expected 58 entries, found 57"),
        ("prognoseraeume.csv", "0110,Zentrum,01", "110,Zentrum,01", "the key '110' must have 4 digits."),
        (
            "prognoseraeume.csv",
            "0110,Zentrum,01",
            "0110,Zentrum,02",
            "0110 does not begin with its parent 02.",
        ),
        (
            "prognoseraeume.csv",
            "key,name,bezirk",
            "key,name,parent",
            "the first line must be key,name,bezirk.",
        ),
        ("bezirksregionen.csv", "042002,Heerstraße,0420", "042002,Heerstraße,0499", "unknown parent '0499'"),
        ("bezirksregionen.csv", "042002,Heer", "052005,Heer", "052005 does not begin with its parent 0420."),
        (
            "bezirksregionen.csv",
            '"Malchow, Wartenberg und Falkenberg"',
            "Malchow, Wartenberg und Falkenberg",
            "expected 3 fields, found 4; quote names with commas.",
        ),
        ("bezirksregionen.csv", "011002,", "011001,", "bezirksregionen.csv: the key 011001 stands twice."),
        ("aemter.yaml", "kind: fachamt", "kind: amt", "aemter.yaml, BUED: unknown kind amt."),
        ("aemter.yaml", 'area: "GB3"', 'area: "GB9"', "aemter.yaml, BUED: unknown Geschäftsbereich GB9."),
        (
            "aemter.yaml",
            "mayor: true",
            "mayor: false",
            "exactly one Geschäftsbereich must carry mayor: true.",
        ),
        ("aemter.yaml", 'code: "JUG"', 'code: "BUED"', "aemter.yaml: the code BUED stands twice."),
    ],
)
def test_a_fault_in_the_directory_is_one_clear_sentence(tmp_path, name, old, new, sentence):
    home = tmp_path / "directory"
    shutil.copytree(DIRECTORY, home)
    file = home / name
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DirectoryError) as caught:
        read_directory(home)
    assert sentence in str(caught.value)
