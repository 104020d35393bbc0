"""Rows of Gremien, Hinweise, Kooperationen and Beteiligung: everything of the first office and the first region.

The Gremium number 0 belongs to the Stadtteilkoordination, too: the actor number 0 of the first region sits in it.
"""

import datetime

from districts.models import Office
from evidence.models import Evidence
from partners.models import (
    Actor,
    AgendaItem,
    Body,
    BodyKind,
    BodyMember,
    BodyRegion,
    Cooperation,
    CooperationEvidence,
    Meeting,
    MeetingEvidence,
    MeetingPart,
    Participation,
    ParticipationRegion,
    Signal,
    SignalAnswer,
    SignalOffice,
    SignalRegion,
)
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


@makes(BodyKind)
def body_kind(place: Place, number: int) -> BodyKind:
    return BodyKind.objects.create(district=place.district, name=f"Gremienart {number} {place.district.name}")


@makes(Body)
def body(place: Place, number: int) -> Body:
    """Run by the first office."""
    row = Body.objects.create(
        district=place.district,
        name=f"Runde {number} {place.district.name}",
        kind=thing(place, BodyKind),
        office=place.offices[0],
        aim=f"Austausch in {place.district.name}",
        rhythm=2,
    )
    if number == 0:
        BodyMember.objects.create(district=place.district, body=row, actor=thing(place, Actor))
    return row


@makes(BodyRegion)
def body_region(place: Place, number: int) -> BodyRegion:
    return BodyRegion.objects.create(
        district=place.district, body=make(place, Body, 5000 + number), region=place.regions[0]
    )


@makes(BodyMember)
def body_member(place: Place, number: int) -> BodyMember:
    """Number 0 the first office, the others offices or actors in turn."""
    office: Office | None = place.offices[1] if number else place.offices[0]
    actor = None
    if number % 2:
        office, actor = None, make(place, Actor, 5000 + number)
    ends = DAY + datetime.timedelta(days=number) if office and number else None
    return BodyMember.objects.create(
        district=place.district, body=thing(place, Body), office=office, actor=actor, starts_on=DAY, ends_on=ends
    )


@makes(Meeting)
def meeting(place: Place, number: int) -> Meeting:
    """Planned, and the day is over: it waits to be recorded."""
    return Meeting.objects.create(
        district=place.district,
        body=thing(place, Body),
        starts_on=DAY - datetime.timedelta(days=number),
        place=f"Saal {number} {place.district.name}",
    )


@makes(AgendaItem)
def agenda_item(place: Place, number: int) -> AgendaItem:
    return AgendaItem.objects.create(
        district=place.district,
        body=thing(place, Body),
        meeting=thing(place, Meeting) if number % 2 == 0 else None,
        title=f"Thema {number} {place.district.name}",
        office=place.offices[0],
        actor=thing(place, Actor),
    )


@makes(MeetingPart)
def meeting_part(place: Place, number: int) -> MeetingPart:
    """Number 0 the first office (and beside it an actor), the others actors."""
    meeting, district = thing(place, Meeting), place.district
    if number == 0:
        MeetingPart.objects.create(district=district, meeting=meeting, actor=thing(place, Actor))
        return MeetingPart.objects.create(district=district, meeting=meeting, office=place.offices[0])
    return MeetingPart.objects.create(district=district, meeting=meeting, actor=make(place, Actor, 6000 + number))


@makes(MeetingEvidence)
def meeting_evidence(place: Place, number: int) -> MeetingEvidence:
    return MeetingEvidence.objects.create(
        district=place.district, meeting=thing(place, Meeting), evidence=make(place, Evidence, 7000 + number)
    )


@makes(Signal)
def signal(place: Place, number: int) -> Signal:
    """Handed in by the Stadtteilkoordination for the first region."""
    row = Signal.objects.create(
        district=place.district,
        kind=Signal.Kind.NEED,
        title=f"Hinweis {number} {place.district.name}",
        text=f"Es fehlt ein Treffpunkt in {place.district.name}",
        observed_on=DAY,
        taken_down_on=DAY,
        actor=thing(place, Actor),
        author=place.people["neighbourhood"],
        spoke_as="Stadtteilkoordination",
        from_neighbourhood=True,
    )
    SignalRegion.objects.create(district=place.district, signal=row, region=place.regions[0])
    return row


@makes(SignalRegion)
def signal_region(place: Place, number: int) -> SignalRegion:
    row = thing(place, Signal) if number == 0 else make(place, Signal, 5000 + number)
    return SignalRegion.objects.create(district=place.district, signal=row, region=place.regions[1])


@makes(SignalOffice)
def signal_office(place: Place, number: int) -> SignalOffice:
    """The first office was asked."""
    row = thing(place, Signal) if number == 0 else make(place, Signal, 6000 + number)
    return SignalOffice.objects.create(district=place.district, signal=row, office=place.offices[0], asked_on=DAY)


@makes(SignalAnswer)
def signal_answer(place: Place, number: int) -> SignalAnswer:
    return SignalAnswer.objects.create(
        district=place.district,
        signal=thing(place, Signal),
        text=f"Antwort {number} aus {place.district.name}",
        author=place.people["office_head"],
        office=place.offices[0],
        spoke_as="Amtsleitung",
        # Long enough ago to be no news on the first page.
        said_at=datetime.datetime(2026, 3, 4, 9, tzinfo=datetime.UTC),
    )


@makes(Cooperation)
def cooperation(place: Place, number: int) -> Cooperation:
    return Cooperation.objects.create(
        district=place.district,
        title=f"Kooperation {number} {place.district.name}",
        office=place.offices[0],
        actor=thing(place, Actor),
        form=Cooperation.Form.CONTRACT,
        funding=f"Mittel aus {place.district.name}",
        starts_on=DAY,
        ends_on=DAY + datetime.timedelta(days=300 + number),
    )


@makes(CooperationEvidence)
def cooperation_evidence(place: Place, number: int) -> CooperationEvidence:
    return CooperationEvidence.objects.create(
        district=place.district, cooperation=thing(place, Cooperation), evidence=make(place, Evidence, 8000 + number)
    )


@makes(Participation)
def participation(place: Place, number: int) -> Participation:
    return Participation.objects.create(
        district=place.district,
        title=f"Beteiligung {number} {place.district.name}",
        starts_on=DAY,
        office=place.offices[0],
        actor=thing(place, Actor),
    )


@makes(ParticipationRegion)
def participation_region(place: Place, number: int) -> ParticipationRegion:
    row = thing(place, Participation) if number == 0 else make(place, Participation, 5000 + number)
    return ParticipationRegion.objects.create(district=place.district, participation=row, region=place.regions[0])
