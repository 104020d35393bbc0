"""Profiles and plans: the first office writes its profile and plans for the first region, others share theirs."""

import datetime

from districts.models import Office
from evidence.models import Evidence
from sozialraum.models import OfficeProfile, Plan, PlanOffice, PlanRegion, ProfileEvidence
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 1)


@makes(OfficeProfile)
def office_profile(place: Place, number: int) -> OfficeProfile:
    """Number 0 is the first office's and not shared, the others are shared, of offices that are new."""
    name = place.district.name
    office = place.offices[0]
    if number:
        office = Office.objects.create(
            district=place.district, name=f"Profilamt {number} {name}", short_name=f"P{number}", area=place.areas[0]
        )
    return OfficeProfile.objects.create(
        district=place.district,
        office=office,
        shared_on=DAY if number else None,
        approaches=f"Ansätze {number} {name}",
        mirrors="partly",
        mirrors_level="bezirksregion",
        sites=f"Standorte {number} {name}",
        sensible=f"Sinnvoll {number} {name}",
        meaning=f"Bedeutung {number} {name}",
        role=f"Rolle {number} {name}",
        role_fixed_on=DAY,
        direction=f"Vorgabe {number} {name}",
        begin_with=f"Beginn {number} {name}",
    )


@makes(ProfileEvidence)
def profile_evidence(place: Place, number: int) -> ProfileEvidence:
    shown = make(place, Evidence, 9000 + number)
    # Added by the office itself: it takes it away again.
    Evidence.objects.filter(pk=shown.pk).update(office=place.offices[0])
    return ProfileEvidence.objects.create(district=place.district, profile=thing(place, OfficeProfile), evidence=shown)


@makes(Plan)
def plan(place: Place, number: int) -> Plan:
    """Number 0 is the first office's, the others the second's: for the whole district, so that they touch."""
    return Plan.objects.create(
        district=place.district,
        office=place.offices[1 if number else 0],
        kind="project",
        title=f"Planung {number} {place.district.name}",
        text=f"Vorhaben {number} in {place.district.name}",
        starts_on=DAY,
        ends_on=datetime.date(2099, 12, 31),
        shared_on=DAY,
        contact="planung@amt.example",
    )


@makes(PlanRegion)
def plan_region(place: Place, number: int) -> PlanRegion:
    tied = make(place, Plan, 5000 + number) if number else thing(place, Plan)
    return PlanRegion.objects.create(district=place.district, plan=tied, region=place.regions[0])


@makes(PlanOffice)
def plan_office(place: Place, number: int) -> PlanOffice:
    """Number 0: the first office wants to talk with the second."""
    if not number:
        return PlanOffice.objects.create(district=place.district, plan=thing(place, Plan), office=place.offices[1])
    return PlanOffice.objects.create(
        district=place.district, plan=make(place, Plan, 6000 + number), office=place.offices[0]
    )
