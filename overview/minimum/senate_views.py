"""The Mindestmaß on the side of the Senate: everybody there reads proposals and answers, editors write them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from checklist.models import Item, Kind
from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import statewide
from districts.models import District
from districts.navigation import address
from districts.roles import StatewideRole
from overview.codes import key_in
from overview.minimum import rules, showing
from overview.minimum.forms import ProposalForm
from overview.minimum_models import State, Word
from overview.models import MinimumProposal
from overview.offered import SENATE, edits_for
from pruefsteine.agreeing.table import number_of

READ_AND_POST = ["GET", "HEAD", "POST"]
TITLE = "Mindestmaß"
PROMISES = [
    "Den Entwurf lesen nur die Senatsverwaltungen.",
    (
        "Ist er gesendet, lesen ihn alle Bezirke, und er bleibt, wie er ist. Das Mindestmaß ändert sich erst, wenn "
        "alle Bezirke einverstanden sind und Sie den Vorschlag in Kraft setzen."
    ),
]


def leads_to(item: Item) -> str:
    """Where the Senate reads of a point what districts released."""
    if item.kind == Kind.PRUEFSTEIN:
        return address("berlin_stone", args=(number_of(item.code),))
    return f"{address('berlin_minimum')}?punkt={item.code}" if item.minimum else ""


def proposed(request: HttpRequest, districts: Iterable[District]) -> dict[str, Any]:
    """For the page that shows the Mindestmaß by district: what is agreed, what is proposed. One query."""
    proposals = showing.read_proposals()
    return {
        "proposals": proposals,
        "said": showing.said_in_brief(proposals.open, districts) if proposals.open else [],
        "edits": bool(edits_for(request)),
    }


def _way(*steps: tuple[str, str]) -> Trail:
    return [(TITLE, reverse("berlin_minimum")), *steps]


@statewide(*SENATE)
@require_http_methods(READ_AND_POST)
def senate_minimum(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A proposal with the answers of the districts. POST: send, discard, withdraw, put in force."""
    row = get_object_or_404(MinimumProposal, pk=pk)
    edits = bool(edits_for(request))
    if request.method == "POST":
        if not edits:
            raise Http404
        messages.success(request, _step(request, row))
        return redirect("berlin_minimum" if request.POST["schritt"] == "verwerfen" else request.path)
    said = showing.said_to(row) if row.sent_on else []
    points = showing.changes(showing.read_items(), row.codes, leads_to)
    context = {
        "breadcrumbs": _way((str(row), "")),
        "row": row,
        "changes": points,
        "points": [point for point in points if point.code in row.codes],
        "said": said,
        "all_agree": bool(said) and all(one.answer and one.answer.word == Word.AGREES for one in said),
        "edits": edits,
        "mark": rules.mark_of(row),
        "promises": PROMISES,
        "late": row.state == State.OPEN and row.answer_by < timezone.localdate(),
    }
    return render(request, "overview/minimum/senate_detail.html", context)


def _step(request: HttpRequest, row: MinimumProposal) -> str:
    """Runs what the POST asks for and says what happened. Raises ``NotNow``."""
    match request.POST.get("schritt"):
        case "senden":
            rules.send(pk=row.pk, mark=request.POST.get("stand", ""))
            return "Gesendet. Der Vorschlag liegt jetzt bei allen Bezirken."
        case "verwerfen":
            rules.discard(pk=row.pk)
            return "Der Entwurf ist verworfen."
        case "zurueckziehen":
            rules.withdraw(pk=row.pk)
            return "Zurückgezogen. Es gilt, was bisher galt."
        case "vereinbaren":
            rules.put_in_force(pk=row.pk)
            return "Vereinbart. Das Mindestmaß gilt ab heute in allen Bezirken."
    raise Http404


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_minimum_new(request: HttpRequest) -> HttpResponse:
    """A new proposal; with ``?von=`` it begins with what another said, otherwise with what holds today."""
    own, items = edits_for(request), showing.read_items()
    if not own:
        raise Http404
    before = _before(request)
    codes = before.codes if before else [item.code for item in items if item.minimum]
    initial = {"codes": codes, "reason": before.reason if before else ""}
    form = ProposalForm(posted(request), departments=own, items=items, initial=initial)
    title = "Neuer Vorschlag zum Mindestmaß"
    page = FormPage(title=title, back=reverse("berlin_minimum"), trail=_way((title, "")), minutes=15,
                    promises=PROMISES, action="Entwurf speichern")  # fmt: skip

    def save() -> str:
        return reverse("senate_minimum", args=[rules.draft(values=form.cleaned_data).pk])

    return answer_form(request, form, page, save=save, done="Der Entwurf ist gespeichert.")


def _before(request: HttpRequest) -> MinimumProposal | None:
    """The sent proposal that ``?von=`` names; None without it. 404 for what is none."""
    asked = request.GET.get("von", "")
    return get_object_or_404(MinimumProposal.objects.exclude(state=State.DRAFT), pk=key_in(asked)) if asked else None


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_minimum_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft; different fields and different points of two editors merge."""
    row = get_object_or_404(MinimumProposal, pk=pk)
    back = reverse("senate_minimum", args=[pk])
    if not edits_for(request):
        raise Http404
    form = ProposalForm(posted(request), instance=row, departments=(), items=showing.read_items())
    page = FormPage(title="Entwurf bearbeiten", back=back, trail=_way((str(row), back), ("Bearbeiten", "")),
                    minutes=10, promises=PROMISES)  # fmt: skip

    def save() -> str:
        rules.change(pk=pk, seen=form.seen(), new=form.cleaned_data)
        return back

    return answer_form(request, form, page, save=save)
