"""Rows of the tables in ``districts``."""

import datetime
import hashlib

from django.utils import timezone

from districts.membership import start_membership
from districts.models import (
    Address,
    BusinessArea,
    Invitation,
    InvitationRegion,
    Membership,
    MembershipRegion,
    Office,
    Region,
    Relief,
)
from districts.roles import Role
from tests.factories import Place, make_user
from tests.makers import make, makes, thing


@makes(BusinessArea)
def business_area(place: Place, number: int) -> BusinessArea:
    return BusinessArea.objects.create(
        district=place.district, name=f"Bereich {number} {place.district.name}", position=10 + number
    )


@makes(Office)
def office(place: Place, number: int) -> Office:
    return Office.objects.create(
        district=place.district,
        name=f"Amt {number} {place.district.name}",
        short_name=f"A{number}",
        area=thing(place, BusinessArea),
    )


@makes(Region)
def region(place: Place, number: int) -> Region:
    return Region.objects.create(
        district=place.district,
        level=Region.Level.BEZIRKSREGION,
        key=f"{place.district.key}9{number:03}",
        name=f"Kiez {number} {place.district.name}",
        parent=place.regions[0].parent,
    )


@makes(Address)
def address(place: Place, number: int) -> Address:
    return Address.objects.create(
        district=place.district,
        street=f"Musterweg {place.district.name}",
        house_number=str(number + 1),
        region=place.regions[0],
    )


@makes(Membership)
def membership(place: Place, number: int) -> Membership:
    name = f"Person {number} {place.district.name}"
    user = make_user(f"person{number}.{place.district.slug}@test.example", name=name)
    return start_membership(district=place.district, user=user, role=Role.READER)


@makes(MembershipRegion)
def membership_region(place: Place, number: int) -> MembershipRegion:
    user = make_user(f"stadtteil{number}.{place.district.slug}@test.example", name=f"Stadtteil {place.district.name}")
    held = start_membership(district=place.district, user=user, role=Role.NEIGHBOURHOOD, regions=place.regions[:1])
    return MembershipRegion.objects.get(membership=held)


@makes(Invitation)
def invitation(place: Place, number: int) -> Invitation:
    now = timezone.now()
    secret = f"einladung-{place.district.slug}-{number}"
    return Invitation.objects.create(
        district=place.district,
        email=f"eingeladen{number}.{place.district.slug}@test.example",
        role=Role.COORDINATION,
        token_hash=hashlib.sha256(secret.encode()).hexdigest(),
        invited_by=place.people["coordination"],
        expires_at=now + datetime.timedelta(days=14),
    )


@makes(InvitationRegion)
def invitation_region(place: Place, number: int) -> InvitationRegion:
    return InvitationRegion.objects.create(
        district=place.district, invitation=invitation(place, 1000 + number), region=place.regions[0]
    )


@makes(Relief)
def relief(place: Place, number: int) -> Relief:
    """Of the staff of the cast, number 0 to the first office."""
    office_ = make(place, Office, 7000 + number) if number else place.offices[0]
    text = f"Bitte {number} {place.district.name}"
    return Relief.objects.create(
        district=place.district, person=place.people["office_staff"], office=office_, text=text
    )
