"""The lists of Bezirksregionenprofile and of figures: plain rows for page, XLSX and CSV."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.http import QueryDict

from districts.member import Member
from districts.models import Region, SortKey
from districts.own_regions import regions_seen_by
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from sozialraum.models import Figure, RegionProfile
from sozialraum.regions.showing import keeps, parts_of

LABELS = {"region": "Bezirksregion", "schluessel": "Schlüssel", "teil1": "Teil I", "teil2": "Teil II",
          "freigabe": "Freigegeben"}  # fmt: skip
HEADER = ["Bezirksregion", "Schlüssel", "Teil I", "Teil I: Stand vom", "Teil I: Beschluss", "Teil II",
          "Teil II: Stand vom", "Teil II: Beschluss", "Freigegeben am"]  # fmt: skip
State = RegionProfile.State
#: Filter by how it stands; a part counts in either of the two.
STANDS = {"": "alle", "freigegeben": "freigegeben", "intern": "nicht freigegeben",
          **{str(value): f"ein Teil {label}" for value, label in State.choices}}  # fmt: skip
_STATES = ["", *State.values]
_SORT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "region": lambda row: row["sort_key"],
    "schluessel": lambda row: row["key"],
    "teil1": lambda row: _STATES.index(row["part1_state"]),
    "teil2": lambda row: _STATES.index(row["part2_state"]),
    "freigabe": lambda row: str(row["released_on"] or ""),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]


def read_profiles(params: QueryDict, member: Member) -> Listed:
    """Every Bezirksregion ``member`` reads about with what its profile shows them. Two queries."""
    regions = regions_seen_by(member).filter(level=Region.Level.BEZIRKSREGION).defer("geometry")
    words = search_text(params)
    if words:
        regions = regions.filter(sort_key__contains=SortKey(Value(words)))
    profiles = {row.region_id: row for row in RegionProfile.objects.visible_to(member)}
    rows = [_as_row(region, profiles.get(region.pk), keeper=keeps(member)) for region in regions]
    total = len(rows)
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    rows = [row for row in rows if _stands(row, stand)]
    key, descending = order(params, LABELS, "schluessel")
    rows.sort(key=lambda row: (_SORT[key](row), row["key"]), reverse=descending)
    return Listed(rows, total, bool(words or stand), columns(params, LABELS, "schluessel"))


def _stands(row: dict[str, Any], stand: str) -> bool:
    if stand in ("freigegeben", "intern"):
        return (row["released_on"] is not None) == (stand == "freigegeben")
    return not stand or stand in (row["part1_state"], row["part2_state"])


def _as_row(region: Region, profile: RegionProfile | None, *, keeper: bool) -> dict[str, Any]:
    # Where no row is open to this reader, "not begun" and "not released" are the same.
    told = profile is not None or keeper
    row: Any = profile or RegionProfile(region=region)
    found: dict[str, Any] = {
        "name": region.name,
        "key": region.key,
        "sort_key": region.sort_key,
        "told": told,
        "released_on": row.released_on,
    }
    for number, part in enumerate(parts_of(row), start=1):
        state = getattr(row, f"part{number}_state") if told else ""
        found |= {f"part{number}_state": state, f"part{number}": part | {"state": part["state"] if told else ""}}
    return found


def profile_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["name"], r["key"], *(r[part][what] for part in ("part1", "part2") for what in ("state", "on", "decision")),
         r["released_on"]]
        for r in listed.shown
    ]  # fmt: skip


FIGURE_HEADER = ["Kennzahl", "Einheit", "Was gezählt wird", "Quelle", "Neuestes Jahr", "Freigegeben am"]


def figure_rows(member: Member) -> list[list[Cell]]:
    """The figures ``member`` reads, as the export shows them. One query."""
    rows = Figure.objects.visible_to(member)
    return [[r.name, r.unit, r.description, r.source, r.latest_year, r.released_on] for r in rows]


def values_rows(shown: dict[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """Heading and rows of the table of values of one region (``showing.figures_of``)."""
    regions = [str(shown["region"]), *(f"{name} ({key})" for key, name in shown["parts"])]
    header = ["Kennzahl", "Einheit", "Jahr", *regions, "Quelle"]
    rows: list[list[Cell]] = [
        [row["figure"]["name"], row["figure"]["unit"], row["figure"]["latest_year"], row["whole"].text,
         *(part.text for part in row["parts"]), row["figure"]["source"]]
        for row in shown["rows"]
    ]  # fmt: skip
    return header, rows


def regions_to_choose(member: Member) -> list[tuple[str, str]]:
    """Keys and names of the regions one may look at: Prognoseräume and Bezirksregionen. One query."""
    rows = regions_seen_by(member).exclude(level=Region.Level.PLANUNGSRAUM).values_list("key", "name")
    return [(key, f"{name} ({key})") for key, name in rows]
