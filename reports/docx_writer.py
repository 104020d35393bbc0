"""A document as DOCX, for those who go on writing: headings, lists and tables of Word itself, nothing painted."""

import io

from docx import Document as new_docx
from docx.document import Document as Docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from reports.characters import storable
from reports.document import Document, Facts, Heading, ListOf, Paragraph, Part, Plot, Table
from reports.typst_writer import to_png

_WIDTH = Cm(16.6)


def to_docx(document: Document) -> bytes:
    """The DOCX: the same words as the PDF, drawings as pictures with their words."""
    file = new_docx()
    _set_up(file, document)
    file.add_heading(storable(document.title), 1)
    if document.subtitle:
        file.add_paragraph(storable(document.subtitle), style="Subtitle")
    for part in (Facts(document.facts), *document.parts):
        _add(file, part)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _set_up(file: Docx, document: Document) -> None:
    """Title, language, hyphenation, page, and what stands on every page."""
    properties = file.core_properties
    properties.title, properties.author = storable(document.title)[:255], storable(document.source)[:255]
    properties.language, properties.comments = "de-DE", ""
    letters = file.styles.element.find(".//" + qn("w:rPrDefault")).find(qn("w:rPr"))
    language = letters.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        letters.append(language)
    language.set(qn("w:val"), "de-DE")
    file.settings.element.append(OxmlElement("w:autoHyphenation"))
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.header.paragraphs[0].text = storable(document.source)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(" · ".join(filter(None, [document.stand, document.note])) + "\tSeite ")
    _field(foot, "PAGE")
    foot.add_run(" von ")
    _field(foot, "NUMPAGES")


def _field(paragraph: DocxParagraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _add(file: Docx, part: Part) -> None:
    match part:
        case Heading():
            file.add_heading(storable(part.text), part.level)
        case Paragraph():
            for piece in storable(part.text).split("\n\n"):
                said = file.add_paragraph(piece, style="Quote" if part.quoted else None)
                if part.small:
                    for run in said.runs:
                        run.font.size = Pt(8.5)
        case Facts():
            for term, words in part.rows:
                said = file.add_paragraph()
                said.add_run(f"{storable(term)}: ").bold = True
                said.add_run(storable(words))
        case ListOf():
            for item in part.items:
                file.add_paragraph(storable(item), style="List Bullet")
        case Table():
            _add_table(file, part)
        case Plot():
            file.add_paragraph(storable(part.title), style="Caption")
            picture = file.add_picture(io.BytesIO(to_png(part.svg)), width=_WIDTH)
            picture._inline.docPr.set("descr", storable(part.alternative))
            if part.table:
                _add_table(file, part.table)


def _add_table(file: Docx, part: Table) -> None:
    file.add_paragraph(storable(part.caption), style="Caption").paragraph_format.keep_with_next = True
    table = file.add_table(rows=0, cols=len(part.header), style="Table Grid")
    weights = part.weights or (1,) * len(part.header)
    for number, row in enumerate((part.header, *part.rows)):
        cells = table.add_row().cells
        for cell, words, weight in zip(cells, row, weights, strict=True):
            cell.width = int(_WIDTH * weight / sum(weights))
            run = cell.paragraphs[0].add_run(storable(words))
            run.font.size, run.bold = Pt(8.5), number == 0
    # Word repeats this row on every page, and reads it as the head of the columns.
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    file.add_paragraph()
