"""Where something lies: the Planungsraum of an address, or of a point. Suggests; what a person chose is theirs."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models.functions import Length

from districts.models import Region

#: Of "12–14" and "12 A-C" the first house counts: the table knows houses one by one.
_FIRST_HOUSE = re.compile(r"\s*0*([1-9][0-9]*(?:\s?[a-zA-Z](?![a-zA-Z]))?)")
# The keys first: joined by a function that is not leakproof, the table would be read whole (WALL, "Policies").
_FIND = """
WITH asked AS MATERIALIZED (
    SELECT n, address_key(street) AS street_key, address_key(house) AS number_key, postcode
      FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) u(n, street, house, postcode)
)
SELECT asked.n, a.region_id, r.key, r.name, a.longitude, a.latitude
  FROM asked JOIN districts_address a ON a.street_key = asked.street_key AND a.number_key = asked.number_key
   AND (asked.postcode = '' OR a.postcode = '' OR a.postcode = asked.postcode)
  JOIN districts_region r ON r.id = a.region_id
 ORDER BY asked.n, r.key, a.postcode
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What the table says of an address: its region, and (longitude, latitude) where the table holds them."""

    region_id: uuid.UUID
    key: str
    name: str
    point: tuple[float, float] | None = None

    def speaks_against(self, region_key: str) -> bool:
        """True where ``region_key`` neither is this region, nor lies around it or in it: keys nest."""
        return not (self.key.startswith(region_key) or region_key.startswith(self.key))


def places_of(addresses: Sequence[tuple[str, str, str]]) -> list[Place | None]:
    """The place of each (street, house number, postcode); None where the district's table has none, or two. One query.

    Without a table, and where nothing names a house, nothing is found.
    """
    asked = []
    for number, (street, house, postcode) in enumerate(addresses):
        first = _FIRST_HOUSE.match(house)
        if first and street.strip():
            asked.append((number, street, first[1], postcode.strip()))
    found: list[Place | None] = [None] * len(addresses)
    if not asked:
        return found
    held: dict[int, list[Place]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(column) for column in zip(*asked, strict=True)])
        for number, region_id, key, name, east, north in cursor.fetchall():
            point = None if east is None or north is None else (float(east), float(north))
            held.setdefault(number, []).append(Place(region_id, key, name, point))
    for number, places in held.items():
        # The same street in two parts of the district, and no postcode that tells them apart.
        if len({place.key for place in places}) == 1:
            found[number] = places[0]
    return found


def place_of(street: str, house: str, postcode: str) -> Place | None:
    """The place of one address."""
    return places_of([(street, house, postcode)])[0]


class Outlines:
    """The outlines of the district's Planungsräume and Bezirksregionen, read once. Empty without imported geometry."""

    def __init__(self) -> None:
        rows = Region.objects.exclude(level=Region.Level.PROGNOSERAUM).filter(geometry__isnull=False)
        # The smaller region first.
        self._held = [
            (Place(pk, key, name), geometry, _box(geometry))
            for pk, key, name, geometry in rows.order_by(Length("key").desc(), "key").values_list(
                "pk", "key", "name", "geometry"
            )
        ]

    def at(self, east: float, north: float) -> Place | None:
        """The smallest region that the point (longitude, latitude) lies in."""
        for place, geometry, (west, south, far_east, far_north) in self._held:
            if west <= east <= far_east and south <= north <= far_north and lies_in(geometry, east, north):
                return place
        return None


def _polygons(geometry: Any) -> list[Any]:
    found: list[Any] = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return found


def _box(geometry: Any) -> tuple[float, float, float, float]:
    points = [point for polygon in _polygons(geometry) for point in polygon[0]]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def lies_in(geometry: Any, east: float, north: float) -> bool:
    """Whether a point lies in a GeoJSON Polygon or MultiPolygon; a hole is outside.

    A point on the line between two neighbours lies in exactly one of them.
    """
    return any(
        _in_ring(outer, east, north) and not any(_in_ring(hole, east, north) for hole in holes)
        for outer, *holes in _polygons(geometry)
    )


def _in_ring(ring: Any, east: float, north: float) -> bool:
    """Counts how often a line from the point to the east crosses the ring."""
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        if (y1 > north) != (y2 > north) and east < (x2 - x1) * (north - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
