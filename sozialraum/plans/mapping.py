"""The selected plans on the map: how many of them are for each Bezirksregion."""

from collections import Counter
from typing import Any

from django.http import QueryDict

from districts.member import Member
from districts.models import Region
from districts.region_map import region_map
from sozialraum.plans.listing import Listed, Place


def plans_map(params: QueryDict, listed: Listed, member: Member) -> dict[str, Any]:
    """The context of ``parts/map.html``: exactly the plans of the list. One query.

    A plan for a Planungsraum counts for the Bezirksregion it lies in, one for a Prognoseraum for all that lie in it;
    one for the whole district would count everywhere and say nothing, so a sentence tells of it.
    """
    counts: Counter[str] = Counter()
    for row in listed.shown:
        counts.update(set().union(*(_keys(listed.places, str(key)) for key in row["at"])))
    everywhere = sum(1 for row in listed.shown if not row["at"])
    asked = params.copy()
    for name in ("seite", "ansicht", "export", "region"):
        asked.pop(name, None)
    by_key = {region.key: pk for pk, region in listed.places.items()}
    rest = f"?{asked.urlencode()}&region=" if asked else "?region="
    note = "Eine Zahl sagt nur, wie viel eingetragen ist."
    if everywhere:
        note += f" Für den ganzen Bezirk gelten weitere {everywhere}; sie sind nicht mitgezählt."
    return region_map(
        member,
        title="Für welche Bezirksregionen geplant wird",
        head="Planungen",
        values=counts,
        url=lambda key: rest + by_key[key],
        note=note,
    )


def _keys(places: dict[str, Place], pk: str) -> set[str]:
    """Keys of the Bezirksregionen a region of any level stands for."""
    region = places[pk]
    if region.level == Region.Level.BEZIRKSREGION:
        return {region.key}
    if region.level == Region.Level.PLANUNGSRAUM:
        return {places[region.parent].key} if region.parent else set()
    return {other.key for other in places.values() if other.parent == pk}
