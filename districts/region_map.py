"""A number for each region, as a table and, where outlines have been read in, as a map beside it.

The table holds everything, leads on, and is there without a script; ``static/js/map.js`` draws what stands in it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from districts.member import Member
from districts.models import Region
from districts.navigation import address
from districts.own_regions import regions_seen_by

#: Shades of the map, from nothing (0) to the most.
STEPS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the table: a region (or "" where none is known), its number as people read it, where it leads."""

    key: str
    name: str
    text: str
    step: int
    url: str


def region_map(
    member: Member,
    *,
    title: str,
    head: str,
    values: Mapping[str, float],
    url: Callable[[str], str],
    nowhere: float = 0,
    written: Callable[[float], str] = lambda value: f"{value:,.0f}".replace(",", "."),
    note: str = "",
) -> dict[str, object]:
    """The context of ``parts/map.html`` (as ``map``). One query.

    ``values`` maps keys of regions to numbers: every Bezirksregion somebody sees has a line, another region where it
    has a number. ``head`` names the numbers ("Akteure"), ``written`` writes one as a German reader does, ``url`` is
    where a region leads, ``nowhere`` is the number of what has no region, ``note`` a sentence below. Raises ValueError
    for a negative number.
    """
    if min((*values.values(), nowhere)) < 0:
        raise ValueError("less than nothing has no shade")
    wanted = Q(level=Region.Level.BEZIRKSREGION) | Q(key__in=list(values))
    drawn = ExpressionWrapper(Q(geometry__isnull=False), output_field=BooleanField())
    found: Any = regions_seen_by(member).filter(wanted).annotate(drawn=drawn)
    regions = list(found.values_list("key", "name", "level", "drawn"))
    names = [name for _, name, *_ in regions]
    bounds = _bounds(max((values.get(key, 0) for key, *_ in regions), default=0))
    rows = []
    for key, name, *_ in regions:
        value = values.get(key, 0)
        label = f"{name} ({key})" if names.count(name) > 1 else name
        rows.append(Shown(key, label, written(value), _step(value, bounds), url(key)))
    if nowhere:
        rows.append(Shown("", "ohne Region", written(nowhere), 0, ""))
    outlined = any(drawn and level == Region.Level.BEZIRKSREGION for *_, level, drawn in regions)
    return {
        "title": title,
        "head": head,
        "outlines": address("region_outlines", args=(member.district.slug,)) if outlined else "",
        "rows": rows,
        "legend": _legend(bounds, written),
        "note": note,
    }


def _bounds(most: float) -> list[float]:
    """The upper bound of each shade above nothing, whole numbers of equal width; fewer where there are not so many."""
    if most <= 0:
        return []
    width = max(1, math.ceil(most / STEPS))
    return [float(min(width * step, math.ceil(most))) for step in range(1, math.ceil(most / width) + 1)]


def _step(value: float, bounds: list[float]) -> int:
    return 0 if value <= 0 else next(step for step, bound in enumerate(bounds, start=1) if value <= bound)


def _legend(bounds: list[float], written: Callable[[float], str]) -> list[tuple[int, str]]:
    """Shade and words: "0", "1 bis 4", "5 bis 8" …"""
    found, begin = [(0, written(0))], 1.0
    for step, bound in enumerate(bounds, start=1):
        found.append((step, written(bound) if bound <= begin else f"{written(begin)} bis {written(bound)}"))
        begin = bound + 1
    return found
