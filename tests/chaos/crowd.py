"""Hundreds of people who are each owed one mail today, in two districts and some of them in both."""

import datetime
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from accounts.models import User
from assignments.models import Assignment, AssignmentOffice
from assignments.states import State
from districts.models import Membership
from districts.roles import Role
from tests.factories import Place, World


@dataclass
class Crowd:
    """Address -> titles of what the person is to be reminded of, over all districts."""

    owed: dict[str, list[str]]


@transaction.atomic
def gather(people: int) -> Crowd:
    """``people`` Bearbeiter/innen, each with one Auftrag due today; every eighth works for two districts."""
    world = World.build()
    users = User.objects.bulk_create(
        User(email=f"person{number}@test.example", name=f"Person {number}", password="!") for number in range(people)
    )
    owed: dict[str, list[str]] = {user.email: [] for user in users}
    for place, mine in (
        (world.mitte, [user for n, user in enumerate(users) if n % 2 == 0 or n % 8 == 1]),
        (world.pankow, [user for n, user in enumerate(users) if n % 2 == 1]),
    ):
        _employ(place, mine)
        for assignment, user in zip(_give(place, mine), mine, strict=True):
            owed[user.email].append(assignment.title)
    return Crowd(owed)


def _employ(place: Place, people: list[User]) -> None:
    group = Membership.objects.get(user=place.people["office_staff"]).group
    Membership.objects.bulk_create(
        Membership(
            district=place.district, user=user, role=Role.OFFICE_STAFF, office=place.offices[0], group=group,
            starts_on=datetime.date(2020, 1, 1),
        )
        for user in people
    )  # fmt: skip


def _give(place: Place, people: list[User]) -> list[Assignment]:
    today = timezone.localdate()
    given = Assignment.objects.bulk_create(
        Assignment(
            district=place.district,
            title=f"Auftrag für {user.name} in {place.district.name}",
            text="Bitte tun.",
            state=State.WORKING,
            area=place.areas[0],
            given_by=place.people["leadership"],
            given_on=today - datetime.timedelta(days=30),
            due_on=today,
            prepared_by=place.people["coordination"],
        )
        for user in people
    )
    AssignmentOffice.objects.bulk_create(
        AssignmentOffice(district=place.district, assignment=row, office=place.offices[0], lead=True, agent=user)
        for row, user in zip(given, people, strict=True)
    )
    return given


def database_url() -> str:
    """DATABASE_URL with the database of this test run."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    # The path may hold the folder of a socket before the name of the database.
    folder = parts.path.rpartition("/")[0]
    return parts._replace(path=f"{folder}/{connection.settings_dict['NAME']}").geturl()


def owner_of_test_database() -> str:
    """What psycopg needs for a connection of its own to the database of this test run."""
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return make_conninfo("", **{name: str(given[name]) for name in names if given.get(name)})
