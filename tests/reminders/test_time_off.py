"""Days without a worker, things that change on the way, clocks that are moved, districts that break."""

import datetime

import pytest
from django.db import connection

from districts.models import Membership
from districts.roles import Role
from reminders import sending, steps
from reminders.due import To
from reminders.models import Mail, Reminder, ReminderSettings
from reminders.sweep import claim, sweep
from tests.factories import add_member
from tests.reminders.conftest import WEDNESDAY, at, days

BACK = WEDNESDAY + days(9)


@pytest.fixture
def people(mitte):
    return [add_member(mitte, Role.OFFICE_STAFF, label=f"p{number}") for number in range(3)]


def steps_told():
    """(address, subject) -> the steps that were sent."""
    found = {}
    for email, subject, step in (
        Reminder.objects.filter(state="sent").order_by("-step").values_list("person__email", "subject", "step")
    ):
        found.setdefault((email, subject), []).append(step)
    return found


def test_nine_days_off_and_each_gets_one_mail_with_the_right_threshold_for_each_thing(mitte, board, post, people):
    """WEDNESDAY told what it had to; then nobody swept until the ninth day after."""
    first, second, third = people
    head, leader = mitte.people["office_head"], mitte.people["leadership"]
    board.put(mitte, "far", holders=(first.pk,), due_on=BACK + days(20))
    board.put(mitte, "fortnight", holders=(first.pk,), due_on=BACK + days(12))
    board.put(mitte, "soon", holders=(first.pk,), due_on=BACK + days(3))
    board.put(mitte, "today", holders=(second.pk,), due_on=BACK)
    board.put(mitte, "passed", holders=(second.pk,), due_on=WEDNESDAY + days(5))
    board.put(mitte, "late", holders=(third.pk,), due_on=WEDNESDAY - days(1), escalates=True)
    sweep(at(WEDNESDAY))
    before = steps_told()
    assert before == {
        (first.email, "thing:soon"): [14],
        (second.email, "thing:today"): [14],
        (second.email, "thing:passed"): [14],
        (third.email, "thing:late"): [0],
    }
    post.messages.clear()
    for hour in (7, 8, 9):
        sweep(at(BACK, hour))
    assert sorted(m["To"] for m in post.messages) == sorted(p.email for p in (first, second, third, head, leader))
    after = steps_told()
    told = {key: [s for s in found if s not in before.get(key, [])] for key, found in after.items()}
    assert told == {
        (first.email, "thing:fortnight"): [14],
        (first.email, "thing:soon"): [3],
        (second.email, "thing:today"): [0],
        # On the day and four days later nobody swept: what is told is how late it is now, once.
        (second.email, "thing:passed"): [0],
        (third.email, "thing:late"): [-7],
        # The head heard of "passed" after three days, and of "late" for the second time, a week after that.
        (head.email, "thing:passed"): [-3],
        (head.email, "thing:late"): [-10],
        (leader.email, "thing:late"): [-10],
    }
    text = post.text(post.to(second)[0])
    assert text.count("Auftrag passed") == 1
    assert "seit 4 Tagen überfällig" in text


@pytest.mark.parametrize("pause", [1, 2, 9, 40])
def test_whatever_the_pause_the_last_step_reached_is_told_and_none_twice(mitte, board, post, people, pause):
    due_on = WEDNESDAY + days(20)
    board.put(mitte, holders=(people[0].pk,), due_on=due_on)
    expected = []
    for number in range(0, 80, pause):
        today = WEDNESDAY + days(number)
        sweep(at(today))
        step = steps.holder_step(due_on=due_on, today=today, settings=ReminderSettings())
        if step is not None and step not in expected:
            expected.append(step)
    assert steps_told()[(people[0].email, "thing:eins")] == expected
    assert len(post.to(people[0])) == len(expected)
    assert len(expected) >= 1


CHANGES = {
    "done": lambda board, place: board.done(place, "two"),
    "moved": lambda board, place: board.change(place, "two", due_on=WEDNESDAY + days(40)),
    "given to somebody else": lambda board, place: board.change(
        place, "two", holders=(place.people["office_staff"].pk,)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("when", ["while another mail is on its way", "after it was claimed", "while it was refused"])
def test_what_changes_before_its_mail_leaves_is_not_told(mitte, board, post, people, monkeypatch, what, when):
    first, second, _ = people
    board.put(mitte, "one", holders=(first.pk,))
    board.put(mitte, "two", holders=(second.pk,))

    def change():
        if "two" in board.things[mitte.district.pk]:
            CHANGES[what](board, mitte)

    if when == "while another mail is on its way":
        # The order of taking up is not ours to choose: the one that comes first is to be "one".
        monkeypatch.setattr("reminders.sweep.put_into_envelopes", envelopes_in_order([first, second]))
        post.meanwhile = change
    elif when == "after it was claimed":
        deliver = sending.deliver

        def late(mail, **more):
            if mail.person_id == second.pk:
                change()
            return deliver(mail, **more)

        monkeypatch.setattr("reminders.sweep.deliver", late)
    else:
        post.refuse[second.email] = "450 spaeter"
    sweep(at(WEDNESDAY))
    if when == "while it was refused":
        post.refuse.clear()
        change()
        sweep(at(WEDNESDAY, 10))
    assert post.to(second) == []
    assert len(post.to(first)) == 1
    assert not Reminder.objects.filter(person=second).exists()
    assert not Mail.objects.filter(person=second).exists()


def envelopes_in_order(people):
    from reminders.sweep import put_into_envelopes

    def ordered(waiting, now):
        put_into_envelopes(waiting, now)
        for number, person in enumerate(people):
            Mail.objects.filter(person=person, state="pending").update(next_try_at=now - days(1) + days(number) / 100)

    return ordered


# --- Clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour"),
    [(datetime.date(2027, 3, 28), 1), (datetime.date(2027, 10, 31), 2), (datetime.date(2026, 3, 29), 1)],
)
def test_leases_and_waiting_times_are_real_time_when_the_clock_is_changed(mitte, board, post, day, hour):
    """Ten minutes are ten minutes, also where the clock on the wall shows seventy or minus fifty."""
    head = mitte.people["office_head"]
    board.put(mitte, due_on=day + days(3))
    # 01:58 before the change in March; 02:58 before the hour that comes twice in October.
    before = at(day, hour, 58).astimezone(datetime.UTC)
    post.refuse[head.email] = "450 spaeter"
    assert sweep(before).delayed == 1
    post.refuse.clear()
    assert sweep(before + datetime.timedelta(minutes=4)).sent == 0
    # A sender that dies now is not waited for longer than the lease.
    assert claim(before + datetime.timedelta(minutes=6)) is not None
    assert sweep(before + datetime.timedelta(minutes=10)).sent == 0
    assert sweep(before + datetime.timedelta(minutes=12)).sent == 1
    assert sweep(before + datetime.timedelta(hours=3)).sent == 0
    assert len(post.to(head)) == 1
    assert Mail.objects.get().sent_on == day


def test_a_clock_that_was_put_back_doubles_nothing_and_loses_nothing(mitte, board, post):
    head = mitte.people["office_head"]
    board.put(mitte, due_on=WEDNESDAY + days(3))
    sweep(at(WEDNESDAY, 0, 30))
    # Back over midnight, and forward again.
    for when in (at(WEDNESDAY - days(1), 23, 40), at(WEDNESDAY, 0, 20), at(WEDNESDAY, 9)):
        assert sweep(when).sent == 0
    # What comes up meanwhile is told once, whichever day the clock shows.
    board.put(mitte, "zwei", due_on=WEDNESDAY + days(10))
    for when in (at(WEDNESDAY - days(1), 23, 50), at(WEDNESDAY, 0, 10), at(WEDNESDAY, 10), at(WEDNESDAY + days(1), 8)):
        sweep(when)
    assert ["Auftrag zwei" in post.text(m) for m in post.to(head)] == [False, True]


def test_other_days_of_the_district_do_not_bring_up_again_what_was_told(mitte, board, post):
    head = mitte.people["office_head"]
    settings = ReminderSettings.objects.create(district=mitte.district, second_lead=3)
    due_on = WEDNESDAY + days(5)
    board.put(mitte, due_on=due_on)
    sweep(at(due_on - days(5)))
    sweep(at(due_on - days(3)))
    assert [s for found in steps_told().values() for s in found] == [14, 3]
    settings.second_lead = 4
    settings.save()
    sweep(at(due_on - days(2)))
    assert len(post.to(head)) == 2
    sweep(at(due_on))
    assert len(post.to(head)) == 3


# --- Districts that break ---------------------------------------------------------------------------------------------


def test_one_thing_without_sense_silences_neither_its_room_nor_other_districts(mitte, pankow, board, post):
    board.put(mitte, "eins")
    board.put(mitte, "sinnlos", due_on=datetime.date.max)
    board.put(mitte, "zwei")
    board.put(pankow)
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.broken, outcome.sent) == ([mitte.district.key], 2)
    text = post.text(post.to(mitte.people["office_head"])[0])
    assert "Auftrag eins" in text
    assert "Auftrag zwei" in text


def test_settings_nobody_could_have_entered_stop_nobody(mitte, pankow, board, post):
    """Days at the end of what the database takes, written past every rule."""
    ReminderSettings.objects.create(district=mitte.district)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reminders_remindersettings SET first_lead = 32767, leadership_after = 32767")
    board.put(mitte, escalates=True)
    board.put(pankow)
    assert sweep(at(WEDNESDAY)).broken == []
    assert len(post.messages) == 2


def test_a_district_that_breaks_while_its_part_is_written_keeps_what_it_owes(mitte, pankow, board, post, monkeypatch):
    """A head of two offices in two districts: the whole one is told today, the broken one as soon as it can be."""
    head = mitte.people["office_head"]
    add_member(pankow, Role.OFFICE_HEAD, label="both", user=head)
    Membership.objects.update(starts_on=datetime.date(2020, 1, 1))
    board.put(mitte, "eins", to=To.OFFICE)
    board.put(pankow, "zwei", holders=(head.pk,))
    deliver = sending.deliver

    def breaks(mail, **more):
        board.broken.add(mitte.district.pk)
        return deliver(mail, **more)

    with monkeypatch.context() as patched:
        patched.setattr("reminders.sweep.deliver", breaks)
        sweep(at(WEDNESDAY))
    (message,) = post.to(head)
    assert "Auftrag zwei" in post.text(message)
    assert "Auftrag eins" not in post.text(message)
    assert Reminder.objects.get(district=mitte.district).state == "pending"
    board.broken.clear()
    sweep(at(WEDNESDAY + days(1)))
    assert "Auftrag eins" in post.text(post.to(head)[1])
