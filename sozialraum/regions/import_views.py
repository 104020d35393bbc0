"""Reading in a file of figures: upload, look at what would happen, take over or discard."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import NotNow, Unfit
from districts.room_guard import uses_room
from sozialraum.models import PendingFigures
from sozialraum.offered import ROOM
from sozialraum.region_models import KEEPS
from sozialraum.regions.figure_views import way
from sozialraum.regions.forms import FiguresFileForm
from sozialraum.regions.importing import check, keep_file, take_over

_LARGEST = 5_000_000
#: Faults named one by one.
_TOLD = 50
PROMISES = [
    "Sie sehen zuerst, was geschieht. Geschrieben wird erst, wenn Sie es übernehmen.",
    "Von Zeilen anderer Bezirke wird nichts aufbewahrt.",
    "„k. A.“, NA, Punkt, Strich und leere Zellen bleiben „k. A.“ und werden nie zu null.",
    "Was die Datei nicht enthält, bleibt, wie es ist.",
]


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_import(request: MemberRequest, slug: str) -> HttpResponse:
    """Takes the file and goes on to its check; no figure changes here."""
    member = request.member
    form = FiguresFileForm(posted(request), request.FILES or None)
    title = "Kennzahlen einlesen"
    page = FormPage(title=title, back=reverse("figures", args=[slug]), trail=way(member, (title, "")),
                    action="Datei prüfen", minutes=5, promises=PROMISES)  # fmt: skip

    def save() -> str:
        data = form.cleaned_data
        upload = data["file"]
        if upload.size > _LARGEST:
            raise Unfit({"file": "Die Datei ist größer als 5 MB."})
        pending = keep_file(content=upload.read(), file_name=upload.name, year=data["year"], source=data["source"],
                            released=data["released"], by=member)  # fmt: skip
        return reverse("figure_import_check", args=[slug, pending.pk])

    waiting = PendingFigures.objects.filter(person=member.user).only("file_name", "uploaded_on").first()
    done = "Die Datei ist gelesen. Es ist noch nichts übernommen."
    return answer_form(request, form, page, save=save, done=done, template="sozialraum/regions/import.html",
                       extra={"waiting": waiting})  # fmt: skip


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_import_check(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """What each figure of the file would do; a POST takes it over or discards it."""
    member = request.member
    pending = get_object_or_404(PendingFigures, pk=pk, person=member.user)
    problem, status = "", 200
    if request.method == "POST":
        if request.POST.get("schritt") == "verwerfen":
            pending.delete()
            messages.success(request, "Die Datei ist verworfen. Es wurde nichts übernommen.")
            return redirect("figures", slug)
        try:
            added, changed = take_over(
                pending_id=pk,
                mark=request.POST.get("stand", ""),
                names=request.POST.getlist("kennzahl"),
                leave_faults=request.POST.get("auslassen") == "ja",
                by=member,
            )
            messages.success(request, f"Übernommen: {_counted(added)} neu, {_counted(changed)} geändert.")
            return redirect("figures", slug)
        except NotNow as refusal:
            problem, status = refusal.sentence, 409
        except Unfit as unfit:
            problem, status = str(unfit), 422
    title = "Datei prüfen"
    found = check(pending)
    context = {
        "breadcrumbs": way(member, ("Kennzahlen einlesen", reverse("figure_import", args=[slug])), (title, "")),
        "pending": pending,
        "check": found,
        "faults": pending.faults[:_TOLD],
        "more_faults": max(0, len(pending.faults) - _TOLD),
        "has_faults": bool(pending.faults) or any(line.problem for line in found.lines),
        "problem": problem,
    }
    return render(request, "sozialraum/regions/import_check.html", context, status=status)


def _counted(count: int) -> str:
    return "1 Wert" if count == 1 else f"{count:,} Werte".replace(",", ".")
