"""The history of a thing: sentences for people, office and day only outside the own office."""

import datetime
import re

import pytest
from django.db.models import Q

from checklist.models import FunctionalRole, FunctionLevel, Resolution, Workshop, WorkshopOffice
from districts.history import Part, history_of
from districts.models import Office
from tests.acting import acting, member_of

pytestmark = pytest.mark.django_db


def read(place, person, thing, **how):
    member = member_of(place, person)
    with acting(place, person):
        return history_of(thing, member, **how)


@pytest.fixture
def office(world):
    """An office that its head renamed and coordination gave to another area."""
    place = world.mitte
    with acting(place, place.people["office_head"]):
        office = Office.objects.get(pk=place.offices[0].pk)
        office.name = "Amt für Jugend"
        office.save()
    with acting(place, place.people["coordination"]):
        office.area = place.areas[1]
        office.independent = True
        office.save()
    return office


def test_old_and_new_values_in_german_with_names_of_rows(world, office):
    latest, renamed = read(world.mitte, world.mitte.people["reader"], office)[:2]
    assert [(c.label, c.before, c.after) for c in latest.changes] == [
        ("Geschäftsbereich", "Geschäftsbereich 1 Mitte", "Geschäftsbereich 2 Mitte"),
        ("Weisungsfrei", "nein", "ja"),
    ]
    assert [(c.label, c.before, c.after) for c in renamed.changes] == [("Name", "Jugendamt Mitte", "Amt für Jugend")]


@pytest.mark.parametrize("role", ["reader", "coordination", "leadership", "second_head", "data"])
def test_outside_the_own_office_there_is_neither_name_nor_clock_time(world, office, role):
    for entry in read(world.mitte, world.mitte.people[role], office):
        assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", entry.when)
        assert "office_head Mitte" not in entry.who
        assert "coordination Mitte" not in entry.who
    assert [e.who for e in read(world.mitte, world.mitte.people[role], office)[:2]] == [
        "Planungskoordination",
        "Amt für Jugend",
    ]


def test_inside_the_own_office_name_and_time_are_there(world, office):
    entries = read(world.mitte, world.mitte.people["office_staff"], office)
    assert entries[1].who == "office_head Mitte"
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr", entries[1].when)
    # … and what coordination did stays without a name there too.
    assert entries[0].who == "Planungskoordination"


def test_what_was_kept_as_a_draft_is_neither_shown_nor_compared_with(world):
    place = world.mitte
    with acting(place, place.people["coordination"]):
        thing = Resolution.objects.create(kind="board", title="Entwurf GEHEIM", body="Bezirksamt")
        thing.title = "Noch GEHEIMER"
        thing.save()
    with acting(place, place.people["leadership"]):
        thing.title, thing.decided_on = "Einführung", datetime.date(2026, 11, 22)
        thing.save()
    with acting(place, place.people["coordination"]):
        thing.printed_matter = "DS 1"
        thing.save()
    everything = read(place, place.people["coordination"], thing)
    assert "GEHEIM" in str(everything)
    assert ("Beschlossen am", "", "22.11.2026") in [(c.label, c.before, c.after) for e in everything for c in e.changes]
    settled = read(place, place.people["reader"], thing, visible=Q(decided_on__isnull=False))
    assert "GEHEIM" not in str(settled)
    assert [e.what for e in settled] == ["Geändert", "Angelegt"]


def test_parts_are_told_with_the_thing_and_one_request_is_one_entry(world):
    place = world.mitte
    with acting(place, place.people["coordination"]):
        workshop = Workshop.objects.create(title="Auftakt", held_on=datetime.date(2026, 3, 1))
        link = WorkshopOffice.objects.create(workshop=workshop, office=place.offices[0])
    with acting(place, place.people["coordination"]):
        workshop.outcome = "Einigung"
        workshop.save()
        link.delete()
        WorkshopOffice.objects.create(workshop=workshop, office=place.offices[1])
    parts = [Part(WorkshopOffice, "workshop", of="office", label="Beteiligte Ämter")]
    changed, created = read(place, place.people["reader"], workshop, parts=parts)
    assert [(c.label, c.before, c.after) for c in changed.changes] == [
        ("Ergebnis", "", "Einigung"),
        ("Beteiligte Ämter", "Jugendamt Mitte", ""),
        ("Beteiligte Ämter", "", "Amt für Soziales Mitte"),
    ]
    assert (created.what, created.changes) == ("Angelegt", [])


def test_personal_data_never_reaches_the_history(world):
    place = world.mitte
    with acting(place, place.people["coordination"]):
        level = FunctionLevel.objects.get(code="data")
        role = FunctionalRole.objects.create(level=level, title="Daten", person="Frau Geheim", hours="19.5")
        role.person, role.hours = "Herr Geheim", "20"
        role.save()
    entries = read(place, place.people["coordination"], role)
    assert "Geheim" not in str(entries)


def test_the_number_of_queries_does_not_grow_with_the_history(world, office, django_assert_max_num_queries):
    place = world.mitte
    for n in range(30):
        with acting(place, place.people["coordination"]):
            office.name, office.area = f"Amt {n}", place.areas[n % 2]
            office.save()
    member = member_of(place, place.people["reader"])
    with acting(place, place.people["reader"]), django_assert_max_num_queries(3):
        entries = history_of(office, member)
    assert len(entries) == 20
