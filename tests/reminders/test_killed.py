"""A sweeping process that is killed again and again: nothing lost, nothing doubled but what was on its way."""

import os
import signal
import subprocess
import sys
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.db import connection

from reminders.models import Reminder
from tests.factories import add_member

PEOPLE = 25
#: At these messages the process is killed, before it hears that the server has taken the mail.
KILLED_AT = (3, 9, 10, 20, 27)


def sweeper(port):
    """Starts a process that sweeps once, with no more rights than in production."""
    given = urlsplit(os.environ["DATABASE_URL"])
    # The path may hold the folder of a socket before the name of the database.
    folder = given.path.rpartition("/")[0]
    url = given._replace(path=f"{folder}/{connection.settings_dict['NAME']}").geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_ROLE": "querlinie_login",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "REMINDER_LEASE_SECONDS": "0",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.reminders.sweeper"], cwd=project.BASE_DIR, env=environment)


@pytest.mark.django_db(transaction=True)
def test_killed_five_times_nothing_is_lost(mitte, pankow, post, settings):
    for number in range(PEOPLE):
        add_member(mitte, "office_staff", label=f"p{number}")
    running = []

    def kill_now_and_then():
        if len(post.messages) in KILLED_AT:
            running[-1].send_signal(signal.SIGKILL)

    post.meanwhile = kill_now_and_then
    codes = []
    for _ in range(len(KILLED_AT) + 1):
        running.append(sweeper(settings.EMAIL_PORT))
        codes.append(running[-1].wait(timeout=120))
    assert codes == [-signal.SIGKILL] * len(KILLED_AT) + [0]
    per_person = Counter(message["To"] for message in post.messages)
    assert len(per_person) == PEOPLE + 2
    doubled = {address for address, count in per_person.items() if count > 1}
    assert sum(count - 1 for count in per_person.values()) <= len(KILLED_AT)
    for address in doubled:
        assert len({message["Message-ID"] for message in post.messages if message["To"] == address}) == 1
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}
