"""The list of plans as one address asks for it: plain rows for table, timeline, XLSX and CSV."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.http import QueryDict

from districts.member import Member
from districts.models import Office, Region
from districts.region_page import concerning
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from sozialraum.models import Plan, PlanRegion, PlanState
from sozialraum.plans.months import period_text
from sozialraum.plans.touching import touched, with_places

LABELS = {"titel": "Planung", "amt": "Amt/OE", "art": "Art", "regionen": "Regionen", "beginn": "Zeitraum",
          "stand": "Stand"}  # fmt: skip
#: Filter by the period, seen from today.
TIMES = {"": "alle", "jetzt": "läuft zurzeit", "spaeter": "beginnt später", "vorbei": "liegt zurück"}
TOUCHES = {"": "alle", "ja": "berührt die Planung eines anderen Amtes"}
HEADER = ["Planung", "Amt/OE", "Art", "Regionen", "Beginn", "Ende", "Stand", "Geteilt am", "Kontakt", "Worum es geht"]
WHOLE = "ganzer Bezirk"
_SORT: dict[str, Any] = {
    "titel": F("sort_key"),
    "amt": F("office__sort_key"),
    "art": F("kind"),
    "beginn": F("starts_on"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What page and exports show, and what the filters offer."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    offices: list[tuple[str, str]]
    regions: list[tuple[str, str]]
    #: Regions of the district by their key in ``regions``.
    places: dict[str, Region]


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The plans ``member`` may see, searched, filtered and sorted as ``params`` says. Four queries at most."""
    visible = Plan.objects.visible_to(member)
    offices = [(str(pk), name) for pk, name in Office.objects.order_by("sort_key").values_list("pk", "name")]
    places = {str(region.pk): region for region in Region.objects.defer("geometry").order_by("key")}
    regions = [(key, str(region)) for key, region in places.items()]
    kind = cleaned(params, "art", Plan.Kind.values)
    office = cleaned(params, "amt", [key for key, _ in offices])
    region = cleaned(params, "region", [key for key, _ in regions])
    state = cleaned(params, "stand", PlanState.values)
    when = cleaned(params, "zeit", [key for key in TIMES if key])
    near = cleaned(params, "beruehrung", ["ja"])
    words = search_text(params)
    rows = with_places(visible).select_related("office")
    for name, value in (("kind", kind), ("office", office and uuid.UUID(office)), ("state", state)):
        rows = rows.filter(**{name: value}) if value else rows
    if region:
        rows = rows.filter(for_regions(concerning(places[region])))
    rows = _in_time(rows, when, today)
    rows = with_words_in(rows, words, "title", "text", "office__name")
    key, descending = order(params, {name: LABELS[name] for name in _SORT}, "beginn")
    by = _SORT[key]
    plans = list(rows.order_by(by.desc() if descending else by.asc(), "sort_key", "pk"))
    if near:
        # What an own draft touches counts too, so all that may be read is looked at.
        found = touched(with_places(visible))
        plans = [plan for plan in plans if plan.pk in found]
    shown = [_as_row(plan) for plan in plans]
    filtered = bool(kind or office or region or state or when or near or words)
    total = visible.count() if filtered else len(shown)
    heads = columns(params, LABELS, "beginn", fixed=["regionen", "stand"])
    return Listed(shown, total, filtered, heads, offices, regions, places)


def for_regions(around: Any) -> Q:
    """Plans for regions ``around`` (what ``__in`` takes), and for the whole district."""
    there = PlanRegion.objects.filter(region__in=around).values("plan_id")
    return Q(pk__in=there) | ~Q(pk__in=PlanRegion.objects.values("plan_id"))


def _in_time(rows: Any, when: str, today: datetime.date) -> Any:
    if when == "jetzt":
        return rows.in_time(today, today)
    if when == "spaeter":
        return rows.filter(starts_on__gt=today)
    return rows.filter(ends_on__lt=today) if when == "vorbei" else rows


def _as_row(plan: Any) -> dict[str, Any]:
    return {
        "pk": plan.pk,
        "title": plan.title,
        "office": plan.office.name,
        "kind": plan.get_kind_display(),
        "regions": ", ".join(plan.region_names) or WHOLE,
        "at": plan.at,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "period": period_text(plan.starts_on, plan.ends_on),
        "state": plan.get_state_display(),
        "badge": plan.badge,
        "shared_on": plan.shared_on,
        "contact": plan.contact,
        "text": plan.text,
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["title"], r["office"], r["kind"], r["regions"], r["starts_on"], r["ends_on"], r["state"], r["shared_on"],
         r["contact"], r["text"]]
        for r in listed.shown
    ]  # fmt: skip
