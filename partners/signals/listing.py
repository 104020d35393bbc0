"""The list of Hinweise as one address asks for it: plain rows for page, XLSX and CSV.

Which office took up how many is counted nowhere (DESIGN § 1, sentence 4): the list filters by the own office alone.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, When
from django.http import QueryDict

from districts.member import Member
from districts.models import SortKey
from districts.own_regions import is_outside
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from partners.actor_links import named_actor
from partners.models import Signal, SignalOffice, SignalRegion
from partners.signals.rules import offices_of

LABELS = {"hinweis": "Hinweis", "art": "Art", "regionen": "Regionen", "stand": "Stand", "datum": "Stand vom"}
KINDS = [("", "alle"), *Signal.Kind.choices]
#: Filter by how it stands.
STANDS = {"": "alle", "ohne-amt": "noch keinem Amt zugeordnet", "gebeten": "ein Amt ist gebeten",
          "uebernommen": "übernommen", "eigene": "von meinem Amt übernommen",
          "abgeschlossen": "abgeschlossen", "zurueckgezogen": "zurückgezogen"}  # fmt: skip
#: What somebody outside filters by.
STANDS_OUTSIDE = {key: label for key, label in STANDS.items() if key not in ("ohne-amt", "gebeten", "eigene")}
HEADER = ["Hinweis", "Art", "Regionen", "Stand vom", "Akteur", "Stand", "übernommen von", "Was wird berichtet?"]
_SORT: dict[str, Any] = {
    "hinweis": SortKey("title"),
    "art": F("kind"),
    "datum": F("observed_on"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    regions: list[tuple[str, str]]


#: What ``standing_of`` asks of a row.
STANDING = ("withdrawn", "closed_on", "taken", "asked")


def standing_of(row: Any, *, outside: bool) -> tuple[str, str]:
    """How a Hinweis (read ``with_standing``) stands, in words, and the shape of its badge.

    Whether an office was asked and has not taken it up is nobody's business ``outside`` the administration.
    """
    if row.withdrawn:
        return "zurückgezogen", "set-aside"
    if row.closed_on:
        return "abgeschlossen", "settled"
    if row.taken:
        return "übernommen", "moving"
    if outside:
        return "noch nicht übernommen", "open"
    if row.asked:
        return "ein Amt ist gebeten", "talking"
    return "noch keinem Amt zugeordnet", "open"


def read_list(params: QueryDict, member: Member) -> Listed:
    """The Hinweise ``member`` may see, searched, filtered and sorted as ``params`` says. Three queries at most."""
    visible = Signal.objects.visible_to(member)
    used = SignalRegion.objects.filter(signal__in=visible.order_by().values("pk")).order_by("region__key")
    regions = [(str(pk), f"{name} ({key})") for pk, name, key in
               used.values_list("region", "region__name", "region__key").distinct()]  # fmt: skip
    kind = cleaned(params, "art", Signal.Kind.values)
    region = cleaned(params, "region", [key for key, _ in regions])
    outside = is_outside(member)
    stand = cleaned(params, "stand", [key for key in (STANDS_OUTSIDE if outside else STANDS) if key])
    words = search_text(params)
    standing = visible.with_standing().annotate(named=named_actor(member))
    rows = _narrowed(standing, member, kind=kind, region=region, stand=stand)
    rows = with_words_in(rows, words, "title", "text", Case(When(named=True, then=F("actor__name"))))
    key, descending = _order(params)
    by = _SORT[key]
    rows = rows.order_by(by.desc() if descending else by.asc(), "title", "pk")
    places = SignalRegion.objects.filter(signal=OuterRef("pk")).order_by("region__key").values("region__name")
    takers = SignalOffice.objects.filter(signal=OuterRef("pk"), taken_on__isnull=False)
    names = takers.order_by("office__sort_key").values("office__name")
    rows = rows.annotate(region_names=ArraySubquery(places), takers=ArraySubquery(names)).select_related("actor")
    shown = [_as_row(row, outside) for row in rows]
    filtered = bool(kind or region or stand or words)
    total = visible.count() if filtered else len(shown)
    return Listed(shown, total, filtered, columns(params, LABELS, "datum", fixed=["regionen", "stand"]), regions)


def _order(params: QueryDict) -> tuple[str, bool]:
    """The newest first unless the address says otherwise."""
    if "sort" not in params:
        return "datum", True
    return order(params, {key: LABELS[key] for key in _SORT}, "datum")


def _narrowed(rows: Any, member: Member, *, kind: str, region: str, stand: str) -> QuerySet[Signal]:
    if kind:
        rows = rows.filter(kind=kind)
    if region:
        rows = rows.filter(pk__in=SignalRegion.objects.filter(region=uuid.UUID(region)).values("signal_id"))
    if stand == "ohne-amt":
        rows = rows.without_office()
    elif stand == "gebeten":
        rows = rows.filter(asked=True, taken=False, closed_on=None)
    elif stand == "uebernommen":
        rows = rows.filter(taken=True, closed_on=None)
    elif stand == "eigene":
        own = SignalOffice.objects.filter(office__in=offices_of(member), taken_on__isnull=False)
        rows = rows.filter(pk__in=own.values("signal_id"))
    elif stand == "abgeschlossen":
        rows = rows.filter(closed_on__isnull=False, withdrawn=False)
    elif stand == "zurueckgezogen":
        rows = rows.filter(withdrawn=True)
    found: QuerySet[Signal] = rows
    return found


def _as_row(row: Any, outside: bool) -> dict[str, Any]:
    state, badge = standing_of(row, outside=outside)
    return {
        "pk": row.pk,
        "title": row.title,
        "kind": row.get_kind_display(),
        "regions": ", ".join(row.region_names),
        "observed_on": row.observed_on,
        "actor": row.actor.name if row.actor and row.named else "",
        "state": state,
        "badge": badge,
        "answered": row.answered,
        "takers": ", ".join(row.takers),
        "text": row.text,
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["title"], r["kind"], r["regions"], r["observed_on"], r["actor"], r["state"], r["takers"], r["text"]]
        for r in listed.shown
    ]
