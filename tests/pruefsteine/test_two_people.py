"""Sixty people save at once, and nobody's words are lost."""

import threading

import pytest
from django.db import connection

from districts.rights import grant_rights
from districts.roles import Role
from pruefsteine.models import Rating, Round, SelfAssessment
from pruefsteine.rating import FIELDS
from pruefsteine.scales import AnswerState, RoundState
from tests.factories import add_member
from tests.makers.pruefsteine import DAY, FAR, stone
from tests.pruefsteine.conftest import HOME

SAVES = 60
#: Fields of Prüfstein 3 that hold free text, and what its scales hold in turn.
TEXTS = [name for name in FIELDS if name not in ("level", "change")]


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.fixture
def answer(world):
    place = world.mitte
    round_ = Round.objects.create(
        district=place.district, name="Runde", state=RoundState.OPEN, opens_on=DAY, closes_on=FAR
    )
    found = SelfAssessment.objects.create(
        district=place.district, round=round_, office=place.offices[0], state=AnswerState.IN_PROGRESS
    )
    Rating.objects.create(district=place.district, assessment=found, item=stone(2))
    return found


def at_the_same_moment(sends):
    """Runs all ``sends`` from threads that start together; returns their answers in order."""
    barrier, answers = threading.Barrier(len(sends)), [None] * len(sends)

    def run(number):
        try:
            barrier.wait()
            answers[number] = sends[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def saving(client, answer, name, seen, new):
    data = {f"p3-{name}": new, f"initial-p3-{name}": seen}
    return lambda: client.post(f"{HOME}bogen/{answer.pk}/3/", data, HTTP_HX_REQUEST="true")


@pytest.mark.django_db(transaction=True)
def test_sixty_saves_of_different_fields_of_one_rating_lose_nothing(world, sign_in, answer):
    people = [world.mitte.people["office_head"], world.mitte.people["office_staff"]]
    clients = [sign_in(people[number % 2]) for number in range(len(FIELDS))]
    stored = dict.fromkeys(FIELDS, "")
    for turn in range(SAVES // len(FIELDS)):
        levels = ("begun", "partly")[turn % 2], ("worse", "unchanged")[turn % 2]
        new = {name: f"{name} {turn}" for name in TEXTS} | {"level": levels[0], "change": levels[1]}
        answers = at_the_same_moment(
            [
                saving(client, answer, name, stored[name], new[name])
                for client, name in zip(clients, FIELDS, strict=True)
            ]
        )
        assert [sent.status_code for sent in answers] == [200] * len(FIELDS), turn
        row = Rating.objects.get(assessment=answer)
        stored = {name: getattr(row, name) for name in FIELDS}
        assert stored == new, turn


@pytest.mark.django_db(transaction=True)
def test_of_the_same_field_exactly_one_is_saved_and_the_other_sees_both_texts(world, sign_in, answer):
    clients = [sign_in(world.mitte.people[role]) for role in ("office_head", "office_staff")]
    seen = ""
    for turn in range(12):
        texts = [f"Fassung A{turn}", f"Fassung B{turn}"]
        answers = at_the_same_moment(
            [saving(client, answer, "words", seen, text) for client, text in zip(clients, texts, strict=True)]
        )
        assert sorted(sent.status_code for sent in answers) == [200, 409], turn
        told = next(sent for sent in answers if sent.status_code == 409).content.decode()
        assert all(text in told for text in texts)
        seen = Rating.objects.get(assessment=answer).words
        assert seen in texts


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_into_what_is_being_submitted(world, sign_in, answer):
    """Whoever comes second is refused; what was submitted is what was there."""
    Rating.objects.filter(assessment=answer).update(level="partly", words="Vorher")
    grant_rights(world.mitte.district)
    deputy = add_member(world.mitte, Role.OFFICE_HEAD, label="vertretung")
    head, staff = sign_in(deputy), sign_in(world.mitte.people["office_staff"])
    for turn in range(6):
        SelfAssessment.objects.filter(pk=answer.pk).update(state=AnswerState.IN_PROGRESS, submitted_on=None, version=1)
        before = Rating.objects.get(assessment=answer).words
        submitted, saved = at_the_same_moment(
            [
                lambda: head.post(f"{HOME}bogen/{answer.pk}/einreichen/", {"version": 1}),
                saving(staff, answer, "words", before, f"Im letzten Augenblick {turn}"),
            ]
        )
        assert submitted.status_code == 302
        assert saved.status_code in (200, 409)
        words = Rating.objects.get(assessment=answer).words
        assert words == (f"Im letzten Augenblick {turn}" if saved.status_code == 200 else before)
