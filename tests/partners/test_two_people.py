"""Two people change one actor at the same moment, and nobody's words are lost."""

import pytest

from districts.rights import grant_rights
from districts.roles import Role
from partners.models import Actor, ActorTheme, Theme
from tests.factories import add_member
from tests.makers import thing
from tests.pruefsteine.test_two_people import at_the_same_moment

HOME = "/bezirk/mitte/akteure/"
TURNS = 12


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.fixture
def two(world, sign_in):
    """Coordination and the Stadtteilkoordination, and the actor both keep."""
    grant_rights(world.mitte.district)
    second = add_member(world.mitte, Role.COORDINATION, label="zweite")
    return thing(world.mitte, Actor), [sign_in(second), sign_in(world.mitte.people["neighbourhood"])]


FIELDS = ("name", "kind", "region", "carrier", "knowledge", "phone", "town", "street", "postcode")


def saving(client, row, seen, **changed):
    """What the form sends: everything it showed, and what was changed on it."""
    data = {f"initial-{name}": value for name, value in seen.items()} | seen | changed
    return lambda: client.post(f"{HOME}{row.pk}/bearbeiten/", data)


def shown_by(row):
    row.refresh_from_db()
    stored = {name: getattr(row, f"{name}_id", None) or getattr(row, name) for name in FIELDS}
    return {name: str(value or "") for name, value in stored.items()}


@pytest.mark.django_db(transaction=True)
def test_different_fields_and_lists_merge_and_nothing_is_lost(world, two):
    row, (planning, outside) = two
    themes = [Theme.objects.create(district=world.mitte.district, name=f"Thema X{turn}") for turn in range(TURNS)]
    for turn in range(TURNS):
        seen = shown_by(row)
        before, theme = [str(one.pk) for one in themes[:turn]], str(themes[turn].pk)
        ties = {"initial-themes": before}
        answers = at_the_same_moment(
            [
                saving(planning, row, seen, carrier=f"Träger {turn}", themes=[*before, theme], **ties),
                saving(outside, row, seen, knowledge=f"Kenntnis {turn}", themes=before, **ties),
            ]
        )
        assert [sent.status_code for sent in answers] == [302, 302], turn
        row.refresh_from_db()
        assert (row.carrier, row.knowledge) == (f"Träger {turn}", f"Kenntnis {turn}"), turn
        assert ActorTheme.objects.filter(actor=row, theme__in=themes).count() == turn + 1, turn


@pytest.mark.django_db(transaction=True)
def test_of_the_same_field_one_is_saved_and_the_other_sees_both_texts(two):
    row, clients = two
    for turn in range(TURNS):
        seen, texts = shown_by(row), [f"Fassung A{turn}", f"Fassung B{turn}"]
        answers = at_the_same_moment(
            [saving(client, row, seen, knowledge=text) for client, text in zip(clients, texts, strict=True)]
        )
        assert sorted(sent.status_code for sent in answers) == [302, 409], turn
        told = next(sent for sent in answers if sent.status_code == 409).content.decode()
        assert all(text in told for text in texts)
        row.refresh_from_db()
        assert row.knowledge in texts
