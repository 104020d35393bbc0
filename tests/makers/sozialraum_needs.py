"""Rows of Bedarfe and Themen: number 0 is agreed between both offices and came out of the Hinweis of the makers."""

import datetime
from typing import Any

from discussions.models import Thread
from partners.models import Body, Signal, Theme
from sozialraum.models import (
    FundingStream,
    Need,
    NeedEntry,
    NeedOffice,
    NeedRegion,
    SpatialUnit,
    Topic,
    TopicBody,
    TopicFunding,
    TopicOffice,
    TopicRegion,
)
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


def said(place: Place) -> dict[str, Any]:
    return {"author": place.people["neighbourhood"], "spoke_as": "Stadtteilkoordination"}


@makes(Topic)
def topic(place: Place, number: int) -> Topic:
    return Topic.objects.create(
        district=place.district,
        title=f"Thema quer {number} {place.district.name}",
        text=f"Worum es geht {place.district.name}",
        priority_because=f"Vorrang {place.district.name}",
        lead=place.offices[0],
    )


@makes(TopicOffice)
def topic_office(place: Place, number: int) -> TopicOffice:
    office = place.offices[1] if number == 0 else extra_office(place, number)
    return TopicOffice.objects.create(district=place.district, topic=thing(place, Topic), office=office)


@makes(TopicRegion)
def topic_region(place: Place, number: int) -> TopicRegion:
    region = place.regions[0] if number == 0 else extra_region(place, number)
    return TopicRegion.objects.create(district=place.district, topic=thing(place, Topic), region=region)


@makes(TopicFunding)
def topic_funding(place: Place, number: int) -> TopicFunding:
    funding = make(place, FundingStream, 8000 + number)
    return TopicFunding.objects.create(district=place.district, topic=thing(place, Topic), funding=funding)


@makes(TopicBody)
def topic_body(place: Place, number: int) -> TopicBody:
    body = thing(place, Body) if number == 0 else make(place, Body, 9000 + number)
    return TopicBody.objects.create(district=place.district, topic=thing(place, Topic), body=body)


def extra_office(place: Place, number: int) -> Any:
    from districts.models import Office

    name = f"Amt am Bedarf {number} {place.district.name}"
    return Office.objects.create(district=place.district, name=name, short_name=f"AB{number}", area=place.areas[0])


def extra_region(place: Place, number: int) -> Any:
    from districts.models import Region

    return Region.objects.get_or_create(
        district=place.district, key=f"{place.district.key}9{number:03}",
        defaults={"level": "bezirksregion", "name": f"Weitere {number} {place.district.name}"},
    )[0]  # fmt: skip


@makes(Need)
def need(place: Place, number: int) -> Need:
    thread = Thread.objects.create(district=place.district, title="Abstimmung", author=place.people["office_head"],
                                   office=place.offices[0], spoke_as="Amtsleitung")  # fmt: skip
    row = Need.objects.create(
        district=place.district,
        title=f"Bedarf {number} {place.district.name}",
        text=f"Was fehlt {place.district.name}",
        theme=thing(place, Theme),
        topic=thing(place, Topic),
        unit=thing(place, SpatialUnit),
        signal=thing(place, Signal) if number == 0 else None,
        state="agreed",
        lead=place.offices[0],
        agreed_what=f"Vereinbart {place.district.name}",
        agreed_until=datetime.date(2030, 3, 1),
        agreed_on=DAY,
        talked_on=DAY,
        thread=thread,
        from_neighbourhood=True,
        reported_on=DAY,
        moved_on=DAY,
        **said(place),
    )
    NeedRegion.objects.create(district=place.district, need=row, region=place.regions[0])
    for office in place.offices:
        NeedOffice.objects.create(district=place.district, need=row, office=office, said="yes", words="Wir wirken mit.")
    return row


@makes(NeedRegion)
def need_region(place: Place, number: int) -> NeedRegion:
    found = thing(place, Need)
    return NeedRegion.objects.get_or_create(
        district=place.district, need=found, region=extra_region(place, number)
    )[0]  # fmt: skip


@makes(NeedOffice)
def need_office(place: Place, number: int) -> NeedOffice:
    office = extra_office(place, 500 + number)
    return NeedOffice.objects.create(district=place.district, need=thing(place, Need), office=office, said="yes")


@makes(NeedEntry)
def need_entry(place: Place, number: int) -> NeedEntry:
    return NeedEntry.objects.create(
        district=place.district, need=thing(place, Need), kind="reported", text=f"Gesagt {number}", **said(place)
    )
