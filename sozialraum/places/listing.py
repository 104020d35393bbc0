"""The lists of units, sites, Mittel and programmes as one address asks for them: plain rows for page, XLSX and CSV.

Nothing is counted per office and no sum is made (DESIGN § 1, sentence 4).
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.http import QueryDict

from districts.member import Member
from districts.models import Office, Region
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from partners.choosing import regions_to_choose
from sozialraum.models import FundingStream, Programme, Site, SpatialUnit
from sozialraum.places.period import Period, read_period
from sozialraum.places.programmes import former_names, name_between
from sozialraum.places.rules import TIES
from sozialraum.places.words import NO_OFFICE, WHOLE, amount_words, period_words

#: Value of the filter for what belongs to no office.
NONE = "keins"


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
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[Cell]]:
        """Exactly what the page shows, in its order, with the longer texts behind."""
        return [[*row.cells, *row.more] for row in self.shown]


def about_region(key: str, link: str = "region__key") -> Q:
    """What lies in the region of ``key``, or around it: a Bezirksregion belongs to its Prognoseraum."""
    return Q(**{f"{link}__startswith": key}) | Q(**{f"{link}__in": [key[:4], key[:6]]})


def tied_to(model: Any, key: str) -> Q:
    """Rows of ``model`` (units, sites, Mittel) that have to do with the region of ``key``."""
    if model is Site:
        return about_region(key)
    tie = TIES[model]
    return Q(pk__in=tie.model.objects.filter(about_region(key)).values(f"{tie.link}_id"))


def region_names(model: Any) -> ArraySubquery:
    """The names of the regions chosen at a row, in the order of their keys."""
    tie = TIES[model]
    rows = tie.model.objects.filter(**{tie.link: OuterRef("pk")}).order_by("region__key")
    return ArraySubquery(rows.values("region__name"))


def _offices() -> list[tuple[str, str]]:
    rows = Office.objects.order_by("sort_key").values_list("pk", "name")
    return [*((str(pk), name) for pk, name in rows), (NONE, NO_OFFICE)]


def _regions() -> list[tuple[str, str]]:
    return [(key, f"{name} ({key})") for key, name in regions_to_choose().values_list("key", "name")]


def _read(
    params: QueryDict,
    visible: Any,
    *,
    choices: dict[str, list[tuple[str, str]]],
    labels: dict[str, str],
    sorts: dict[str, Any],
    search: Sequence[str],
    more: Sequence[str],
    line: Callable[[Any], Shown],
    period: Period,
) -> Listed:
    """What all lists share: filters, search, order. ``visible`` is narrowed to ``period`` already."""
    chosen = {key: value for key in choices if (value := cleaned(params, key, [value for value, _ in choices[key]]))}
    rows = visible
    if office := chosen.get("amt"):
        rows = rows.filter(office=None if office == NONE else uuid.UUID(office))
    if region := chosen.get("region"):
        rows = rows.filter(tied_to(visible.model, region))
    if level := chosen.get("ebene"):
        rows = rows.filter(level=level)
    if programme := chosen.get("programm"):
        rows = rows.filter(programme=uuid.UUID(programme))
    words = search_text(params)
    rows = with_words_in(rows, words, *search)
    first = next(iter(sorts))
    key, descending = order(params, {key: labels[key] for key in sorts}, first)
    by = sorts[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), "sort_key", "pk")
    shown = [line(row) for row in rows]
    narrowed = bool(chosen or words)
    return Listed(
        shown=shown,
        total=visible.count() if narrowed else len(shown),
        filtered=narrowed or period.asked,
        columns=columns(params, labels, first, fixed=[key for key in labels if key not in sorts]),
        header=[*labels.values(), *more],
        period=period,
        choices=choices,
    )


def read_units(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """Units, with office, level and regions. Four queries at most."""
    period = read_period(params, today)
    visible = SpatialUnit.objects.visible_to(member).between(period.first, period.last)

    def line(row: Any) -> Shown:
        cells = (row.name, row.office.name if row.office else NO_OFFICE, row.get_level_display(),
                 ", ".join(row.places) or WHOLE, period_words(row.starts_on, row.ends_on))  # fmt: skip
        return Shown(row.pk, cells, (row.tasks, row.mailbox))

    return _read(
        params,
        visible.annotate(places=region_names(SpatialUnit)).select_related("office"),
        choices={"amt": _offices(), "region": _regions(), "ebene": list(Region.Level.choices)},
        labels={"name": "Einheit", "amt": "Amt/OE", "ebene": "Ebene", "regionen": "Regionen", "seit": "Zeitraum"},
        sorts={"name": F("sort_key"), "amt": F("office__sort_key"), "ebene": F("level"), "seit": F("starts_on")},
        search=["name", "tasks", "office__name"],
        more=["Aufgaben", "Funktionspostfach"],
        line=line,
        period=period,
    )


def read_sites(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """Sites, with office, address and region. Four queries at most."""
    here = TIES[Site].model.objects.filter(site=OuterRef("pk")).order_by("unit__sort_key").values("unit__name")

    def line(row: Any) -> Shown:
        town = f"{row.address}, {row.postcode}" if row.postcode else row.address
        cells = (row.name, row.office.name if row.office else NO_OFFICE, town, row.region.name, ", ".join(row.here))
        return Shown(row.pk, cells, (row.region.key, row.use))

    return _read(
        params,
        Site.objects.visible_to(member)
        .annotate(here=ArraySubquery(here))
        .select_related("office", "region")
        .defer("region__geometry"),
        choices={"amt": _offices(), "region": _regions()},
        labels={"name": "Standort", "amt": "Amt/OE", "anschrift": "Anschrift", "region": "Region",
                "einheiten": "Einheiten"},
        sorts={"name": F("sort_key"), "amt": F("office__sort_key"), "region": F("region__key")},
        search=["name", "use", "address", "office__name"],
        more=["LOR-Schlüssel", "Was hier geschieht"],
        line=line,
        period=Period(today, today),
    )  # fmt: skip


def read_funding(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """Mittel, each with the name its programme had then. Six queries at most."""
    period = read_period(params, today)
    visible = FundingStream.objects.visible_to(member).between(period.first, period.last)
    former = former_names()

    def line(row: Any) -> Shown:
        programme = name_between(
            row.programme.name, former.get(row.programme_id, []), row.starts_on, row.ends_on, today
        )
        cells = (row.title, programme, row.office.name if row.office else NO_OFFICE,
                 ", ".join(row.places) or WHOLE, period_words(row.starts_on, row.ends_on),
                 amount_words(row.amount_from, row.amount_to))  # fmt: skip
        return Shown(row.pk, cells, (row.bound, row.purpose, row.link))

    programmes = [(str(pk), name) for pk, name in Programme.objects.order_by("sort_key").values_list("pk", "name")]
    return _read(
        params,
        visible.annotate(places=region_names(FundingStream)).select_related("office", "programme"),
        choices={"programm": programmes, "amt": _offices(), "region": _regions()},
        labels={"name": "Mittel", "programm": "Förderprogramm", "amt": "Amt/OE", "regionen": "Regionen",
                "von": "Zeitraum", "spanne": "Spanne"},
        sorts={"name": F("sort_key"), "programm": F("programme__sort_key"), "amt": F("office__sort_key"),
               "von": F("starts_on")},
        search=["title", "purpose", "programme__name", "office__name"],
        more=["an Räume gebunden", "Zweck", "Beleg"],
        line=line,
        period=period,
    )  # fmt: skip


def read_programmes(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """Programmes with their former names. Two queries at most, three with a search."""
    former = former_names()

    def line(row: Any) -> Shown:
        names = "; ".join(f"{name} (bis {until:%d.%m.%Y})" for name, until in reversed(former.get(row.pk, [])))
        offered = "ja" if row.is_active else "nein"
        return Shown(row.pk, (row.name, names, period_words(row.starts_on, row.ends_on), offered))

    return _read(
        params,
        Programme.objects.visible_to(member),
        choices={},
        labels={
            "name": "Förderprogramm",
            "frueher": "Frühere Namen",
            "seit": "Zeitraum",
            "angeboten": "wird angeboten",
        },
        sorts={"name": F("sort_key"), "seit": F("starts_on")},
        search=["name"],
        more=[],
        line=line,
        period=Period(today, today),
    )
