"""Two sweeps at once, on connections of their own: each mail leaves once."""

import datetime
import threading

import pytest
from django.db import connection

from districts.models import Membership
from reminders import sending
from reminders.models import Mail, Reminder
from reminders.planning import Desk
from reminders.sweep import Outcome, claim, plan_all, sweep
from tests.factories import add_member
from tests.reminders.conftest import WEDNESDAY, at, days


@pytest.fixture
def world(committed_world):
    return committed_world


def together(number, work):
    """Runs ``work`` in ``number`` threads that begin at the same moment; raises what any of them raised."""
    barrier, problems = threading.Barrier(number), []

    def run():
        try:
            barrier.wait()
            work()
        except Exception as error:  # noqa: BLE001  # told by the test itself
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_send_each_mail_once(mitte, pankow, board, post):
    people = [add_member(mitte, "office_staff", label=f"p{n}") for n in range(20)]
    Membership.objects.update(starts_on=datetime.date(2020, 1, 1))
    for number, person in enumerate(people):
        board.put(mitte, f"{number}", holders=(person.pk,))
    board.put(pankow)
    together(4, lambda: sweep(at(WEDNESDAY)))
    assert sorted(m["To"] for m in post.messages) == sorted(
        [*(p.email for p in people), pankow.people["office_head"].email]
    )
    assert Reminder.objects.count() == 21
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
    together(4, lambda: sweep(at(WEDNESDAY, 12)))
    assert len(post.messages) == 21


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_the_lease_notes_nothing(mitte, board, post):
    """A sender that hung for too long must not undo what another has noted."""
    board.put(mitte)
    plan_all(at(WEDNESDAY), Outcome(), Desk())
    slow = claim(at(WEDNESDAY))
    _, parts = sending._write(slow, WEDNESDAY, Desk())
    assert sweep(at(WEDNESDAY, 9, 6)).sent == 1
    sending._put_back(slow, sending.Refusal("abgewiesen", final=True), parts, at(WEDNESDAY, 9, 7))
    # Nor does one that finds nothing left to say throw away what the other has noted.
    with sending.Courier(Desk()) as courier:
        assert sending.deliver(slow, courier=courier, clock=lambda: at(WEDNESDAY, 9, 7)) is None
    assert Mail.objects.filter(state="sent").count() == 1
    assert Reminder.objects.get().state == "sent"
    assert sweep(at(WEDNESDAY + days(1))).sent == 0
