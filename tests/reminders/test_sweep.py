"""The sweep through a real mail server: who gets which mail, and what is never lost and never doubled."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from districts.models import Membership
from districts.roles import Role
from reminders import sending
from reminders.due import To, offers_due
from reminders.models import Mail, Reminder, ReminderSettings
from reminders.sweep import sweep
from tests.factories import add_member
from tests.reminders.conftest import WEDNESDAY, Board, at, days


@pytest.fixture
def head(mitte):
    return mitte.people["office_head"]


@pytest.fixture
def staff(mitte):
    return mitte.people["office_staff"]


def told(post):
    """Address -> how many mails."""
    found = {}
    for message in post.messages:
        found[message["To"]] = found.get(message["To"], 0) + 1
    return found


def test_a_mail_says_what_is_due_and_leads_there_with_one_button(mitte, board, post, head):
    board.put(mitte, due_on=WEDNESDAY + days(3))
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.planned, outcome.sent, outcome.broken) == (1, 1, [])
    (message,) = post.to(head)
    assert message["Subject"] == "Querlinie: ein Termin steht an"
    assert message["Auto-Submitted"] == "auto-generated"
    for body in (post.text(message), post.html(message)):
        assert "Auftrag eins Mitte" in body
        assert "12.06.2027" in body
        assert "in 3 Tagen fällig" in body
        assert "Sie melden die Erledigung." in body
    assert post.html(message).count('class="button"') == 1
    assert f'href="{settings.BASE_URL}/bezirk/mitte/ding/eins/"' in post.html(message)
    assert told(post) == {head.email: 1}


def test_words_of_others_are_escaped_in_html_and_plain_in_text(mitte, board, post, head):
    board.put(mitte)
    board.change(mitte, title="Räume & <b>Netze</b>")
    sweep(at(WEDNESDAY))
    (message,) = post.to(head)
    assert "Räume & <b>Netze</b>" in post.text(message)
    assert "Räume &amp; &lt;b&gt;Netze&lt;/b&gt;" in post.html(message)


def test_each_step_is_said_once(mitte, board, post, head):
    board.put(mitte, due_on=WEDNESDAY + days(14))
    for number in range(40):
        for hour in (8, 12, 16):
            sweep(at(WEDNESDAY + days(number), hour))
    # 14, 3, 0, one, two, three weeks late; head and holder are the same person here.
    assert len(post.to(head)) == 6
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


def test_days_without_a_worker_lose_nothing_and_double_nothing(mitte, board, post, head):
    board.put(mitte, "eins", due_on=WEDNESDAY + days(14))
    board.put(mitte, "zwei", due_on=WEDNESDAY + days(5))
    sweep(at(WEDNESDAY - days(2)))
    post.messages.clear()
    for number in range(3):
        sweep(at(WEDNESDAY + days(12), 9 + number))
    (message,) = post.to(head)
    assert "Auftrag eins Mitte" in post.text(message)
    assert "Auftrag zwei Mitte" in post.text(message)
    assert sorted(Reminder.objects.filter(state="sent").values_list("subject", "step")) == [
        ("thing:eins", 3),
        ("thing:zwei", -7),
        ("thing:zwei", 14),
    ]


def test_one_mail_a_day_for_several_things_in_several_districts(mitte, pankow, board, post, head):
    add_member(pankow, Role.OFFICE_HEAD, label="both", user=head)
    Membership.objects.update(starts_on=datetime.date(2020, 1, 1))
    board.put(mitte, "eins")
    board.put(mitte, "zwei")
    board.put(pankow, "drei", holders=(head.pk,))
    outcome = sweep(at(WEDNESDAY))
    assert outcome.sent == 1
    (message,) = post.to(head)
    assert message["Subject"] == "Querlinie: 3 Termine stehen an"
    text = post.text(message)
    assert text.index("Bezirk Mitte") < text.index("Auftrag eins") < text.index("Bezirk Pankow") < text.index("drei")
    # What comes up later that day waits for the next morning.
    board.put(mitte, "vier")
    sweep(at(WEDNESDAY, 15))
    assert len(post.to(head)) == 1
    sweep(at(WEDNESDAY + days(1), 7))
    assert "Auftrag vier" in post.text(post.to(head)[1])
    assert "Auftrag eins" not in post.text(post.to(head)[1])


def test_each_part_is_made_inside_its_own_wall(mitte, pankow, board, post):
    board.put(mitte)
    board.put(pankow)
    sweep(at(WEDNESDAY))
    assert {role for role, _ in board.calls} == {"querlinie_district"}
    assert {number for _, number in board.calls} >= {str(mitte.district.pk), str(pankow.district.pk)}
    for place, other in ((mitte, "Pankow"), (pankow, "Mitte")):
        (message,) = post.to(place.people["office_head"])
        assert other not in message.as_string()


def test_a_moved_date_arms_again_and_the_old_one_is_silent(mitte, board, post, head):
    board.put(mitte)
    sweep(at(WEDNESDAY))
    board.change(mitte, due_on=WEDNESDAY + days(30))
    sweep(at(WEDNESDAY + days(7)))
    assert len(post.to(head)) == 1
    sweep(at(WEDNESDAY + days(16)))
    assert len(post.to(head)) == 2
    assert "09.07.2027" in post.text(post.to(head)[1])


def test_a_weekend_is_reminded_of_on_friday(mitte, board, post, head):
    sunday = WEDNESDAY + days(4)
    ReminderSettings.objects.create(district=mitte.district, first_lead=60, second_lead=30)
    board.put(mitte, due_on=sunday)
    sweep(at(sunday - days(3)))
    post.messages.clear()
    sweep(at(sunday - days(2)))
    assert "in 2 Tagen fällig" in post.text(post.to(head)[0])
    sweep(at(sunday))
    assert len(post.to(head)) == 1


def test_the_bearbeiter_first_then_also_the_head_then_the_one_stadtrat(mitte, board, post, head, staff):
    board.put(mitte, holders=(staff.pk,), escalates=True)
    board.change(mitte, what_next=f"{staff.name} meldet die Erledigung.")
    leader, other = mitte.people["leadership"], mitte.people["second_leadership"]
    sweep(at(WEDNESDAY))
    assert told(post) == {staff.email: 1}
    sweep(at(WEDNESDAY + days(3)))
    assert told(post) == {staff.email: 1, head.email: 1}
    sweep(at(WEDNESDAY + days(8)))
    assert leader.email not in told(post)
    sweep(at(WEDNESDAY + days(10)))
    (message,) = post.to(leader)
    assert post.to(other) == []
    for body in (post.text(message), post.html(message)):
        assert "Jugendamt Mitte" in body
        assert staff.name not in body
        assert head.name not in body


def test_what_does_not_escalate_ends_at_the_amtsleitung(mitte, board, post, head, staff):
    board.put(mitte, holders=(staff.pk,))
    for number in range(60):
        sweep(at(WEDNESDAY + days(number)))
    assert set(told(post)) == {staff.email, head.email}


def test_a_gone_bearbeiter_falls_back_to_the_amtsleitung(mitte, board, post, head, staff):
    board.put(mitte, holders=(staff.pk,))
    staff.is_active = False
    staff.save()
    sweep(at(WEDNESDAY))
    assert told(post) == {head.email: 1}


def test_an_ended_membership_counts_as_gone(mitte, board, post, head, staff):
    board.put(mitte, holders=(staff.pk,))
    Membership.objects.filter(user=staff).update(ends_on=WEDNESDAY - days(1))
    sweep(at(WEDNESDAY))
    assert told(post) == {head.email: 1}


def test_an_office_without_anybody_falls_back_to_coordination_alone(mitte, board, post, head):
    board.put(mitte, escalates=True)
    Membership.objects.filter(user__in=[head, mitte.people["office_staff"]]).update(ends_on=WEDNESDAY - days(1))
    sweep(at(WEDNESDAY))
    assert told(post) == {mitte.people["coordination"].email: 1}


def test_the_staendige_vertretung_is_told_as_well(mitte, board, post, head):
    second = add_member(mitte, Role.OFFICE_HEAD, label="vertretung")
    Membership.objects.update(starts_on=datetime.date(2020, 1, 1))
    board.put(mitte)
    sweep(at(WEDNESDAY))
    assert told(post) == {head.email: 1, second.email: 1}


@pytest.mark.parametrize(("first", "last", "stands_in"), [(-1, 0, True), (0, 5, True), (1, 5, False), (-5, -1, False)])
def test_a_dated_deputy_stands_in_for_just_those_days(mitte, board, post, head, staff, first, last, stands_in):
    User.objects.filter(pk=staff.pk).update(
        deputy=head, deputy_from=WEDNESDAY + days(first), deputy_until=WEDNESDAY + days(last)
    )
    board.put(mitte, holders=(staff.pk,))
    sweep(at(WEDNESDAY))
    assert told(post) == {(head if stands_in else staff).email: 1}


def test_a_deputy_of_another_office_reads_nothing(mitte, board, post, staff):
    User.objects.filter(pk=staff.pk).update(
        deputy=mitte.people["second_head"], deputy_from=WEDNESDAY, deputy_until=WEDNESDAY
    )
    board.put(mitte, holders=(staff.pk,))
    sweep(at(WEDNESDAY))
    assert told(post) == {staff.email: 1}


def test_decisions_go_to_the_leadership_of_the_area(mitte, board, post):
    board.put(mitte, to=To.LEADERSHIP, area_id=mitte.areas[1].pk, office_id=None)
    sweep(at(WEDNESDAY))
    assert told(post) == {mitte.people["second_leadership"].email: 1}


def test_a_deactivated_person_gets_nothing_also_when_a_mail_already_waits(mitte, board, post, staff, head):
    board.put(mitte, holders=(staff.pk,))
    post.refuse[staff.email] = "450 spaeter"
    sweep(at(WEDNESDAY))
    User.objects.filter(pk=staff.pk).update(is_active=False)
    post.refuse.clear()
    sweep(at(WEDNESDAY, 12))
    assert told(post) == {head.email: 1}
    assert not Mail.objects.filter(person=staff).exists()


def test_done_between_claim_and_sending_says_nothing(mitte, board, post, monkeypatch):
    board.put(mitte)
    deliver = sending.deliver

    def done_meanwhile(mail, **more):
        board.done(mitte)
        return deliver(mail, **more)

    monkeypatch.setattr("reminders.sweep.deliver", done_meanwhile)
    sweep(at(WEDNESDAY))
    assert post.messages == []
    assert not Reminder.objects.exists()
    assert not Mail.objects.exists()


def test_a_refusal_for_now_is_shown_and_tried_again_with_the_same_message_id(mitte, board, post, head):
    board.put(mitte)
    post.refuse[head.email] = "450 bitte spaeter"
    assert sweep(at(WEDNESDAY)).delayed == 1
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.failure) == ("pending", "Die Adresse wurde abgewiesen (450).")
    message_id = Mail.objects.get().message_id
    # Back-off: not at once, and longer each time.
    assert sweep(at(WEDNESDAY, 9, 4)).delayed == 0
    assert sweep(at(WEDNESDAY, 9, 6)).delayed == 1
    post.refuse.clear()
    assert sweep(at(WEDNESDAY, 9, 12)).sent == 0
    assert sweep(at(WEDNESDAY, 9, 17)).sent == 1
    reminder.refresh_from_db()
    assert (reminder.state, reminder.failure) == ("sent", "")
    assert post.to(head)[0]["Message-ID"] == message_id


def test_a_bouncing_address_fails_once_until_coordination_sends_again(mitte, board, post, head, sign_in):
    board.put(mitte)
    post.refuse[head.email] = "550 unbekannt"
    assert sweep(at(WEDNESDAY)).failed == 1
    for hour in (10, 15):
        outcome = sweep(at(WEDNESDAY, hour))
        assert (outcome.failed, outcome.delayed) == (0, 0)
    client = sign_in(mitte.people["coordination"])
    page = client.get(f"{mitte.url}erinnerungen/versand/").content.decode()
    assert "Die Adresse wurde abgewiesen (550)." in page
    assert head.name in page
    post.refuse.clear()
    again = f"{mitte.url}erinnerungen/versand/{head.pk}/erneut/"
    assert client.post(again).status_code == 302
    assert sweep(at(WEDNESDAY, 16)).sent == 1
    assert len(post.to(head)) == 1
    assert client.post(again).status_code == 409
    assert head.name not in client.get(f"{mitte.url}erinnerungen/versand/").content.decode().split("<main")[1]


def test_one_refused_mail_does_not_hold_up_the_others(mitte, pankow, board, post, head):
    board.put(mitte)
    board.put(pankow)
    post.refuse[head.email] = "550 unbekannt"
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.failed, outcome.sent) == (1, 1)
    assert told(post) == {pankow.people["office_head"].email: 1}


def test_a_silent_mail_server_is_asked_once_and_everything_leaves_later(mitte, pankow, board, post, settings):
    board.put(mitte)
    board.put(pankow)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.delayed, outcome.sent) == (1, 0)
    settings.EMAIL_PORT = port
    sweep(at(WEDNESDAY, 10))
    assert len(post.messages) == 2


def test_a_crash_after_sending_repeats_the_mail_with_the_same_message_id(mitte, board, post, head, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args, **more):
        raise Killed

    board.put(mitte)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_mark_sent", killed)
        with pytest.raises(Killed):
            sweep(at(WEDNESDAY))
    assert len(post.to(head)) == 1
    # While the lease holds nobody else takes it.
    assert sweep(at(WEDNESDAY, 9, 4)).sent == 0
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 1
    first, second = post.to(head)
    assert first["Message-ID"] == second["Message-ID"]
    assert Reminder.objects.get().state == "sent"


def test_a_broken_room_keeps_what_waits_and_does_not_stop_other_districts(mitte, pankow, board, post, head):
    board.put(mitte)
    board.put(pankow)
    post.refuse[head.email] = "450 spaeter"
    sweep(at(WEDNESDAY))
    board.put(pankow, "zwei", due_on=WEDNESDAY + days(1))
    board.broken.add(mitte.district.pk)
    outcome = sweep(at(WEDNESDAY + days(1)))
    assert outcome.broken == [mitte.district.key]
    assert len(post.to(pankow.people["office_head"])) == 2
    assert Reminder.objects.filter(district=mitte.district, state="pending").count() == 1
    board.broken.clear()
    post.refuse.clear()
    sweep(at(WEDNESDAY + days(2)))
    assert len(post.to(head)) == 1


def test_a_district_with_broken_settings_does_not_stop_the_others(mitte, pankow, board, post, monkeypatch):
    from reminders import planning

    real = planning.settings_of

    def broken(district):
        if district == mitte.district:
            raise ValueError("unreadable")
        return real(district)

    monkeypatch.setattr(planning, "settings_of", broken)
    board.put(mitte)
    board.put(pankow)
    assert sweep(at(WEDNESDAY)).broken == [mitte.district.key]
    assert told(post) == {pankow.people["office_head"].email: 1}


@pytest.mark.parametrize("day", [datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)])
def test_summer_time_comes_and_goes(mitte, board, post, head, day):
    """The nights on which an hour is missing or comes twice: one mail, on the right day."""
    for hour in (0, 1, 2, 3, 4):
        # Something new each hour: it waits for the next day in Berlin, not for the next one in UTC.
        board.put(mitte, f"{hour}", due_on=day + days(3))
        for minute in (0, 30):
            sweep(at(day, hour, minute).astimezone(datetime.UTC))
    assert len(post.to(head)) == 1
    assert Mail.objects.get().sent_on == day
    assert timezone.localdate(at(day, 2, 30)) == day


def test_what_was_sent_long_ago_is_forgotten(mitte, board, post, head):
    board.put(mitte)
    sweep(at(WEDNESDAY))
    old = Reminder.objects.get()
    Reminder.objects.filter(pk=old.pk).update(created_at=at(WEDNESDAY - days(394)))
    sweep(at(WEDNESDAY + days(6)))
    assert Reminder.objects.filter(pk=old.pk).exists()
    sweep(at(WEDNESDAY + days(7)))
    assert not Reminder.objects.filter(pk=old.pk).exists()
    assert Mail.objects.count() == 2
    board.done(mitte)
    sweep(at(WEDNESDAY + days(62)))
    assert Mail.objects.count() == 1
    sweep(at(WEDNESDAY + days(70)))
    assert Mail.objects.count() == 0
    assert len(post.to(head)) == 2


def test_what_waits_is_taken_back_at_once_when_it_is_no_longer_true(mitte, board, post, head):
    board.put(mitte, due_on=WEDNESDAY + days(3))
    board.put(mitte, "zwei")
    post.refuse[head.email] = "450 spaeter"
    sweep(at(WEDNESDAY))
    board.change(mitte, due_on=WEDNESDAY + days(2))
    board.done(mitte, "zwei")
    # Too early for another try, early enough to show coordination nothing that is over.
    assert sweep(at(WEDNESDAY, 9, 1)).delayed == 0
    assert list(Reminder.objects.values_list("subject", "due_on")) == [("thing:eins", WEDNESDAY + days(2))]


def test_a_broken_room_does_not_silence_another_room_of_the_district(mitte, board, post, head):
    other = Board()
    offers_due()(other.offered)
    board.broken.add(mitte.district.pk)
    other.put(mitte, "zwei")
    outcome = sweep(at(WEDNESDAY))
    assert outcome.broken == [mitte.district.key]
    assert "Auftrag zwei Mitte" in post.text(post.to(head)[0])
