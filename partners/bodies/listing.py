"""The list of Gremien as one address asks for it: plain rows for page, XLSX and CSV."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from districts.member import Member
from districts.own_regions import is_outside, regions_of
from districts.searching import with_words_in
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


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Gremien ``member`` may see, searched, filtered and sorted as ``params`` says. Four queries at most."""
    kinds = [(str(pk), name) for pk, name in BodyKind.objects.order_by("sort_key").values_list("pk", "name")]
    regions = _regions_in_use(member)
    kind = cleaned(params, "art", [key for key, _ in kinds])
    sort = cleaned(params, "tisch", Sort.values)
    level = cleaned(params, "ebene", Body.Level.values)
    region = cleaned(params, "region", [key for key, _ in regions])
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    words = search_text(params)
    visible = Body.objects.visible_to(member)
    rows = with_dates(visible, today)
    if stand != "alle":
        rows = rows.filter(is_active=stand != "aufgeloest")
    for name, value in (("kind", kind), ("sort", sort), ("level", level)):
        if value:
            rows = rows.filter(**{name: value})
    if region:
        rows = rows.filter(pk__in=BodyRegion.objects.filter(region=uuid.UUID(region)).values("body_id"))
    rows = with_words_in(rows, words, "name", "aim", "kind__name", "department")
    key, descending = order(params, {k: v for k, v in LABELS.items() if k in _SORT}, "name")
    by = _SORT[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), "sort_key", "pk")
    names = BodyRegion.objects.filter(body=OuterRef("pk")).order_by("region__key").values("region__name")
    rows = rows.annotate(region_names=ArraySubquery(names)).select_related("kind", "office")
    shown = [_as_row(body, today) for body in rows]
    if stand == "ohne-termin":
        shown = [row for row in shown if row["lapsed"]]
    filtered = bool(kind or sort or level or region or stand or words)
    total = visible.count() if filtered else len(shown)
    return Listed(shown, total, filtered, columns(params, LABELS, "name", fixed=["takt"]), kinds, regions)


def _regions_in_use(member: Member) -> list[tuple[str, str]]:
    """Regions a Gremium works in; for a Stadtteilkoordination of those only its own."""
    rows = BodyRegion.objects.order_by("region__key")
    if is_outside(member):
        rows = rows.filter(region__in=regions_of(member).order_by().values("pk"))
    found = rows.values_list("region", "region__name", "region__key").distinct()
    return [(str(pk), f"{name} ({key})") for pk, name, key in found]


def _as_row(body: Any, today: datetime.date) -> dict[str, Any]:
    return {
        "pk": body.pk,
        "name": body.name,
        "kind": body.kind.name,
        "sort": body.get_sort_display(),
        "level": body.get_level_display(),
        "regions": ", ".join(body.region_names),
        "office": body.office.name if body.office else "Planungskoordination",
        "rhythm": rhythm_text(body),
        "last_on": body.last_on,
        "next_on": body.next_on,
        "lapsed": lapsed_sentence(body, last=body.last_on, following=body.next_on, today=today),
        "rules": body.rules,
        "footing": body.get_footing_display(),
        "aim": body.aim,
        "is_active": body.is_active,
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["name"], r["kind"], r["sort"], r["level"], r["regions"], r["office"], r["rhythm"], r["last_on"],
         r["next_on"], r["rules"], r["footing"], r["aim"], "ja" if r["is_active"] else "nein"]
        for r in listed.shown
    ]  # fmt: skip
