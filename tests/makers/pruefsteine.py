"""Rows of the tables in ``pruefsteine``: an open round in which the first office is at work."""

import datetime

from assignments.models import Assignment
from checklist.models import Item
from discussions.models import Thread
from districts.models import Office
from evidence.models import Evidence
from pruefsteine.models import (
    ActorView,
    Consensus,
    ConsensusAssignment,
    ConsensusThread,
    Dissent,
    Indicator,
    Operationalisation,
    OperationalisationOffice,
    Rating,
    RatingEvidence,
    Release,
    Round,
    RoundPruefstein,
    SelfAssessment,
    Statement,
)
from pruefsteine.scales import AnswerState, Level, ReleaseState, RoundState
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)
#: Far away, so that nothing of it is late on the day a test runs.
FAR = datetime.date(2099, 12, 1)


def stone(number: int) -> Item:
    """One of the ten Prüfsteine; a world without the catalogue gets those it asks for."""
    code = f"B4.{number % 10 + 1}"
    found, _ = Item.objects.get_or_create(
        code=code,
        defaults={
            "kind": "pruefstein",
            "title": f"Prüfstein {code}",
            "text": "Die Ämter haben etwas.",
            "office_text": "Unser Amt hat etwas.",
            "place": "Teil B 4",
            "room": "pruefsteine",
            "compares_with_before": code in ("B4.3", "B4.4", "B4.9", "B4.10"),
            "asks_actors": code in ("B4.3", "B4.7", "B4.8"),
            "position": 9_000 + number % 10,
            "version": 1,
        },
    )
    return found


@makes(Operationalisation)
def operationalisation(place: Place, number: int) -> Operationalisation:
    """A draft of the district for one of ten Prüfsteine; from the eleventh on, of offices of their own."""
    office = make(place, Office, 21_000 + number) if number >= 10 else None
    return Operationalisation.objects.create(
        district=place.district,
        item=stone(number),
        office=office,
        meaning=f"Was besser heißt in {place.district.name} {number}",
    )


@makes(OperationalisationOffice)
def operationalisation_office(place: Place, number: int) -> OperationalisationOffice:
    return OperationalisationOffice.objects.create(
        district=place.district,
        operationalisation=thing(place, Operationalisation),
        office=make(place, Office, 23_000 + number) if number else place.offices[0],
    )


@makes(Indicator)
def indicator(place: Place, number: int) -> Indicator:
    return Indicator.objects.create(
        district=place.district,
        operationalisation=thing(place, Operationalisation),
        name=f"Indikator {number} {place.district.name}",
    )


@makes(Round)
def round_(place: Place, number: int) -> Round:
    return Round.objects.create(
        district=place.district,
        name=f"Runde {number} {place.district.name}",
        hint=f"Hinweis aus {place.district.name}",
        state=RoundState.OPEN,
        opens_on=DAY,
        closes_on=FAR,
        responsible=place.people["coordination"],
    )


@makes(RoundPruefstein)
def round_pruefstein(place: Place, number: int) -> RoundPruefstein:
    found = thing(place, Round) if number < 10 else round_(place, 5000 + number)
    return RoundPruefstein.objects.create(district=place.district, round=found, item=stone(number), text_version=1)


@makes(SelfAssessment)
def self_assessment(place: Place, number: int) -> SelfAssessment:
    """Of the first office for number 0, else of an office of its own."""
    return SelfAssessment.objects.create(
        district=place.district,
        round=thing(place, Round),
        office=make(place, Office, 25_000 + number) if number else place.offices[0],
        state=AnswerState.IN_PROGRESS,
        question=f"Rückfrage in {place.district.name}",
    )


@makes(Rating)
def rating(place: Place, number: int) -> Rating:
    found = thing(place, SelfAssessment) if number < 10 else self_assessment(place, 1000 + number)
    return Rating.objects.create(
        district=place.district,
        assessment=found,
        item=stone(number),
        level=Level.PARTLY,
        words=f"Worte des Amtes {number} {place.district.name}",
    )


@makes(RatingEvidence)
def rating_evidence(place: Place, number: int) -> RatingEvidence:
    rating, shown = thing(place, Rating), make(place, Evidence, 21_000 + number)
    # The office's own: who did not add it may not take it away.
    shown.office = rating.assessment.office
    shown.save(update_fields=["office"])
    return RatingEvidence.objects.create(district=place.district, rating=rating, evidence=shown)


@makes(ActorView)
def actor_view(place: Place, number: int) -> ActorView:
    return ActorView.objects.create(
        district=place.district,
        round=thing(place, Round),
        item=stone(2),
        body=f"Stadtteilkonferenz {number} {place.district.name}",
        held_on=DAY,
        text=f"Gesagt in {place.district.name}",
    )


@makes(Consensus)
def consensus(place: Place, number: int) -> Consensus:
    found = thing(place, Round) if number < 10 else round_(place, 6000 + number)
    return Consensus.objects.create(
        district=place.district,
        round=found,
        item=stone(number),
        level=Level.BEGUN,
        reasons=f"Gründe {number} {place.district.name}",
    )


@makes(ConsensusThread)
def consensus_thread(place: Place, number: int) -> ConsensusThread:
    return ConsensusThread.objects.create(
        district=place.district, consensus=thing(place, Consensus), thread=make(place, Thread, 21_000 + number)
    )


@makes(ConsensusAssignment)
def consensus_assignment(place: Place, number: int) -> ConsensusAssignment:
    return ConsensusAssignment.objects.create(
        district=place.district, consensus=thing(place, Consensus), assignment=make(place, Assignment, 21_000 + number)
    )


@makes(Dissent)
def dissent(place: Place, number: int) -> Dissent:
    return Dissent.objects.create(
        district=place.district,
        consensus=thing(place, Consensus),
        office=make(place, Office, 29_000 + number) if number else place.offices[0],
        text=f"Abweichend {number} {place.district.name}",
    )


@makes(Release)
def release(place: Place, number: int) -> Release:
    return Release.objects.create(
        district=place.district,
        round=thing(place, Round),
        state=ReleaseState.PREPARED,
        picture={"district": place.district.name},
        prepared_on=DAY,
    )


@makes(Statement)
def statement(place: Place, number: int) -> Statement:
    return Statement.objects.create(
        district=place.district,
        release=thing(place, Release),
        office=make(place, Office, 31_000 + number) if number else place.offices[0],
        text=f"Stellungnahme {number} {place.district.name}",
        said_on=DAY,
    )
