"""Two rounds beside each other."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from checklist.models import Item, Kind
from districts.guard import needs
from districts.listing import asked_export, export_links
from districts.member import MemberRequest
from districts.room_guard import uses_room
from lists.plots import Series, profile_plot
from pruefsteine.agreeing.table import Voice, number_of
from pruefsteine.comparing.reading import LINES, Compared, Comparison, compare, level_word
from pruefsteine.offered import ROOM, way
from pruefsteine.scales import Level

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
        "plot": _profile(found),
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


def _profile(found: Comparison) -> dict[str, object] | None:
    """The levels agreed on, a line per round, the latest four; None while nothing is agreed."""
    ranks = {level: rank for rank, level in enumerate(Level.scale())}
    with_levels = {key[0] for key, row in found.agreed.items() if row.level}
    rounds = [row for row in found.rounds if row.pk in with_levels][-LINES:]
    if not rounds:
        return None
    items = list(Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position"))
    series = []
    for row in rounds:
        levels = [found.agreed.get((row.pk, item.pk)) for item in items]
        values = [ranks.get(Level(c.level)) if c and c.level else None for c in levels]
        series.append(Series(row.name, values))
    columns = [(str(number_of(item.code)), f"{number_of(item.code)} {item.title}") for item in items]
    return profile_plot(
        title="Gemeinsame Einschätzungen im Verlauf",
        columns=columns,
        steps=[level.label for level in Level.scale()],
        series=series,
    )
