"""Data for tests: small districts, built in a moment, with everybody in them."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from accounts.models import User
from districts.founding import lay_out
from districts.membership import start_membership
from districts.models import BusinessArea, District, Office, Region, StatewideMembership
from districts.rights import grant_rights
from districts.roles import Role, StatewideRole
from districts.rooms import ROOMS
from districts.wall.session import DatabaseRole, acting_as

PASSWORD = "wirklich-lang-genug"


def make_user(email: str, *, name: str = "", **fields: Any) -> User:
    """A person with the password ``PASSWORD`` and no rights anywhere."""
    return User.objects.create(
        email=email,
        name=name or email.split("@")[0],
        password=make_password(PASSWORD, hasher="md5"),
        **fields,
    )


@dataclass
class Place:
    """A district with two areas, two offices, two regions and its cast: ``place.people["coordination"]``."""

    district: District
    areas: list[BusinessArea]
    offices: list[Office]
    regions: list[Region]
    people: dict[str, User] = field(default_factory=dict)
    #: One row of each model, from ``tests.makers``.
    things: dict[type[models.Model], models.Model] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/bezirk/{self.district.slug}/"


def make_place(key: str, slug: str, name: str) -> Place:
    """One district with a cast. Names carry a word of their own (``name``), so that leaks can be searched for."""
    district = District.objects.create(
        key=key, slug=slug, name=name, rooms=list(ROOMS), contact=f"Ansprechstelle {name}"
    )
    areas = [
        BusinessArea.objects.create(district=district, name=f"Geschäftsbereich {n} {name}", position=n) for n in (1, 2)
    ]
    offices = [
        Office.objects.create(district=district, name=f"{office} {name}", short_name=short, area=area)
        for office, short, area in (("Jugendamt", "JUG", areas[0]), ("Amt für Soziales", "SOZ", areas[1]))
    ]
    parent = Region.objects.create(district=district, level="prognoseraum", key=f"{key}10", name=f"Raum {name}")
    regions = [
        Region.objects.create(
            district=district,
            level="bezirksregion",
            key=f"{key}100{n}",
            name=f"Region {n} {name}",
            parent=parent,
            geometry=square(n),
        )
        for n in (1, 2)
    ]
    grant_rights(district)
    with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
        lay_out(district)
    place = Place(district, areas, offices, regions)
    for role in Role:
        place.people[role] = add_member(place, role)
    place.people["second_head"] = add_member(place, Role.OFFICE_HEAD, label="second_head", office=offices[1])
    place.people["second_leadership"] = add_member(place, Role.LEADERSHIP, label="second_leadership", area=areas[1])
    return place


def square(number: int) -> dict[str, Any]:
    """An outline as maps need one; each stands beside the one before."""
    left, right, low, high = 13 + number / 10, 13.1 + number / 10, 52.5, 52.6
    return {
        "type": "Polygon",
        "coordinates": [[[left, low], [right, low], [right, high], [left, high], [left, low]]],
    }


def add_member(
    place: Place,
    role: Role,
    *,
    label: str = "",
    office: Office | None = None,
    area: BusinessArea | None = None,
    user: User | None = None,
) -> User:
    """Another person with ``role`` in ``place``; the office and area default to the first ones."""
    label = label or role.value
    user = user or make_user(f"{label}.{place.district.slug}@test.example", name=f"{label} {place.district.name}")
    start_membership(
        district=place.district,
        user=user,
        role=role,
        office=(office or place.offices[0]) if role in (Role.OFFICE_HEAD, Role.OFFICE_STAFF) else None,
        area=(area or place.areas[0]) if role in (Role.LEADERSHIP, Role.LEADERSHIP_STAFF) else None,
        regions=place.regions[:1] if role == Role.NEIGHBOURHOOD else (),
    )
    return user


@dataclass
class World:
    """Two districts and the people beside them."""

    mitte: Place
    pankow: Place
    senate: User
    editor: User
    operator: User
    outsider: User
    inactive: User
    superuser: User

    @classmethod
    @transaction.atomic
    def build(cls, *, alone: bool = False) -> "World":
        """The world; ``alone`` leaves Mitte the only district."""
        mitte = make_place("01", "mitte", "Mitte")
        pankow = mitte if alone else make_place("03", "pankow", "Pankow")
        people = {name: make_user(f"{name}@test.example") for name in ("senate", "editor", "operator", "outsider")}
        for name, role in (
            ("senate", StatewideRole.SENATE),
            ("editor", StatewideRole.SENATE_EDITOR),
            ("operator", StatewideRole.OPERATOR),
        ):
            StatewideMembership.objects.create(user=people[name], role=role, department="Ressort Stadtentwicklung")
        inactive = add_member(mitte, Role.COORDINATION, label="inactive")
        inactive.is_active = False
        inactive.save()
        return cls(
            mitte=mitte,
            pankow=pankow,
            inactive=inactive,
            superuser=User.objects.create_superuser("superuser@test.example", PASSWORD, name="superuser"),
            **people,
        )
