"""Freigaben, of a closed round in which the first office took part; and what the Senate sees of them."""

from typing import Any

from pruefsteine.models import Release, Statement
from pruefsteine.scales import ReleaseState, RoundState
from tests.factories import Place
from tests.makers.pruefsteine import DAY, FAR
from tests.pages.checklist import READERS
from tests.pages.pruefsteine_table import HEAD, TABLE, answered
from tests.pages.row import Kwargs, in_district, row
from tests.personas import COORDINATION, LEADERSHIP, SENATE


def closed_round(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": answered(place, "Runde zu Ende", RoundState.CLOSED)[0].pk}


def in_state(state: ReleaseState, *, statewide: bool = False) -> Kwargs:
    """A Freigabe of the closed round."""

    def kwargs(place: Place) -> dict[str, Any]:
        found, _ = answered(place, "Runde zu Ende", RoundState.CLOSED)
        picture = {
            "district": {"key": place.district.key, "name": place.district.name},
            "round": {"name": found.name, "is_baseline": False, "began": "2026-03-02", "closed": "2026-03-02"},
            "covering": "Vorab",
            "stones": [],
            "minimum": [],
        }
        defaults = {"picture": picture, "prepared_on": DAY, "released_on": DAY}
        if state == ReleaseState.COMMENTING:
            defaults["comments_until"] = FAR
        released, new = Release.objects.get_or_create(
            district=place.district, round=found, state=state, defaults=defaults
        )
        if new:
            Statement.objects.create(
                district=place.district,
                release=released,
                office=place.offices[0],
                text=place.district.name,
                said_on=DAY,
            )
        return {"pk": released.pk} if statewide else {"slug": place.district.slug, "pk": released.pk}

    return kwargs


prepared, commenting = in_state(ReleaseState.PREPARED), in_state(ReleaseState.COMMENTING)

ROWS = [
    row("releases", in_district, get=READERS, budget=4, grows=(Release,)),
    row("release_new", closed_round, get=COORDINATION, post=COORDINATION, budget=3, posted=302),
    row("release", commenting, get=TABLE | LEADERSHIP, budget=4, grows=(Statement,)),
    row("release_choose", prepared, get=COORDINATION, post=COORDINATION, budget=3, posted=302),
    row("release_discard", prepared, get=COORDINATION, post=COORDINATION, budget=3, posted=302),
    row("release_ask", prepared, get=COORDINATION, post=COORDINATION, budget=3, posted=409),
    row("release_take_back", commenting, get=COORDINATION, post=COORDINATION, budget=3, posted=409),
    row("release_statement", commenting, get=HEAD, post=HEAD, budget=4, posted=302,
        data=lambda place: {"text": "Gut."}),
    row("release_release", commenting, get=LEADERSHIP, post=LEADERSHIP, budget=6, posted=409),
    row("release_withdraw", in_state(ReleaseState.RELEASED), get=LEADERSHIP, post=LEADERSHIP, budget=3, posted=409,
        data=lambda place: {"reason": "Ein Fehler"}),
    row("senate_releases", get=SENATE, budget=4),
    row("senate_release", in_state(ReleaseState.RELEASED, statewide=True), get=SENATE, budget=4),
    row("senate_release", in_state(ReleaseState.RELEASED, statewide=True), get=SENATE, kind="file",
        query="export=xlsx", budget=4),
]  # fmt: skip
