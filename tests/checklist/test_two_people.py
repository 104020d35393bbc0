"""Two people at once never lose each other's words."""

import threading

import pytest
from django.db import connection

from checklist.models import Progress
from tests.checklist.reading import form_values
from tests.factories import add_member

STEP = "/bezirk/mitte/checkliste/punkt/B3.5/"
ROUNDS = 60


def stored():
    return Progress.objects.get(district__slug="mitte", code="B3.5")


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.fixture
def two(world, sign_in):
    """Two signed-in people of the coordination."""
    second = add_member(world.mitte, "coordination", label="zweite")
    return sign_in(world.mitte.people["coordination"]), sign_in(second)


def at_the_same_moment(clients, forms):
    """Sends one form per client from threads that start together; returns the statuses and pages in order."""
    barrier = threading.Barrier(len(clients))
    answers = [None] * len(clients)

    def send(number):
        try:
            barrier.wait()
            answers[number] = clients[number].post(STEP, forms[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_different_fields_merge_sixty_times(world, two):
    for number in range(ROUNDS):
        opened = [form_values(client.get(STEP), STEP) for client in two]
        answers = at_the_same_moment(
            two, [opened[0] | {"own_text": f"Text {number}"}, opened[1] | {"reason": f"Grund {number}"}]
        )
        assert [answer.status_code for answer in answers] == [302, 302], number
        assert (stored().own_text, stored().reason) == (f"Text {number}", f"Grund {number}")


@pytest.mark.django_db(transaction=True)
def test_of_the_same_field_exactly_one_is_saved_and_the_other_sees_both_texts(world, two):
    for number in range(ROUNDS):
        opened = [form_values(client.get(STEP), STEP) for client in two]
        texts = [f"Fassung A{number} der ersten Person", f"Fassung B{number} der zweiten Person"]
        answers = at_the_same_moment(two, [form | {"own_text": text} for form, text in zip(opened, texts, strict=True)])
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [302, 409], number
        winner, loser = (0, 1) if answers[0].status_code == 302 else (1, 0)
        assert stored().own_text == texts[winner]
        page = answers[loser].content.decode()
        assert texts[winner] in page
        assert texts[loser] in page


@pytest.mark.django_db
def test_whoever_was_told_may_decide_and_save_again(world, two):
    first, second = two
    opened = form_values(second.get(STEP), STEP)
    first.post(STEP, form_values(first.get(STEP), STEP) | {"own_text": "Von der ersten"})
    told = second.post(STEP, opened | {"own_text": "Von der zweiten", "reason": "bleibt stehen"})
    assert told.status_code == 409
    again = form_values(told, STEP)
    assert again["own_text"] == "Von der zweiten"
    assert again["reason"] == "bleibt stehen"
    assert second.post(STEP, again | {"own_text": "Von beiden"}).status_code == 302
    assert (stored().own_text, stored().reason) == ("Von beiden", "bleibt stehen")


@pytest.mark.django_db
def test_an_untouched_text_with_line_breaks_is_no_change(world, two):
    client, other = two
    client.post(STEP, form_values(client.get(STEP), STEP) | {"own_text": "Zeile eins\r\nZeile zwei"})
    opened = form_values(other.get(STEP), STEP)
    client.post(STEP, form_values(client.get(STEP), STEP) | {"own_text": "Neu\r\ngeschrieben"})
    assert other.post(STEP, opened | {"reason": "nur der Grund"}).status_code == 302
    assert (stored().own_text, stored().reason) == ("Neu\ngeschrieben", "nur der Grund")
