"""The page of an actor: what it is part of, for whom; its history in words."""

import pytest

from partners.actors.ties import MOST
from partners.models import Actor, BodyMember, Cooperation, Meeting, Offer, Participation, Signal, TargetGroup, Theme
from tests.makers import thing

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/akteure/"
#: Persona -> what it reads at an actor of the makers.
READS = {
    "coordination": {"body", "cooperation", "signal", "involvement"},
    "office_staff": {"body", "cooperation", "signal", "involvement"},
    "leadership_staff": {"body", "cooperation", "involvement"},
    "reader": {"body", "involvement"},
    "neighbourhood": {"body", "signal"},
}


@pytest.mark.parametrize("persona", READS)
def test_what_an_actor_is_part_of_as_each_may_read_it(cast, persona):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    told = {"body": thing(mitte, Meeting).body, "cooperation": thing(mitte, Cooperation),
            "signal": thing(mitte, Signal), "involvement": thing(mitte, Participation)}  # fmt: skip
    Cooperation.objects.update(funding="GELDWORT")
    page = cast.client(persona).get(f"{HOME}{row.pk}/").content.decode()
    assert {name for name, other in told.items() if f"{other.pk}/" in page} == READS[persona]
    assert "GELDWORT" not in page
    BodyMember.objects.filter(actor=row).update(starts_on="2026-01-01", ends_on="2026-01-02")
    assert f"{told['body'].pk}/" not in cast.client(persona).get(f"{HOME}{row.pk}/").content.decode()


def test_many_are_cut_and_the_list_is_named(cast):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    Participation.objects.all().delete()
    common = {"district": mitte.district, "actor": row, "starts_on": "2026-01-01"}
    for number in range(MOST + 1):
        Participation.objects.create(title=f"Fest {number:02}", **common)
    page = cast.client("reader").get(f"{HOME}{row.pk}/").content.decode()
    assert page.count(">Fest ") == MOST
    assert "Weitere stehen in der Liste" in page


def form_of(row, **changed):
    now = {"name": row.name, "town": row.town, "kind": str(row.kind_id), "region": str(row.region_id)}
    return now | {f"initial-{name}": value for name, value in now.items()} | changed


def test_the_history_tells_themes_target_groups_and_offers_in_words(cast):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    theme, group = thing(mitte, Theme), thing(mitte, TargetGroup)
    client = cast.client("neighbourhood")
    page = client.get(f"{HOME}{row.pk}/bearbeiten/").content.decode()
    assert theme.name in page
    chosen = {"themes": [str(theme.pk)], "target_groups": [str(group.pk)]}
    assert client.post(f"{HOME}{row.pk}/bearbeiten/", form_of(row, **chosen)).status_code == 302
    assert client.post(f"{HOME}{row.pk}/angebote/", {"title": "Lesekreis", "text": "Immer montags"}).status_code == 302
    offer = Offer.objects.get(title="Lesekreis")
    assert client.post(f"{HOME}angebote/{offer.pk}/entfernen/").status_code == 302
    told = cast.client("office_head").get(f"{HOME}{row.pk}/?verlauf=ja").content.decode().partition("verlauf-eintr")[2]
    for words in (f"<ins>{theme.name}</ins>", f"<ins>{group.name}</ins>", "<ins>Lesekreis: Immer montags</ins>",
                  "<del>Lesekreis: Immer montags</del>"):  # fmt: skip
        assert words in told, words
    assert "Stadtteilkoordination" in told
    assert mitte.people["neighbourhood"].name not in told
    assert " Uhr" not in told
