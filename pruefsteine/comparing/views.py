"""Two rounds beside each other."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from districts.guard import needs
from districts.listing import asked_export, export_links
from districts.member import MemberRequest
from districts.room_guard import uses_room
from pruefsteine.agreeing.table import Voice
from pruefsteine.comparing.plots import profile_over
from pruefsteine.comparing.reading import Compared, compare, level_word
from pruefsteine.offered import ROOM, way

HEADER = ["Prüfstein", "Titel", "Wer", "Damals", "Damals, Worte", "Heute", "Heute, Worte", "Operationalisierung"]


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def comparison(request: MemberRequest, slug: str) -> HttpResponse:
    """Level and words then and now per Prüfstein and office, and the profile over the rounds."""
    found = compare(request.member, then=request.GET.get("von", ""), now=request.GET.get("mit", ""))
    download = asked_export(
        request, name="vergleich", title="Vergleich der Runden", header=HEADER, rows=_rows(found.compared)
    )
    if download:
        return download
    context = {
        "breadcrumbs": way(request.member, ("Vergleich", "")),
        "found": found,
        "compared": [(row, level_word(row.then), level_word(row.now)) for row in found.compared],
        "plot": profile_over(found.rounds, found.agreed),
        "exports": export_links(request),
    }
    return render(request, "pruefsteine/comparing/page.html", context)


def _rows(compared: list[Compared]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for row in compared:
        changed = "geändert" if row.meaning_changed or row.wording_changed else "gleich"
        reasons = [c.reasons if c else "" for c in (row.then, row.now)]
        rows.append([row.number, row.item.title, "Gemeinsam", level_word(row.then), reasons[0], level_word(row.now),
                     reasons[1], changed])  # fmt: skip
        rows += [
            [row.number, row.item.title, pair.office, *_said(pair.then), *_said(pair.now), changed]
            for pair in row.pairs
        ]
    return rows


def _said(voice: Voice | None) -> list[str]:
    return [voice.level_label, voice.words or voice.reason] if voice else ["", ""]
