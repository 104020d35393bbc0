"""Rows of profiles and figures of regions, released, in the first region."""

import datetime

from evidence.models import Evidence
from sozialraum.models import (
    Figure,
    FigureImport,
    FigureValue,
    PendingFigures,
    RegionProfile,
    RegionProfileEvidence,
)
from tests.factories import Place
from tests.makers import make, makes, thing
from tests.makers.districts import region

DAY = datetime.date(2026, 3, 2)


@makes(RegionProfile)
def region_profile(place: Place, number: int) -> RegionProfile:
    where = place.regions[0] if number == 0 else region(place, 600 + number)
    return RegionProfile.objects.create(
        district=place.district,
        region=where,
        part1_state="there",
        part1_on=DAY,
        part1_decision=f"Drucksache 0/{number} {place.district.name}",
        needs=f"Es fehlen Räume, sagt {place.district.name}.",
        released_on=DAY,
    )


@makes(RegionProfileEvidence)
def region_profile_evidence(place: Place, number: int) -> RegionProfileEvidence:
    shown = make(place, Evidence, 8600 + number)
    return RegionProfileEvidence.objects.create(
        district=place.district, profile=thing(place, RegionProfile), evidence=shown
    )


@makes(Figure)
def figure(place: Place, number: int) -> Figure:
    return Figure.objects.create(
        district=place.district,
        name=f"Anteil {number} {place.district.name}",
        unit="%",
        source=f"Statistik {place.district.name}",
        latest_year=2025,
        released_on=DAY,
    )


@makes(FigureValue)
def figure_value(place: Place, number: int) -> FigureValue:
    return FigureValue.objects.create(
        district=place.district,
        figure=thing(place, Figure),
        region=place.regions[0],
        year=2025 - number,
        number=f"{number}.5",
    )


@makes(FigureImport)
def figure_import(place: Place, number: int) -> FigureImport:
    return FigureImport.objects.create(
        district=place.district,
        file_name=f"mss {number} {place.district.name}.csv",
        figures="Anteil",
        years="2025",
        added=3,
        changed=number,
    )


@makes(PendingFigures)
def pending_figures(place: Place, number: int) -> PendingFigures:
    return PendingFigures.objects.create(
        district=place.district,
        person=place.people["coordination"],
        file_name=f"werte {number} {place.district.name}.csv",
        columns=[["Quote", "%", "number"]],
        values=[[0, place.regions[0].key, 2025, "12.5", ""], [0, place.regions[1].key, 2025, None, ""]],
        faults=[["C3", "„abc“ ist keine Zahl."]],
    )
