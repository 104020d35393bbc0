"""Rahmenvorgaben on the side of the Senate: everybody there reads them, the editors of a Ressort write its own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import statewide
from districts.refusals import Unfit
from districts.roles import StatewideRole
from overview.codes import key_in, titles_of
from overview.framework_models import BADGES
from overview.frameworks import rules, showing
from overview.frameworks.forms import EndForm, FrameworkForm
from overview.frameworks.views import TITLE
from overview.models import Framework, FrameworkNote
from overview.offered import SENATE, edits_for

READ_AND_POST = ["GET", "HEAD", "POST"]
PROMISES = [
    "Den Entwurf sieht nur die Redaktion Ihres Ressorts.",
    (
        "Veröffentlicht steht die Fassung in allen Bezirken, auch bei den genannten Punkten ihrer Checkliste, und "
        "bleibt wie sie ist. Ändern heißt dann: eine neue Fassung mit einem neuen „gültig ab“."
    ),
]


def _way(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(TITLE, reverse("senate_frameworks") if steps else ""), *steps]


def _find(request: HttpRequest, pk: UUID) -> Framework:
    """A published version, or a draft of an own Ressort."""
    row: Framework = get_object_or_404(Framework, pk=pk)
    if row.published_on is None and not rules.may_edit(row, edits_for(request)):
        raise Http404
    return row


@statewide(*SENATE)
@require_safe
def senate_frameworks(request: HttpRequest) -> HttpResponse:
    """All Rahmenvorgaben, and the drafts of the own Ressort."""
    own, today = edits_for(request), timezone.localdate()
    lines = [
        showing.Line(row, reverse("senate_framework", args=[row.pk]), time)
        for row, time in showing.read_published(today)
    ]
    drafts = Framework.objects.filter(published_on__isnull=True, department__in=own).order_by("title", "pk")
    context = {
        "breadcrumbs": _way(),
        "groups": showing.grouped(lines),
        "drafts": [(row, reverse("senate_framework", args=[row.pk])) for row in drafts.defer("text")] if own else [],
        "edits": bool(own),
    }
    return render(request, "overview/frameworks/senate_list.html", context)


@statewide(*SENATE)
@require_http_methods(READ_AND_POST)
def senate_framework(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version with the districts that took note. POST: publish, discard, or set the end."""
    row, own, today = _find(request, pk), edits_for(request), timezone.localdate()
    edits = rules.may_edit(row, own)
    here = reverse("senate_framework", args=[pk])
    form = EndForm(request.POST if request.POST.get("schritt") == "ende" else None, initial={"ends_on": row.ends_on})
    status = 200
    if request.method == "POST":
        if not edits:
            raise Http404
        done = _step(request, row, own, form)
        if done:
            messages.success(request, done)
            return redirect("senate_frameworks" if request.POST["schritt"] == "verwerfen" else here)
        status = 422
    published = row.published_on is not None
    versions = showing.versions_of(row, today, lambda key: reverse("senate_framework", args=[key]))
    time = next((line.time for line in versions if line.row.pk == row.pk), None)
    notes = FrameworkNote.objects.filter(framework=row).select_related("district").order_by("district__key")
    context = {
        "breadcrumbs": _way((row.title, "")),
        "row": row,
        "time": time,
        "badge": BADGES[time] if time else "open",
        "versions": versions,
        "newer": next((line for line in versions if line.row.number > row.number), None),
        "points": [(code, title, "") for code, title in titles_of(row.codes)],
        "notes": notes if published else [],
        "edits": edits,
        "draft": not published,
        "may_follow": published and rules.may_follow(row, own),
        "mark": rules.mark_of(row),
        "promises": PROMISES,
        "end_form": form if edits and published else None,
    }
    return render(request, "overview/frameworks/senate_detail.html", context, status=status)


def _step(request: HttpRequest, row: Framework, own: frozenset[str], form: EndForm) -> str:
    """Runs what the POST asks for; "" where the day of the end does not fit. Raises ``NotNow``."""
    match request.POST.get("schritt"):
        case "veroeffentlichen":
            rules.publish(pk=row.pk, mark=request.POST.get("stand", ""), own=own)
            return "Veröffentlicht. Die Rahmenvorgabe steht jetzt in allen Bezirken."
        case "verwerfen":
            rules.discard(pk=row.pk, own=own)
            return "Der Entwurf ist verworfen."
        case "ende" if form.is_valid():
            try:
                rules.end(pk=row.pk, ends_on=form.cleaned_data["ends_on"], own=own)
            except Unfit as unfit:
                form.add_error("ends_on", unfit.problems["ends_on"])
                return ""
            return "Gespeichert."
        case "ende":
            return ""
    raise Http404


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_framework_new(request: HttpRequest) -> HttpResponse:
    """A new Rahmenvorgabe; with ``?von=`` the next version of one."""
    own = edits_for(request)
    if not own:
        raise Http404
    before = _before(request)
    initial = {"title": before.title, "text": before.text, "codes": before.codes} if before else {}
    title = f"Neue Fassung: {before.title}" if before else "Neue Rahmenvorgabe"
    form = FrameworkForm(posted(request), departments=own, initial=initial)
    page = FormPage(title=title, back=reverse("senate_frameworks"), trail=_way((title, "")), minutes=15,
                    promises=PROMISES, action="Entwurf speichern")  # fmt: skip

    def save() -> str:
        row = rules.draft(values=form.cleaned_data, own=own, following=before)
        return reverse("senate_framework", args=[row.pk])

    return answer_form(request, form, page, save=save, done="Der Entwurf ist gespeichert.")


def _before(request: HttpRequest) -> Framework | None:
    """The published version that ``?von=`` names; None without it. 404 for what is none."""
    asked = request.GET.get("von", "")
    return get_object_or_404(Framework.objects.published(), pk=key_in(asked)) if asked else None


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_framework_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft; different fields of two editors merge."""
    row, own = _find(request, pk), edits_for(request)
    back = reverse("senate_framework", args=[pk])
    if not rules.may_edit(row, own):
        raise Http404
    form = FrameworkForm(posted(request), instance=row, departments=own)
    page = FormPage(title="Entwurf bearbeiten", back=back, trail=_way((row.title, back), ("Bearbeiten", "")),
                    minutes=10, promises=PROMISES)  # fmt: skip

    def save() -> str:
        rules.change(pk=pk, seen=form.seen(), new=form.cleaned_data, own=own)
        return back

    return answer_form(request, form, page, save=save)
