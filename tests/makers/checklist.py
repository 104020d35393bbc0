"""Rows of the tables in ``checklist``. What stands once per district (Understanding) is found, not made again."""

import datetime

from checklist.models import (
    Agreement,
    Concern,
    ConcernEcho,
    ConcernTopic,
    Contribution,
    FunctionalRole,
    FunctionalRoleRegion,
    FunctionLevel,
    Progress,
    ProgressEvidence,
    ProgressThread,
    Qualification,
    QualificationOffice,
    Resolution,
    ResolutionEvidence,
    Understanding,
    Workshop,
    WorkshopOffice,
)
from districts.models import Office, Region
from evidence.models import Evidence
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


@makes(Progress)
def progress(place: Place, number: int) -> Progress:
    """A point of the district's own."""
    return Progress.objects.create(
        district=place.district,
        code=f"E{place.district.key}{number}",
        chapter="B3",
        kind="step",
        own_title=f"Punkt {number} {place.district.name}",
        own_text=f"Wortlaut {number} {place.district.name}",
        state="open",
        position=10_000 + number,
    )


@makes(ProgressEvidence)
def progress_evidence(place: Place, number: int) -> ProgressEvidence:
    return ProgressEvidence.objects.create(
        district=place.district,
        progress=thing(place, Progress),
        evidence=make(place, Evidence, 1000 + number),
    )


@makes(ProgressThread)
def progress_thread(place: Place, number: int) -> ProgressThread:
    from discussions.models import Thread

    return ProgressThread.objects.create(
        district=place.district, progress=thing(place, Progress), thread=make(place, Thread, 1000 + number)
    )


@makes(Contribution)
def contribution(place: Place, number: int) -> Contribution:
    return Contribution.objects.create(
        district=place.district,
        progress=thing(place, Progress),
        title=f"Beispiel {number} {place.district.name}",
        text=f"Ein Beispiel aus {place.district.name}",
        shared=True,
    )


@makes(ConcernTopic)
def concern_topic(place: Place, number: int) -> ConcernTopic:
    return ConcernTopic.objects.create(
        district=place.district,
        title=f"Bedenken {number} {place.district.name}",
        text=f"Ein Bedenken in {place.district.name}",
        answer=f"Eine Antwort in {place.district.name}",
        published=True,
    )


@makes(ConcernEcho)
def concern_echo(place: Place, number: int) -> ConcernEcho:
    return ConcernEcho.objects.create(
        district=place.district, topic=concern_topic(place, 1000 + number), count=number % 10
    )


@makes(Concern)
def concern(place: Place, number: int) -> Concern:
    return Concern.objects.create(
        district=place.district, text=f"Anonymes {number} aus {place.district.name}", month=DAY.replace(day=1)
    )


@makes(Understanding)
def understanding(place: Place, number: int) -> Understanding:
    found, _ = Understanding.objects.update_or_create(
        district=place.district, defaults={"aims": f"Ziele in {place.district.name}"}
    )
    return found


@makes(Workshop)
def workshop(place: Place, number: int) -> Workshop:
    return Workshop.objects.create(
        district=place.district, title=f"Werkstatt {number} {place.district.name}", held_on=DAY
    )


@makes(WorkshopOffice)
def workshop_office(place: Place, number: int) -> WorkshopOffice:
    return WorkshopOffice.objects.create(
        district=place.district, workshop=workshop(place, 1000 + number), office=place.offices[0]
    )


@makes(Agreement)
def agreement(place: Place, number: int) -> Agreement:
    return Agreement.objects.create(
        district=place.district,
        office=make(place, Office, 3000 + number) if number else place.offices[0],
        agreed_on=DAY,
        note=f"Anmerkung {number} {place.district.name}",
    )


@makes(Resolution)
def resolution(place: Place, number: int) -> Resolution:
    return Resolution.objects.create(
        district=place.district,
        kind=Resolution.Kind.BOARD,
        title=f"Beschluss {number} {place.district.name}",
        body="Bezirksamt",
        decided_on=DAY,
    )


@makes(ResolutionEvidence)
def resolution_evidence(place: Place, number: int) -> ResolutionEvidence:
    return ResolutionEvidence.objects.create(
        district=place.district,
        resolution=thing(place, Resolution),
        evidence=make(place, Evidence, 2000 + number),
    )


@makes(FunctionLevel)
def function_level(place: Place, number: int) -> FunctionLevel:
    """There are three per district."""
    code = list(FunctionLevel.Code)[number % 3]
    found, _ = FunctionLevel.objects.update_or_create(
        district=place.district, code=code, defaults={"name": f"{code.label} {place.district.name}"}
    )
    return found


@makes(FunctionalRole)
def functional_role(place: Place, number: int) -> FunctionalRole:
    return FunctionalRole.objects.create(
        district=place.district,
        level=thing(place, FunctionLevel),
        title=f"Funktion {number} {place.district.name}",
        office=place.offices[0],
    )


@makes(FunctionalRoleRegion)
def functional_role_region(place: Place, number: int) -> FunctionalRoleRegion:
    return FunctionalRoleRegion.objects.create(
        district=place.district,
        role=functional_role(place, 1000 + number),
        region=thing(place, Region),
    )


@makes(Qualification)
def qualification(place: Place, number: int) -> Qualification:
    return Qualification.objects.create(
        district=place.district,
        kind=Qualification.Kind.TRAINING,
        title=f"Fortbildung {number} {place.district.name}",
        starts_on=DAY,
    )


@makes(QualificationOffice)
def qualification_office(place: Place, number: int) -> QualificationOffice:
    return QualificationOffice.objects.create(
        district=place.district, qualification=qualification(place, 1000 + number), office=place.offices[0]
    )
