"""Mail servers that misbehave: silent, slow, tarpits, refusing at every stage. What can be told is told."""

import socket
import threading
import time

import pytest

from accounts.models import User
from districts.roles import Role
from reminders.models import LastSweep, Mail, Reminder
from reminders.sweep import sweep
from tests.factories import add_member
from tests.reminders.conftest import WEDNESDAY, at


@pytest.fixture
def head(mitte):
    return mitte.people["office_head"]


@pytest.fixture
def several(mitte, board):
    """Five people with one thing each, in the order their mails are taken up."""
    people = [add_member(mitte, Role.OFFICE_STAFF, label=f"p{number}") for number in range(5)]
    for number, person in enumerate(people):
        board.put(mitte, f"{number}", holders=(person.pk,))
    return people


@pytest.fixture
def silent(settings):
    """A server that takes every connection and never says a word. Counts the calls."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_calls():
            while True:
                try:
                    calls.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take_calls, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        yield calls
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for call in calls:
        call.close()


def test_a_server_that_says_nothing_is_asked_once_and_the_sweep_comes_through(several, silent, post_later):
    begin = time.monotonic()
    outcome = sweep(at(WEDNESDAY))
    assert time.monotonic() - begin < 5
    assert (outcome.planned, outcome.delayed, outcome.sent) == (5, 1, 0)
    assert len(silent) == 1
    assert LastSweep.objects.exists()
    assert set(Reminder.objects.values_list("state", flat=True)) == {"pending"}
    assert "nicht zu erreichen" in Reminder.objects.exclude(failure="").get().failure
    post = post_later()
    # The one that was tried waits; nobody else does.
    assert sweep(at(WEDNESDAY, 9, 1)).sent == 4
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 1
    assert sorted(m["To"] for m in post.messages) == sorted(person.email for person in several)


def test_a_mail_the_server_chokes_on_does_not_hold_up_the_others(several, post, settings):
    """The server greets, and goes silent at one address alone."""
    settings.EMAIL_TIMEOUT = 0.3
    first = several[2].email
    post.hang.add(first)
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.sent, outcome.delayed) == (4, 1)
    post.hang.clear()
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 1
    assert [m["To"] for m in post.messages].count(first) == 1


def test_a_server_that_chokes_on_every_mail_is_left_alone_for_this_time(several, post, settings):
    settings.EMAIL_TIMEOUT = 0.2
    post.hang.update(person.email for person in several)
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.sent, outcome.delayed) == (0, 3)
    post.hang.clear()
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 5


@pytest.mark.parametrize(
    ("stage", "answer", "state"),
    [
        ("refuse", "550 5.1.1 unbekannt", "failed"),
        ("refuse", "450 4.2.1 voll", "pending"),
        ("refuse_content", "554 5.7.1 abgewiesen", "failed"),
        ("refuse_content", "451 4.7.1 spaeter", "pending"),
    ],
)
def test_five_is_final_and_four_is_tried_again_at_every_stage(mitte, board, post, head, stage, answer, state):
    board.put(mitte)
    getattr(post, stage)[head.email] = answer
    sweep(at(WEDNESDAY))
    assert Reminder.objects.get().state == state
    assert answer[:3] in Reminder.objects.get().failure
    tried = post.asked[head.email]
    for hour in range(10, 20):
        sweep(at(WEDNESDAY, hour))
    again = post.asked[head.email] - tried
    assert again == 0 if state == "failed" else 3 <= again <= 6
    getattr(post, stage).clear()
    sweep(at(WEDNESDAY, 23, 59))
    assert len(post.to(head)) == (0 if state == "failed" else 1)


def test_a_server_that_refuses_the_sender_refuses_nobody_for_good(several, post):
    """550 to MAIL FROM is about us: no person's address is to blame, and nothing fails."""
    post.refuse_sender = "550 5.7.1 sender not allowed"
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.failed, outcome.delayed, outcome.sent) == (0, 1, 0)
    post.refuse_sender = None
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 5


def test_an_address_no_mail_can_carry_fails_alone(several, post):
    User.objects.filter(pk=several[1].pk).update(email="p1\n@test.example")
    outcome = sweep(at(WEDNESDAY))
    assert (outcome.failed, outcome.delayed, outcome.sent) == (1, 0, 4)
    assert Reminder.objects.get(person=several[1]).failure == "Die Adresse lässt sich nicht verwenden."


def test_a_sweep_ends_after_its_time_and_the_next_goes_on(several, post, settings):
    settings.REMINDER_SWEEP_SECONDS = 0
    for number in range(5):
        outcome = sweep(at(WEDNESDAY, 9, number))
        assert outcome.sent == 1
        assert LastSweep.objects.get().finished_at >= at(WEDNESDAY, 9, number)
    assert len(post.messages) == 5
    assert not Mail.objects.exclude(state="sent").exists()
