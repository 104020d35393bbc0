"""A report as a download."""

from django.http import HttpRequest, HttpResponse

from reports.document import Document
from reports.docx_writer import to_docx
from reports.typst_writer import to_pdf

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def download(request: HttpRequest, document: Document, *, editable: bool = True) -> HttpResponse:
    """``document`` in the form the address asks for (``form=docx``), else as PDF; no store on the way keeps it."""
    form = "docx" if editable and request.GET.get("form") == "docx" else "pdf"
    content = to_docx(document) if form == "docx" else to_pdf(document)
    answer = HttpResponse(content, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{document.name}-{document.date:%Y-%m-%d}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
