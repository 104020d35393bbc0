"""The lists of units, sites, Mittel and programmes as one address asks for them: plain rows for page, XLSX and CSV.

Nothing is counted per office and no sum is made (DESIGN § 1, sentence 4).
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, TextField, UUIDField
from django.http import QueryDict

from districts.choices import OFFICES, REGIONS, Choices, choices
from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Region
from districts.searching import with_words_in
from lists.compiled import CompiledQuery, rows_together
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from sozialraum.models import FundingStream, Programme, Site, SpatialUnit
from sozialraum.places.period import Period, read_period
from sozialraum.places.programmes import FORMER_NAMES, Former, by_programme, name_between
from sozialraum.places.rules import TIES
from sozialraum.places.words import NO_OFFICE, WHOLE, amount_words, period_words

#: Value of the filter for what belongs to no office.
NONE = "keins"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One line: what the table shows, and what an export adds."""

    pk: uuid.UUID
    cells: Sequence[str]
    more: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[Shown]
    total: int
    filtered: bool
    columns: list[Column]
    header: list[str]
    period: Period
    #: Filter -> its choices.
    choices: dict[str, Choices] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[Cell]]:
        """Exactly what the page shows, in its order, with the longer texts behind."""
        return [[*row.cells, *row.more] for row in self.shown]


#: What the filters of the lists compare with.
_GIVEN: dict[str, Any] = {
    "first": DateField(), "last": DateField(), "amt": UUIDField(), "region": TextField(), "ebene": CharField(),
    "programm": UUIDField(), "words": TextField(),
}  # fmt: skip


#: Makes the line of a row; knows the former names of programmes, and today.
Line = Callable[[Row, Mapping[str, Former], datetime.date], Shown]


@dataclass(frozen=True)
class PlaceList:
    """One of the lists: what it asks of the rows, which filters and orders it knows, and its lines."""

    model: Any
    #: Columns: key -> heading.
    labels: Mapping[str, str]
    #: Those it can be sorted by; the first is how it begins.
    sorts: Mapping[str, Any]
    search: Sequence[str]
    values: Sequence[str]
    line: Line
    annotated: Mapping[str, Any] = field(default_factory=dict)
    filters: Sequence[str] = ()
    #: Headings of what an export adds.
    more: Sequence[str] = ()
    #: Shows what holds in a time, which can be asked for.
    timed: bool = False
    query: MemberQuery[Row] = field(init=False)

    def __post_init__(self) -> None:
        query: MemberQuery[Row] = MemberQuery(self._narrowed, **_GIVEN, above=[CharField()])
        object.__setattr__(self, "query", query)

    def read(self, params: QueryDict, member: Member, today: datetime.date) -> Listed:
        """The list as ``params`` asks, in the order and the time chosen. Three queries at most."""
        period = read_period(params, today) if self.timed else Period(today, today)
        offered, former = self._offered()
        chosen = {name: cleaned(params, name, [value for value, _ in offered[name]]) for name in offered}
        chosen["words"] = search_text(params)
        filtered = any(chosen.values())
        first = next(iter(self.sorts))
        by = order(params, {key: self.labels[key] for key in self.sorts}, first)
        if chosen.get("amt") == NONE:
            chosen |= {NONE: chosen.pop("amt")}
        narrowed = frozenset(name for name, value in chosen.items() if value)
        given = {name: chosen.get(name) or None for name in _GIVEN} | {"first": period.first, "last": period.last}
        rows = self.query.rows_for(member, narrowed, *by, **given, above=_above(chosen.get("region", "")))
        return Listed(
            shown=[self.line(row, former, today) for row in rows],
            total=self._visible(member, period.first, period.last).count() if filtered else len(rows),
            filtered=filtered or period.asked,
            columns=columns(params, self.labels, first, fixed=[key for key in self.labels if key not in self.sorts]),
            header=[*self.labels.values(), *self.more],
            period=period,
            choices=offered,
        )

    def _visible(self, member: Member, first: Any, last: Any) -> Any:
        visible = self.model.objects.visible_to(member)
        return visible.between(first, last) if self.timed else visible

    def _narrowed(
        self, member: Member, narrowed: frozenset[str], by: str, descending: bool, *,
        first: Any, last: Any, **given: Any,
    ) -> QuerySet[Any, Row]:  # fmt: skip
        """What ``member`` may see from ``first`` to ``last``, ``narrowed`` by filters of the values ``given``."""
        rows = self._visible(member, first, last)
        for name, link in (("amt", "office"), ("ebene", "level"), ("programm", "programme")):
            rows = rows.filter(**{link: given[name]}) if name in narrowed else rows
        if NONE in narrowed:
            rows = rows.filter(office=None)
        if "region" in narrowed:
            rows = rows.filter(_tied_to(self.model, given["region"], given["above"]))
        if "words" in narrowed:
            rows = with_words_in(rows, given["words"], *self.search)
        key = self.sorts[by].desc(nulls_last=True) if descending else self.sorts[by].asc(nulls_last=True)
        found: QuerySet[Any, Row] = rows.order_by(key, "sort_key", "pk").values("pk", *self.values, **self.annotated)
        return found

    def _offered(self) -> tuple[dict[str, Choices], dict[str, Former]]:
        """What each filter offers, and the former names of programmes. One query."""
        asked = [name for name in self.filters if name in _CHOICES]
        *found, former = rows_together([_CHOICES[name][0].asked() for name in asked] + [FORMER_NAMES.asked()])
        offered = {name: choices(rows, _CHOICES[name][1]) for name, rows in zip(asked, found, strict=True)}
        if "amt" in offered:
            offered["amt"].append((NONE, NO_OFFICE))
        if "ebene" in self.filters:
            offered["ebene"] = list(Region.Level.choices)
        return offered, by_programme(former)


_PROGRAMMES: CompiledQuery[Row] = CompiledQuery(
    lambda: Programme.objects.order_by("sort_key").values("pk", label=F("name"))
)
#: Filter -> the question what it offers, and what of its rows stands in the address.
_CHOICES = {"programm": (_PROGRAMMES, "pk"), "amt": (OFFICES, "pk"), "region": (REGIONS, "key")}


def _above(key: str) -> list[str]:
    """The keys of the regions that of ``key`` lies in, and its own."""
    return [key[:4], key[:6]]


def _tied_to(model: Any, key: Any, above: Any) -> Q:
    """Rows of ``model`` (units, sites, Mittel) that lie in the region of ``key``, or in a larger one around it
    (``above``): a Bezirksregion belongs to its Prognoseraum."""
    here = Q(region__key__startswith=key) | Q(region__key__in=above)
    if model is Site:
        return here
    tie = TIES[model]
    return Q(pk__in=tie.model.objects.filter(here).values(f"{tie.link}_id"))


def _region_names(model: Any) -> ArraySubquery:
    """The names of the regions chosen at a row, in the order of their keys."""
    tie = TIES[model]
    rows = tie.model.objects.filter(**{tie.link: OuterRef("pk")}).order_by("region__key")
    return ArraySubquery(rows.values("region__name"))


def _unit(row: Row, former: Mapping[str, Former], today: datetime.date) -> Shown:
    cells = (row["name"], row["office__name"] or NO_OFFICE, Region.Level(row["level"]).label,
             ", ".join(row["places"]) or WHOLE, period_words(row["starts_on"], row["ends_on"]))  # fmt: skip
    return Shown(row["pk"], cells, (row["tasks"], row["mailbox"]))


def _site(row: Row, former: Mapping[str, Former], today: datetime.date) -> Shown:
    town = f"{row['address']}, {row['postcode']}" if row["postcode"] else row["address"]
    cells = (row["name"], row["office__name"] or NO_OFFICE, town, row["region__name"], ", ".join(row["here"]))
    return Shown(row["pk"], cells, (row["region__key"], row["use"]))


def _funding(row: Row, former: Mapping[str, Former], today: datetime.date) -> Shown:
    first, last = row["starts_on"], row["ends_on"]
    programme = name_between(row["programme__name"], former.get(str(row["programme_id"]), []), first, last, today)
    cells = (row["title"], programme, row["office__name"] or NO_OFFICE, ", ".join(row["places"]) or WHOLE,
             period_words(first, last), amount_words(row["amount_from"], row["amount_to"]))  # fmt: skip
    return Shown(row["pk"], cells, (row["bound"], row["purpose"], row["link"]))


def _programme(row: Row, former: Mapping[str, Former], today: datetime.date) -> Shown:
    names = "; ".join(f"{name} (bis {until:%d.%m.%Y})" for name, until in reversed(former.get(str(row["pk"]), [])))
    offered = "ja" if row["is_active"] else "nein"
    return Shown(row["pk"], (row["name"], names, period_words(row["starts_on"], row["ends_on"]), offered))


UNITS = PlaceList(
    SpatialUnit,
    labels={"name": "Einheit", "amt": "Amt/OE", "ebene": "Ebene", "regionen": "Regionen", "seit": "Zeitraum"},
    sorts={"name": F("sort_key"), "amt": F("office__sort_key"), "ebene": F("level"), "seit": F("starts_on")},
    search=("name", "tasks", "office__name"),
    values=("name", "office__name", "level", "starts_on", "ends_on", "tasks", "mailbox"),
    annotated={"places": _region_names(SpatialUnit)},
    line=_unit,
    filters=("amt", "region", "ebene"),
    more=("Aufgaben", "Funktionspostfach"),
    timed=True,
)
SITES = PlaceList(
    Site,
    labels={
        "name": "Standort",
        "amt": "Amt/OE",
        "anschrift": "Anschrift",
        "region": "Region",
        "einheiten": "Einheiten",
    },
    sorts={"name": F("sort_key"), "amt": F("office__sort_key"), "region": F("region__key")},
    search=("name", "use", "address", "office__name"),
    values=("name", "office__name", "address", "postcode", "region__name", "region__key", "use"),
    annotated={
        "here": ArraySubquery(
            TIES[Site].model.objects.filter(site=OuterRef("pk")).order_by("unit__sort_key").values("unit__name")
        )
    },
    line=_site,
    filters=("amt", "region"),
    more=("LOR-Schlüssel", "Was hier geschieht"),
)
FUNDING = PlaceList(
    FundingStream,
    labels={"name": "Mittel", "programm": "Förderprogramm", "amt": "Amt/OE", "regionen": "Regionen", "von": "Zeitraum",
            "spanne": "Spanne"},
    sorts={"name": F("sort_key"), "programm": F("programme__sort_key"), "amt": F("office__sort_key"),
           "von": F("starts_on")},
    search=("title", "purpose", "programme__name", "office__name"),
    values=("title", "programme_id", "programme__name", "office__name", "starts_on", "ends_on", "amount_from",
            "amount_to", "bound", "purpose", "link"),
    annotated={"places": _region_names(FundingStream)},
    line=_funding,
    filters=("programm", "amt", "region"),
    more=("an Räume gebunden", "Zweck", "Beleg"),
    timed=True,
)  # fmt: skip
PROGRAMMES = PlaceList(
    Programme,
    labels={"name": "Förderprogramm", "frueher": "Frühere Namen", "seit": "Zeitraum", "angeboten": "wird angeboten"},
    sorts={"name": F("sort_key"), "seit": F("starts_on")},
    search=("name",),
    values=("name", "starts_on", "ends_on", "is_active"),
    line=_programme,
)
