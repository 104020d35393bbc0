"""Sixty save at once, and nobody's words are lost: in an office's answers, and in what a district agrees on."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from checklist.models import Item
from districts.rights import grant_rights
from districts.roles import Role
from pruefsteine.models import Consensus, Rating, Round, RoundPruefstein, SelfAssessment
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


def saving(client, answer, name, seen, new, *, number=3):
    data = {f"p{number}-{name}": new, f"initial-p{number}-{name}": seen}
    return lambda: client.post(f"{HOME}bogen/{answer.pk}/{number}/", data, HTTP_HX_REQUEST="true")


@pytest.mark.django_db(transaction=True)
def test_sixty_different_fields_of_one_bogen_at_the_same_moment_lose_nothing(world, sign_in, answer):
    """Sixty threads wait for each other and then send, each another field."""
    Rating.objects.bulk_create(
        Rating(district=world.mitte.district, assessment=answer, item=stone(number))
        for number in range(10)
        if number != 2
    )
    # The time before is asked for at four Prüfsteine; here at all, so that there are sixty fields.
    Item.objects.update(compares_with_before=True)
    people = [world.mitte.people["office_head"], world.mitte.people["office_staff"]]
    fields = [(number, name) for number in range(1, 11) for name in FIELDS]
    assert len(fields) == SAVES
    new = {
        (number, name): {"level": "begun", "change": "worse"}.get(name, f"{name} zu {number}")
        for number, name in fields
    }
    answers = at_the_same_moment(
        [
            saving(sign_in(people[place % 2]), answer, name, "", new[number, name], number=number)
            for place, (number, name) in enumerate(fields)
        ]
    )
    assert [sent.status_code for sent in answers] == [200] * SAVES
    stored = {
        (int(row.item.code.removeprefix("B4.")), name): getattr(row, name)
        for row in Rating.objects.filter(assessment=answer).select_related("item")
        for name in FIELDS
    }
    assert stored == new


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


@pytest.fixture
def table(world):
    """A round in Abstimmung in which nothing is agreed on yet."""
    place = world.mitte
    found = Round.objects.create(
        district=place.district, name="Am Tisch", state=RoundState.DISCUSSING, opens_on=DAY, closes_on=FAR
    )
    RoundPruefstein.objects.create(district=place.district, round=found, item=stone(2), text_version=1)
    second = add_member(place, Role.COORDINATION, label="zweite")
    return found, [place.people["coordination"], second]


AGREED = ("level", "change", "reasons", "agreed_on")


def agreeing(client, found, **changed):
    """What the form of the gemeinsame Einschätzung sends: everything it showed, and what was changed on it."""
    row = Consensus.objects.filter(round=found).first()
    shown = {name: str(getattr(row, name) or "") if row else "" for name in AGREED}
    data = {f"initial-{name}": value for name, value in shown.items()} | shown | changed
    return lambda: client.post(f"{HOME}runden/{found.pk}/tisch/3/einschaetzung/", data)


@pytest.mark.django_db(transaction=True)
def test_what_two_agree_on_at_the_same_moment_is_all_there(world, sign_in, table):
    """In the first turn nothing is stored yet: the two also make no second row."""
    found, people = table
    clients = [sign_in(person) for person in people]
    for turn in range(10):
        level, change = ("begun", "partly")[turn % 2], ("worse", "unchanged")[turn % 2]
        answers = at_the_same_moment(
            [
                agreeing(clients[0], found, level=level, change=change),
                agreeing(clients[1], found, reasons=f"Gründe {turn}"),
            ]
        )
        assert [sent.status_code for sent in answers] == [302, 302], turn
        row = Consensus.objects.get(round=found)
        assert (row.level, row.change, row.reasons) == (level, change, f"Gründe {turn}"), turn
        assert row.agreed_on == timezone.localdate()


@pytest.mark.django_db(transaction=True)
def test_of_two_levels_and_two_reasons_one_is_saved_and_the_other_sees_both(world, sign_in, table):
    found, people = table
    clients = [sign_in(person) for person in people]
    for turn in range(6):
        texts = [f"Fassung A{turn}", f"Fassung B{turn}"]
        answers = at_the_same_moment(
            [agreeing(client, found, reasons=text) for client, text in zip(clients, texts, strict=True)]
        )
        assert sorted(sent.status_code for sent in answers) == [302, 409], turn
        told = next(sent for sent in answers if sent.status_code == 409).content.decode()
        assert all(text in told for text in texts)
        assert Consensus.objects.get(round=found).reasons in texts
    levels = {"begun": "in Ansätzen", "throughout": "durchgehend"}
    answers = at_the_same_moment(
        [agreeing(client, found, level=level) for client, level in zip(clients, levels, strict=True)]
    )
    assert sorted(sent.status_code for sent in answers) == [302, 409]
    told = next(sent for sent in answers if sent.status_code == 409).content.decode()
    assert all(word in told for word in levels.values())
    assert Consensus.objects.get(round=found).level in levels
