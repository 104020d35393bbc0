"""What a sweep over real Aufträge asks of the database: the same for few and for many. Times: ``make bench``."""

import pytest
from django.core.validators import MaxValueValidator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.due import due_in_assignments
from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.states import State
from reminders import due
from reminders.due import horizon
from reminders.models import ReminderSettings
from reminders.planning import read_ledger
from reminders.sweep import sweep
from reminders.watching import SHIFT
from tests.factories import make_place
from tests.reminders.conftest import WEDNESDAY, at, days


@pytest.fixture(autouse=True)
def _only_assignments(monkeypatch):
    """The room of Aufträge alone, as it has registered itself."""
    monkeypatch.setattr(due, "_SOURCES", [s for s in due.sources() if s.function is due_in_assignments])
    assert len(due.sources()) == 1


def give(place, number=1, *, due_on, **values):
    """``number`` Aufträge to the first office."""
    rows = Assignment.objects.bulk_create(
        Assignment(
            district=place.district, title=f"Auftrag {n}", text="Bitte tun.", area=place.areas[0], due_on=due_on,
            prepared_by=place.people["coordination"], **{"state": State.WORKING, "given_on": WEDNESDAY} | values,
        )
        for n in range(number)
    )  # fmt: skip
    AssignmentOffice.objects.bulk_create(
        AssignmentOffice(district=place.district, assignment=row, office=place.offices[0], lead=True) for row in rows
    )
    return rows


def statements_of(when):
    with CaptureQueriesContext(connection) as captured:
        outcome = sweep(when)
    return outcome, len(captured)


def test_nothing_due_costs_the_same_in_two_districts_and_in_twenty(mitte, pankow, post):
    give(mitte, 5, due_on=WEDNESDAY + days(100))
    outcome, few = statements_of(at(WEDNESDAY))
    assert outcome.visited == 0
    for number in range(4, 22):
        give(make_place(f"{number:02}", f"bezirk-{number}", f"Bezirk{number}"), 5, due_on=WEDNESDAY + days(100))
    outcome, many = statements_of(at(WEDNESDAY))
    assert (outcome.visited, outcome.planned) == (0, 0)
    assert many <= few <= 30


def test_a_mail_costs_the_same_beside_one_open_auftrag_and_beside_fifty(mitte, pankow, post):
    give(mitte, due_on=WEDNESDAY)
    outcome, few = statements_of(at(WEDNESDAY))
    assert (outcome.planned, outcome.sent) == (1, 1)
    Assignment.objects.update(state=State.CLOSED)
    give(pankow, due_on=WEDNESDAY)
    # Near enough to be looked at, too far to be reminded of.
    give(pankow, 50, due_on=WEDNESDAY + days(20))
    outcome, many = statements_of(at(WEDNESDAY))
    assert (outcome.planned, outcome.sent) == (1, 1)
    assert many <= few


def test_what_nobody_can_be_reminded_of_yet_is_not_read_by_the_sweep_and_known_to_calendars(mitte):
    (source,) = due.sources()
    (far,) = give(mitte, due_on=horizon(WEDNESDAY) + days(1))
    assert list(source.ask(mitte.district, WEDNESDAY)) == []
    assert [d.subject for d in source.function(mitte.district, WEDNESDAY)] == [f"assignment:{far.pk}"]
    (near,) = give(mitte, due_on=horizon(WEDNESDAY))
    assert [d.subject for d in source.ask(mitte.district, WEDNESDAY)] == [f"assignment:{near.pk}"]
    # A milestone comes before the date of its Auftrag.
    Milestone.objects.create(district=mitte.district, assignment=far, title="Anfang", due_on=WEDNESDAY)
    assert any(owed.due.kind == "Meilenstein" for owed in read_ledger(mitte.district, WEDNESDAY).owed)


def test_the_longest_lead_and_the_rarest_mail_lie_within_the_horizon():
    """Whoever has one mail a week is told in it of what a lead of 60 days reaches until the next."""
    lead = ReminderSettings._meta.get_field("first_lead")
    longest = max(v.limit_value for v in lead.validators if isinstance(v, MaxValueValidator))
    assert WEDNESDAY + days(longest + SHIFT) <= horizon(WEDNESDAY)
