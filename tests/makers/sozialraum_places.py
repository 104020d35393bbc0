"""Rows of units, sites, Mittel, programmes and Anfragen: everything of the first office and the first region."""

import datetime

from districts.models import Region
from evidence.models import Evidence
from sozialraum.models import (
    FormerName,
    FundingStream,
    FundingStreamRegion,
    Programme,
    RequestEvidence,
    ServiceRequest,
    Site,
    SiteUnit,
    SpatialUnit,
    SpatialUnitRegion,
)
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


@makes(SpatialUnit)
def spatial_unit(place: Place, number: int) -> SpatialUnit:
    return SpatialUnit.objects.create(
        district=place.district,
        name=f"Regionaler Dienst {number} {place.district.name}",
        office=place.offices[0],
        level=Region.Level.BEZIRKSREGION,
        tasks=f"Hilfen in {place.district.name}",
        mailbox="region@amt.example",
        starts_on=DAY,
    )


@makes(SpatialUnitRegion)
def spatial_unit_region(place: Place, number: int) -> SpatialUnitRegion:
    unit = make(place, SpatialUnit, 9000 + number) if number else thing(place, SpatialUnit)
    return SpatialUnitRegion.objects.create(district=place.district, unit=unit, region=place.regions[0])


@makes(Site)
def site(place: Place, number: int) -> Site:
    return Site.objects.create(
        district=place.district,
        name=f"Standort {number} {place.district.name}",
        office=place.offices[0],
        address=f"Musterweg {number}",
        postcode="13353",
        region=place.regions[0],
        use=f"Sprechstunde in {place.district.name}",
    )


@makes(SiteUnit)
def site_unit(place: Place, number: int) -> SiteUnit:
    unit = make(place, SpatialUnit, 9500 + number) if number else thing(place, SpatialUnit)
    return SiteUnit.objects.create(district=place.district, site=thing(place, Site), unit=unit)


@makes(Programme)
def programme(place: Place, number: int) -> Programme:
    return Programme.objects.create(district=place.district, name=f"Programm {number} {place.district.name}")


@makes(FormerName)
def former_name(place: Place, number: int) -> FormerName:
    return FormerName.objects.create(
        district=place.district,
        programme=thing(place, Programme),
        name=f"Früherer Name {number} {place.district.name}",
        until=datetime.date(2019, 12, 31) - datetime.timedelta(days=number),
    )


@makes(FundingStream)
def funding(place: Place, number: int) -> FundingStream:
    return FundingStream.objects.create(
        district=place.district,
        title=f"Mittel {number} {place.district.name}",
        programme=thing(place, Programme),
        office=place.offices[0],
        starts_on=DAY,
        ends_on=datetime.date(2030, 12, 31),
        amount_from=10_000,
        amount_to=50_000,
        purpose=f"Nachbarschaft in {place.district.name}",
    )


@makes(FundingStreamRegion)
def funding_region(place: Place, number: int) -> FundingStreamRegion:
    row = make(place, FundingStream, 9000 + number) if number else thing(place, FundingStream)
    return FundingStreamRegion.objects.create(district=place.district, funding=row, region=place.regions[0])


@makes(ServiceRequest)
def service_request(place: Place, number: int) -> ServiceRequest:
    """Asked by the first office; beside number 0 one of the first Geschäftsbereich, answered long ago."""
    if number == 0:
        ServiceRequest.objects.create(
            district=place.district, duty="b", title=f"Überblick {place.district.name}", text="Was kommt?",
            area=place.areas[0], asked_on=DAY, state="answered", answer="Das kommt.", answered_on=DAY,
        )  # fmt: skip
    return ServiceRequest.objects.create(
        district=place.district,
        duty="c",
        title=f"Anfrage {number} {place.district.name}",
        text=f"Moderation in {place.district.name}",
        office=place.offices[0],
        region=place.regions[0],
        wanted_by=DAY,
        asked_on=DAY,
    )


@makes(RequestEvidence)
def request_evidence(place: Place, number: int) -> RequestEvidence:
    return RequestEvidence.objects.create(
        district=place.district,
        request=thing(place, ServiceRequest),
        evidence=make(place, Evidence, 9000 + number),
    )
