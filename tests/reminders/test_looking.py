"""What people and operators see: the inbox, the settings, the health of the sweep, the look ahead."""

import datetime
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from districts.wall.session import DatabaseRole, acting_as
from reminders import due
from reminders.due import offers_due
from reminders.health import STALE_AFTER
from reminders.models import LastSweep, Mail, Reminder, ReminderSettings
from reminders.sweep import sweep
from reminders.watching import WatchDue
from tests.factories import make_place
from tests.reminders.conftest import WEDNESDAY, at, days


def ran(*args):
    out = StringIO()
    call_command("reminders", *args, stdout=out)
    return out.getvalue()


def test_the_inbox_is_exact_without_any_mail_or_sweep(mitte, board, sign_in):
    today = timezone.localdate()
    board.put(mitte, "nah", due_on=today)
    board.put(mitte, "fern", due_on=today + days(100))
    board.put(mitte, "fremd", due_on=today, office_id=mitte.offices[1].pk)
    client = sign_in(mitte.people["office_head"])
    page = client.get(f"{mitte.url}erinnerungen/").content.decode()
    assert "Auftrag nah Mitte" in page
    assert "heute fällig" in page
    assert "fern" not in page
    assert "fremd" not in page
    board.done(mitte, "nah")
    assert "Auftrag nah" not in client.get(f"{mitte.url}erinnerungen/").content.decode()


def test_coordination_sets_the_days_and_the_next_sweep_keeps_them(mitte, board, post, sign_in):
    client = sign_in(mitte.people["coordination"])
    address = f"{mitte.url}erinnerungen/einstellen/"
    values = {"first_lead": 30, "second_lead": 7, "head_after": 2, "leadership_after": 5}
    assert client.post(address, values).status_code == 302
    assert ReminderSettings.objects.get(district=mitte.district).first_lead == 30
    board.put(mitte, due_on=WEDNESDAY + days(30))
    assert sweep(at(WEDNESDAY)).sent == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"second_lead": 14}, "Die erste Erinnerung muss früher kommen als die zweite."),
        ({"leadership_after": 1}, "erfährt nicht früher davon als die Amtsleitung"),
        ({"first_lead": 0}, "Dieser Wert muss größer oder gleich 2 sein."),
        ({"head_after": 9999}, "Dieser Wert muss kleiner oder gleich 60 sein."),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(mitte, sign_in, changed, sentence):
    client = sign_in(mitte.people["coordination"])
    values = {"first_lead": 14, "second_lead": 3, "head_after": 3, "leadership_after": 10}
    answer = client.post(f"{mitte.url}erinnerungen/einstellen/", values | changed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ReminderSettings.objects.exists()


def test_two_people_set_different_days(mitte, sign_in):
    client = sign_in(mitte.people["coordination"])
    address = f"{mitte.url}erinnerungen/einstellen/"
    values = {"first_lead": 14, "second_lead": 3, "head_after": 3, "leadership_after": 10}
    seen = {f"initial-{name}": value for name, value in values.items()}
    assert client.post(address, values | seen | {"first_lead": 20}).status_code == 302
    assert client.post(address, values | seen | {"head_after": 5}).status_code == 302
    stored = ReminderSettings.objects.get()
    assert (stored.first_lead, stored.head_after) == (20, 5)
    assert client.post(address, values | seen | {"first_lead": 30}).status_code == 409


def test_ready_turns_red_only_when_sweeping_has_begun_and_stopped(client, mitte, board, post):
    assert client.get("/readyz").status_code == 200
    now = timezone.now()
    sweep(now)
    assert LastSweep.objects.get().finished_at >= now
    assert client.get("/readyz").status_code == 200
    LastSweep.objects.update(finished_at=now - STALE_AFTER - datetime.timedelta(seconds=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "reminders are not being sent"


def test_coordination_alone_reads_that_nothing_is_being_sent(mitte, sign_in):
    LastSweep.objects.create(finished_at=timezone.now() - datetime.timedelta(hours=2))
    banner = "Erinnerungen werden zurzeit nicht versandt"
    for path in (mitte.url, f"{mitte.url}erinnerungen/versand/"):
        assert banner in sign_in(mitte.people["coordination"]).get(path).content.decode()
    assert banner not in sign_in(mitte.people["office_head"]).get(mitte.url).content.decode()


def test_the_look_ahead_names_who_what_and_why_and_writes_nothing(mitte, pankow, board, post):
    board.put(mitte, due_on=WEDNESDAY - days(10), holders=(mitte.people["office_staff"].pk,), escalates=True)
    board.put(pankow)
    User.objects.filter(pk=pankow.people["office_head"].pk).update(mail_wish="never")
    text = ran("--dry-run", "--on", WEDNESDAY.isoformat())
    told = {block.splitlines()[0]: block for block in re.split(r"\n  (?=\w)", text)[1:]}
    assert {name.partition(" <")[2].rstrip(">") for name in told} == {
        mitte.people["office_staff"].email,
        mitte.people["office_head"].email,
        mitte.people["leadership"].email,
        pankow.people["office_head"].email,
    }
    block = {name.partition(" <")[2].rstrip(">"): words for name, words in told.items()}
    late = "Auftrag „Auftrag eins Mitte“, Termin 30.05.2027, seit 10 Tagen überfällig"
    assert late in block[mitte.people["office_staff"].email]
    assert "Stufe: 7 Tage danach; an: zuständige Person; per Mail" in block[mitte.people["office_staff"].email]
    assert (
        "Stufe: 10 Tage danach; an: Mitglied des Bezirksamts, weil es seit mindestens 10 Tagen überfällig ist; per Mail"
        in block[mitte.people["leadership"].email]
    )
    assert (
        "Stufe: am Tag selbst; an: Amtsleitung; keine Mail, auf eigenen Wunsch nur im Werkzeug"
        in block[pankow.people["office_head"].email]
    )
    assert "4 Erinnerungen, 3 Mails" in text
    assert (Reminder.objects.count(), Mail.objects.count(), post.messages) == (0, 0, [])


def test_the_look_ahead_says_who_stands_in_what_waits_and_what_was_said(mitte, board, post):
    head, staff = mitte.people["office_head"], mitte.people["office_staff"]
    User.objects.filter(pk=staff.pk).update(deputy=head, deputy_from=WEDNESDAY, deputy_until=WEDNESDAY + days(2))
    User.objects.filter(pk=head.pk).update(mail_wish="days", mail_days=[0, 1])
    board.put(mitte, due_on=WEDNESDAY + days(14), holders=(staff.pk,))
    text = ran("--dry-run", "--on", WEDNESDAY.isoformat())
    assert (
        f"an: zuständige Person, in Vertretung für {staff.name} (bis 11.06.2027); wartet: Mails montags und dienstags"
        in text
    )
    assert "1 Erinnerung, 0 Mails" in text
    User.objects.filter(pk=head.pk).update(mail_wish="always")
    sweep(at(WEDNESDAY))
    assert "schon gesagt am 09.06.2027" in ran("--dry-run", "--on", WEDNESDAY.isoformat())


def test_the_look_ahead_wants_a_day(db):
    with pytest.raises(CommandError, match="2026-12-01"):
        ran("--dry-run", "--on", "morgen")
    with pytest.raises(CommandError, match="dry-run"):
        ran("--on", "2026-12-01")


def test_one_sweep_by_hand_says_what_it_did(mitte, board, post):
    board.put(mitte, due_on=timezone.localdate())
    assert "1 reminder(s) new, 1 mail(s) sent" in ran()


def test_the_task_of_celery_is_the_same_sweep(mitte, board, post):
    from config.celery import app
    from reminders.tasks import sweep_reminders

    board.put(mitte, due_on=timezone.localdate())
    assert app.conf.beat_schedule["sweep reminders"]["task"] == sweep_reminders.name
    sweep_reminders()
    sweep_reminders()
    assert len(post.messages) == 1


def watched(query):
    """A database function as a room's migration makes it."""
    with connection.cursor() as cursor:
        for statement in WatchDue("test_due_districts", query).statements("reminders", apps):
            cursor.execute(statement)


def test_districts_without_anything_near_are_not_visited(mitte, pankow, board, monkeypatch):
    """One function says which districts are worth a visit; the number of statements is the same for two and twelve."""
    monkeypatch.setattr(due, "_SOURCES", [])
    offers_due(watch="test_due_districts")(board.offered)
    # The rows of some table with dates stand for the room's things.
    watched("SELECT district_id, due_on FROM reminders_reminder WHERE state = 'failed'")
    thing = {"person": mitte.people["reader"], "step": 0, "reason": "holder", "state": "failed"}
    Reminder.objects.create(district=mitte.district, subject="near", due_on=WEDNESDAY + days(35), **thing)
    far = Reminder.objects.create(district=pankow.district, subject="far", due_on=WEDNESDAY + days(36), **thing)
    with CaptureQueriesContext(connection) as few:
        assert sweep(at(WEDNESDAY)).visited == 1
    assert {number for _, number in board.calls} == {str(mitte.district.pk)}
    for number in range(4, 14):
        make_place(f"{number:02}", f"bezirk-{number}", f"Bezirk{number}")
    with CaptureQueriesContext(connection) as many:
        assert sweep(at(WEDNESDAY)).visited == 1
    assert len(many) <= len(few)
    # A district that wants to hear earlier is visited earlier.
    ReminderSettings.objects.create(district=pankow.district, first_lead=15)
    assert sweep(at(WEDNESDAY)).visited == 2
    far.district.__class__.objects.filter(pk=far.district_id).update(is_active=False)
    assert sweep(at(WEDNESDAY)).visited == 1


@pytest.mark.parametrize("function", ["reminders_pending_districts()", "test_due_districts(current_date)"])
def test_only_the_login_asks_for_numbers_of_districts(mitte, function):
    watched("SELECT district_id, due_on FROM reminders_reminder")
    for role, may in ((DatabaseRole.LOGIN, True), (DatabaseRole.DISTRICT, False), (DatabaseRole.SENATE, False)):
        with transaction.atomic(), acting_as(role), connection.cursor() as cursor:
            cursor.execute("SELECT has_function_privilege(current_role, %s, 'EXECUTE')", [signature(function)])
            assert cursor.fetchone() == (may,)


def signature(call):
    return call.replace("current_date", "date")
