"""What waits for the Senatsverwaltung on the page of Berlin: things of the own Ressort, and what districts released."""

import datetime
import re

import pytest
from django.utils import timezone

from checklist.models import Item
from districts.models import StatewideMembership
from districts.roles import StatewideRole
from overview.models import Framework, MinimumProposal, SharedPractice, SupportMessage, SupportRequest, WordingDraft
from pruefsteine.scales import ReleaseState
from tests.conftest import WallClient
from tests.factories import make_user
from tests.makers.overview import DEPARTMENT, proposal, withdraw_proposals
from tests.overview.released import release

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAYS = datetime.timedelta(days=1)


def waiting(client):
    """The section alone, in the order it says things."""
    page = client.get("/berlin/").content.decode()
    return page.partition('id="h-waiting"')[2].partition('id="h-matrix"')[0]


def framework(title, **values):
    return Framework.objects.create(
        **{"department": DEPARTMENT, "title": title, "text": "x", "valid_from": TODAY + 5 * DAYS} | values
    )


@pytest.fixture
def empty(cast):
    """Nothing of the makers is new or waits."""
    SupportRequest.objects.update(closed_on=TODAY)
    SharedPractice.objects.update(released_on=TODAY - 90 * DAYS)
    return cast


def test_a_calm_sentence_where_nothing_waits(empty):
    assert "Zurzeit wartet nichts auf Sie" in waiting(empty.client("senate"))


def test_bitten_wait_for_the_ressort_they_ask_until_it_answers(empty):
    mitte = empty.world.mitte.district
    row = SupportRequest.objects.create(district=mitte, department=DEPARTMENT, title="Daten zum Kiez", text="x")
    other = make_user("jugend.senat@test.example")
    StatewideMembership.objects.create(user=other, role=StatewideRole.SENATE, department="Ressort Jugend")
    strange = WallClient()
    strange.force_login(other)
    for persona in ("senate", "editor"):
        section = waiting(empty.client(persona))
        assert f"/berlin/unterstuetzung/{row.pk}/" in section
        assert f"{mitte.key} {mitte.name}" in section
    assert "Daten zum Kiez" not in waiting(strange)
    SupportMessage.objects.create(district=mitte, request=row, text="Kommt.", from_senate=True)
    assert "Daten zum Kiez" not in waiting(empty.client("senate"))
    SupportMessage.objects.create(district=mitte, request=row, text="Und wann?", said_at=timezone.now() + DAYS)
    assert "Daten zum Kiez" in waiting(empty.client("senate"))


def test_drafts_are_for_those_who_write_them_and_what_comes_is_for_all(empty):
    framework("Mein Entwurf")
    framework("Fremder Entwurf", department="Ressort Jugend")
    framework("Bald gültig", department="Ressort Jugend", published_on=TODAY)
    framework("Läuft aus", valid_from=TODAY - 9 * DAYS, ends_on=TODAY + 9 * DAYS, published_on=TODAY)
    framework("Gilt schon", valid_from=TODAY, published_on=TODAY)
    found = {
        persona: {title for title in ("Mein Entwurf", "Fremder Entwurf", "Bald gültig", "Läuft aus", "Gilt schon")
                  if title in waiting(empty.client(persona))}
        for persona in ("senate", "editor")
    }  # fmt: skip
    assert found == {
        "senate": {"Bald gültig", "Läuft aus"},
        "editor": {"Mein Entwurf", "Bald gültig", "Läuft aus"},
    }


def test_drafts_of_new_wordings_are_for_editors(empty):
    item = Item.objects.get(code="B3.5")
    WordingDraft.objects.create(item=item, beside=item.version, title="Neuer Wortlaut", text="x", office_text="x",
                                reason="x")  # fmt: skip
    assert "/berlin/arbeitshilfe/B3.5/" in waiting(empty.client("editor"))
    assert "B3.5 Neuer Wortlaut" in waiting(empty.client("editor"))
    assert "Neuer Wortlaut" not in waiting(empty.client("senate"))


def test_what_districts_released_lately_in_their_fixed_order(empty):
    world = empty.world
    release(world.pankow.district, name="Runde P", on=TODAY - DAYS)
    release(world.mitte.district, name="Runde M", on=TODAY - DAYS)
    release(world.mitte.district, name="Alte Runde", on=TODAY - 40 * DAYS)
    release(world.mitte.district, name="Zurückgezogen", on=TODAY, state=ReleaseState.WITHDRAWN)
    release(world.mitte.district, name="Leeres Bild", on=TODAY - 2 * DAYS, picture={})
    SharedPractice.objects.filter(district=world.pankow.district).update(released_on=TODAY, title="Das neue Beispiel")
    section = waiting(empty.client("senate"))
    order = [section.index(words) for words in ("Das neue Beispiel", "Runde M", "Runde P")]
    assert order == sorted(order)
    assert "/berlin/bezirke/pankow/" in section
    for old in ("Alte Runde", "Zurückgezogen"):
        assert old not in section


def test_a_long_list_is_cut_and_the_rest_is_behind_the_link(empty):
    mitte = empty.world.mitte.district
    for number in range(12):
        SupportRequest.objects.create(
            district=mitte, department=DEPARTMENT, title=f"Bitte {number:02}", text="x",
            asked_on=TODAY - (20 - number) * DAYS,
        )  # fmt: skip
    section = waiting(empty.client("senate"))
    assert section.count("Bitte 0") == 5
    assert "Bitte 11" not in section
    assert 'href="/berlin/unterstuetzung/"' in section


def test_editors_see_how_their_proposal_of_the_mindestmass_stands(empty):
    MinimumProposal.objects.filter(state="draft").delete()
    withdraw_proposals()
    assert "Vorschlag zum Mindestmaß" not in waiting(empty.client("editor"))
    proposal(77)
    section = waiting(empty.client("editor"))
    said = r"mindestmass/[^\"]+/\">Vorschlag zum Mindestmaß</a>.*?liegt bei den Bezirken, Antwort bis"
    assert re.search(said, section, re.DOTALL)
    assert "Vorschlag zum Mindestmaß" not in waiting(empty.client("senate"))
