"""Opening evidence, under the wall."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from districts.guard import needs
from districts.member import MemberRequest
from evidence.models import Evidence, evidence_storage


@needs("view_checklist")
@require_safe
def evidence_file(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The file as a download; never shown inside the browser, whatever it claims to be."""
    found = get_object_or_404(Evidence.objects.visible_to(request.member), pk=pk, stored_as__gt="")
    with evidence_storage().open(found.stored_as) as file:
        response = HttpResponse(file.read(), content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = _attachment(found.file_name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
