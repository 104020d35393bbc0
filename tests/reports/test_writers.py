"""Both writers: the PDF is accessible and says every word as it was written, the DOCX says the same."""

import datetime
import io
import re

import docx
import pytest
import typst

from lists.plots import Row, Series, bar_plot, profile_plot
from reports import characters
from reports.characters import drawable, printable
from reports.document import Document, Facts, Heading, ListOf, Paragraph, Plot, Table
from reports.docx_writer import to_docx
from reports.drawings import bars, profile
from reports.typst_writer import to_pdf
from tests.reports.din_91379 import letters
from tests.reports.reading import Paper, squeezed

DAY = datetime.date(2026, 11, 23)
#: What would be markup, if a text could be markup.
MARKUP = '#panic("x") $x^2$ *fett* _kursiv_ @verweis \\ [Inhalt] `roh` = Titel - Punkt // Kommentar <marke> "#"'


def report(*parts, **more):
    values = {"name": "probe", "title": "Probe", "source": "Querlinie, Bezirk Mitte", "date": DAY, "demo": True} | more
    return Document(parts=parts, **values)


def a_bar():
    return bars(bar_plot(title="Balken", head="Teil", value_head="Zahl", legend={"open": "offen"},
                         rows=[Row("A 2", "3 offen", [("open", 3)])]))  # fmt: skip


def a_profile(name="Runde"):
    columns, steps = [("1", "1 Rollen"), ("2", "2 Kontakte")], ["noch nicht", "teilweise"]
    plot = profile_plot(title="Profil", columns=columns, steps=steps, series=[Series(name, [0, 1])])
    return profile(plot, head="Prüfstein")


WHOLE = report(
    Heading("Lage"), Paragraph("Ein Absatz."), Facts([("Frist", "30.11.2026")]), ListOf(["eins", "zwei"]),
    Heading("Zahlen", 3), Table("Tabelle", ("Amt", "Stand"), [("Jugendamt", "offen")] * 80), a_bar(), a_profile(),
    subtitle="Untertitel", facts=[("An", "BVV")],
)  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    return Paper(to_pdf(WHOLE))


def test_the_pdf_is_accessible(whole):
    root = whole.pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "de"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(whole.pdf.docinfo.Title) == "Probe"
    with whole.pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Probe"
    assert all("/StructParents" in page for page in whole.pdf.pages)
    assert all(str(page.Tabs) == "/S" for page in whole.pdf.pages)


def test_its_structure_is_that_of_the_document(whole):
    assert whole.headings() == [(1, "Probe"), (2, "Lage"), (3, "Zahlen")]
    assert whole.bookmarks() == ["Probe", "Lage", "Zahlen"]
    assert len(whole.kinds("Table")) == 3
    assert len(whole.kinds("TH")) == 2 * 3
    assert all(str(cell.element.A[0].Scope) == "/Column" for cell in whole.kinds("TH"))
    # One per list: what is listed, and the two of facts.
    assert len(whole.kinds("L")) == 3
    figures = whole.kinds("Figure")
    assert [str(figure.element.Alt) for figure in figures] == [a_bar().alternative, a_profile().alternative]


def test_source_day_and_number_stand_on_every_page(whole):
    pages = whole.pages()
    assert len(pages) > 2
    for number, words in enumerate(pages, start=1):
        assert squeezed("Querlinie, Bezirk Mitte") in squeezed(words)
        assert squeezed("Stand 23.11.2026") in squeezed(words)
        assert squeezed("Demodaten, frei erfunden") in squeezed(words)
        assert squeezed(f"Seite {number} von {len(pages)}") in squeezed(words)
    # The head of the long table is repeated.
    assert all(re.search(r"Amt\s*Stand", words) for words in pages[:2])


def test_without_the_demo_nothing_says_that_it_is_invented():
    assert "erfunden" not in Paper(to_pdf(report(Paragraph("x"), demo=False))).text


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param([Plot("Bild", a_bar().svg, "")], id="a drawing without words"),
        pytest.param([Heading("Zu tief", 4)], id="a level of headings skipped"),
    ],
)
def test_what_is_not_accessible_is_not_written(planted):
    with pytest.raises(typst.TypstError, match="PDF/UA-1"):
        to_pdf(report(*planted))


@pytest.mark.parametrize("text", [MARKUP, "Zeile eins\nZeile zwei\n\nAbsatz", "a" * 400, "שלום und мир"])
def test_words_stand_there_as_they_were_written(text):
    parts = [Paragraph(text), Paragraph(text, quoted=True), Facts([(text[:30], text)]), ListOf([text]),
             Heading(text[:60]), Table(text[:60], (text[:30], "x"), [(text, text)])]  # fmt: skip
    paper = Paper(to_pdf(report(*parts, title=text[:40], subtitle=text, facts=[("An", text)])))
    if "ש" not in text:
        # Right to left the glyphs stand in the order of the eye.
        assert squeezed(paper.text).count(squeezed(text)) >= 8
    assert len(paper.headings()) == 2


def test_a_text_of_20000_characters_keeps_its_end():
    text = "Wort mit Silben " * 1_250 + "ENDE"
    paper = Paper(to_pdf(report(Table("Lang", ("a", "b"), [("kurz", text)]), Paragraph(text))))
    assert squeezed(paper.text).count(squeezed("Silben ENDE")) == 2


def test_every_letter_of_din_91379_has_a_glyph():
    listed = letters()
    assert len(listed) > 880
    text = " ".join(listed)
    assert printable(text) == text
    paper = Paper(to_pdf(report(Paragraph(text), Table("Namen", (text[:40],), [(text,)]))))
    assert "\ufffd" not in paper.text
    printed = squeezed(paper.text)
    missing = [letter for letter in listed if squeezed(letter) and squeezed(letter) not in printed]
    assert not missing
    names = {str(font.BaseFont) for page in paper.pdf.pages for font in page.Resources.Font.values()}
    assert any("NotoSans" in name for name in names)


def test_the_fonts_hold_all_that_is_said_to_be_printable():
    kept = [chr(code) for code in range(0x20, 0xFFFF) if re.match(f"[{characters.RANGES}]", chr(code))]
    to_pdf(report(Paragraph(" ".join(kept))))
    to_pdf(
        report(Plot("Bild", a_bar().svg.replace("A 2", drawable("".join(kept).translate({38: "", 60: ""}))), "Worte"))
    )


@pytest.mark.parametrize(
    "odd", ["🦊", "漢字", "\ue000", "\x07", "\u202eumgekehrt", "\ud800", "\ufdd0", "a\u0000b", "\ufeff"]
)
def test_what_cannot_be_printed_does_not_stop_a_report(odd):
    document = report(Paragraph(f"vorher {odd} nachher"), Heading(f"T {odd}"), a_profile(f"Ž̦ {odd}"), title=f"T {odd}")
    text = Paper(to_pdf(document)).text
    assert "vorher" in text
    assert "nachher" in text
    assert "vorher" in "".join(p.text for p in docx.Document(io.BytesIO(to_docx(document))).paragraphs)


def test_the_docx_says_the_same():
    file = docx.Document(io.BytesIO(to_docx(WHOLE)))
    said = [(p.style.name, p.text) for p in file.paragraphs]
    for expected in [
        ("Heading 1", "Probe"), ("Subtitle", "Untertitel"), ("Heading 2", "Lage"), ("Heading 3", "Zahlen"),
        ("List Bullet", "zwei"), ("Caption", "Tabelle"), ("Normal", "Frist: 30.11.2026"), ("Normal", "An: BVV"),
    ]:  # fmt: skip
        assert expected in said
    assert file.core_properties.title == "Probe"
    assert file.core_properties.language == "de-DE"
    assert len(file.tables) == 3
    for table in file.tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    pictures = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert pictures == [a_bar().alternative, a_profile().alternative]
    foot = file.sections[0].footer.paragraphs[0]._p
    assert [field.get(f"{{{field.nsmap['w']}}}instr") for field in foot.xpath("w:fldSimple")] == ["PAGE", "NUMPAGES"]
    assert "Stand 23.11.2026 · Demodaten, frei erfunden" in "".join(foot.itertext())
    assert file.sections[0].header.paragraphs[0].text == "Querlinie, Bezirk Mitte"


def test_a_table_whose_rows_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="cell per column"):
        Table("Schief", ("a", "b"), [("nur eine",)])
