"""The list for everybody: nothing before coordination publishes, exactly the preview afterwards."""

import csv
import io
import json
import re

import pytest

from districts.models import District
from partners.models import Actor, ContactPerson, Publication
from partners.publishing.rules import FIELDS
from partners.states import ActorState
from tests.makers.partners import DAY, released

pytestmark = pytest.mark.django_db
PAGE = "/bezirk/mitte/akteure/veroeffentlichen/"
OPEN = "/offen/mitte/akteure"
WORDS = {
    "title": "Wer da ist", "description": "Akteure in Mitte.", "publisher": "Bezirksamt Mitte",
    "contact_name": "Planungskoordination", "contact_mailbox": "planung@amt.example",
    "licence": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
}  # fmt: skip


@pytest.fixture
def coordination(cast):
    Publication.objects.all().delete()
    return cast.client("coordination")


@pytest.fixture
def anybody(cast):
    return cast.client("anonymous")


def publish(client, **changed):
    page = client.get(PAGE).content.decode()
    mark = re.search(r'name="stand" value="(\w+)"', page)[1]
    return client.post(PAGE, WORDS | {"stand": mark} | changed)


def features(anybody):
    return {f["properties"]["Name"]: f for f in json.loads(anybody.get(f"{OPEN}.geojson").content)["features"]}


def test_nothing_is_public_until_coordination_publishes_and_nothing_after_it_took_it_back(cast, coordination, anybody):
    addresses = [f"{OPEN}/", f"{OPEN}.csv", f"{OPEN}.geojson", f"{OPEN}.jsonld"]
    assert [anybody.get(address).status_code for address in addresses] == [404] * 4
    assert publish(coordination).status_code == 302
    assert [anybody.get(address).status_code for address in addresses] == [200] * 4
    assert anybody.get(f"{OPEN}.xlsx").status_code == 404
    assert anybody.get("/offen/pankow/akteure/").status_code == 404
    District.objects.filter(slug="mitte").update(rooms=[])
    assert anybody.get(f"{OPEN}/").status_code == 404, "the room is switched off"
    District.objects.filter(slug="mitte").update(rooms=["partners"])
    assert coordination.post(PAGE, {"beenden": "ja"}).status_code == 302
    assert [anybody.get(address).status_code for address in addresses] == [404] * 4


def test_public_is_what_the_preview_showed_and_nothing_besides(cast, coordination, anybody, settings):
    settings.DEMO = False  # else a line below the rows says that they are invented
    mitte = cast.world.mitte
    row = released(mitte, "Haus Öffentlich", carrier="Träger Eins", mailbox="haus@rand.example", phone="030 99999",
                   funding="GELDWORT", notes="NOTIZWORT", works_on="MITWORT", knowledge="WISSENWORT",
                   latitude="52.500000", longitude="13.400000")  # fmt: skip
    ContactPerson.objects.create(district=mitte.district, actor=row, name="PERSONWORT", purpose="z", source="s",
                                 review_on=DAY, informed_on=DAY, may_be_published=True)  # fmt: skip
    for state in (ActorState.DRAFT, ActorState.SUBMITTED, ActorState.ARCHIVED):
        released(mitte, f"STANDWORT {state}", state=state)
    released(mitte, "UNGEPRUEFT", changed_on=DAY)
    page = coordination.get(PAGE).content.decode()
    assert "Haus Öffentlich" in page
    assert "Ein Akteur fehlt, weil er seit der Freigabe geändert" in page
    publish(coordination)
    told = "".join(anybody.get(OPEN + end).content.decode() for end in ("/", ".csv", ".geojson", ".jsonld"))
    for word in ("GELD", "NOTIZ", "MITWORT", "WISSENWORT", "PERSON", "99999", "STANDWORT", "UNGEPRUEFT"):
        assert word not in told, word
        assert word not in page, word
    found = features(anybody)
    assert found["Haus Öffentlich"]["geometry"]["coordinates"] == [13.4, 52.5]
    table = list(csv.reader(io.StringIO(anybody.get(f"{OPEN}.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert table[0] == list(FIELDS)
    assert {line[0] for line in table[1:]} == set(found)
    # Frozen: what changes later stays inside until somebody publishes again.
    Actor.objects.filter(pk=row.pk).update(carrier="SPÄTER")
    assert "SPÄTER" not in anybody.get(f"{OPEN}.csv").content.decode()
    assert "geändert 1" in coordination.get(PAGE).content.decode()
    publish(coordination)
    assert features(anybody)["Haus Öffentlich"]["properties"]["Träger"] == "SPÄTER"


def test_what_was_not_looked_at_is_not_published(cast, coordination, anybody):
    released(cast.world.mitte, "Gesehen")
    answer = publish(coordination, stand="veraltet")
    assert answer.status_code == 409
    assert "Bitte sehen Sie sich die Vorschau noch einmal an" in answer.content.decode()
    assert publish(coordination, contact_mailbox="keine Adresse").status_code == 422
    assert publish(coordination, licence="http://rand.example/").status_code == 422
    assert anybody.get(f"{OPEN}/").status_code == 404


def test_the_description_has_what_dcat_ap_asks_for(coordination, anybody):
    publish(coordination)
    answer = anybody.get(f"{OPEN}.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    known = set(told["@context"])
    assert {name.split(":")[0] for name in told if not name.startswith("@")} <= known
    for name in ("dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:theme", "dct:issued",
                 "dct:modified", "dct:spatial", "dct:identifier"):  # fmt: skip
        assert told[name], name
    files = told["dcat:distribution"]
    assert len(files) == 2
    for file in files:
        address = file["dcat:downloadURL"]["@id"]
        assert file["dcat:accessURL"] == file["dcat:downloadURL"]
        assert file["dct:license"]["@id"] == WORDS["licence"]
        assert file["dcatde:licenseAttributionByText"]["@value"] == "Bezirksamt Mitte"
        served = anybody.get("/offen/" + address.split("/offen/")[1])["Content-Type"]
        assert file["dcat:mediaType"]["@id"].endswith(served.split(";")[0])
        assert file["dct:format"]["@id"].startswith("http://publications.europa.eu/resource/authority/file-type/")
