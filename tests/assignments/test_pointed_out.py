"""What the pages point out: no working day, an office without a head, who has left, the others of a series."""

import datetime

import pytest

from assignments.models import Assignment, AssignmentOffice
from assignments.states import State
from districts.models import Membership
from tests.assignments.conftest import HOME, LONG_AGO, SOON, TODAY
from tests.filling import shown

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - datetime.timedelta(days=1)


def text(stage, role, url):
    return stage.as_(role).get(url).content.decode()


def leave(stage, role):
    Membership.objects.filter(user=stage.people[role]).update(starts_on=LONG_AGO, ends_on=YESTERDAY)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (datetime.date(2099, 5, 1), "30.04.2099"),  # Tag der Arbeit, a Friday
        (datetime.date(2099, 5, 3), "30.04.2099"),  # the Sunday after it
        (datetime.date(2099, 12, 26), "24.12.2099"),  # a Saturday, holiday, after a holiday
    ],
)
def test_a_day_that_is_no_working_day(stage, day, before):
    row = stage.row(state=State.WORKING)
    url = f"{HOME}{row.pk}/frist/"
    client = stage.as_("leadership")
    sent = client.post(url, shown(client.get(url)) | {"due_on": day.isoformat(), "text": "So ist es."}, follow=True)
    hint = f"kein Arbeitstag; der Arbeitstag davor ist der {before}"
    assert sent.content.decode().count(hint) == 2  # said once, and beside the date
    row.refresh_from_db()
    assert row.due_on == day
    Assignment.objects.filter(pk=row.pk).update(due_on=datetime.date(2099, 5, 4))
    assert "kein Arbeitstag" not in text(stage, "leadership", f"{HOME}{row.pk}/")


def test_an_office_without_a_head(stage):
    row = stage.row(title="Ohne Leitung liegend", due_on=TODAY + datetime.timedelta(days=300))
    assert "keine Leitung" not in text(stage, "leadership", f"{HOME}{row.pk}/")
    leave(stage, "office_head")
    for role in ("leadership", "coordination", "office_staff"):
        assert f"{stage.jug.name} hat in Querlinie zurzeit keine Leitung" in text(stage, role, f"{HOME}{row.pk}/")
    tasks = text(stage, "coordination", "/bezirk/mitte/aufgaben/")
    assert f"Ohne Leitung in Querlinie: {stage.jug.name}." in tasks
    Assignment.objects.filter(pk=row.pk).update(state=State.CLOSED)
    assert "keine Leitung" not in text(stage, "leadership", f"{HOME}{row.pk}/")


def test_who_was_named_has_left(stage):
    row = stage.row(title="Verwaist", state=State.WORKING, due_on=TODAY + datetime.timedelta(days=300))
    agent = stage.people["office_staff"]
    AssignmentOffice.objects.filter(assignment=row, lead=True).update(agent=agent)
    page = f"{HOME}{row.pk}/"
    assert "nicht mehr" not in text(stage, "office_head", page)
    assert "Verwaist" not in text(stage, "coordination", "/bezirk/mitte/aufgaben/").partition("Stand der Dinge")[0]
    leave(stage, "office_staff")
    assert f"{agent.name} gehört nicht mehr zu {stage.jug.name}. Bitte benennen" in text(stage, "office_head", page)
    for role in ("coordination", "leadership", "contributor"):
        assert agent.name not in text(stage, role, page)
    assert "gehört nicht mehr zum Amt" in text(stage, "coordination", page)
    assert "gehört nicht mehr zum Amt" in text(stage, "coordination", "/bezirk/mitte/aufgaben/")
    assert "gehört nicht mehr" not in text(stage, "leadership", page)


def test_the_others_of_a_series(stage):
    first, second = stage.row(), stage.row()
    AssignmentOffice.objects.filter(assignment=second).delete()
    AssignmentOffice.objects.create(district=stage.place.district, assignment=second, office=stage.lib, lead=True)
    AssignmentOffice.objects.filter(assignment=first, lead=False).delete()
    Assignment.objects.filter(pk__in=[first.pk, second.pk]).update(series=first.pk)
    link = f"{HOME}{second.pk}/"
    for role in ("leadership", "coordination"):
        assert link in text(stage, role, f"{HOME}{first.pk}/")
    assert link not in text(stage, "office_head", f"{HOME}{first.pk}/")


def test_only_the_own_office_filters_by_who_works_on_it(stage):
    mine = stage.row(title="Mit Namen", state=State.WORKING)
    stage.row(title="Ohne Namen", state=State.WORKING)
    agent = stage.people["office_staff"]
    AssignmentOffice.objects.filter(assignment=mine, lead=True).update(agent=agent)
    url = f"{HOME}?wer={agent.pk}"
    for role in ("office_head", "office_staff"):
        page = text(stage, role, url)
        assert "Mit Namen" in page
        assert "Ohne Namen" not in page
        assert "Mit Namen" not in text(stage, role, f"{HOME}?wer=niemand")
    for role in ("coordination", "leadership", "contributor"):
        page = text(stage, role, url)
        assert "Ohne Namen" in page, role
        assert agent.name not in page
    assert stage.as_("office_head").get(f"{HOME}?wer={stage.jug.pk}").status_code == 200


def test_searching_forgives_umlauts_and_capitals(stage):
    stage.row(title="Ämterübergreifende Straße", due_on=SOON)
    for words in ("ämterübergreifend", "amterubergreifend", "STRASSE", "straße"):
        assert "Ämterübergreifende Straße" in text(stage, "coordination", f"{HOME}?q={words}"), words
        Assignment.objects.filter(title__startswith="Ämter").update(state=State.CLOSED)
        assert "Ämterübergreifende Straße" in text(stage, "reader", f"{HOME}?q={words}"), words
    assert "Ämterübergreifende" not in text(stage, "coordination", f"{HOME}?q=bruecke")
