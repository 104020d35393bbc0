"""The register on the map: how many of the actors an address asks for there are in each region."""

import datetime
from typing import Any

from django.http import QueryDict

from districts.member import Member
from districts.region_map import region_map
from partners.actors.facets import per_region
from partners.actors.listing import rows_of
from partners.actors.selection import read_selection

NOTE = "Gezählt sind Einträge im Verzeichnis; über die Region selbst sagt das nichts."


def read_map(params: QueryDict, member: Member, today: datetime.date, list_url: str) -> dict[str, Any]:
    """What the page shows: exactly the actors of the list with the same address, counted per region.

    Each region leads to the list narrowed to it. Seven queries at most.
    """
    selection = read_selection(params, member, today)
    rows, nearly = rows_of(selection, member)
    counts = {key: number for (key, _), number in per_region(rows).items()}
    asked = params.copy()
    for name in ("seite", "ansicht", "export", "region"):
        asked.pop(name, None)
    rest = f"{list_url}?{asked.urlencode()}&region=" if asked else f"{list_url}?region="
    return {
        "selection": selection,
        "nearly": nearly,
        "count": sum(counts.values()),
        "map": region_map(
            member,
            title="Wie viele der gewählten Akteure es je Bezirksregion gibt",
            head="Akteure",
            nowhere=counts.pop("", 0),
            values=counts,
            url=lambda key: rest + key,
            note=NOTE,
        ),
    }
