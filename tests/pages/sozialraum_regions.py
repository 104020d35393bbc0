"""Bezirksregionenprofile and figures (``/bezirk/<slug>/bezirksregionenprofile/``, ``…/kennzahlen/``)."""

from typing import Any

from districts.models import Region
from districts.roles import Role
from sozialraum.models import (
    Figure,
    FigureImport,
    FigureValue,
    PendingFigures,
    RegionProfile,
    RegionProfileEvidence,
)
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, MEMBERS, rights_of

KEEPERS = rights_of(Role.COORDINATION, Role.DATA)
one = of(Figure)
FIGURES = (Figure, FigureValue, FigureImport)


def first_region(place: Place) -> dict[str, Any]:
    """The one the Stadtteilkoordination of the cast serves; its profile is released."""
    return {"slug": place.district.slug, "key": place.regions[0].key}


def evidence_here(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, RegionProfileEvidence).evidence_id}


ROWS = [
    row("region_profiles", in_district, get=MEMBERS, budget=2, grows=(Region, RegionProfile)),
    row("region_profiles", in_district, get=MEMBERS, kind="file", budget=2, query="export=xlsx"),
    row("region_profile", first_region, get=MEMBERS, budget=3, grows=(RegionProfile, RegionProfileEvidence)),
    row("region_profile", first_region, get=MEMBERS, budget=6, query="verlauf=ja"),
    row("region_profile_edit", first_region, get=KEEPERS, budget=2, post=KEEPERS),
    row("region_profile_evidence", first_region, get=KEEPERS, budget=2, post=KEEPERS, posted=302,
        data=lambda place: {"nachweis-title": "Profil", "nachweis-url": "https://beleg.example/"}),
    row("region_profile_evidence_remove", evidence_here, get=COORDINATION, post=COORDINATION, posted=302,
        budget=6),
    row("figures", in_district, get=MEMBERS, budget=4, grows=FIGURES),
    row("figures", in_district, get=MEMBERS, kind="file", budget=2, query="export=csv", grows=FIGURES),
    row("figure", one, get=MEMBERS, budget=5, grows=FIGURES),
    row("figure_edit", one, get=KEEPERS, budget=1, post=KEEPERS),
    row("figure_remove", one, get=KEEPERS, budget=1, post=KEEPERS, posted=302),
    row("figure_import", in_district, get=KEEPERS, budget=1, post=KEEPERS),
    row("figure_import_check", of(PendingFigures), get=frozenset(["coordination"]), budget=4,
        post=frozenset(["coordination"]), grows=FIGURES),
]  # fmt: skip
