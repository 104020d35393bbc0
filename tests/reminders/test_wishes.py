"""Wishes per person: weekdays of the mail, no mail at all, and what neither can switch off."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import User
from districts.models import Membership
from districts.roles import Role
from reminders import sending
from reminders.due import Due
from reminders.models import Mail, Reminder, ReminderSettings
from reminders.recipients import step_for
from reminders.sweep import sweep
from reminders.wishes import Period, in_words, period_of
from tests.factories import add_member
from tests.reminders.conftest import WEDNESDAY, at, days

D = datetime.date
MONDAY = D(2027, 6, 7)
MONDAYS = {"mail_wish": "days", "mail_days": [0]}


def wishes(person, **changed):
    User.objects.filter(pk=person.pk).update(**changed)


@pytest.fixture
def staff(mitte):
    return mitte.people["office_staff"]


@pytest.fixture
def weekly(staff):
    """Somebody who reads mail on Mondays."""
    wishes(staff, **MONDAYS)
    return staff


@pytest.mark.parametrize(
    ("weekdays", "today", "first", "last"),
    [
        ([0], MONDAY, MONDAY, D(2027, 6, 13)),
        ([0], D(2027, 6, 13), MONDAY, D(2027, 6, 13)),
        ([0, 3], WEDNESDAY, MONDAY, WEDNESDAY),
        ([0, 1, 2, 3, 4], D(2027, 6, 12), D(2027, 6, 11), D(2027, 6, 13)),
        # Easter Monday 2027 moves to the Thursday before Good Friday.
        ([0], D(2027, 3, 24), D(2027, 3, 22), D(2027, 3, 24)),
        ([0], D(2027, 3, 29), D(2027, 3, 25), D(2027, 4, 4)),
    ],
)
def test_a_mail_speaks_for_the_days_until_the_next(weekdays, today, first, last):
    assert period_of(User(mail_wish="days", mail_days=weekdays), today) == Period(first, last)


def test_whoever_chose_nothing_hears_of_each_day():
    assert period_of(User(), WEDNESDAY) == Period(WEDNESDAY, WEDNESDAY)
    assert in_words(User(mail_wish="days", mail_days=[0, 2, 4])) == "montags, mittwochs und freitags"


def test_over_easter_nothing_is_called_late_before_it_is_due():
    """The mail of Thursday, 25 March 2027 speaks for eleven days: the step one week after its own day lies in them."""
    period = period_of(User(**MONDAYS), D(2027, 3, 25))
    thing = Due("thing:eins", period.first, "eins", "/", "Bitte.", "Auftrag")
    assert step_for(thing, period, ReminderSettings()) == 0
    assert step_for(replace(thing, due_on=period.first - days(1)), period, ReminderSettings()) == -7


def test_mondays_mail_tells_what_falls_due_until_the_next_monday(mitte, board, post, weekly):
    board.put(mitte, "woche", due_on=MONDAY + days(3), holders=(weekly.pk,))
    board.put(mitte, "spaeter", due_on=MONDAY + days(7), holders=(weekly.pk,))
    board.put(mitte, "bald", due_on=MONDAY + days(20), holders=(weekly.pk,))
    for number in range(7):
        for hour in (7, 15):
            sweep(at(MONDAY + days(number), hour))
    (message,) = post.to(weekly)
    text = post.text(message)
    assert "Auftrag woche Mitte" in text
    assert "in 3 Tagen fällig" in text
    assert "Auftrag spaeter" in text  # its "three days before" lies in this week
    assert "Auftrag bald" in text  # its "14 days before", too
    assert sorted(Reminder.objects.filter(person=weekly).values_list("subject", "step")) == [
        ("thing:bald", 14),
        ("thing:spaeter", 3),
        ("thing:woche", 0),
    ]
    sweep(at(MONDAY + days(7)))
    assert "Auftrag woche" in post.text(post.to(weekly)[1])
    assert "seit 4 Tagen überfällig" in post.text(post.to(weekly)[1])


def test_over_two_months_every_date_is_told_before_it_comes(mitte, board, post, weekly):
    for number in range(40):
        board.put(mitte, f"{number}", due_on=MONDAY + days(number + 5), holders=(weekly.pk,))
    for number in range(60):
        today = MONDAY + days(number)
        sweep(at(today))
        for name, thing in list(board.things[mitte.district.pk].items()):
            if thing.due_on == today:
                board.done(mitte, name)
    sent = Reminder.objects.filter(state="sent")
    assert sent.filter(step=0).count() == 40
    # All was done on its day, so nothing late was told, and no mail left on another day than Monday.
    assert not sent.filter(step__lt=0).exists()
    assert {mail.sent_on.weekday() for mail in Mail.objects.filter(person=weekly)} == {0}
    assert not Reminder.objects.exclude(state="sent").filter(due_on__lt=MONDAY + days(60)).exists()


def test_what_comes_up_and_cannot_wait_leaves_at_once_and_takes_the_rest_along(mitte, board, post, weekly):
    sweep(at(MONDAY))
    board.put(mitte, "kann-warten", due_on=MONDAY + days(14), holders=(weekly.pk,))
    sweep(at(MONDAY + days(1)))
    assert post.messages == []
    board.put(mitte, "eilt", due_on=MONDAY + days(4), holders=(weekly.pk,))
    sweep(at(MONDAY + days(2)))
    (message,) = post.to(weekly)
    assert "Auftrag eilt" in post.text(message)
    assert "Auftrag kann-warten" in post.text(message)
    # A date that is moved into the week arms again.
    board.change(mitte, "kann-warten", due_on=MONDAY + days(5))
    sweep(at(MONDAY + days(3)))
    assert "12.06.2027" in post.text(post.to(weekly)[1])
    sweep(at(MONDAY + days(7)))
    assert len(post.to(weekly)) == 3


def test_a_monday_without_a_worker_loses_nothing(mitte, board, post, weekly):
    board.put(mitte, "eilt", due_on=MONDAY + days(2), holders=(weekly.pk,))
    board.put(mitte, "vorlauf", due_on=MONDAY + days(15), holders=(weekly.pk,))
    sweep(at(MONDAY + days(1)))
    text = post.text(post.to(weekly)[0])
    assert "Auftrag eilt" in text
    assert "Auftrag vorlauf" in text


@pytest.mark.parametrize(
    ("late", "subject"),
    [
        ([False], "ein Termin steht an"),
        ([True], "ein Termin ist überfällig"),
        ([False, False], "2 Termine stehen an"),
        ([False, True], "2 Termine, davon 1 überfällig"),
        ([True, True], "2 Termine sind überfällig"),
    ],
)
def test_the_subject_says_whether_something_is_late(mitte, board, post, staff, late, subject):
    for number, over in enumerate(late):
        board.put(mitte, f"{number}", due_on=WEDNESDAY - days(1 if over else 0), holders=(staff.pk,))
    sweep(at(WEDNESDAY))
    (message,) = post.to(staff)
    assert message["Subject"] == f"Querlinie: {subject}"
    assert f"{subject}:" in post.text(message)
    assert post.html(message).count('class="button"') == 1
    assert "/konto/mails/" in post.text(message)


def test_no_mail_but_an_exact_inbox(mitte, board, post, staff, sign_in):
    wishes(staff, mail_wish="never")
    today = timezone.localdate()
    board.put(mitte, due_on=today, holders=(staff.pk,))
    outcome = sweep()
    assert (outcome.planned, outcome.sent, Mail.objects.count()) == (0, 0, 0)
    assert "Auftrag eins Mitte" in sign_in(staff).get(f"{mitte.url}erinnerungen/").content.decode()
    # Whoever wants mail again is told what stands open now, once.
    wishes(staff, mail_wish="always")
    assert [sweep().sent for _ in range(2)] == [1, 0]


def test_mail_that_waits_is_taken_back_when_none_is_wanted_any_more(mitte, board, post, staff):
    board.put(mitte, holders=(staff.pk,))
    post.refuse[staff.email] = "450 spaeter"
    sweep(at(WEDNESDAY))
    wishes(staff, mail_wish="never")
    post.refuse.clear()
    sweep(at(WEDNESDAY, 12))
    assert post.messages == []
    assert not Reminder.objects.exists()


def test_mail_unwanted_between_claim_and_sending_says_nothing(mitte, board, post, staff, monkeypatch):
    board.put(mitte, holders=(staff.pk,))
    deliver = sending.deliver

    def unwanted_meanwhile(mail, **more):
        wishes(staff, mail_wish="never")
        return deliver(mail, **more)

    monkeypatch.setattr("reminders.sweep.deliver", unwanted_meanwhile)
    # A sweep may know people for some seconds; here not even that.
    monkeypatch.setattr("reminders.planning.KNOWN_FOR", 0.0, raising=False)
    sweep(at(WEDNESDAY))
    assert post.messages == []
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("wanted", [{"mail_wish": "never"}, MONDAYS], ids=["never", "mondays"])
def test_nobody_switches_escalations_off(mitte, board, post, staff, wanted):
    head, leader = mitte.people["office_head"], mitte.people["leadership"]
    for person in (head, leader):
        wishes(person, **wanted)
    board.put(mitte, due_on=MONDAY - days(10), holders=(staff.pk,), escalates=True)
    board.put(mitte, "eigenes", due_on=WEDNESDAY + days(60), holders=(head.pk,))
    sweep(at(MONDAY))  # the leader's ten days are over today
    sweep(at(WEDNESDAY))
    assert len(post.to(head)) == 1
    assert len(post.to(leader)) == 1
    board.put(mitte, "spät", due_on=WEDNESDAY - days(2), holders=(staff.pk,))
    sweep(at(WEDNESDAY + days(1)))  # a Thursday
    assert "Auftrag spät" in post.text(post.to(head)[1])


def test_coordination_hears_of_what_nobody_else_can_do_whatever_it_wishes(mitte, board, post):
    coordination = mitte.people["coordination"]
    wishes(coordination, mail_wish="never")
    Membership.objects.filter(role=Role.OFFICE_HEAD).update(ends_on=WEDNESDAY - days(1))
    board.put(mitte)
    sweep(at(WEDNESDAY))
    (message,) = post.to(coordination)
    for body in (post.text(message), post.html(message)):
        assert "Zuständig ist: Jugendamt Mitte. Dort ist niemand zu erreichen" in body
        assert "Sie melden die Erledigung." not in body


def test_a_deputy_is_told_for_whom_and_only_what_both_may_read(mitte, board, post):
    staff, head, other = (mitte.people[name] for name in ("office_staff", "office_head", "second_head"))
    # Somebody of two offices is away; the deputy belongs to the second one alone.
    add_member(mitte, Role.OFFICE_STAFF, user=staff, office=mitte.offices[1])
    Membership.objects.update(starts_on=D(2020, 1, 1))
    wishes(staff, deputy=other, deputy_from=WEDNESDAY, deputy_until=WEDNESDAY + days(5))
    board.put(mitte, "erstes", holders=(staff.pk,))
    board.put(mitte, "zweites", holders=(staff.pk,), office_id=mitte.offices[1].pk)
    sweep(at(WEDNESDAY))
    (told,) = post.to(other)
    for body in (post.text(told), post.html(told)):
        assert "Auftrag zweites" in body
        assert f"In Vertretung für {staff.name} (bis 14.06.2027)" in body
        assert "Auftrag erstes" not in body
    (kept,) = post.to(staff)
    assert "Auftrag erstes" in post.text(kept)
    assert "Auftrag zweites" not in post.text(kept)
    assert post.to(head) == []


def test_a_deputy_who_is_away_has_a_deputy_and_a_ring_of_them_ends(mitte, board, post):
    staff, head = mitte.people["office_staff"], mitte.people["office_head"]
    third = add_member(mitte, Role.OFFICE_STAFF, label="dritte")
    Membership.objects.update(starts_on=D(2020, 1, 1))
    away = {"deputy_from": WEDNESDAY, "deputy_until": WEDNESDAY + days(1)}
    wishes(staff, deputy=third, **away)
    wishes(third, deputy=head, **away)
    board.put(mitte, holders=(staff.pk,))
    sweep(at(WEDNESDAY))
    assert {m["To"] for m in post.messages} == {head.email}
    wishes(third, deputy=staff, **away)
    sweep(at(WEDNESDAY + days(1)))
    assert {m["To"] for m in post.messages} == {head.email, third.email}
    # A deputy who has left stands in for nobody.
    wishes(staff, deputy=third, deputy_from=WEDNESDAY, deputy_until=WEDNESDAY + days(30))
    Membership.objects.filter(user=third).update(ends_on=WEDNESDAY + days(1))
    sweep(at(WEDNESDAY + days(7)))
    assert len(post.to(staff)) == 1
