"""The lists of Kooperationen and of Beteiligung as one address asks for them."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.http import QueryDict

from districts.member import Member
from districts.models import Office, SortKey
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from partners.actor_links import named_actor
from partners.models import Cooperation, Participation, ParticipationRegion

COOPERATIONS = {"titel": "Kooperation", "amt": "Amt/OE", "akteur": "Akteur", "form": "Form", "bis": "bis"}
STANDS = {
    "": "laufende",
    "verbindlich": "laufende, schriftlich vereinbart",
    "entscheiden": "Verlängerung zu entscheiden",
    "ueberfaellig": "Entscheidung überfällig",
    "ohne-finanzierung": "laufende, Finanzierung unbekannt",
    "beendet": "beendete",
    "alle": "alle",
}
COOPERATION_HEADER = ["Kooperation", "Amt/OE", "Akteur", "Form", "Finanzierung", "von", "bis", "Entscheidung bis",
                      "Verlängerung", "Was verabredet ist"]  # fmt: skip
PARTICIPATION = {"titel": "Was", "regionen": "Wo", "wann": "Wann", "amt": "Amt/OE", "akteur": "Akteur vor Ort",
                 "ergebnis": "Ergebnis"}  # fmt: skip
OUTCOMES = {"": "alle", "offen": "Ergebnis noch nicht angegeben"}
PARTICIPATION_HEADER = ["Was", "Wo", "von", "bis", "Amt/OE", "Akteur vor Ort", "Wie wurde beteiligt?",
                        "Was ist daraus geworden?"]  # fmt: skip
_COOPERATION_SORT: dict[str, Any] = {
    "titel": SortKey("title"),
    "amt": F("office__sort_key"),
    "akteur": F("actor__sort_key"),
    "form": F("form"),
    "bis": F("ends_on"),
}
_PARTICIPATION_SORT: dict[str, Any] = {
    "titel": F("sort_key"),
    "wann": F("starts_on"),
    "amt": F("office__sort_key"),
    "akteur": F("actor__sort_key"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    offices: list[tuple[str, str]]
    regions: list[tuple[str, str]]


def _offices() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Office.objects.order_by("sort_key").values_list("pk", "name")]


def read_cooperations(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Kooperationen ``member`` may see. Three queries at most."""
    offices = _offices()
    office = cleaned(params, "amt", [key for key, _ in offices])
    form = cleaned(params, "form", Cooperation.Form.values)
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    words = search_text(params)
    visible = Cooperation.objects.visible_to(member)
    rows = visible
    over = Q(ends_on__lt=today)
    if stand == "beendet":
        rows = rows.filter(over)
    elif stand == "ueberfaellig":
        rows = rows.undecided(today - datetime.timedelta(days=1))
    elif stand == "entscheiden":
        rows = rows.filter(renewal=Cooperation.Renewal.OPEN, ends_on__isnull=False)
    elif stand != "alle":
        rows = rows.filter(~over | Q(ends_on=None))
    if stand == "verbindlich":
        rows = rows.filter(form__in=Cooperation.Form.binding())
    if stand == "ohne-finanzierung":
        rows = rows.filter(funding="")
    if office:
        rows = rows.filter(office=uuid.UUID(office))
    if form:
        rows = rows.filter(form=form)
    rows = with_words_in(rows, words, "title", "text", "funding", "actor__name", "office__name")
    key, descending = order(params, COOPERATIONS, "titel")
    by = _COOPERATION_SORT[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), SortKey("title"), "pk")
    shown = [
        {
            "pk": row.pk, "title": row.title, "office": row.office.name, "actor": row.actor.name,
            "form": row.get_form_display(), "funding": row.funding, "starts_on": row.starts_on,
            "ends_on": row.ends_on, "decide_by": row.decide_by, "renewal": row.get_renewal_display(),
            "text": row.text, "late": bool(row.due_on and row.due_on < today),
        }
        for row in rows.select_related("office", "actor")
    ]  # fmt: skip
    filtered = bool(office or form or stand or words)
    total = visible.count() if filtered else len(shown)
    return Listed(shown, total, filtered, columns(params, COOPERATIONS, "titel"), offices, [])


def cooperation_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["title"], r["office"], r["actor"], r["form"], r["funding"], r["starts_on"], r["ends_on"], r["decide_by"],
         r["renewal"] if r["ends_on"] else "", r["text"]]
        for r in listed.shown
    ]  # fmt: skip


def read_participation(params: QueryDict, member: Member) -> Listed:
    """All entries of Beteiligung; an actor that is not released is named only to those who read it. Four queries at
    most.
    """
    offices = _offices()
    used = ParticipationRegion.objects.order_by("region__key")
    regions = [(str(pk), f"{name} ({key})") for pk, name, key in
               used.values_list("region", "region__name", "region__key").distinct()]  # fmt: skip
    office = cleaned(params, "amt", [key for key, _ in offices])
    region = cleaned(params, "region", [key for key, _ in regions])
    outcome = cleaned(params, "ergebnis", ["offen"])
    words = search_text(params)
    everything = Participation.objects.all()
    rows: Any = everything
    if office:
        rows = rows.filter(office=uuid.UUID(office))
    if region:
        there = ParticipationRegion.objects.filter(region=uuid.UUID(region))
        rows = rows.filter(pk__in=there.values("participation_id"))
    if outcome:
        rows = rows.filter(outcome="")
    rows = with_words_in(rows, words, "title", "text", "outcome")
    sortable = {key: PARTICIPATION[key] for key in _PARTICIPATION_SORT}
    key, descending = order(params, sortable, "wann") if "sort" in params else ("wann", True)
    by = _PARTICIPATION_SORT[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), "sort_key", "pk")
    places = ParticipationRegion.objects.filter(participation=OuterRef("pk")).order_by("region__key")
    rows = rows.annotate(region_names=ArraySubquery(places.values("region__name")), named=named_actor(member))
    shown = [
        {
            "pk": row.pk, "title": row.title, "regions": ", ".join(row.region_names), "starts_on": row.starts_on,
            "ends_on": row.ends_on, "office": row.office.name if row.office else "",
            "actor": row.actor.name if row.actor and row.named else "", "text": row.text, "outcome": row.outcome,
        }
        for row in rows.select_related("office", "actor")
    ]  # fmt: skip
    filtered = bool(office or region or outcome or words)
    total = everything.count() if filtered else len(shown)
    heads = columns(params, PARTICIPATION, "wann", fixed=["regionen", "ergebnis"])
    return Listed(shown, total, filtered, heads, offices, regions)


def participation_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["title"], r["regions"], r["starts_on"], r["ends_on"], r["office"], r["actor"], r["text"], r["outcome"]]
        for r in listed.shown
    ]
