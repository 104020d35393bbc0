"""Reading in a list: upload, look at columns and rows, take over or discard."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from districts.form_page import FormPage, answer_form
from districts.forms import PlainForm, posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import NotNow, Unfit
from districts.room_guard import uses_room
from partners.actors.views import way
from partners.importing.checking import Check, Fate, check
from partners.importing.columns import FIELDS
from partners.importing.taking import choose_columns, keep_table, take_over
from partners.models import PendingImport
from partners.offered import ROOM

#: A list of actors is far below it.
LARGEST = 5_000_000
PROMISES = [
    "Sie sehen zuerst, was mit jeder Zeile geschieht. Geschrieben wird erst, wenn Sie es übernehmen.",
    "Neue Einträge werden Entwürfe. Leere Zellen ändern nichts, und nichts wird gelöscht.",
    "Angaben über Personen werden nicht eingelesen. Ansprechpersonen tragen Sie einzeln ein, mit Zweck und Herkunft.",
]


class ListForm(PlainForm):
    """A list as a file."""

    file = forms.FileField(
        label="Liste",
        help_text="XLSX oder CSV mit Überschriften in der ersten Zeile. Höchstens 2.000 Zeilen und 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_import(request: MemberRequest, slug: str) -> HttpResponse:
    """Takes the file and goes on to its check; nothing of the register changes here."""
    member = request.member
    form = ListForm(posted(request), request.FILES or None)
    title = "Liste einlesen"
    page = FormPage(
        title=title,
        back=reverse("actors", args=[slug]),
        trail=way(member, (title, "")),
        action="Datei prüfen",
        minutes=10,
        promises=PROMISES,
    )

    def save() -> str:
        upload = form.cleaned_data["file"]
        if upload.size > LARGEST:
            raise Unfit({"file": "Die Datei ist größer als 5 MB."})
        pending = keep_table(content=upload.read(), file_name=upload.name, by=member)
        return reverse("actor_import_check", args=[slug, pending.pk])

    waiting = PendingImport.objects.filter(person=member.user).defer("header", "rows", "notes", "fields").first()
    done = "Die Datei ist gelesen. Es ist noch nichts übernommen."
    template, extra = "partners/importing/start.html", {"waiting": waiting}
    return answer_form(request, form, page, save=save, done=done, template=template, extra=extra)


def _find(request: MemberRequest, pk: UUID) -> PendingImport:
    """The own table; 404 for everybody else's."""
    return get_object_or_404(PendingImport, pk=pk, person=request.member.user)


@needs("release_actors")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def actor_import_check(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The columns to choose, and what each row would do."""
    pending = _find(request, pk)
    problem = ""
    if request.method == "POST":
        fields = [request.POST.get(f"spalte-{at}", "") for at in range(len(pending.header))]
        try:
            if any(name and name not in FIELDS for name in fields):
                raise Unfit({"": "Bitte wählen Sie die Angaben aus den Listen."})
            choose_columns(pending=pending, fields=fields, by=request.member)
            return redirect("actor_import_check", slug, pk)
        except Unfit as unfit:
            problem = str(unfit)
    return _shown(request, pending, problem=problem, status=422 if problem else 200)


def _shown(request: MemberRequest, pending: PendingImport, *, problem: str = "", status: int = 200) -> HttpResponse:
    member = request.member
    ready = "name" in pending.fields
    found = check(pending.rows, pending.fields, member) if ready else Check([], "")
    title, start = "Liste prüfen", reverse("actor_import", args=[member.district.slug])
    context = {
        "breadcrumbs": way(member, ("Liste einlesen", start), (title, "")),
        "pending": pending,
        "columns": _columns(pending),
        "options": [(field.name, field.label) for field in FIELDS.values()],
        "ready": ready,
        "problem": problem,
        "check": found,
        "groups": [(label, tone, found.of(fate)) for fate, label, tone in _GROUPS if found.of(fate)],
        "faults": found.of(Fate.FAULT),
        "twins": found.of(Fate.TWIN),
        "takes": bool(found.of(Fate.NEW, Fate.CHANGED, Fate.TWIN)),
    }
    return render(request, "partners/importing/check.html", context, status=status)


#: Fate -> heading, whether the group stands open.
_GROUPS = (
    (Fate.NEW, "Neue Einträge", True),
    (Fate.CHANGED, "Geänderte Einträge", True),
    (Fate.DOUBLE, "Doppelt in der Liste", False),
    (Fate.SAME, "Unverändert", False),
)


def _columns(pending: PendingImport) -> list[dict[str, Any]]:
    """Heading, chosen field and up to three examples of each column."""
    found = []
    for at, (heading, name) in enumerate(zip(pending.header, pending.fields, strict=True)):
        cells = dict.fromkeys(row[1][at] for row in pending.rows if row[1][at])
        found.append({"at": at, "heading": heading, "field": name, "examples": list(cells)[:3]})
    return found


@needs("release_actors")
@uses_room(ROOM)
@require_POST
def actor_import_take(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Takes over what was shown."""
    pending = _find(request, pk)
    decisions = {
        int(name.removeprefix("zeile-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("zeile-") and name.removeprefix("zeile-").isascii() and name[6:].isdigit() and len(name) < 16
    }
    try:
        done = take_over(
            pending_id=pk,
            mark=request.POST.get("stand", ""),
            decisions=decisions,
            leave_faults=request.POST.get("auslassen") == "ja",
            by=request.member,
        )
    except NotNow as refusal:
        return _shown(request, pending, problem=refusal.sentence, status=409)
    except Unfit as unfit:
        return _shown(request, pending, problem=str(unfit), status=422)
    messages.success(request, _told(done))
    return redirect(f"{reverse('actors', args=[slug])}?stand=draft" if done["new"] else reverse("actors", args=[slug]))


def _told(done: dict[str, int]) -> str:
    parts = []
    if done["new"]:
        parts.append("1 Eintrag ist neu" if done["new"] == 1 else f"{done['new']} Einträge sind neu")
    if done["changed"]:
        parts.append("1 ist geändert" if done["changed"] == 1 else f"{done['changed']} sind geändert")
    if done["left"]:
        parts.append("1 Zeile ist ausgelassen" if done["left"] == 1 else f"{done['left']} Zeilen sind ausgelassen")
    return f"Die Liste ist übernommen: {', '.join(parts) or 'es hat sich nichts geändert'}."


@needs("release_actors")
@uses_room(ROOM)
@require_POST
def actor_import_discard(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Throws the table away; nothing of the register changes."""
    _find(request, pk).delete()
    messages.success(request, "Die Liste ist verworfen. Es wurde nichts übernommen.")
    return redirect("actors", slug)
