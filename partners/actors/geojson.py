"""Actors as GeoJSON (RFC 7946): WGS 84, longitude before latitude; without a known point the region alone."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from partners.actors.exports import as_cell

CONTENT_TYPE = "application/geo+json"
#: Stands in the geometry.
_PLACE = ("latitude", "longitude")


def feature_collection(
    rows: Sequence[Mapping[str, Any]], fields: Mapping[str, str], points: Mapping[UUID, tuple[float, float]], note: str
) -> bytes:
    """One feature for each of ``rows``; ``fields`` maps headings to fields, ``points`` an actor to where it is.

    The headings are those of the tables, so that both say the same in the same words.
    """
    features = [
        {
            "type": "Feature",
            "id": str(row["pk"]),
            "geometry": _point(points.get(row["pk"])),
            "properties": {label: _plain(name, row[name]) for label, name in fields.items() if name not in _PLACE},
        }
        for row in rows
    ]
    whole = {"type": "FeatureCollection", "note": note, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _point(place: tuple[float, float] | None) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": list(place)} if place else None


def _plain(name: str, value: Any) -> Any:
    """Lists, truth and numbers as themselves, days as ISO 8601, everything else as in a table."""
    if isinstance(value, list | bool):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return as_cell(name, value)
