"""Rows of the tables in ``assignments``: given Aufträge of the first Geschäftsbereich to the first office."""

import datetime
import uuid

from assignments.models import Assignment, AssignmentEvidence, AssignmentOffice, Entry, Milestone, OnBehalf
from assignments.states import State
from districts.models import BusinessArea, Office
from evidence.models import Evidence
from sozialraum.models import Need
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


@makes(OnBehalf)
def on_behalf(place: Place, number: int) -> OnBehalf:
    area = make(place, BusinessArea, 4000 + number) if number else place.areas[0]
    return OnBehalf.objects.create(district=place.district, area=area, allowed_by=place.people["leadership"])


def bare(place: Place, number: int) -> Assignment:
    return Assignment.objects.create(
        district=place.district,
        title=f"Auftrag {number} {place.district.name}",
        text=f"Bitte tun in {place.district.name}",
        state=State.GIVEN,
        area=place.areas[0],
        given_by=place.people["leadership"],
        given_on=DAY,
        due_on=DAY + datetime.timedelta(days=number),
        decision_date=DAY,
        series=uuid.uuid4(),
        prepared_by=place.people["coordination"],
    )


@makes(Assignment)
def assignment(place: Place, number: int) -> Assignment:
    row = bare(place, number)
    if number == 0:
        # It came out of an agreed Bedarf, so that its page tells the way.
        row.need = thing(place, Need)
        row.save(update_fields=["need"])
    AssignmentOffice.objects.create(district=place.district, assignment=row, office=place.offices[0], lead=True)
    return row


@makes(AssignmentOffice)
def assignment_office(place: Place, number: int) -> AssignmentOffice:
    """A mitwirkendes Amt of the same Geschäftsbereich on the Auftrag number 0."""
    office = make(place, Office, 5000 + number)
    Office.objects.filter(pk=office.pk).update(area=place.areas[0])
    return AssignmentOffice.objects.create(
        district=place.district,
        assignment=thing(place, Assignment),
        office=office,
        step=f"Schritt {number} {place.district.name}",
    )


@makes(Milestone)
def milestone(place: Place, number: int) -> Milestone:
    return Milestone.objects.create(
        district=place.district,
        assignment=thing(place, Assignment),
        title=f"Meilenstein {number} {place.district.name}",
        due_on=DAY,
    )


@makes(Entry)
def entry(place: Place, number: int) -> Entry:
    return Entry.objects.create(
        district=place.district,
        assignment=thing(place, Assignment),
        kind=Entry.Kind.PROGRESS,
        text=f"Stand {number} in {place.district.name}",
        author=place.people["office_head"],
        office=place.offices[0],
        spoke_as="Amtsleitung",
    )


@makes(AssignmentEvidence)
def assignment_evidence(place: Place, number: int) -> AssignmentEvidence:
    return AssignmentEvidence.objects.create(
        district=place.district, assignment=thing(place, Assignment), evidence=make(place, Evidence, 6000 + number)
    )
