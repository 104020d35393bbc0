"""Working on a point: states by kind, reasons, who may, what is kept."""

import datetime

import pytest

from checklist.models import Item, Progress
from districts.models import Office
from tests.checklist.reading import form_values

pytestmark = pytest.mark.django_db

STEP = "/bezirk/mitte/checkliste/punkt/B3.5/"


def stored(code="B3.5", slug="mitte"):
    return Progress.objects.get(district__slug=slug, code=code)


def send(client, path=STEP, **changes):
    """Opens the page, changes some fields and sends the form as a browser would."""
    values = form_values(client.get(path), path) | changes
    return client.post(path, values)


@pytest.fixture
def coordination(world, sign_in):
    return sign_in(world.mitte.people["coordination"])


def test_coordination_works_on_a_point_and_finds_it_again(world, coordination):
    office = world.mitte.offices[0]
    response = send(
        coordination,
        state="implementing",
        own_text="Wir beginnen im Jugendamt.\nDann kommt Soziales.",
        responsible=str(office.pk),
        target_date="2027-03-31",
    )
    assert response.status_code == 302
    row = stored()
    assert (row.state, row.responsible, row.target_date) == ("implementing", office, datetime.date(2027, 3, 31))
    assert row.own_text == "Wir beginnen im Jugendamt.\nDann kommt Soziales."
    page = coordination.get(STEP).content.decode()
    assert "in Umsetzung" in page
    assert "Wir beginnen im Jugendamt." in page
    assert "31.03.2027" in page


def test_the_other_district_keeps_its_own_state(world, coordination):
    send(coordination, own_text="Nur in Mitte")
    assert stored(slug="pankow").own_text == ""


@pytest.mark.parametrize(
    ("code", "offered", "missing"),
    [
        ("B3.5", "nicht vorgesehen", "vorerst zurückgestellt"),
        ("A2a", "vorerst zurückgestellt", "nicht vorgesehen"),
        ("B3.1e", "geklärt", "verankert"),
    ],
)
def test_each_kind_of_point_offers_its_states(world, coordination, code, offered, missing):
    page = coordination.get(f"/bezirk/mitte/checkliste/punkt/{code}/").content.decode()
    choices = page.split('name="state"')[1].split("</select>")[0]
    assert offered in choices
    assert missing not in choices


@pytest.mark.parametrize("code", ["B1.1", "B2.1"])
def test_cornerstones_and_benefits_have_no_state(world, coordination, code):
    path = f"/bezirk/mitte/checkliste/punkt/{code}/"
    assert 'name="state"' not in coordination.get(path).content.decode()
    send(coordination, path, state="anchored", own_text="Eigenes Profil")
    assert (stored(code).state, stored(code).own_text) == ("", "Eigenes Profil")


@pytest.mark.parametrize(("code", "state"), [("B3.5", "not_planned"), ("A2a", "postponed")])
def test_setting_a_point_aside_needs_a_reason(world, coordination, code, state):
    path = f"/bezirk/mitte/checkliste/punkt/{code}/"
    refused = send(coordination, path, state=state, own_text="geht nicht verloren")
    assert refused.status_code == 422
    assert "ist eine Begründung nötig" in refused.content.decode()
    assert "geht nicht verloren" in refused.content.decode()
    assert stored(code).state == "open"
    assert send(coordination, path, state=state, reason="Erst nach der Wahl.").status_code == 302
    assert stored(code).state == state


def test_the_mindestmass_cannot_be_left_out_even_by_a_forged_form(world, coordination):
    path = "/bezirk/mitte/checkliste/punkt/A2a/"
    assert send(coordination, path, state="not_planned", reason="Wollen wir nicht.").status_code == 422
    assert stored("A2a").state == "open"


def test_anchored_needs_a_sentence_or_evidence(world, coordination):
    assert send(coordination, state="anchored").status_code == 422
    assert stored().state == "open"
    coordination.post(STEP + "nachweis/", {"nachweis-title": "Protokoll", "nachweis-url": "https://demo.example/p"})
    assert send(coordination, state="anchored").status_code == 302
    assert stored().state == "anchored"


def test_a_point_anchored_by_a_sentence(world, coordination):
    assert send(coordination, state="anchored", anchored_by="Steht in der Geschäftsordnung.").status_code == 302


@pytest.mark.parametrize("role", ["data", "leadership", "leadership_staff", "office_head", "office_staff", "reader"])
def test_others_read_but_do_not_change(world, sign_in, role):
    client = sign_in(world.mitte.people[role])
    page = client.get(STEP)
    assert page.status_code == 200
    assert "Nur lesen." in page.content.decode()
    assert client.post(STEP, {"state": "anchored", "anchored_by": "x"}).status_code == 403
    assert stored().state == "open"


def test_the_neighbourhood_does_not_see_the_checklist(world, sign_in):
    client = sign_in(world.mitte.people["neighbourhood"])
    assert client.get("/bezirk/mitte/checkliste/").status_code == 403
    assert client.get(STEP).status_code == 403


def test_an_office_of_another_district_cannot_be_named(world, coordination):
    response = send(coordination, responsible=str(world.pankow.offices[0].pk))
    assert response.status_code == 422
    assert stored().responsible is None
    assert "Pankow" not in response.content.decode()


def test_an_office_that_no_longer_exists_stays_until_another_is_chosen(world, coordination):
    office = world.mitte.offices[0]
    send(coordination, responsible=str(office.pk))
    Office.objects.filter(pk=office.pk).update(is_active=False)
    assert send(coordination, own_text="geändert").status_code == 302
    assert stored().responsible == office
    other = "/bezirk/mitte/checkliste/punkt/B3.7/"
    assert send(coordination, other, responsible=str(office.pk)).status_code == 422


def test_the_history_tells_what_changed(world, coordination, sign_in):
    send(coordination, state="clarifying")
    reader = sign_in(world.mitte.people["office_head"])
    closed = reader.get(STEP).content.decode().split('id="verlauf"')[1]
    assert 'href="?verlauf=ja#verlauf-eintraege"' in closed, "reachable without a script, too"
    assert "in Klärung" not in closed
    history = reader.get(STEP + "?verlauf=ja").content.decode().split('id="verlauf"')[1]
    assert "in Klärung" in history
    assert "coordination Mitte" not in history, "outside the own office history names nobody"


def test_own_points_stand_beside_the_common_ones(world, coordination):
    path = "/bezirk/mitte/checkliste/punkt/neu/"
    coordination.post(path, {"title": "Kiezfonds gemeinsam vergeben", "chapter": "B3", "kind": "step"})
    coordination.post(path, {"title": "Noch einer", "chapter": "B3", "kind": "question"})
    assert stored("E1").own_title == "Kiezfonds gemeinsam vergeben"
    assert stored("E2").state == "open"
    listed = coordination.get("/bezirk/mitte/checkliste/?eigene=ja").content.decode()
    assert "Kiezfonds gemeinsam vergeben" in listed
    assert not Progress.objects.filter(district__slug="pankow", code="E1").exists()
    assert coordination.post("/bezirk/mitte/checkliste/punkt/E1/entfernen/").status_code == 302
    assert not Progress.objects.filter(district__slug="mitte", code="E1").exists()


def test_a_common_point_cannot_be_removed(world, coordination):
    response = coordination.post(STEP + "entfernen/")
    assert response.status_code == 409
    assert "Gemeinsame Punkte lassen sich nicht entfernen" in response.content.decode()
    assert stored()


def test_the_district_keeps_its_own_order(world, coordination):
    def order():
        rows = Progress.objects.filter(district__slug="mitte", chapter="B1").order_by("position", "code")
        return [row.code for row in rows]

    before = order()
    assert coordination.post("/bezirk/mitte/checkliste/punkt/B1.3/verschieben/hoch/").status_code == 302
    assert order() == ["B1.1", "B1.3", "B1.2", "B1.4", "B1.5"]
    coordination.post("/bezirk/mitte/checkliste/punkt/B1.3/verschieben/runter/")
    assert order() == before
    assert coordination.post("/bezirk/mitte/checkliste/punkt/B1.1/verschieben/hoch/").status_code == 409


def test_a_new_version_of_the_common_text_leaves_the_districts_words_alone(world, coordination):
    send(coordination, own_text="Unsere Worte")
    Item.objects.filter(code="B3.5").update(text="Neuer gemeinsamer Text", version=2)
    page = coordination.get(STEP).content.decode()
    assert stored().own_text == "Unsere Worte"
    assert "Der gemeinsame Text hat sich geändert" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("target_date", "0000-01-01", "gültiges Datum"),
        ("target_date", "9999-12-31", "zwischen 1990 und 2100"),
        ("target_date", "morgen", "gültiges Datum"),
        ("own_text", "a\x00b", "Null"),
        ("own_text", "x" * 20_001, "höchstens 20000"),
        ("state", "erfunden", "keine gültige"),
        ("responsible", "keine-id", "keine gültige"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field(world, coordination, field, value, sentence):
    response = send(coordination, **{field: value})
    assert response.status_code == 422
    assert sentence.lower() in response.content.decode().lower()
    assert stored().own_text == ""


def test_the_eight_questions_are_answered_on_one_page(world, coordination):
    path = "/bezirk/mitte/checkliste/leitfragen/"
    page = coordination.get(path).content.decode()
    for letter in "abcdefgh":
        assert f'id="frage-B3.1{letter}"' in page
    response = coordination.post(
        path,
        {"code": "B3.1e", "B3.1e-answer": "Mit Workshops.", "B3.1e-state": "settled", "initial-B3.1e-state": "open"},
    )
    assert response.status_code == 302
    assert (stored("B3.1e").answer, stored("B3.1e").state) == ("Mit Workshops.", "settled")
    assert coordination.post(path, {"code": "B3.5"}).status_code == 404


def test_a_step_that_is_not_possible_keeps_the_navigation(as_):
    answer = as_("coordination").post("/bezirk/mitte/checkliste/punkt/A2a/entfernen/")
    assert answer.status_code == 409
    assert 'aria-label="Hauptnavigation"' in answer.content.decode()


def test_a_conflict_shows_the_other_fields_as_they_are_stored(as_):
    url = "/bezirk/mitte/checkliste/punkt/A3c/"
    client = as_("coordination")
    first, second = form_values(client.get(url), url), form_values(client.get(url), url)
    assert client.post(url, first | {"own_text": "Erste", "state": "clarifying"}).status_code == 302
    answer = client.post(url, second | {"own_text": "Zweite"})
    assert answer.status_code == 409
    again = form_values(answer, url)
    # Stale fields beside the texts would say something else than the heading of the same page.
    assert (again["state"], again["initial-state"]) == ("clarifying", "clarifying")
    assert client.post(url, again).status_code == 302
    assert (stored("A3c").state, stored("A3c").own_text) == ("clarifying", "Zweite")


def test_the_guide_links_into_the_checklist_only_for_whoever_may_open_it(as_):
    into = "/bezirk/mitte/checkliste/punkt/"
    assert into in as_("reader").get("/hilfe/arbeitshilfe/").content.decode()
    assert into not in as_("neighbourhood").get("/hilfe/arbeitshilfe/").content.decode()


@pytest.mark.parametrize(("code", "notes"), [("B3.8", ["FN4", "FN5"]), ("A4a", ["FN1"]), ("B3.5", [])])
def test_the_footnotes_of_a_point_stand_there_and_no_others(world, coordination, code, notes):
    page = coordination.get(f"/bezirk/mitte/checkliste/punkt/{code}/").content.decode()
    shown = {item.code for item in Item.objects.filter(kind="footnote") if f"<summary>{item.title}</summary>" in page}
    assert shown == set(notes)
