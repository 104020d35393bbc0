"""Two people on one Auftrag at the very same moment: nothing anybody wrote is lost, and nothing is written twice."""

import threading

import pytest
from django.db import connection, transaction

from assignments.models import Assignment, AssignmentOffice, Entry
from districts.roles import Role
from tests.acting import acting
from tests.assignments.conftest import HOME, SOON
from tests.factories import add_member
from tests.filling import shown

#: Two changes each.
ROUNDS = 30


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.mark.django_db(transaction=True)
def test_sixty_changes_and_none_is_lost(world, sign_in):
    place = world.mitte
    with transaction.atomic(), acting(place, place.people["leadership"]):
        row = Assignment.objects.create(
            title="Räume öffnen", text="Bitte.", state="working", area=place.areas[0], given_on=SOON, due_on=SOON,
            given_by=place.people["leadership"], prepared_by=place.people["coordination"],
        )  # fmt: skip
        AssignmentOffice.objects.create(assignment=row, office=place.offices[0], lead=True)
    second = add_member(place, Role.OFFICE_STAFF, label="zweite")
    clients = [sign_in(place.people["office_head"]), sign_in(second)]
    url = f"{HOME}{row.pk}/sachstand/"
    written = []
    for number in range(ROUNDS):
        texts = [f"Stand A{number}", f"Stand B{number}"]
        forms = [shown(client.get(url)) | {"text": text} for client, text in zip(clients, texts, strict=True)]
        answers = at_the_same_moment(clients, url, forms)
        assert sorted(answer.status_code for answer in answers) == [302, 409], number
        loser = 0 if answers[0].status_code == 409 else 1
        page = answers[loser].content.decode()
        assert "inzwischen geändert" in page
        assert texts[loser] in page
        # Told, looked, sent again: what was typed stood there still.
        again = shown(clients[loser].get(url)) | {"text": texts[loser]}
        assert clients[loser].post(url, again).status_code == 302
        written += texts
    row.refresh_from_db()
    assert row.version == 1 + 2 * ROUNDS
    assert sorted(Entry.objects.filter(assignment=row).values_list("text", flat=True)) == sorted(written)


def at_the_same_moment(clients, url, forms):
    """Sends one form per client from threads that start together; the answers in the order of the clients."""
    barrier = threading.Barrier(len(clients))
    answers = [None] * len(clients)

    def send(number):
        try:
            barrier.wait()
            answers[number] = clients[number].post(url, forms[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
