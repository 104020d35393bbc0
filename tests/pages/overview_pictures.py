"""What the Senate sees of the districts, side by side."""

from typing import Any

from overview.models import SharedPractice, SupportRequest
from tests.factories import Place
from tests.pages.row import row
from tests.personas import SENATE


def stone(place: Place) -> dict[str, Any]:
    return {"number": 3}


def district(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug}


ROWS = [
    row("berlin", get=SENATE, budget=4, grows=(SupportRequest, SharedPractice)),
    row("berlin", get=SENATE, kind="file", query="export=xlsx", budget=3),
    row("berlin_stone", stone, get=SENATE, budget=3),
    row("berlin_district", district, get=SENATE, budget=3),
    row("berlin_minimum", get=SENATE, budget=4),
    row("berlin_minimum", get=SENATE, query="punkt=A2a", budget=3),
    row("berlin_map", get=SENATE, budget=4),
]
