"""What pages show of figures: values as people read them, of a region and the Räume in it, always in order of keys."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from districts.member import Member
from districts.models import Region
from lists.plots import spark
from sozialraum.models import Figure, FigureValue, RegionProfile
from sozialraum.region_models import KEEPS

#: Figures on the page of a region; the rest stands on the page of the figures.
ON_PAGE = 12
SUPPRESSED = "k. A."
MISSING = "–"


class Told(NamedTuple):
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


def latest_values(regions: Any, *, keeper: bool) -> QuerySet[Any, dict[str, Any]]:
    """Figures in the district's order with what they ``held`` in their latest year, an object for each of ``regions``
    (what ``__in`` takes) that has a value. A ``keeper`` reads those that are not released, too.
    """
    figures = Figure.objects.filter(latest_year__isnull=False).order_by("position", "sort_key", "pk")
    figures = figures if keeper else figures.filter(released_on__isnull=False)
    held = _held_in(regions).values(said=JSONObject(region="region_id", number="number", word="word"))
    found: QuerySet[Any, dict[str, Any]] = figures.values(*_OF_FIGURE, held=ArraySubquery(held))
    return found


def _held_in(regions: Any) -> QuerySet[FigureValue]:
    return FigureValue.objects.filter(figure=OuterRef("pk"), year=OuterRef("latest_year"), region__in=regions)


_OF_FIGURE = ("id", "name", "unit", "decimals", "adds_up", "latest_year", "source")


def values_in(regions: Sequence[Region], member: Member) -> QuerySet[Any, dict[str, Any]]:
    """``latest_values`` of the figures that have one in some of ``regions``."""
    keys = [region.pk for region in regions]
    return latest_values(keys, keeper=keeps(member)).filter(Exists(_held_in(keys)))


def with_parts(region: Region) -> list[Region]:
    """``region`` and the Räume directly in it, in order of keys. One query."""
    return list(Region.objects.filter(Q(pk=region.pk) | Q(parent=region.pk)).defer("geometry").order_by("key"))


def figures_told(region: Region, parts: Iterable[Region], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """``latest_values`` of ``region`` and of ``parts`` in it as the table shows them; None where there are none.

    Räume without a value have no column.
    """
    found = [(row, {value["region"]: value for value in row["held"]}) for row in rows if row["held"]]
    if not found:
        return None
    itself, known = str(region.pk), {key for _, held in found for key in held}
    columns = [(str(part.pk), part) for part in parts if str(part.pk) in known and part.pk != region.pk]
    return {
        "region": region,
        "parts": [(part.key, part.name) for _, part in columns],
        "rows": [figure_row(row, held.get(itself), [held.get(key) for key, _ in columns]) for row, held in found],
        "sources": list(dict.fromkeys(row["source"] for row, _ in found if row["source"])),
    }


Held = Mapping[str, Any] | None


def figure_row(figure: Mapping[str, Any], own: Held, held: Sequence[Held]) -> dict[str, Any]:
    """One line of the table: the region itself first, then the Räume in it; dots of those in order of keys."""
    decimals = figure["decimals"]
    whole, parts = told(own, decimals), [told(value, decimals) for value in held]
    added = figure["adds_up"] and own is None
    if added:
        whole = summed(parts, decimals)
    return {
        "figure": figure,
        "whole": whole,
        "added": added and whole.number is not None,
        "parts": parts,
        "dots": spark([part.number for part in parts], dots=True) if len(parts) > 1 else "",
    }


def years_of(figure: Figure, region: Region) -> dict[str, Any]:
    """All values of ``figure`` in ``region`` and the Räume directly in it, a line per region. Two queries."""
    regions = with_parts(region)
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
