"""Beschlüsse und Erklärungen (A2a, A2b): in preparation only for those who record them."""

import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from checklist.models import Resolution
from tests.acting import acting
from tests.filling import shown

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/checkliste/beschluesse/"
RECORD = ["coordination", "leadership", "leadership_staff"]
READ = ["data", "office_head", "office_staff", "reader"]
GOOD = {"kind": "political", "title": "Einführung beschließen", "body": "BVV", "decided_on": "22.11.2025"}


def made(world, place="mitte", **values):
    place = getattr(world, place)
    with acting(place, place.people["leadership"]):
        return Resolution.objects.create(**{"kind": "board", "title": "Titel", "body": "Bezirksamt"} | values)


@pytest.fixture
def settled(world):
    return made(world, title="Gefasster Beschluss", decided_on=datetime.date(2025, 3, 1), printed_matter="DS/0815")


@pytest.fixture
def draft(world):
    return made(world, title="GEHEIME Vorbereitung", text="Noch GEHEIM")


@pytest.mark.parametrize("role", RECORD)
def test_who_records_sees_what_is_prepared(as_, settled, draft, role):
    page = as_(role).get(HOME).content.decode()
    assert "Gefasster Beschluss" in page
    assert "GEHEIME Vorbereitung" in page
    assert as_(role).get(f"{HOME}{draft.pk}/").status_code == 200


@pytest.mark.parametrize("role", READ)
def test_readers_never_meet_what_is_prepared(as_, settled, draft, role):
    client = as_(role)
    for query in ("", "?q=GEHEIM", "?stand=vorbereitung", "?export=csv", "?sort=datum", "?art=board"):
        answer = client.get(HOME + query)
        assert answer.status_code == 200
        assert "GEHEIME" not in answer.content.decode(), query
    page = client.get(HOME).content.decode()
    assert "Gefasster Beschluss" in page
    assert "<strong>1</strong> Eintrag" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(HOME + "?export=xlsx").content))
    assert "GEHEIM" not in str(list(book.active.values))
    for path in ("", "bearbeiten/", "entfernen/"):
        assert client.get(f"{HOME}{draft.pk}/{path}").status_code in (403, 404)
    assert client.get(f"{HOME}{draft.pk}/").status_code == 404


def test_the_history_keeps_the_draft_to_those_who_wrote_it(as_, world, draft):
    client = as_("leadership")
    url = f"{HOME}{draft.pk}/"
    data = shown(client.get(url + "bearbeiten/")) | {"title": "Öffentlich", "text": "Fertig", "decided_on": "1.3.2025"}
    assert client.post(url + "bearbeiten/", data).status_code == 302
    assert "GEHEIM" in as_("coordination").get(url + "?verlauf=ja").content.decode()
    page = as_("reader").get(url + "?verlauf=ja").content.decode()
    assert "Öffentlich" in page
    assert "GEHEIM" not in page


@pytest.mark.parametrize("role", [*READ, "neighbourhood"])
def test_others_record_nothing(as_, settled, role):
    client = as_(role)
    for path in ("neu/", f"{settled.pk}/bearbeiten/", f"{settled.pk}/entfernen/"):
        assert client.get(HOME + path).status_code == 403
        assert client.post(HOME + path, GOOD).status_code == 403
    assert Resolution.objects.get().title == "Gefasster Beschluss"


@pytest.mark.parametrize("role", RECORD)
def test_who_records_enters_changes_and_removes(as_, role):
    client = as_(role)
    answer = client.post(HOME + "neu/", GOOD)
    row = Resolution.objects.get()
    assert answer.url == f"{HOME}{row.pk}/"
    assert row.decided_on == datetime.date(2025, 11, 22)
    url = f"{HOME}{row.pk}/"
    assert "22.11.2025" in client.get(url).content.decode()
    assert client.post(url + "bearbeiten/", shown(client.get(url + "bearbeiten/")) | {"body": "BA"}).status_code == 302
    assert client.get(url + "entfernen/").status_code == 200
    assert client.post(url + "entfernen/").status_code == 302
    assert not Resolution.objects.exists()


def test_a_decision_to_come_is_not_taken_yet(as_):
    day = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    answer = as_("leadership").post(HOME + "neu/", GOOD | {"decided_on": day})
    assert answer.status_code == 422
    assert "solange der Beschluss vorbereitet wird" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_different_fields_merge_and_the_same_field_shows_both(as_, settled):
    url = f"{HOME}{settled.pk}/bearbeiten/"
    one, two = as_("leadership"), as_("coordination")
    first, second, third = shown(one.get(url)), shown(two.get(url)), shown(two.get(url))
    assert one.post(url, first | {"text": "Wortlaut"}).status_code == 302
    assert two.post(url, second | {"carried_by": "alle"}).status_code == 302
    settled.refresh_from_db()
    assert (settled.text, settled.carried_by) == ("Wortlaut", "alle")
    answer = two.post(url, third | {"text": "Anderer Wortlaut"})
    assert answer.status_code == 409
    assert "Wortlaut" in answer.content.decode().replace("Anderer Wortlaut", "")
    assert "Anderer Wortlaut" in answer.content.decode()
    settled.refresh_from_db()
    assert settled.text == "Wortlaut"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "league"},
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"decided_on": "0000-01-01"},
        {"decided_on": "9999-12-31"},
        {"decided_on": "30.2.2025"},
        {"text": "x" * 20_001},
    ],
)
def test_bad_input_comes_back_with_sentences(as_, wrong):
    answer = as_("leadership").post(HOME + "neu/", GOOD | wrong)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_filter_search_sort_and_export_agree(as_, world, settled):
    made(world, title="Ärztliche Erklärung", kind="declaration", decided_on=datetime.date(2024, 1, 1))
    second = made(world, title="Zweiter <b>", kind="order", decided_on=datetime.date(2023, 1, 1), body="=1+1")
    client = as_("reader")
    by_title = client.get(HOME + "?sort=bezeichnung").content.decode()
    assert by_title.index("Ärztliche") < by_title.index("Gefasster") < by_title.index("Zweiter")
    assert f'<a href="{second.pk}/">Zweiter &lt;b&gt;</a>' in by_title
    assert "<strong>1</strong> von 3 Einträge" in client.get(HOME + "?art=declaration").content.decode()
    assert "Ärztliche Erklärung" in client.get(HOME + "?q=arztliche+ERKLARUNG").content.decode()
    found = client.get(HOME + "?q=ds/0815").content.decode()
    assert "Gefasster" in found
    assert "Zweiter" not in found
    csv = client.get(HOME + "?art=order&export=csv").content.decode()
    assert "Zweiter" in csv
    assert "Gefasster" not in csv
    assert "'=1+1" in csv
    for wrong in ("?art=x", "?sort=nichts", "?seite=-1", "?q=%00", "?stand=x", "?export=exe"):
        assert client.get(HOME + wrong).status_code == 200
    assert "Nichts gefunden" in client.get(HOME + "?q=gibtesnicht").content.decode()


def test_another_districts_resolution_is_not_there(as_, world):
    foreign = made(world, "pankow", title="Fremder Beschluss", decided_on=datetime.date(2025, 1, 1))
    for path in ("", "bearbeiten/", "entfernen/"):
        assert as_("coordination").get(f"{HOME}{foreign.pk}/{path}").status_code == 404
    assert "Fremder" not in as_("coordination").get(HOME).content.decode()


def test_the_empty_list_says_what_belongs_there(as_):
    assert "Beschluss oder Erklärung eintragen" in as_("leadership").get(HOME).content.decode()
    assert "Eintragen können Verwaltungsspitze" in as_("reader").get(HOME).content.decode()


def test_budgets_do_not_grow(as_, world, settled, count_queries):
    client = as_("reader")
    few = count_queries(client, HOME + "?q=e")
    for n in range(60):
        made(world, title=f"Beschluss {n}", decided_on=datetime.date(2025, 1, 1))
    assert few == count_queries(client, HOME + "?q=e") <= 6
    assert count_queries(client, f"{HOME}{settled.pk}/") <= 8
