"""Catalogue care on the side of the Senate: every point, its draft as districts would see it, and the form."""

import copy
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from checklist.laying_out import WORKED_ON
from checklist.models import Item, ItemText, Kind
from checklist.wordings import LABELS, Newer, changes
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import statewide
from districts.refusals import NotNow
from districts.roles import StatewideRole
from overview.catalogue_care import rules
from overview.catalogue_care.forms import WordingForm
from overview.models import WordingDraft

READ_AND_POST = ["GET", "HEAD", "POST"]
TITLE = "Arbeitshilfe pflegen"
PROMISES = [
    "Den Entwurf sieht nur die Redaktion der Senatsverwaltungen.",
    (
        "Veröffentlicht gilt die Fassung ab diesem Tag in allen Bezirken und bleibt, wie sie ist. Was Bezirke selbst "
        "geschrieben haben, ihr Stand, ihre Aufträge und Nachweise ändern sich nicht."
    ),
]


def _way(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(TITLE, reverse("senate_wordings") if steps else ""), *steps]


def _items() -> Any:
    """Points with the day of their wording, and whether a new one is in preparation."""
    own = ItemText.objects.filter(item=OuterRef("pk"), version=OuterRef("version"))
    return Item.objects.annotate(
        valid_from=Subquery(own.values("valid_from")[:1]),
        drafted=Exists(WordingDraft.objects.filter(item=OuterRef("pk"))),
    )


@statewide(StatewideRole.SENATE_EDITOR)
@require_safe
def senate_wordings(request: HttpRequest) -> HttpResponse:
    """All points with their present version, and the drafts."""
    items = list(_items().order_by("position").defer("text", "hint", "office_text"))
    headings = {item.code: f"{item.code} {item.title}" for item in items} | {"A": "Teil A", "FN": "Fußnoten"}
    parts = groupby(items, lambda item: "A" if item.code.startswith("A") else item.code[:2])
    groups = [(headings.get(part, part), list(rows)) for part, rows in parts]
    context = {"breadcrumbs": _way(), "groups": groups, "drafts": [item for item in items if item.drafted]}
    return render(request, "overview/catalogue_care/list.html", context)


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_wording(request: HttpRequest, code: str) -> HttpResponse:
    """One point; its draft exactly as districts would see it. POST: publish or discard the draft."""
    item = get_object_or_404(_items(), code=code)
    if request.method == "POST":
        messages.success(request, _step(request, item))
        return redirect("senate_wording", code)
    draft = WordingDraft.objects.filter(item=item).first()
    context = {
        "breadcrumbs": _way((f"{item.code} {item.title}", "")),
        "item": item,
        "footnotes": Item.objects.filter(code__in=item.footnotes).order_by("position") if item.footnotes else [],
        "draft": draft,
        "promises": PROMISES,
    }
    if draft:
        context |= _preview(item, draft)
    return render(request, "overview/catalogue_care/detail.html", context)


def _step(request: HttpRequest, item: Item) -> str:
    """Runs what the POST asks for. Raises ``NotNow``."""
    match request.POST.get("schritt"):
        case "veroeffentlichen":
            version = rules.publish(item=item, mark=request.POST.get("stand", ""))
            return f"Veröffentlicht. Fassung {version} gilt ab heute in allen Bezirken."
        case "verwerfen":
            rules.discard(item=item)
            return "Der Entwurf ist verworfen."
    raise Http404


def _preview(item: Item, draft: WordingDraft) -> dict[str, Any]:
    """The point as it would be, and the note beside words that a district wrote beside the present wording."""
    shown = copy.copy(item)
    for name in LABELS:
        setattr(shown, name, getattr(draft, name))
    shown.version = item.version + 1
    step = ItemText(version=shown.version, reason=draft.reason, valid_from=timezone.localdate())
    found = changes(item, draft)
    return {
        "shown": shown,
        "newer": Newer(shown.version, [step], found),
        "mark": rules.mark_of(draft),
        "worked_on": item.kind in WORKED_ON,
        "is_stone": item.kind == Kind.PRUEFSTEIN,
        "overtaken": draft.beside != item.version,
    }


@statewide(StatewideRole.SENATE_EDITOR)
@require_http_methods(READ_AND_POST)
def senate_wording_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The draft of a point, or its first saving; different fields of two editors merge."""
    item = get_object_or_404(Item, code=code)
    back = reverse("senate_wording", args=[code])
    draft = WordingDraft.objects.filter(item=item).first()
    form = WordingForm(posted(request), instance=draft or rules.begun(item), item=item)
    page = FormPage(title=f"Neue Fassung: {item.code} {item.title}", back=back,
                    trail=_way((f"{item.code} {item.title}", back), ("Neue Fassung", "")), minutes=10,
                    promises=PROMISES, action="Entwurf speichern")  # fmt: skip

    def save() -> str:
        values = form.cleaned_data
        try:
            rules.save(item=item, beside=values["beside"] or 0, seen=form.words(form.seen()), new=form.words(values))
        except NotNow:
            form.read_beside(item.version)
            raise
        return back

    return answer_form(request, form, page, save=save, done="Der Entwurf ist gespeichert.")
