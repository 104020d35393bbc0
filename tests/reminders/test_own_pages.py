"""What people arrange for themselves: mails, somebody who stands in, the calendar at a secret address."""

import datetime
import html
import re
from urllib.parse import urlsplit

import icalendar
import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from districts.models import District, Membership
from districts.roles import Role
from districts.wall.session import DatabaseRole, acting_as
from reminders.due import To
from reminders.models import CalendarFeed, LastSweep, Mail
from tests.access.matrix import body
from tests.factories import add_member
from tests.reminders.conftest import days

MAILS, DEPUTY, CALENDAR = "/konto/mails/", "/konto/vertretung/", "/konto/kalender/"


@pytest.fixture
def head(mitte):
    return mitte.people["office_head"]


@pytest.fixture
def staff(mitte):
    return mitte.people["office_staff"]


def again(person):
    return User.objects.get(pk=person.pk)


# --- Mails -----------------------------------------------------------------------------------------------------------


def test_days_are_chosen_and_kept_while_they_do_not_count(staff, sign_in):
    client = sign_in(staff)
    assert client.post(MAILS, {"mail_wish": "days", "mail_days": ["0", "3"]}).status_code == 302
    assert (again(staff).mail_wish, again(staff).mail_days) == ("days", [0, 3])
    assert "montags und donnerstags" in client.get("/konto/").content.decode()
    assert client.post(MAILS, {"mail_wish": "never", "mail_days": ["0", "3"]}).status_code == 302
    page = client.get(MAILS).content.decode()
    assert page.count("checked") == 3
    assert "Was in jedem Fall kommt" in page


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"mail_wish": "days"}, 422, "Bitte wählen Sie mindestens einen Wochentag."),
        ({"mail_wish": "days", "mail_days": ["5"]}, 200, "5"),
        ({"mail_wish": "manchmal"}, 200, "manchmal"),
        ({}, 200, "Bitte wählen Sie hier etwas aus."),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_at_the_field(staff, sign_in, data, status, sentence):
    answer = sign_in(staff).post(MAILS, data)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert again(staff).mail_wish == "always"


# --- Deputy ----------------------------------------------------------------------------------------------------------


def offered(page):
    """Names in the list of deputies."""
    return set(re.findall(r'<option value="[0-9a-f-]{36}"[^>]*>(.*?)</option>', html.unescape(page)))


def test_only_people_of_the_own_office_area_or_coordination_are_offered(mitte, pankow, sign_in):
    second = add_member(mitte, Role.COORDINATION, label="zweite")
    expected = {
        "office_staff": {"office_head Mitte (Jugendamt Mitte, Amtsleitung)"},
        "leadership": {"leadership_staff Mitte (Büro der Verwaltungsspitze)"},
        "coordination": {f"{second.name} (Planungskoordination)"},
        "reader": set(),
        "neighbourhood": set(),
    }
    for role, names in expected.items():
        page = sign_in(mitte.people[role]).get(DEPUTY).content.decode()
        assert offered(page) == names, role
        assert "Pankow" not in page
        assert ("Zurzeit kann Sie niemand vertreten" in page) == (not names)


def test_with_several_districts_each_place_names_its_own(mitte, pankow, head, sign_in):
    add_member(pankow, Role.OFFICE_STAFF, user=head)
    names = offered(sign_in(head).get(DEPUTY).content.decode())
    assert "office_staff Mitte (Jugendamt Mitte, Mitarbeit im Amt, Mitte)" in names
    assert "office_head Pankow (Jugendamt Pankow, Amtsleitung, Pankow)" in names
    District.objects.filter(pk=pankow.district.pk).update(is_active=False)
    assert "Pankow" not in sign_in(head).get(DEPUTY).content.decode()


def test_a_deputy_is_entered_shown_to_both_and_ended(mitte, head, staff, sign_in):
    today = timezone.localdate()
    data = {"deputy": head.pk, "deputy_from": today.isoformat(), "deputy_until": f"{today + days(3):%d.%m.%Y}"}
    client = sign_in(staff)
    assert client.post(DEPUTY, data).status_code == 302
    stored = again(staff)
    assert (stored.deputy_id, stored.deputy_from, stored.deputy_until) == (head.pk, today, today + days(3))
    page = client.get(DEPUTY).content.decode()
    assert "Eingetragen: office_head Mitte (Jugendamt Mitte, Amtsleitung)" in page
    assert f"bis {today + days(3):%d.%m.%Y}" in client.get("/konto/").content.decode()
    assert "Sie vertreten" in sign_in(head).get(DEPUTY).content.decode()
    # Somebody who has left does not stand in any more, and the page says so.
    Membership.objects.filter(user=head).update(ends_on=today - days(1), starts_on=today - days(9))
    assert "Ihre Vertretung gilt nicht mehr" in client.get(DEPUTY).content.decode()
    assert client.post(f"{DEPUTY}beenden/").status_code == 302
    assert again(staff).deputy_id is None
    assert again(staff).deputy_from is None


@pytest.mark.parametrize(
    ("who", "first", "last", "field", "sentence"),
    [
        ("office_staff", 0, 1, "deputy", "Diese Person kann Sie nicht vertreten."),  # themself
        ("second_head", 0, 1, "deputy", "Diese Person kann Sie nicht vertreten."),  # of another office
        ("inactive", 0, 1, "deputy", "Diese Person kann Sie nicht vertreten."),
        ("foreign", 0, 1, "deputy", "Diese Person kann Sie nicht vertreten."),  # of another district
        ("office_head", 3, 1, "deputy_until", "Das Ende liegt vor dem Anfang."),
        ("office_head", -9, -1, "deputy_until", "Dieser Tag ist schon vorbei."),
        ("office_head", 0, 400, "deputy_until", "Eine Vertretung gilt höchstens ein Jahr."),
        ("office_head", 0, "9999-12-31", "deputy_until", "Bitte geben Sie ein Datum zwischen 1990 und 2100 ein."),
        ("office_head", "2026-02-30", 1, "deputy_from", "Bitte ein gültiges Datum eingeben."),
    ],
)
def test_bad_input_is_told_at_the_field(long_there, staff, sign_in, who, first, last, field, sentence):
    mitte = long_there.mitte
    beside = {"foreign": long_there.pankow.people["office_head"], "inactive": long_there.inactive}
    person = beside.get(who) or mitte.people[who]
    today = timezone.localdate()
    dates = [(today + days(day)).isoformat() if isinstance(day, int) else day for day in (first, last)]
    answer = sign_in(staff).post(DEPUTY, {"deputy": person.pk, "deputy_from": dates[0], "deputy_until": dates[1]})
    assert answer.status_code in {200, 422}
    page = answer.content.decode()
    assert sentence in page.split(f'id="id_{field}_error"')[1].split("</ul>")[0]
    assert again(staff).deputy_id is None


def test_the_staendige_vertretung_is_named(mitte, head, sign_in):
    second = add_member(mitte, Role.OFFICE_HEAD, label="vertretung")
    page = sign_in(head).get(DEPUTY).content.decode()
    assert "Ständige Vertretung" in page
    assert f"{second.name} (Jugendamt Mitte, Amtsleitung)" in page


# --- Calendar --------------------------------------------------------------------------------------------------------


def address_of(client):
    """A new secret address, as its page shows it."""
    page = client.post(f"{CALENDAR}neu/")
    assert "no-store" in page["Cache-Control"]
    return urlsplit(re.search(r'id="id_address" value="([^"]+)"', page.content.decode())[1]).path


def events(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_calendar_shows_own_dates_near_and_far(mitte, pankow, board, staff, head, client, sign_in):
    today = timezone.localdate()
    board.put(mitte, "fern", due_on=today + days(200), holders=(staff.pk,))
    board.change(mitte, "fern", title="Ä, b; c\n" + "lang " * 40)
    board.put(mitte, "spät", due_on=today - days(20), holders=(staff.pk,))
    board.put(mitte, "anderes", due_on=today, office_id=mitte.offices[1].pk)
    board.put(pankow, "fremd", due_on=today)
    path = address_of(sign_in(staff))
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    found = events(client, path)
    assert len(found) == 2
    far = next(event for uid, event in found.items() if uid.startswith("thing-fern.01@"))
    assert far["summary"].startswith("Auftrag: Ä, b; c lang")
    assert far["dtstart"].dt == today + days(200)
    assert far["dtend"].dt == today + days(201)
    assert far["dtstart"].params["VALUE"] == "DATE"
    assert far["dtstamp"].dt.date() == today
    assert str(far["url"]).endswith("/bezirk/mitte/ding/fern/")
    assert "Sie melden die Erledigung." in far["description"]
    late = next(event for uid, event in found.items() if uid.startswith("thing-sp"))
    assert late["summary"] == "Überfällig, Auftrag: Auftrag spät Mitte"
    # The head reads what is long late in the office, as in the inbox, and not what is somebody else's yet.
    assert [str(event["summary"]) for event in events(client, address_of(sign_in(head))).values()] == [
        "Überfällig, Auftrag: Auftrag spät Mitte"
    ]
    # The same thing keeps its UID when its date moves, and goes when it is done.
    board.change(mitte, "fern", due_on=today + days(90))
    moved = events(client, path)
    assert moved.keys() == found.keys()
    board.done(mitte, "fern")
    assert len(events(client, path)) == 1
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_each_district_is_read_inside_its_own_wall_and_named(mitte, pankow, board, head, client, sign_in):
    add_member(pankow, Role.COORDINATION, user=head)
    today = timezone.localdate()
    board.put(mitte, due_on=today)
    board.put(pankow, due_on=today, to=To.COORDINATION, office_id=None)
    board.calls.clear()
    path = address_of(sign_in(head))
    assert {str(event["summary"]) for event in events(client, path).values()} == {
        "Auftrag: Auftrag eins Mitte (Mitte)",
        "Auftrag: Auftrag eins Pankow (Pankow)",
    }
    assert set(board.calls) == {("querlinie_district", str(place.district.pk)) for place in (mitte, pankow)}
    Membership.objects.filter(user=head, district=pankow.district).update(
        starts_on=today - days(9), ends_on=today - days(1)
    )
    assert {str(event["summary"]) for event in events(client, path).values()} == {"Auftrag: Auftrag eins Mitte"}


def test_whoever_stands_in_has_the_dates_and_the_absent_keep_them(mitte, board, staff, head, client, sign_in):
    today = timezone.localdate()
    board.put(mitte, due_on=today + days(50), holders=(staff.pk,))
    paths = [address_of(sign_in(person)) for person in (staff, head)]
    assert [len(events(client, path)) for path in paths] == [1, 0]
    User.objects.filter(pk=staff.pk).update(deputy=head, deputy_from=today, deputy_until=today)
    assert [len(events(client, path)) for path in paths] == [1, 1]
    (event,) = events(client, paths[1]).values()
    assert f"In Vertretung für {staff.name}" in event["description"]


def test_an_address_that_does_not_work_is_like_one_nobody_ever_had(mitte, board, staff, client, sign_in):
    board.put(mitte, due_on=timezone.localdate(), holders=(staff.pk,))
    owner = sign_in(staff)
    first = address_of(owner)
    assert CalendarFeed.objects.get().token_hash not in first
    second = address_of(owner)
    assert "gibt es seit dem" in owner.get(CALENDAR).content.decode()
    assert second.split("/")[-1] not in owner.get(CALENDAR).content.decode()
    unknown = client.get("/kalender/gibt-es-nicht.ics")
    assert unknown.status_code == 404

    def refused(path):
        answer = client.get(path)
        assert answer.status_code == 404
        return body(answer).replace(path, "") == body(unknown).replace("/kalender/gibt-es-nicht.ics", "")

    assert refused(first)
    assert len(events(client, second)) == 1
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert refused(second)
    User.objects.filter(pk=staff.pk).update(is_active=True)
    today = timezone.localdate()
    Membership.objects.filter(user=staff).update(ends_on=today - days(1))
    assert refused(second)
    Membership.objects.filter(user=staff).update(ends_on=None)
    assert len(events(client, second)) == 1
    assert owner.post(f"{CALENDAR}abschalten/").status_code == 302
    assert refused(second)
    for path in (first, second):
        assert client.post(path).status_code == 405


def test_the_database_shows_an_address_to_its_person_alone(mitte, staff, head, sign_in):
    address_of(sign_in(staff))
    for person, seen in ((staff, 1), (head, 0), (None, 0)):
        with transaction.atomic(), acting_as(DatabaseRole.LOGIN, user_id=person.pk if person else None):
            assert CalendarFeed.objects.count() == seen
            assert CalendarFeed.objects.filter(person=staff).delete()[0] == seen
            transaction.set_rollback(True)
    for role, may in ((DatabaseRole.LOGIN, True), (DatabaseRole.DISTRICT, False), (DatabaseRole.OPERATOR, False)):
        with transaction.atomic(), acting_as(role), connection.cursor() as cursor:
            cursor.execute("SELECT has_function_privilege(current_role, 'reminders_feed_owner(text)', 'EXECUTE')")
            assert cursor.fetchone() == (may,)


def test_a_room_that_breaks_does_not_empty_the_calendar(mitte, board, staff, sign_in):
    path = address_of(sign_in(staff))
    board.broken.add(mitte.district.pk)
    client = sign_in(staff)
    client.raise_request_exception = False
    assert client.get(path).status_code == 500


# --- The operator ----------------------------------------------------------------------------------------------------


def test_the_operator_reads_how_the_sweep_is_doing(long_there, staff, sign_in):
    client = sign_in(long_there.operator)
    page = "/betrieb/erinnerungen/"
    now = timezone.now()
    assert "Noch kein Durchgang" in client.get(page).content.decode()
    assert client.get("/readyz").status_code == 200
    # People for a while, and nobody has ever swept: the worker was forgotten.
    User.objects.filter(pk=staff.pk).update(created_at=now - datetime.timedelta(minutes=16))
    assert client.get("/readyz").status_code == 503
    assert "noch nie versandt" in client.get("/betrieb/").content.decode()
    LastSweep.objects.create(finished_at=now, broken=2)
    Mail.objects.create(person=staff, message_id="<a@b>", next_try_at=now, attempts=1)
    text = client.get(page).content.decode()
    assert "Erinnerungen gehen hinaus" in text
    assert "<dd>1; nächster Versuch" in text
    assert staff.email not in text
    assert "nicht versandt" not in client.get("/betrieb/").content.decode()
    LastSweep.objects.update(finished_at=now - datetime.timedelta(minutes=16))
    for path in (page, "/betrieb/"):
        assert "Erinnerungen werden zurzeit nicht versandt" in client.get(path).content.decode()
