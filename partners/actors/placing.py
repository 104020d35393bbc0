"""The region of an actor by its address, else by its point: filled in where nobody chose one, else only compared."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from districts.member import Member
from districts.models import Region
from districts.placing import Outlines, Place, place_of, places_of
from partners.actors.forms import regions_for
from partners.models import Actor


def with_region(values: Mapping[str, Any], *, by: Member) -> dict[str, Any]:
    """``values`` of an actor, with the region its address or point lies in if none was chosen.

    Only a region ``by`` may enter actors for; else it stays empty. No query where nothing says where it is.
    """
    found = dict(values)
    if found.get("region") is None and (place := _place(found)):
        found["region"] = regions_for(by).defer("geometry").filter(pk=place.region_id).first()
    return found


def _place(values: Mapping[str, Any]) -> Place | None:
    place = place_of(values.get("street", ""), values.get("house_number", ""), values.get("postcode", ""))
    if place is None and values.get("longitude") is not None and values.get("latitude") is not None:
        place = Outlines().at(float(values["longitude"]), float(values["latitude"]))
    return place


def sentence_of(region: Region) -> str:
    """What is said where a region was filled in."""
    return f"Die Region „{region}“ wurde aus der Anschrift oder den Koordinaten ermittelt. Bitte prüfen Sie sie."


def another_place(row: Actor) -> Place | None:
    """Where the address lies, if that is not the region chosen. One query, none without a house."""
    if row.region is None:
        return None
    place = place_of(row.street, row.house_number, row.postcode)
    return place if place and place.speaks_against(row.region.key) else None


def points_of(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, tuple[float, float]]:
    """Actor -> (longitude, latitude): as entered, else that of its address. One query.

    Looked up and not kept, so that an address that changes takes its point along.
    """
    found = {
        row["pk"]: (float(row["longitude"]), float(row["latitude"])) for row in rows if row["latitude"] is not None
    }
    others = [row for row in rows if row["pk"] not in found]
    places = places_of([(row["street"], row["house_number"], row["postcode"]) for row in others])
    for row, place in zip(others, places, strict=True):
        if place and place.point:
            found[row["pk"]] = place.point
    return found
