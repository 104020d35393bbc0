"""What is due in Aufträge: who is reminded of what, what sends nothing, and what it costs."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments import workflow
from assignments.due import due_in_assignments
from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.states import State
from assignments.waiting import waits_of
from districts.models import Office
from reminders.due import To
from tests.assignments.conftest import HOME, LATER, LONG_AGO, SOON, TODAY

pytestmark = pytest.mark.django_db
NEAR = TODAY + datetime.timedelta(days=10)


def due(stage, row, today=TODAY):
    """What is due at ``row``: first part of the subject -> ``Due``."""
    with stage.acting("coordination"):
        found = [d for d in due_in_assignments(stage.place.district, today) if str(row.pk) in d.url]
    return {d.subject.partition(":")[0]: d for d in found}


def test_before_it_is_taken_over_the_head_is_asked_and_later_who_is_named(stage):
    row = stage.row()
    agent = stage.people["office_staff"]
    AssignmentOffice.objects.filter(assignment=row, lead=True).update(agent=agent)
    given = due(stage, row)["assignment"]
    assert (given.holders, given.office_id, given.area_id) == ((), stage.jug.pk, stage.areas[0].pk)
    assert (given.due_on, given.kind, given.escalates, given.to) == (SOON, "Auftrag", True, To.OFFICE)
    assert given.url == f"{HOME}{row.pk}/"
    Assignment.objects.filter(pk=row.pk).update(state=State.WORKING)
    assert due(stage, row)["assignment"].holders == (agent.pk,)


def test_a_question_at_an_auftrag_far_off_asks_for_an_answer_in_time(stage):
    row = stage.row(due_on=TODAY + datetime.timedelta(days=300))
    head, leadership = stage.member("office_head"), stage.member("leadership")
    with stage.acting("office_head"):
        row = workflow.ask(assignment_id=row.pk, version=row.version, text="Auch am Sonntag?", by=head)
    in_time = TODAY + workflow.ANSWER_WITHIN
    assert due(stage, row)["assignment-decision"].due_on == in_time
    with stage.acting("office_head"):
        later = TODAY + datetime.timedelta(days=330)
        row = workflow.request_extension(assignment_id=row.pk, version=row.version, due_on=later, text="Umbau", by=head)
    with stage.acting("leadership"):
        row = workflow.answer(assignment_id=row.pk, version=row.version, text="Ja.", by=leadership)
    assert due(stage, row)["assignment-decision"].due_on == in_time, "the other question still waits"
    with stage.acting("leadership"):
        row = workflow.decide_extension(
            assignment_id=row.pk, version=row.version, granted=False, text="Nein.", by=leadership
        )
    assert row.decide_by is None
    assert "assignment-decision" not in due(stage, row)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": State.REPORTED}, "Sie schließen ab oder verlangen eine Nachbesserung"),
        ({"state": State.WORKING, "question_open": True}, "Sie beantworten die Rückfrage"),
        ({"state": State.GIVEN, "question_open": True}, "Sie beantworten die Rückfrage"),
        ({"state": State.WORKING, "asked_due_on": LATER}, f"Fristverlängerung bis {LATER:%d.%m.%Y}"),
    ],
)
def test_leadership_is_asked_to_decide_and_meanwhile_nobody_is_told_that_the_office_is_late(stage, values, words):
    row = stage.row(**values)
    found = due(stage, row)
    asked = found["assignment-decision"]
    assert words in asked.what_next
    assert (asked.to, asked.area_id, asked.office_id, asked.escalates) == (
        To.LEADERSHIP, stage.areas[0].pk, None, False,
    )  # fmt: skip
    assert not any(thing.escalates for thing in found.values())


def test_two_decisions_at_once_are_one_line(stage):
    row = stage.row(state=State.WORKING, question_open=True, asked_due_on=LATER)
    with stage.acting("coordination"):
        found = [d.subject for d in due_in_assignments(stage.place.district, TODAY) if str(row.pk) in d.url]
    assert len(found) == len(set(found))


def test_a_contribution_until_it_is_confirmed(stage):
    row = stage.row(state=State.REPORTED)
    part = row.offices.get(lead=False)
    found = due(stage, row)
    assert "assignment" not in found
    assert (found["contribution"].office_id, found["contribution"].escalates) == (stage.lib.pk, False)
    assert found["contribution"].subject == f"contribution:{part.pk}"
    AssignmentOffice.objects.filter(pk=part.pk).update(state=AssignmentOffice.Part.DONE)
    assert "contribution" not in due(stage, row)


def test_milestones_until_they_are_reached(stage):
    row = stage.row(state=State.WORKING)
    day = TODAY + datetime.timedelta(days=5)
    mark = Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=day)
    found = due(stage, row)["milestone"]
    assert (found.due_on, found.office_id, found.escalates) == (day, stage.jug.pk, False)
    assert found.title.startswith("Halbzeit")
    Milestone.objects.filter(pk=mark.pk).update(reached_on=TODAY)
    assert "milestone" not in due(stage, row)


def test_commissioners_are_asked_and_never_reported_to_anybody(stage):
    Office.objects.filter(pk=stage.jug.pk).update(independent=True)
    assert not due(stage, stage.row())["assignment"].escalates
    asked = due(stage, stage.row(kind=Assignment.Kind.REQUEST))["assignment"]
    assert not asked.escalates
    assert asked.kind == "Bitte um Mitwirkung"
    assert "lehnen die Mitwirkung ab" in asked.what_next


def test_leadership_is_told_of_a_paper_record_for_two_weeks(stage):
    row = stage.row(on_paper=True, recorded_on=TODAY, due_on=LATER)
    told = due(stage, row)["assignment-record"]
    assert (told.to, told.due_on) == (To.LEADERSHIP, TODAY + datetime.timedelta(days=14))
    assert "Einwand" in told.what_next
    assert "assignment-record" not in due(stage, row, TODAY + datetime.timedelta(days=15))


def test_an_objection_is_settled_by_coordination_and_the_office_is_left_alone(stage):
    row = stage.row(on_paper=True, recorded_on=TODAY, objected=True, due_on=LONG_AGO)
    found = due(stage, row)
    assert found.keys() == {"objection"}
    assert found["objection"].to == To.COORDINATION


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.WITHDRAWN])
def test_what_is_not_open_sends_nothing(stage, state):
    row = stage.row(state=state, on_paper=True, recorded_on=TODAY, question_open=True, asked_due_on=LATER)
    Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=SOON)
    assert due(stage, row) == {}


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN])
def test_what_is_at_an_end_waits_for_nobody(stage, state):
    row = stage.row(state=state, question_open=True, asked_due_on=LATER)
    assert waits_of(row, list(row.offices.all()), today=TODAY) == []


def test_a_room_that_is_switched_off_sends_nothing(stage):
    stage.row()
    district = stage.place.district
    with stage.acting("coordination"):
        off = SimpleNamespace(pk=district.pk, slug=district.slug, rooms=["checkliste"])
        assert list(due_in_assignments(off, TODAY)) == []


def test_asked_about_some_things_it_tells_of_these(stage):
    row, other = stage.row(state=State.WORKING, question_open=True), stage.row()
    mark = Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=SOON)
    part = row.offices.get(lead=False)
    names = {f"milestone:{mark.pk}", f"contribution:{part.pk}", f"assignment-decision:{row.pk}"}
    for only in (names, {f"assignment:{other.pk}"}, set(), {"round:5"}):
        with stage.acting("coordination"):
            found = {d.subject for d in due_in_assignments(stage.place.district, TODAY, only=only)}
        assert found == only - {"round:5"}


def test_two_queries_however_many_there_are(stage):
    def asked():
        with stage.acting("coordination"), CaptureQueriesContext(connection) as captured:
            found = list(due_in_assignments(stage.place.district, TODAY))
        return len(found), len([q for q in captured if "FROM" in q["sql"]])

    stage.row()
    before, few = asked()
    for _ in range(5):
        row = stage.row(state=State.WORKING)
        Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=SOON)
    after, many = asked()
    assert (few, many) == (2, 2)
    assert after == before + 15


@pytest.mark.parametrize(
    ("values", "watched"),
    [
        ({}, False),
        ({"due_on": NEAR}, True),
        ({"due_on": LONG_AGO, "state": State.REPORTED}, True),
        ({"due_on": LONG_AGO, "state": State.CLOSED}, False),
        ({"decide_by": NEAR, "question_open": True}, True),
        ({"decide_by": NEAR, "state": State.CLOSED}, False),
        ({"mark": NEAR}, True),
        ({"mark": NEAR, "state": State.CLOSED}, False),
        ({"on_paper": True, "recorded_on": TODAY}, True),
        ({"on_paper": True, "recorded_on": LONG_AGO}, False),
    ],
    ids=str,
)
def test_the_database_says_which_districts_are_worth_a_visit(stage, values, watched):
    day = values.pop("mark", None)
    row = stage.row(**{"due_on": TODAY + datetime.timedelta(days=200)} | values)
    if day:
        Milestone.objects.create(district=stage.place.district, assignment=row, title="Halbzeit", due_on=day)
    Assignment.objects.exclude(district=stage.place.district).update(state=State.WITHDRAWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM assignments_due_districts(%s)", [TODAY])
        found = {number for (number,) in cursor.fetchall()}
    assert found == ({stage.place.district.pk} if watched else set())
