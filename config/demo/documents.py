"""Small real files for evidence: a page of PDF and a table, made here so that nothing has to be carried along."""

import io

from openpyxl import Workbook

_WIDTH = 88


def pdf(title: str, text: str) -> bytes:
    """One A4 page with ``title`` and ``text`` in a font every reader brings along. Letters outside Latin-1 become "?".

    Written by hand: the few objects of a one-page PDF are shorter than any library's way to them.
    """
    lines = [*_lines(text), "", "Demodaten, frei erfunden."]
    shown = b"BT /F1 16 Tf 60 780 Td (" + _escaped(title) + b") Tj /F1 11 Tf 0 -34 Td 15 TL "
    shown += b" ".join(b"(" + _escaped(line) + b") Tj T*" for line in lines) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n" % len(shown) + shown + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _escaped(title) + b") >>",
    ]
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )


def xlsx(title: str, rows: list[list[str]]) -> bytes:
    """A table of ``rows`` under ``title``."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for row in rows:
        sheet.append(row)
    sheet.append(["Demodaten, frei erfunden."])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= _WIDTH:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return lines


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
