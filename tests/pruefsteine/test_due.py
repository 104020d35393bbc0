"""What rounds ask of whom: reminders and Meine Aufgaben."""

import datetime

import pytest
from django.db import connection

from districts.models import District, Office
from districts.tasks import Pile
from pruefsteine.dates import dates_from_pruefsteine
from pruefsteine.due import due_in_rounds
from pruefsteine.models import Release, Round, SelfAssessment, Statement
from pruefsteine.scales import AnswerState, ReleaseState, RoundState
from pruefsteine.tasks import tasks_from_pruefsteine
from reminders.due import To
from tests.pruefsteine.conftest import HOME, LONG_AGO, SOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_else(stage):
    SelfAssessment.objects.filter(district=stage.district).update(state=AnswerState.SUBMITTED, submitted_on=TODAY)
    Round.objects.filter(district=stage.district).update(state=RoundState.CLOSED, closed_on=TODAY)
    Release.objects.filter(district=stage.district).delete()


def due(stage, district=None):
    with stage.acting("coordination"):
        return list(due_in_rounds(district or stage.district, TODAY))


def tasks(stage, role):
    with stage.acting(role):
        return list(tasks_from_pruefsteine(stage.member(role), TODAY))


def test_an_open_answer_is_asked_of_the_amtsleitung_with_its_own_deadline_and_never_escalates(stage):
    later = SOON + datetime.timedelta(days=9)
    row = stage.round()
    answer = stage.taking_part(row, stage.jug)
    stage.taking_part(row, stage.soz, extended_to=later, extension_reason="Umzug")
    found = {thing.office_id: thing for thing in due(stage)}
    mine = found[stage.jug.pk]
    assert (mine.subject, mine.due_on, mine.to, mine.escalates) == (f"answer:{answer.pk}", SOON, To.OFFICE, False)
    assert (mine.kind, mine.url) == ("Selbsteinschätzung", f"{HOME}bogen/{answer.pk}/")
    assert found[stage.soz.pk].due_on == later


@pytest.mark.parametrize("case", ["submitted", "discussing", "dissolved", "room off", "planned"])
def test_nobody_is_asked_for_what_is_done_or_cannot_be_done(stage, case):
    state = {"discussing": RoundState.DISCUSSING, "planned": RoundState.PLANNED}.get(case, RoundState.OPEN)
    answer = stage.taking_part(stage.round(state=state), stage.jug)
    if case == "submitted":
        SelfAssessment.objects.filter(pk=answer.pk).update(state=AnswerState.SUBMITTED, submitted_on=TODAY)
    if case == "dissolved":
        Office.objects.filter(pk=stage.jug.pk).update(is_active=False)
    district = District.objects.get(pk=stage.district.pk)
    if case == "room off":
        district.rooms = ["checkliste"]
    assert [thing for thing in due(stage, district) if thing.office_id] == []


def test_a_planned_round_waits_for_its_contact_in_coordination(stage):
    row = stage.round(state=RoundState.PLANNED)
    (thing,) = due(stage)
    assert (thing.subject, thing.due_on, thing.to) == (f"round:{row.pk}", LONG_AGO, To.COORDINATION)
    assert thing.holders == (stage.people["coordination"].pk,)


def commented(stage, until=SOON, **values):
    """A Freigabe on which the Jugendamt and the Amt für Soziales may comment, beside an older one withdrawn."""
    found = stage.round(state=RoundState.CLOSED, name="Abgeschlossene")
    stage.taking_part(found, stage.jug, state=AnswerState.SUBMITTED)
    stage.taking_part(found, stage.soz, state=AnswerState.SUBMITTED)
    Release.objects.create(
        district=stage.district, round=found, state=ReleaseState.WITHDRAWN, released_on=TODAY, comments_until=SOON,
        withdrawn_on=TODAY, withdrawal_reason="Ein Fehler",
    )  # fmt: skip
    values = {"state": ReleaseState.COMMENTING} | values
    return Release.objects.create(district=stage.district, round=found, comments_until=until, **values)


def test_a_stellungnahme_is_asked_of_each_office_taking_part_that_has_said_nothing(stage):
    row = commented(stage)
    found = {thing.office_id: thing for thing in due(stage)}
    assert found.keys() == {stage.jug.pk, stage.soz.pk}
    mine = found[stage.jug.pk]
    assert (mine.due_on, mine.to, mine.escalates, mine.kind) == (SOON, To.OFFICE, False, "Stellungnahme")
    assert mine.url == f"{HOME}freigaben/{row.pk}/"
    assert len({thing.subject for thing in found.values()}) == 2
    Statement.objects.create(district=stage.district, release=row, office=stage.jug, text="Gut", said_on=TODAY)
    Office.objects.filter(pk=stage.soz.pk).update(is_active=False)
    assert due(stage) == []


@pytest.mark.parametrize(
    ("state", "until", "asked"),
    [
        (ReleaseState.COMMENTING, TODAY, True),
        # Voluntary: who let the days pass has answered, too.
        (ReleaseState.COMMENTING, TODAY - datetime.timedelta(days=1), False),
        (ReleaseState.PREPARED, SOON, False),
    ],
)
def test_nobody_is_reminded_of_a_stellungnahme_that_is_no_longer_or_not_yet_asked_for(stage, state, until, asked):
    commented(stage, until, state=state)
    assert bool(due(stage)) == bool(watched() & {stage.district.pk}) == asked


def watched():
    """Districts the watch names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pruefsteine_due_districts(%s)", [TODAY])
        return {row[0] for row in cursor.fetchall()}


def test_the_watch_names_districts_with_something_near_and_no_others(stage):
    far = TODAY + datetime.timedelta(days=300)
    row = stage.round(closes_on=far)
    answer = stage.taking_part(row, stage.jug)
    assert stage.district.pk not in watched()
    SelfAssessment.objects.filter(pk=answer.pk).update(extended_to=TODAY, extension_reason="Kürzer")
    assert stage.district.pk in watched()
    assert District.objects.get(slug="pankow").pk not in watched()


def test_tasks_say_what_the_office_does_next_and_who(stage):
    answer = stage.taking_part(stage.round(name="Herbst"), stage.jug)
    (head,) = tasks(stage, "office_head")
    (staff,) = tasks(stage, "office_staff")
    assert (head.pile, head.title, head.due_on, head.late) == (Pile.WORK, "Selbsteinschätzung: Herbst", SOON, False)
    assert "einreichen" in head.next_step
    assert "vorbereiten" in staff.next_step
    assert tasks(stage, "second_head") == tasks(stage, "leadership") == tasks(stage, "coordination") == []
    SelfAssessment.objects.filter(pk=answer.pk).update(state=AnswerState.RETURNED)
    assert "Rückfrage" in tasks(stage, "office_head")[0].next_step


def test_coordination_reads_which_round_needs_a_step(stage):
    stage.round(state=RoundState.PLANNED, name="Geplante")
    stage.round(closes_on=TODAY - datetime.timedelta(days=1), name="Abgelaufene")
    stage.round(name="Laufende")
    found = {task.title: task.pile for task in tasks(stage, "coordination")}
    assert found == {
        "Erhebungsrunde: Geplante": Pile.WORK,
        "Erhebungsrunde: Abgelaufene": Pile.DECIDE,
    }


def test_the_calendar_knows_begin_and_deadline_and_hides_what_is_planned(stage):
    stage.round(name="Laufende", opens_on=TODAY, closes_on=SOON)
    stage.round(name="Geplante", state=RoundState.PLANNED, opens_on=SOON, closes_on=SOON)

    def read(role):
        with stage.acting(role):
            found = dates_from_pruefsteine(stage.member(role), TODAY, SOON, TODAY)
            return [(dated.day, dated.kind, dated.title, dated.past) for dated in found]

    running = [(TODAY, "Beginn einer Runde", "Laufende", True), (SOON, "Abgabe", "Laufende", False)]
    assert read("reader") == running
    planned = [(SOON, "Beginn einer Runde", "Geplante", False), (SOON, "Abgabe", "Geplante", False)]
    assert sorted(read("coordination")) == sorted(running + planned)
    assert read("neighbourhood") == []
