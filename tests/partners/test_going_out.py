"""The register as files and on paper: GeoJSON, vCard, addresses for print; who gets what."""

import datetime
import json

import pytest
from icalendar import Component

from districts.models import Address, Region
from partners.models import ContactPerson
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
LIST = "/bezirk/mitte/akteure/"
LONG = "Haus; am, Rand \\ der größeren Straße, die niemand je ganz und in einer Zeile schreibt, äöüß"


def features(client, query=""):
    answer = client.get(f"{LIST}?export=geojson{query}")
    assert answer["Content-Type"] == "application/geo+json"
    return {feature["properties"]["Name"]: feature for feature in json.loads(answer.content)["features"]}


def cards(client, path):
    answer = client.get(path)
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    return answer.content, Component.from_ical(answer.content, multiple=True)


def person(mitte, actor, name, **more):
    day = datetime.date(2026, 3, 2)
    values = {"purpose": "z", "source": "s", "review_on": day, "informed_on": day, "may_be_published": True} | more
    return ContactPerson.objects.create(district=mitte.district, actor=actor, name=name, **values)


def test_geojson_holds_a_point_where_one_is_known_and_else_the_region(cast):
    mitte = cast.world.mitte
    Address.objects.create(
        district=mitte.district, street="Lange Straße", house_number="12 A", postcode="13353", region=mitte.regions[0],
        longitude="13.36", latitude="52.54",
    )  # fmt: skip
    released(mitte, "Mit Punkt", latitude="52.516300", longitude="13.377700", street="Lange Str.", house_number="12a")
    released(mitte, "Mit Anschrift", street="LANGE STR.", house_number="12a–14", postcode="13353")
    released(mitte, "Ohne beides", street="Lange Straße", house_number="99")
    found = features(cast.client("coordination"))
    assert found["Mit Punkt"]["geometry"] == {"type": "Point", "coordinates": [13.3777, 52.5163]}
    assert found["Mit Anschrift"]["geometry"]["coordinates"] == [13.36, 52.54]
    assert found["Ohne beides"]["geometry"] is None
    assert found["Ohne beides"]["properties"]["Regionsschlüssel"] == mitte.regions[0].key
    assert "Breite" not in found["Mit Punkt"]["properties"]


def test_files_hold_what_the_list_shows_and_nothing_internal(cast):
    mitte = cast.world.mitte
    released(mitte, "Kennwort innen", funding="GELDWORT", notes="NOTIZWORT")
    released(mitte, "Kennwort außen", region=mitte.regions[1])
    for persona, rest in (("coordination", 2), ("neighbourhood", 1), ("reader", 2)):
        client = cast.client(persona)
        found = features(client, "&q=Kennwort&sort=-name")
        assert len(found) == rest
        assert list(found) == sorted(found, reverse=True) or rest == 1
        assert ("Finanzierung" in found["Kennwort innen"]["properties"]) is (persona == "coordination")
        content, told = cards(client, f"{LIST}?export=vcf&q=Kennwort")
        assert len(told) == rest
        assert b"GELDWORT" not in content
        assert b"NOTIZWORT" not in content
        page = client.get(f"{LIST}?ansicht=anschriften&q=Kennwort").content.decode()
        assert page.count("Kennwort innen") == 1
        assert ("Kennwort außen" in page) is (rest == 2)


def test_a_card_is_folded_and_escaped_and_comes_back_as_it_was(cast):
    actor = released(cast.world.mitte, LONG, carrier="Träger; eins", street="Müllerstr. 3; Hof", house_number="",
                     mailbox="haus@rand.example", website="https://rand.example/a,b;c")  # fmt: skip
    content = cast.client("reader").get(f"{LIST}{actor.pk}/?export=vcf").content
    lines = content.split(b"\r\n")
    assert lines[:2] == [b"BEGIN:VCARD", b"VERSION:4.0"]
    assert lines[-2:] == [b"END:VCARD", b""]
    assert max(map(len, lines)) <= 75
    assert b"KIND:org" in lines
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "FN:" + LONG.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") in unfolded.splitlines()
    assert "ADR:;;Müllerstr. 3\\; Hof;Berlin;;10115;" in unfolded
    assert "ORG:Träger\\; eins;Haus\\; am" in unfolded
    assert f"UID:urn:uuid:{actor.pk}" in unfolded


def test_persons_are_in_it_only_if_they_may_be_published_and_no_mailbox_is_known(cast):
    mitte = cast.world.mitte
    with_box = released(mitte, "Kennwort Postfach", mailbox="haus@rand.example")
    without = released(mitte, "Kennwort Person")
    person(mitte, with_box, "Ungenannt Eins", email="eins@rand.example")
    person(mitte, without, "Genannt Zwei", email="zwei@rand.example", role="Leitung")
    person(mitte, without, "Heimlich Drei", email="drei@rand.example", may_be_published=False)
    client = cast.client("coordination")
    for path in (f"{LIST}?q=Kennwort&export=vcf", f"{LIST}?q=Kennwort&ansicht=anschriften"):
        told = client.get(path).content.decode()
        assert "haus@rand.example" in told
        assert "Genannt Zwei" in told
        assert "zwei@rand.example" in told
        for word in ("Ungenannt", "eins@", "Heimlich", "drei@"):
            assert word not in told
    _, told = cards(client, f"{LIST}{without.pk}/?export=vcf")
    assert [str(card["kind"]) for card in told] == ["org", "individual"]
    assert "Funktionspostfach. Wo es keines gibt" in client.get(LIST).content.decode()


def test_the_region_is_filled_from_the_address_said_and_never_against_a_choice(cast):
    mitte = cast.world.mitte
    area = Region.objects.create(
        district=mitte.district, level="planungsraum", key=f"{mitte.regions[1].key}01", name="Kleiner Raum",
        parent=mitte.regions[1],
    )  # fmt: skip
    Address.objects.create(district=mitte.district, street="Lange Straße", house_number="5", region=area)
    client = cast.client("coordination")
    sent = {"town": "Berlin", "street": "Lange Str.", "house_number": "005"}
    said = client.get(f"{LIST}doppelt/", sent).content.decode()
    assert "Kleiner Raum" in said
    page = client.post(f"{LIST}neu/", sent | {"name": "Haus Eins"}, follow=True).content.decode()
    assert "aus der Anschrift oder den Koordinaten ermittelt" in page
    assert area.key in page
    # A choice stays, and the page says what the address says.
    chosen = sent | {"name": "Ganz woanders", "region": str(mitte.regions[0].pk)}
    page = client.post(f"{LIST}neu/", chosen, follow=True).content.decode()
    assert "ermittelt" not in page
    assert "Nach der Anschrift liegt der Akteur im Planungsraum Kleiner Raum" in page
    # The Bezirksregion around it is no contradiction.
    chosen = sent | {"name": "Drumherum", "region": str(mitte.regions[1].pk)}
    assert "Nach der Anschrift" not in client.post(f"{LIST}neu/", chosen, follow=True).content.decode()
    # Not a region of the Stadtteilkoordination: it stays empty.
    page = cast.client("neighbourhood").post(f"{LIST}neu/", sent | {"name": "Fremdes Haus"}, follow=True)
    assert "ermittelt" not in page.content.decode()
