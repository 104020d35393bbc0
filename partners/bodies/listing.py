"""The list of Gremien as one address asks for it: plain rows for page, XLSX and CSV."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, DateField, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import JSONObject
from django.http import QueryDict

from districts.member import Member
from districts.member_query import MemberQuery
from districts.own_regions import is_outside, regions_of
from districts.searching import with_words_in
from lists.compiled import CompiledQuery, number_of, rows_together, total_of
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from partners.bodies.rhythm import lapsed_sentence, rhythm_text
from partners.models import Body, BodyKind, BodyRegion, Meeting, Sort

LABELS = {"name": "Gremium", "art": "Art", "ebene": "Ebene", "takt": "Takt", "zuletzt": "Zuletzt",
          "naechste": "Nächste Sitzung"}  # fmt: skip
#: Filter by how it stands.
STANDS = {"": "bestehende", "ohne-termin": "Takt verstrichen, ohne Termin", "aufgeloest": "nicht mehr bestehende",
          "alle": "alle"}  # fmt: skip
HEADER = ["Gremium", "Art", "Am Tisch", "Ebene", "Regionen", "Geschäftsführung", "Takt", "Zuletzt", "Nächste Sitzung",
          "Verbindliche Regeln", "Auf Augenhöhe", "Worum es geht", "besteht"]  # fmt: skip
_SORT: dict[str, Any] = {
    "name": F("sort_key"),
    "art": F("kind__sort_key"),
    "ebene": F("level"),
    "zuletzt": F("last_on"),
    "naechste": F("next_on"),
}
#: Of a Gremium.
_SHOWN = ("pk", "name", "kind_id", "kind__name", "sort", "level", "places", "office__name", "rhythm", "rhythm_unit",
          "last_on", "next_on", "rules", "footing", "aim", "is_active")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    kinds: list[tuple[str, str]]
    regions: list[tuple[str, str]]


def with_dates(rows: QuerySet[Body], today: datetime.date) -> Any:
    """``rows`` with the day of the last Sitzung that took place and of the next planned one."""
    meetings = Meeting.objects.filter(body=OuterRef("pk"))
    last = meetings.filter(state=Meeting.State.HELD).order_by("-starts_on")
    ahead = meetings.filter(state=Meeting.State.PLANNED, starts_on__gte=today).order_by("starts_on")
    return rows.annotate(
        last_on=Subquery(last.values("starts_on")[:1]), next_on=Subquery(ahead.values("starts_on")[:1])
    )


def lapsed_bodies(rows: QuerySet[Body], today: datetime.date) -> list[tuple[Body, str]]:
    """Those of ``rows`` whose rhythm has lapsed without a date, with the sentence that says so. One query."""
    found = with_dates(rows.filter(is_active=True, rhythm__isnull=False), today).filter(next_on=None)
    told = [
        (body, lapsed_sentence(body, last=body.last_on, following=None, today=today))
        for body in found.order_by("sort_key")
    ]
    return [(body, sentence) for body, sentence in told if sentence]


def _regions(member: Member) -> Any:
    """Regions a Gremium works in; for a Stadtteilkoordination of those only its own."""
    rows = BodyRegion.objects.order_by("region__key")
    if is_outside(member):
        rows = rows.filter(region__in=regions_of(member).order_by().values("pk"))
    return rows.values("region_id", "region__name", "region__key").distinct()


def _bodies(
    member: Member, asked: frozenset[str], by: str, descending: bool, *,
    is_active: Any, sort: Any, level: Any, words: Any, today: Any,
) -> QuerySet[Any, dict[str, Any]]:  # fmt: skip
    """Gremien with their dates, narrowed by what is ``asked``, of the values given."""
    places = BodyRegion.objects.filter(body=OuterRef("pk")).order_by("region__key")
    place = JSONObject(pk="region_id", name="region__name")
    rows = with_dates(Body.objects.visible_to(member), today).annotate(places=ArraySubquery(places.values(data=place)))
    for name, value in (("is_active", is_active), ("sort", sort), ("level", level)):
        rows = rows.filter(**{name: value}) if name in asked else rows
    if "words" in asked:
        rows = with_words_in(rows, words, "name", "aim", "kind__name", "department")
    first = _SORT[by]
    first = first.desc(nulls_last=True) if descending else first.asc(nulls_last=True)
    found: QuerySet[Any, dict[str, Any]] = rows.order_by(first, "sort_key", "pk").values(*_SHOWN)
    return found


_KINDS: CompiledQuery[Any] = CompiledQuery(lambda: BodyKind.objects.order_by("sort_key").values("pk", "name"))
_REGIONS: MemberQuery[dict[str, Any]] = MemberQuery(_regions)
_BODIES: MemberQuery[dict[str, Any]] = MemberQuery(
    _bodies, is_active=BooleanField(), sort=CharField(), level=CharField(), words=TextField(), today=DateField()
)
_NUMBER: MemberQuery[dict[str, Any]] = MemberQuery(lambda member: number_of(Body.objects.visible_to(member)))


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Gremien ``member`` may see, searched, filtered and sorted as ``params`` says. One query."""
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    chosen = {
        "sort": cleaned(params, "tisch", Sort.values),
        "level": cleaned(params, "ebene", Body.Level.values),
        "words": search_text(params),
    }
    asked = frozenset(name for name, value in chosen.items() if value)
    narrowed = asked if stand == "alle" else asked | {"is_active"}
    sorted_by = order(params, {name: label for name, label in LABELS.items() if name in _SORT}, "name")
    named, used, rows, numbers = rows_together([
        _KINDS.asked(),
        _REGIONS.asked_for(member),
        _BODIES.asked_for(member, narrowed, *sorted_by, is_active=stand != "aufgeloest", today=today, **chosen),
        _NUMBER.asked_for(member),
    ])  # fmt: skip
    kinds = [(row["pk"], row["name"]) for row in named]
    regions = [(row["region_id"], f"{row['region__name']} ({row['region__key']})") for row in used]
    kind = cleaned(params, "art", [key for key, _ in kinds])
    region = cleaned(params, "region", [key for key, _ in regions])
    shown = [
        _as_row(row, today)
        for row in rows
        if (not kind or row["kind_id"] == kind) and (not region or any(p["pk"] == region for p in row["places"]))
    ]
    if stand == "ohne-termin":
        shown = [row for row in shown if row["lapsed"]]
    filtered = bool(asked or kind or region or stand)
    total = total_of(numbers) if filtered else len(shown)
    return Listed(shown, total, filtered, columns(params, LABELS, "name", fixed=["takt"]), kinds, regions)


def _as_row(row: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    body: Any = SimpleNamespace(**row)
    return {
        "pk": body.pk,
        "name": body.name,
        "kind": body.kind__name,
        "sort": Sort(body.sort).label,
        "level": Body.Level(body.level).label,
        "regions": ", ".join(place["name"] for place in body.places),
        "office": body.office__name or "Planungskoordination",
        "rhythm": rhythm_text(body),
        "last_on": body.last_on,
        "next_on": body.next_on,
        "lapsed": lapsed_sentence(body, last=body.last_on, following=body.next_on, today=today),
        "rules": body.rules,
        "footing": Body.Footing(body.footing).label if body.footing else "",
        "aim": body.aim,
        "is_active": body.is_active,
    }


def export_rows(listed: Listed) -> Iterator[list[Cell]]:
    """Exactly what the page shows, in its order."""
    for r in listed.shown:
        yield [r["name"], r["kind"], r["sort"], r["level"], r["regions"], r["office"], r["rhythm"], r["last_on"],
               r["next_on"], r["rules"], r["footing"], r["aim"], "ja" if r["is_active"] else "nein"]  # fmt: skip
