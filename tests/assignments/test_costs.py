"""What Aufträge cost the database: the same at ten and at a thousand, and never more than the budgets say."""

import datetime

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.states import State
from tests.assignments.conftest import HOME, SOON
from tests.assignments.test_rules import TABLE, VALUES
from tests.budgets.counter import own_statements
from tests.filling import shown

pytestmark = pytest.mark.django_db
#: Beyond the four fixed reads.
SAVING, OPENING, LISTING = 6, 8, 6


def statements(client, method, url, *data):
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(client, method)(url, *data)
    return answer, own_statements([query["sql"] for query in captured])


@pytest.mark.parametrize("key", TABLE)
def test_a_step_keeps_to_its_budgets(stage, key):
    may, holds = TABLE[key]
    row = stage.row(**holds | {"resolution": stage.resolution()})
    client, url = stage.as_(sorted(may)[0]), f"{HOME}{row.pk}/{key}/"
    page, opened = statements(client, "get", url)
    assert page.status_code == 200
    assert len(opened) <= OPENING, "\n".join(opened)
    words = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in VALUES.get(
        key, {}).items()}  # fmt: skip
    data = shown(page) | words | ({"granted": "ja"} if "granted" in words else {})
    answer, saved = statements(client, "post", url, data)
    assert answer.status_code == 302
    assert len(saved) <= SAVING, "\n".join(saved)


def many(stage, number):
    rows = [
        Assignment(
            district=stage.place.district, title=f"Auftrag {n}", text="Tun", state=State.WORKING, area=stage.areas[0],
            given_on=SOON, given_by=stage.people["leadership"], prepared_by=stage.people["coordination"], due_on=SOON,
        )
        for n in range(number)
    ]  # fmt: skip
    Assignment.objects.bulk_create(rows)
    place = {"district": stage.place.district}
    AssignmentOffice.objects.bulk_create(
        AssignmentOffice(**place, assignment=row, office=office, lead=office == stage.jug)
        for row in rows
        for office in (stage.jug, stage.lib)
    )
    Milestone.objects.bulk_create(Milestone(**place, assignment=row, title="Halbzeit", due_on=SOON) for row in rows)
    return rows[0]


PAGES = {
    HOME: LISTING,
    HOME + "?q=auftrag&stand=working": LISTING,
    f"/bezirk/mitte/kalender/?monat={SOON:%Y-%m}": LISTING,
    "/bezirk/mitte/zeitachse/": LISTING,
    # Gathered from the rooms: each further one asks once; what those who steer read below it is asked together.
    "/bezirk/mitte/aufgaben/": LISTING + 2,
    "/bezirk/mitte/erinnerungen/": LISTING + 5,
}


def test_the_same_at_ten_and_at_a_thousand(stage):
    clients = {role: stage.as_(role) for role in ("leadership", "office_head")}

    def counted(row):
        found = {}
        for role, client in clients.items():
            for url, most in PAGES.items():
                answer, asked = statements(client, "get", url)
                assert answer.status_code == 200, url
                assert len(asked) <= most, f"{role} {url}\n" + "\n".join(asked)
                found[role, url] = len(asked)
            answer, asked = statements(client, "get", f"{HOME}{row.pk}/?verlauf=ja")
            assert answer.status_code == 200
            assert len(asked) <= OPENING, f"{role} one\n" + "\n".join(asked)
            found[role, "one"] = len(asked)
        url = f"{HOME}{row.pk}/sachstand/"
        data = shown(clients["office_head"].get(url)) | {"text": "Läuft."}
        answer, asked = statements(clients["office_head"], "post", url, data)
        assert answer.status_code == 302
        found["saving"] = len(asked)
        return found

    def warmed(row):
        # What was said after saving is shown once, and costs a statement there.
        for client in clients.values():
            client.get(HOME)
        return counted(row)

    ten = warmed(many(stage, 10))
    assert ten == warmed(many(stage, 990))
