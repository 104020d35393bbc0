"""What the Prüfsteine mean here, through the front door."""

import pytest

from pruefsteine.models import Operationalisation
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, TODAY

pytestmark = pytest.mark.django_db
PAGE = f"{HOME}bedeutung/B4.9/"


@pytest.fixture
def client(stage):
    return stage.as_("coordination")


def drafted(client):
    assert client.post(PAGE + "neu/").status_code == 302
    return Operationalisation.objects.get(district__slug="mitte", item__code="B4.9", office=None, agreed_on=None)


def test_a_version_is_written_agreed_on_and_then_final(stage, client):
    draft = drafted(client)
    url = f"{HOME}fassung/{draft.pk}/"
    assert client.post(url + "verabreden/", agreed(stage)).status_code == 409
    text = {"meaning": "Mittel fließen abgestimmt", "initial-meaning": ""}
    assert client.post(url + "bearbeiten/", text).status_code == 302
    indicator = {"name": "Gemeinsame Anträge", "source": "Haushalt", "direction": "up"}
    assert client.post(url + "indikator/", indicator).status_code == 302
    assert client.post(url + "indikator/", indicator).status_code == 422
    assert "Mittel fließen abgestimmt" not in stage.as_("reader").get(PAGE).content.decode()
    assert client.post(url + "verabreden/", agreed(stage)).status_code == 302
    page = stage.as_("reader").get(PAGE).content.decode()
    assert "Mittel fließen abgestimmt" in page
    assert "Gemeinsame Anträge (Quelle: Haushalt), mehr ist besser" in page
    assert "AG SRO" in page
    assert client.post(url + "bearbeiten/", text | {"meaning": "Anders"}).status_code == 409
    # The next thought begins with what is in force, and the old one stays to be read.
    second = drafted(client)
    assert (second.version, second.meaning, second.indicators.count()) == (2, "Mittel fließen abgestimmt", 1)
    assert drafted(client).pk == second.pk


def agreed(stage, **values):
    return {
        "agreed_on": TODAY.isoformat(),
        "body": "AG SRO",
        "offices": [str(stage.jug.pk), str(stage.soz.pk)],
    } | values


def test_nobody_agrees_in_the_future_or_without_offices(stage, client):
    draft = drafted(client)
    Operationalisation.objects.filter(pk=draft.pk).update(meaning="So")
    url = f"{HOME}fassung/{draft.pk}/verabreden/"
    assert client.post(url, agreed(stage, agreed_on="2099-01-01")).status_code == 422
    assert client.post(url, agreed(stage, offices=[])).status_code == 422


def test_an_office_says_what_it_means_there_and_keeps_it_until_it_shares(stage):
    head = stage.as_("office_head")
    url = f"{PAGE}amt/{stage.jug.pk}/"
    assert head.post(url, {"meaning": "NUR BEI UNS"}).status_code == 302
    assert head.post(url, {"meaning": "NUR BEI UNS"}).status_code == 302
    assert Operationalisation.objects.filter(item=stone(8), office=stage.jug).count() == 1
    assert "NUR BEI UNS" in stage.as_("office_staff").get(PAGE).content.decode()
    for role in ("coordination", "second_head", "leadership", "reader"):
        assert "NUR BEI UNS" not in stage.as_(role).get(PAGE).content.decode()
    head.post(url, {"meaning": "NUR BEI UNS", "shared": "on"})
    assert "NUR BEI UNS" in stage.as_("reader").get(PAGE).content.decode()
    assert stage.as_("office_staff").post(url, {"meaning": "x"}).status_code == 403
    assert stage.as_("second_head").post(url, {"meaning": "x"}).status_code == 403
