"""Many open Aufträge, written by the database itself: 100,000 one by one would take longer than all measuring."""

import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from districts.models import BusinessArea, District, Membership, Office
from districts.roles import Role
from districts.rooms import ROOMS

#: Beyond every lead a district may set.
FAR = datetime.timedelta(days=100)
OFFICES = 4
#: Everybody else in the district.
STAFF = 30
#: A statement takes 65,535 values.
BATCH = 2_000

_ASSIGNMENTS = """
INSERT INTO assignments_assignment (id, district_id, kind, title, text, state, area_id, given_on, on_behalf, across,
        due_on, file_number, on_paper, objected, question_open, prepared_by_id, version)
SELECT gen_random_uuid(), o.district_id, 'order', 'Auftrag ' || n, 'Bitte tun.', 'working', o.area_id, %(given)s,
       false, false, %(due)s::date + (n %% 200), '', false, false, false, m.user_id, 1
  FROM districts_office o
  JOIN LATERAL (SELECT user_id FROM districts_membership WHERE office_id = o.id ORDER BY id LIMIT 1) m ON true
  CROSS JOIN generate_series(1, %(each)s) n
"""
_LEADS = """
INSERT INTO assignments_assignmentoffice (id, district_id, assignment_id, office_id, lead, step, state, agent_name)
SELECT gen_random_uuid(), a.district_id, a.id, o.id, true, '', 'open', ''
  FROM assignments_assignment a
  JOIN LATERAL (SELECT id FROM districts_office WHERE area_id = a.area_id LIMIT 1) o ON true
"""
#: The first of each district: their due date is today, and each has a Bearbeiter/in.
_DUE = """
WITH chosen AS (
    SELECT ao.id, ao.assignment_id, ao.office_id, ao.number FROM (
        SELECT x.*, row_number() OVER (PARTITION BY x.district_id ORDER BY x.id) - 1 AS number
          FROM assignments_assignmentoffice x WHERE x.district_id = ANY(%(districts)s)) ao
     WHERE ao.number < %(each)s),
people AS (
    SELECT m.district_id, m.user_id, row_number() OVER (PARTITION BY m.district_id ORDER BY m.id) - 1 AS number
      FROM districts_membership m WHERE m.district_id = ANY(%(districts)s)),
named AS (
    UPDATE assignments_assignmentoffice ao SET agent_id = p.user_id FROM chosen c, people p
     WHERE ao.id = c.id AND p.district_id = ao.district_id AND p.number = c.number %% %(holders)s)
UPDATE assignments_assignment a SET due_on = %(today)s FROM chosen c WHERE a.id = c.assignment_id
"""
_TABLES = ("assignments_assignment", "assignments_assignmentoffice")


def fill(districts: int, assignments: int) -> None:
    """Migrates and makes ``districts`` with offices, people and their share of ``assignments``, none due for long."""
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        places = District.objects.bulk_create(
            District(key=f"{number:03}", slug=f"bezirk-{number}", name=f"Bezirk {number}", rooms=list(ROOMS))
            for number in range(100, 100 + districts)
        )
        areas = BusinessArea.objects.bulk_create(
            BusinessArea(district=place, name=f"Geschäftsbereich {number}", position=number)
            for place in places
            for number in range(OFFICES)
        )
        offices = Office.objects.bulk_create(
            Office(district_id=area.district_id, name=f"Amt {area.position}", short_name=f"A{area.position}", area=area)
            for area in areas
        )
        group = Group.objects.create(name="bench")
        people = User.objects.bulk_create(
            [
                User(email=f"person{number}@bench.example", name=f"Person {number}", password="!")  # noqa: S106
                for number in range(districts * (STAFF // OFFICES) * OFFICES)
            ],
            batch_size=BATCH,
        )
        Membership.objects.bulk_create(
            [Membership(
                district_id=office.district_id, user=user, role=Role.OFFICE_STAFF, office=office, group=group,
                starts_on=datetime.date(2020, 1, 1),
            )
            for office, user in zip(offices * (STAFF // OFFICES), people, strict=True)
            ],
            batch_size=BATCH,
        )  # fmt: skip
        today = timezone.localdate()
        values = {"given": today, "due": today + FAR, "each": assignments // len(offices)}
        _without_history(_ASSIGNMENTS, values)
        _without_history(_LEADS, {})
    _tidy()


def fill_due(districts: int, each: int, holders: int) -> None:
    """Makes ``each`` things due today in each of ``districts``, shared by ``holders`` people."""
    numbers = list(District.objects.order_by("key").values_list("pk", flat=True)[:districts])
    with transaction.atomic():
        _without_history(_DUE, {"districts": numbers, "each": each, "holders": holders, "today": timezone.localdate()})
    _tidy()


def _without_history(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
