"""The questionnaire goes out as a file and comes in again, looked at before anything is saved."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import Unfit
from districts.room_guard import uses_room
from lists.export import CONTENT_TYPES
from pruefsteine.answer_page import page_url, read_stones
from pruefsteine.answer_views import require_pen
from pruefsteine.forms import QuestionnaireForm
from pruefsteine.offered import ROOM, way
from pruefsteine.questionnaire import Reading, read, write
from pruefsteine.round_views import round_url

#: Ten lines of text are a few kilobytes; anything near this is something else.
LARGEST = 2_000_000


@needs("prepare_office")
@uses_room(ROOM)
@require_safe
def answer_download(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The questionnaire with what is stored now."""
    found = require_pen(request.member, pk)
    content = write(found, read_stones(found, request.member))
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="fragebogen-{slug}.xlsx"'
    return response


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_upload(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Reads a filled-in questionnaire and shows what it would change. Saving is the next step, by the Bogen itself."""
    member = request.member
    found = require_pen(member, pk)
    form = QuestionnaireForm(posted(request), request.FILES or None)
    reading: Reading | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                upload = form.cleaned_data["file"]
                if upload.size > LARGEST:
                    raise Unfit({"file": "Die Datei ist größer als 2 MB. Ein Fragebogen ist viel kleiner."})
                reading = read(upload.read(), answer=found, stones=read_stones(found, member))
                status = 422 if reading.faults else 200
            except Unfit as unfit:
                form.add_error("file", unfit.problems["file"])
    back, title = page_url(found, member), "Fragebogen einlesen"
    page = FormPage(
        title=title,
        back=back,
        trail=way(member, (found.round.name, round_url(member, found.round)), (found.office.name, back), (title, "")),
        intro="Sie sehen zuerst, was sich ändern würde. Gespeichert wird erst danach.",
        action="Datei prüfen",
    )
    context = {"form": form, "page": page, "breadcrumbs": page.trail, "reading": reading, "answer": found}
    return render(request, "pruefsteine/questionnaire.html", context, status=status)
