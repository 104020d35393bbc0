"""Reminders against real processes that are killed: PostgreSQL, Redis, Celery with two schedulers, a mail server.

Short in ``make test``; ``make chaos`` runs it in full and prints the table.
"""

import os
import sys

import pytest

from config.local.queue import redis_server
from tests.chaos import senders
from tests.chaos.crowd import database_url, gather, owner_of_test_database
from tests.chaos.post_office import PostOffice, opened
from tests.chaos.scene import Kill, Scene, Tally, refuse_some, wrong

FULL = os.environ.get("CHAOS") == "full"
PEOPLE = 400 if FULL else 40
#: The sender dies having handed over a mail nobody noted yet, or having asked for the address alone.
KILLS_OF_LOOP = [Kill(6), Kill(9, "RCPT")]
KILLS_OF_WORKER = [Kill(8)]
if FULL:
    KILLS_OF_LOOP = [Kill(30), Kill(45, "RCPT"), Kill(1), Kill(60), Kill(80, "RCPT")]
    KILLS_OF_WORKER = [Kill(30), Kill(50, caller=True), Kill(40, "RCPT"), Kill(1), Kill(70, caller=True)]
FLUSHED_AT = 150 if FULL else 20

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("chaos")]


@pytest.fixture(scope="module")
def table():
    """Rows of the table; printed when all have come."""
    rows: list[Tally] = []
    yield rows
    lines = [Tally.HEAD, *(row.cells for row in rows)]
    width = [max(len(str(line[column])) for line in lines) for column in range(len(Tally.HEAD))]
    for line in [(), *lines]:
        sys.stdout.write("  ".join(str(cell).rjust(size) for cell, size in zip(line, width, strict=False)) + "\n")


@pytest.fixture
def office():
    return PostOffice()


@pytest.fixture
def scene(office):
    """``scene(way, kills)`` sets the stage: people, refusals, the database of this run."""

    def make(way, kills):
        crowd = gather(PEOPLE)
        made = Scene(way=way, crowd=crowd, office=office, database=owner_of_test_database(), kills=kills)
        made.for_good = refuse_some(office, list(crowd.owed))
        return made

    return make


def test_celery_with_two_schedulers_and_an_emptied_broker(scene, office, table, tmp_path):
    with redis_server() as url, opened(office) as port:
        made = scene("Celery, two beats", KILLS_OF_WORKER)
        env = senders.environment(database_url=database_url(), mail_port=port, redis_url=url)
        made.empties(url, at=FLUSHED_AT)
        made.victim = senders.worker(env, tmp_path)
        made.senders = [made.victim, senders.beat(env, tmp_path, 1), senders.beat(env, tmp_path, 2)]
        table.append(made.play())
    assert wrong(table[-1], made, made.for_good) == []
    assert table[-1].kills == len(KILLS_OF_WORKER)


def test_the_loop_without_a_broker(scene, office, table, tmp_path):
    with opened(office) as port:
        made = scene("loop, no broker", KILLS_OF_LOOP)
        env = senders.environment(database_url=database_url(), mail_port=port)
        made.victim = senders.loop(env, tmp_path)
        made.senders = [made.victim]
        table.append(made.play())
    assert wrong(table[-1], made, made.for_good) == []
    assert table[-1].kills == len(KILLS_OF_LOOP)
