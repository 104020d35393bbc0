"""What pages show of figures: values as people read them, of a region and the Räume in it, always in order of keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, UUIDField

from districts.member import Member
from districts.models import Region
from lists.compiled import CompiledQuery, Given
from lists.plots import spark
from sozialraum.models import Figure, FigureValue, RegionProfile
from sozialraum.region_models import KEEPS

#: Figures on the page of a region; the rest stands on the page of the figures.
ON_PAGE = 12
SUPPRESSED = "k. A."
MISSING = "–"


@dataclass(frozen=True, slots=True)
class Told:
    """One value: as text, and as a number where it is one. ``number`` None and ``text`` "–": there is none."""

    text: str
    number: float | None = None


def value_text(number: Decimal | float | None, word: str, decimals: int) -> str:
    """A stored value as a German reads it: "1.234,5", a class in words, "k. A." where it is suppressed."""
    if number is None:
        return word or SUPPRESSED
    return f"{number:,.{decimals}f}".translate(_GERMAN)


_GERMAN = str.maketrans({",": ".", ".": ","})


def told(value: Mapping[str, Any] | None, decimals: int) -> Told:
    """What is shown of a value {number, word}; None is missing."""
    if value is None:
        return Told(MISSING)
    number = value["number"]
    return Told(value_text(number, value["word"], decimals), None if number is None else float(number))


def summed(values: Sequence[Told], decimals: int) -> Told:
    """The sum of counts; "mindestens …" where parts are suppressed or missing; missing where nothing is known."""
    known = [value.number for value in values if value.number is not None]
    if not known:
        return Told(MISSING if all(value.text == MISSING for value in values) else SUPPRESSED)
    text = value_text(sum(known), "", decimals)
    return Told(text if len(known) == len(values) else f"mindestens {text}", sum(known))


def _latest(keeper: bool, limit: int | None, *, region: Given) -> QuerySet[Any, dict[str, Any]]:
    """The latest value of each of the first ``limit`` figures, in the region and in the Räume directly in it."""
    figures = Figure.objects.filter(latest_year__isnull=False).order_by("position", "sort_key", "pk")
    figures = figures if keeper else figures.filter(released_on__isnull=False)
    inside = Region.objects.order_by().filter(Q(pk=region) | Q(parent=region))
    found: QuerySet[Any, dict[str, Any]] = (
        FigureValue.objects.filter(
            region__in=inside.values("pk"), figure__in=figures.values("pk")[:limit], year=F("figure__latest_year")
        )
        .order_by("figure__position", "figure__sort_key", "figure_id", "region__key")
        .values("number", "word", *(f"figure__{name}" for name in _OF_FIGURE), "region__key", "region__name")
    )
    return found


_OF_FIGURE = ("id", "name", "unit", "decimals", "adds_up", "latest_year", "source")
_LATEST: CompiledQuery[dict[str, Any]] = CompiledQuery(_latest, region=UUIDField())


def figures_of(region: Region, member: Member, *, limit: int | None = None) -> dict[str, Any] | None:
    """The latest values of ``region`` and the Räume directly in it; None where there are none. One query.

    ``limit`` bounds the figures.
    """
    rows = _LATEST.rows(keeps(member), limit, region=region.pk)
    if not rows:
        return None
    parts = sorted({(row["region__key"], row["region__name"]) for row in rows if row["region__key"] != region.key})
    figures: dict[Any, Figure] = {}
    held: dict[tuple[Any, str], dict[str, Any]] = {}
    for row in rows:
        key = row["figure__id"]
        if key not in figures:
            figures[key] = Figure(**{name: row[f"figure__{name}"] for name in _OF_FIGURE})
        held[key, row["region__key"]] = row
    return {
        "region": region,
        "parts": parts,
        "rows": [
            figure_row(figure, held.get((pk, region.key)), [held.get((pk, key)) for key, _ in parts])
            for pk, figure in figures.items()
        ],
        "sources": list(dict.fromkeys(figure.source for figure in figures.values() if figure.source)),
    }


Held = Mapping[str, Any] | None


def figure_row(figure: Figure, own: Held, held: Sequence[Held]) -> dict[str, Any]:
    """One line of the table: the region itself first, then the Räume in it; dots of those in order of keys."""
    whole, parts = told(own, figure.decimals), [told(value, figure.decimals) for value in held]
    added = figure.adds_up and own is None
    if added:
        whole = summed(parts, figure.decimals)
    return {
        "figure": figure,
        "whole": whole,
        "added": added and whole.number is not None,
        "parts": parts,
        "dots": spark([part.number for part in parts]) if len(parts) > 1 else None,
    }


def years_of(figure: Figure, region: Region) -> dict[str, Any]:
    """All values of ``figure`` in ``region`` and the Räume directly in it, a line per region. Two queries."""
    regions = list(Region.objects.filter(Q(pk=region.pk) | Q(parent=region.pk)).defer("geometry").order_by("key"))
    values = FigureValue.objects.filter(figure=figure, region__in=[row.pk for row in regions])
    held = {(value["region"], value["year"]): value for value in values.values("region", "year", "number", "word")}
    years = sorted({year for _, year in held})
    lines = []
    for row in regions:
        said = []
        for year in years:
            said.append(told(held.get((row.pk, year)), figure.decimals))
        lines.append((row, said))
    numbers = [value.number for _, said in lines for value in said if value.number is not None]
    scale = (min(numbers), max(numbers)) if numbers else None
    return {
        "region": region,
        "years": years,
        "lines": [
            {"region": row, "values": said, "plot": spark([value.number for value in said], scale=scale)}
            for row, said in lines
            if any(value.text != MISSING for value in said)
        ],
    }


def profile_of(region: Region, member: Member) -> RegionProfile | None:
    """The profile, if there is one ``member`` may read. One query."""
    found: RegionProfile | None = RegionProfile.objects.visible_to(member).filter(region=region).first()
    return found


def parts_of(profile: RegionProfile) -> list[dict[str, Any]]:
    """Teil I and Teil II: how far, of which day, by which decision."""
    return [
        {
            "label": f"Teil {roman}",
            "state": getattr(profile, f"get_part{number}_state_display")(),
            "badge": BADGES[getattr(profile, f"part{number}_state")],
            "on": getattr(profile, f"part{number}_on"),
            "decision": getattr(profile, f"part{number}_decision"),
        }
        for number, roman in ((1, "I"), (2, "II"))
    ]


#: State of a part -> shape of its badge.
BADGES = {
    RegionProfile.State.NONE: "open",
    RegionProfile.State.WORKING: "talking",
    RegionProfile.State.THERE: "settled",
    RegionProfile.State.REVISING: "moving",
}


def words_of(profile: RegionProfile) -> list[tuple[str, str]]:
    """What the profile says in own words: heading, text."""
    found = (("Bedarfe", profile.needs), ("Potenziale", profile.potentials), ("Trends", profile.trends))
    return [(label, text) for label, text in found if text]


def keeps(member: Member) -> bool:
    """Whether ``member`` keeps profiles and figures."""
    return member.may(KEEPS)
