"""The list of Hinweise as one address asks for it: plain rows for page, XLSX and CSV.

Which office took up how many is counted nowhere (DESIGN § 1, sentence 4): the list filters by the own office alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, OuterRef, QuerySet, TextField, UUIDField, When
from django.db.models.functions import JSONObject
from django.http import QueryDict

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import SortKey
from districts.own_regions import is_outside
from districts.searching import with_words_in
from lists.compiled import number_of, rows_together, total_of
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
#: Of a Hinweis, beside how it stands.
_SHOWN = ("pk", "title", "kind", "text", "observed_on", "answered", "from_actor", "places", "takers")


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


def _regions(member: Member) -> Any:
    """Regions the Hinweise that ``member`` may see speak of."""
    visible = Signal.objects.visible_to(member).order_by().values("pk")
    used = SignalRegion.objects.filter(signal__in=visible).order_by("region__key")
    return used.values("region_id", "region__name", "region__key").distinct()


def _signals(
    member: Member, asked: frozenset[str], stand: str, by: str, descending: bool, *, kind: Any, words: Any, own: Any
) -> QuerySet[Any, dict[str, Any]]:
    """Hinweise narrowed by how they stand and by what is ``asked``, of the values given."""
    places = SignalRegion.objects.filter(signal=OuterRef("pk")).order_by("region__key")
    place = JSONObject(pk="region_id", name="region__name")
    takers = SignalOffice.objects.filter(signal=OuterRef("pk"), taken_on__isnull=False).order_by("office__sort_key")
    rows = Signal.objects.visible_to(member).with_standing().annotate(
        named=named_actor(member),
        from_actor=Case(When(named=True, then=F("actor__name"))),
        places=ArraySubquery(places.values(data=place)),
        takers=ArraySubquery(takers.values("office__name")),
    )  # fmt: skip
    rows = _standing(rows.filter(kind=kind) if "kind" in asked else rows, stand, own)
    if "words" in asked:
        rows = with_words_in(rows, words, "title", "text", "from_actor")
    first = _SORT[by]
    found: QuerySet[Any, dict[str, Any]] = rows.order_by(first.desc() if descending else first.asc(), "title", "pk")
    return found.values(*_SHOWN, *STANDING)


_REGIONS: MemberQuery[dict[str, Any]] = MemberQuery(_regions)
_SIGNALS: MemberQuery[dict[str, Any]] = MemberQuery(_signals, kind=CharField(), words=TextField(), own=[UUIDField()])
_NUMBER: MemberQuery[dict[str, Any]] = MemberQuery(lambda member: number_of(Signal.objects.visible_to(member)))


def read_list(params: QueryDict, member: Member) -> Listed:
    """The Hinweise ``member`` may see, searched, filtered and sorted as ``params`` says. One query."""
    outside = is_outside(member)
    kind = cleaned(params, "art", Signal.Kind.values)
    stand = cleaned(params, "stand", [key for key in (STANDS_OUTSIDE if outside else STANDS) if key])
    words = search_text(params)
    asked = frozenset(name for name, value in (("kind", kind), ("words", words)) if value)
    used, rows, numbers = rows_together([
        _REGIONS.asked_for(member),
        _SIGNALS.asked_for(member, asked, stand, *_order(params), kind=kind, words=words, own=offices_of(member)),
        _NUMBER.asked_for(member),
    ])  # fmt: skip
    regions = [(row["region_id"], f"{row['region__name']} ({row['region__key']})") for row in used]
    region = cleaned(params, "region", [key for key, _ in regions])
    shown = [_as_row(row, outside) for row in rows if not region or any(p["pk"] == region for p in row["places"])]
    heads = columns(params, LABELS, "datum", fixed=["regionen", "stand"])
    return Listed(shown, total_of(numbers), bool(asked or stand or region), heads, regions)


def _order(params: QueryDict) -> tuple[str, bool]:
    """The newest first unless the address says otherwise."""
    if "sort" not in params:
        return "datum", True
    return order(params, {key: LABELS[key] for key in _SORT}, "datum")


def _standing(rows: Any, stand: str, own: Any) -> Any:
    if stand == "ohne-amt":
        return rows.without_office()
    if stand == "gebeten":
        return rows.filter(asked=True, taken=False, closed_on=None)
    if stand == "uebernommen":
        return rows.filter(taken=True, closed_on=None)
    if stand == "eigene":
        taken = SignalOffice.objects.filter(office__in=own, taken_on__isnull=False)
        return rows.filter(pk__in=taken.values("signal_id"))
    if stand == "abgeschlossen":
        return rows.filter(closed_on__isnull=False, withdrawn=False)
    return rows.filter(withdrawn=True) if stand == "zurueckgezogen" else rows


def _as_row(row: dict[str, Any], outside: bool) -> dict[str, Any]:
    state, badge = standing_of(SimpleNamespace(**row), outside=outside)
    return {
        "pk": row["pk"],
        "title": row["title"],
        "kind": Signal.Kind(row["kind"]).label,
        "regions": ", ".join(place["name"] for place in row["places"]),
        "observed_on": row["observed_on"],
        "actor": row["from_actor"] or "",
        "state": state,
        "badge": badge,
        "answered": row["answered"],
        "takers": ", ".join(row["takers"]),
        "text": row["text"],
    }


def export_rows(listed: Listed) -> Iterator[list[Cell]]:
    """Exactly what the page shows, in its order."""
    for r in listed.shown:
        yield [r["title"], r["kind"], r["regions"], r["observed_on"], r["actor"], r["state"], r["takers"], r["text"]]
