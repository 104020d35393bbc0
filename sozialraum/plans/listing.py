"""The list of plans as one address asks for it: plain rows for table, timeline, XLSX and CSV."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, Q, QuerySet, TextField, UUIDField
from django.http import QueryDict

from districts.choices import ALL_REGIONS, OFFICES, choices
from districts.member import Member
from districts.member_query import MemberQuery
from districts.searching import with_words_in
from lists.compiled import rows_together
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from sozialraum.models import Plan, PlanRegion, PlanState
from sozialraum.plan_models import BADGES
from sozialraum.plans.months import period_text
from sozialraum.plans.touching import PLACES, touched, with_places

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


#: Of a plan, beside its places.
_SHOWN = ("pk", "title", "kind", "office_id", "office__name", "starts_on", "ends_on", "state", "shared_on", "contact",
          "text")  # fmt: skip


class Place(NamedTuple):
    """A region as the filter and the map of the list need it."""

    key: str
    name: str
    level: str
    parent: str | None

    def __str__(self) -> str:
        # As a region writes itself: names are not unique, keys are.
        return f"{self.name} ({self.key})"


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
    places: dict[str, Place]


def _plans(
    member: Member, asked: frozenset[str], when: str, by: str, descending: bool, *,
    kind: Any, office: Any, state: Any, around: Any, words: Any, today: Any,
) -> QuerySet[Any, Any]:  # fmt: skip
    """Plans narrowed by what is ``asked``, of the values given, and by the time."""
    rows = with_places(Plan.objects.visible_to(member))
    for name, value in (("kind", kind), ("office", office), ("state", state)):
        rows = rows.filter(**{name: value}) if name in asked else rows
    if "region" in asked:
        rows = rows.filter(for_regions(around))
    if "words" in asked:
        rows = with_words_in(rows, words, "title", "text", "office__name")
    first = _SORT[by].desc() if descending else _SORT[by].asc()
    found: QuerySet[Any, Any] = _in_time(rows, when, today).order_by(first, "sort_key", "pk")
    return found.values_list(*_SHOWN, *PLACES, named=True)


_PLANS: MemberQuery[Any] = MemberQuery(
    _plans, kind=CharField(), office=UUIDField(), state=CharField(), around=[UUIDField()], words=TextField(),
    today=DateField(),
)  # fmt: skip


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The plans ``member`` may see, searched, filtered and sorted as ``params`` says. Four queries at most."""
    named, found = rows_together([OFFICES.asked(), ALL_REGIONS.asked()])
    offices = choices(named)
    places = {row["pk"]: Place(row["key"], row["name"], row["level"], row["parent_id"]) for row in found}
    regions = [(key, str(place)) for key, place in places.items()]
    chosen = {
        "kind": cleaned(params, "art", Plan.Kind.values),
        "office": cleaned(params, "amt", [key for key, _ in offices]),
        "region": cleaned(params, "region", [key for key, _ in regions]),
        "state": cleaned(params, "stand", PlanState.values),
        "words": search_text(params),
    }
    when = cleaned(params, "zeit", [key for key in TIMES if key])
    near = cleaned(params, "beruehrung", ["ja"])
    sorted_by = order(params, {name: LABELS[name] for name in _SORT}, "beginn")
    around = _concerning(chosen.pop("region"), places)
    asked = frozenset(name for name, value in chosen.items() if value) | ({"region"} if around else set())
    given = {name: value or None for name, value in chosen.items()} | {"around": around, "today": today}
    plans = _PLANS.rows_for(member, asked, when, *sorted_by, **given)
    if near:
        # What an own draft touches counts too, so all that may be read is looked at.
        touching = touched(_PLANS.rows_for(member, frozenset(), "", "beginn", False, **given))
        plans = [plan for plan in plans if plan.pk in touching]
    filtered = bool(asked or when or near)
    total = Plan.objects.visible_to(member).count() if filtered else len(plans)
    heads = columns(params, LABELS, "beginn", fixed=["regionen", "stand"])
    return Listed([_as_row(plan) for plan in plans], total, filtered, heads, offices, regions, places)


def _concerning(chosen: str, places: Mapping[str, Place]) -> list[str]:
    """Keys of the region ``chosen``, of the Räume in it and of the larger ones it lies in; none without one."""

    def line(key: str | None) -> list[str]:
        return [key, *line(places[key].parent)] if key else []

    return [key for key in places if key in line(chosen) or chosen in line(key)] if chosen else []


def for_regions(around: Any) -> Q:
    """Plans for regions ``around`` (what ``__in`` takes), and for the whole district."""
    there = PlanRegion.objects.filter(region__in=around).values("plan_id")
    return Q(pk__in=there) | ~Q(pk__in=PlanRegion.objects.values("plan_id"))


def _in_time(rows: Any, when: str, today: Any) -> Any:
    if when == "jetzt":
        return rows.in_time(today, today)
    if when == "spaeter":
        return rows.filter(starts_on__gt=today)
    return rows.filter(ends_on__lt=today) if when == "vorbei" else rows


def _as_row(plan: Any) -> dict[str, Any]:
    return {
        "pk": plan.pk,
        "title": plan.title,
        "office": plan.office__name,
        "kind": Plan.Kind(plan.kind).label,
        "regions": ", ".join(plan.region_names) or WHOLE,
        "at": plan.at,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "period": period_text(plan.starts_on, plan.ends_on),
        "state": PlanState(plan.state).label,
        "badge": BADGES[plan.state],
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
