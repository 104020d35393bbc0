"""Verständigung im Bezirk (B3.0): four texts, workshops, and which office agrees."""

import datetime

import pytest
from django.utils import timezone

from checklist.models import Agreement, Understanding, Workshop, WorkshopOffice
from tests.filling import shown

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/checkliste/verstaendigung/"
READERS = ["coordination", "data", "leadership", "leadership_staff", "office_head", "office_staff", "reader"]
EDIT = [HOME + "bearbeiten/", HOME + "workshops/neu/"]


def the_row(world):
    return Understanding.objects.get(district=world.mitte.district)


@pytest.mark.parametrize("role", READERS)
def test_whoever_reads_the_checklist_reads_the_page(as_, role):
    response = as_(role).get(HOME)
    assert response.status_code == 200
    assert "Noch nicht aufgeschrieben." in response.content.decode()


def test_neighbourhood_coordination_is_refused(as_):
    assert as_("neighbourhood").get(HOME).status_code == 403


@pytest.mark.parametrize("url", EDIT)
@pytest.mark.parametrize("role", [r for r in READERS if r != "coordination"])
def test_only_coordination_writes(as_, url, role):
    assert as_(role).get(url).status_code == 403
    assert as_(role).post(url, {"aims": "fremd", "title": "fremd", "held_on": "2026-01-01"}).status_code == 403
    assert not Workshop.objects.exists()
    assert not Understanding.objects.filter(aims="fremd").exists()


def test_coordination_writes_and_everybody_reads(as_, world):
    client = as_("coordination")
    data = shown(client.get(EDIT[0])) | {"aims": "Früher\r\nmiteinander reden", "moderation": "Büro Beispiel"}
    response = client.post(EDIT[0], data)
    assert (response.status_code, response.url) == (302, HOME)
    page = as_("reader").get(HOME).content.decode()
    assert "Früher\nmiteinander reden" in page
    assert "Büro Beispiel" in page
    history = as_("reader").get(HOME + "?verlauf=ja").content.decode().split('id="verlauf-eintraege"')[1]
    assert "· Planungskoordination" in history
    assert "coordination Mitte" not in history
    assert not Understanding.objects.filter(district=world.pankow.district, aims__gt="").exists()


def test_two_people_on_different_texts_lose_nothing(as_, world):
    first, second = as_("coordination"), as_("coordination")
    one, two = shown(first.get(EDIT[0])), shown(second.get(EDIT[0]))
    assert first.post(EDIT[0], one | {"aims": "Ziele der einen"}).status_code == 302
    assert second.post(EDIT[0], two | {"contents": "Inhalte der anderen"}).status_code == 302
    row = the_row(world)
    assert (row.aims, row.contents) == ("Ziele der einen", "Inhalte der anderen")


def test_two_people_on_the_same_text_both_see_both(as_, world):
    first, second = as_("coordination"), as_("coordination")
    one, two = shown(first.get(EDIT[0])), shown(second.get(EDIT[0]))
    first.post(EDIT[0], one | {"aims": "Ziele der einen"})
    answer = second.post(EDIT[0], two | {"aims": "Ziele der anderen"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ziele der einen" in page
    assert "Ziele der anderen" in page
    assert the_row(world).aims == "Ziele der einen"
    # Sending what the page now shows again is a decision.
    assert second.post(EDIT[0], shown(answer)).status_code == 302
    assert the_row(world).aims == "Ziele der anderen"


@pytest.mark.parametrize("bad", ["\x00", "a\x00b", "x" * 20_001])
def test_bad_texts_come_back_with_a_sentence(as_, world, bad):
    client = as_("coordination")
    answer = client.post(EDIT[0], shown(client.get(EDIT[0])) | {"aims": bad})
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert the_row(world).aims == ""


def test_a_workshop_with_offices_is_entered_changed_and_removed(as_, world):
    client, offices = as_("coordination"), world.mitte.offices
    data = {"title": "Auftakt", "held_on": "22.11.2026", "outcome": "Einigkeit", "offices": [offices[0].pk]}
    assert client.post(EDIT[1], data).status_code == 302
    workshop = Workshop.objects.get()
    assert workshop.held_on == datetime.date(2026, 11, 22)
    page = client.get(HOME).content.decode()
    assert "22.11.2026" in page
    assert "Jugendamt Mitte" in page
    url = f"{HOME}workshops/{workshop.pk}/"
    changed = shown(client.get(url)) | {"offices": [offices[1].pk], "outcome": "Mehr"}
    assert client.post(url, changed).status_code == 302
    assert list(WorkshopOffice.objects.values_list("office", flat=True)) == [offices[1].pk]
    assert client.get(url + "entfernen/").status_code == 200
    assert Workshop.objects.exists()
    assert client.post(url + "entfernen/").status_code == 302
    assert not Workshop.objects.exists()
    assert client.post(url + "entfernen/").status_code == 404


def test_two_people_choosing_offices_at_once_lose_none(as_, world):
    client, offices = as_("coordination"), world.mitte.offices
    client.post(EDIT[1], {"title": "Auftakt", "held_on": "2026-03-01"})
    url = f"{HOME}workshops/{Workshop.objects.get().pk}/"
    one, two = shown(client.get(url)), shown(client.get(url))
    client.post(url, one | {"offices": [offices[0].pk]})
    assert client.post(url, two | {"offices": [offices[1].pk]}).status_code == 302
    assert WorkshopOffice.objects.count() == 2


@pytest.mark.parametrize("day", ["0000-01-01", "9999-12-31", "31.2.2026", "gestern", ""])
def test_an_impossible_date_is_refused(as_, day):
    answer = as_("coordination").post(EDIT[1], {"title": "Auftakt", "held_on": day})
    assert answer.status_code == 422
    assert not Workshop.objects.exists()


def test_an_office_of_another_district_cannot_be_chosen(as_, world):
    data = {"title": "Auftakt", "held_on": "2026-03-01", "offices": [world.pankow.offices[0].pk]}
    answer = as_("coordination").post(EDIT[1], data)
    assert answer.status_code == 422
    assert "Pankow" not in answer.content.decode()
    assert not Workshop.objects.exists()


def test_made_up_keys_of_what_was_seen_harm_nothing(as_, world):
    client = as_("coordination")
    client.post(EDIT[1], {"title": "Auftakt", "held_on": "2026-03-01"})
    url = f"{HOME}workshops/{Workshop.objects.get().pk}/"
    data = shown(client.get(url)) | {"initial-offices": ["x", str(world.pankow.offices[0].pk)]}
    assert client.post(url, data).status_code == 302


def test_a_workshop_of_another_district_is_not_there(as_, sign_in, world):
    sign_in(world.pankow.people["coordination"]).post(
        "/bezirk/pankow/checkliste/verstaendigung/workshops/neu/", {"title": "Fremd", "held_on": "2026-03-01"}
    )
    foreign = Workshop.objects.get()
    for path in ("", "entfernen/"):
        assert as_("coordination").get(f"{HOME}workshops/{foreign.pk}/{path}").status_code == 404
    assert "Fremd" not in as_("coordination").get(HOME).content.decode()


def agreement_url(world, n=0, more=""):
    return f"{HOME}zustimmung/{world.mitte.offices[n].pk}/{more}"


def test_the_head_agrees_for_the_own_office_and_may_take_it_back(as_, world):
    head, url = as_("office_head"), agreement_url(world)
    data = shown(head.get(url))
    assert data["agreed_on"] == [timezone.localdate().isoformat()]
    assert head.post(url, data | {"note": "mit Freude"}).status_code == 302
    page = as_("reader").get(HOME).content.decode()
    assert "mit Freude" in page
    # Posting the very same again changes nothing and is no error.
    assert head.post(url, data | {"note": "mit Freude"}).status_code == 302
    assert Agreement.objects.count() == 1
    assert head.post(agreement_url(world, more="zurueckziehen/")).status_code == 302
    assert not Agreement.objects.exists()
    again = head.post(agreement_url(world, more="zurueckziehen/"))
    assert again.status_code == 409
    assert "keine Zustimmung eingetragen" in again.content.decode()


@pytest.mark.parametrize("role", ["coordination", "leadership", "office_staff", "second_head", "reader"])
def test_nobody_agrees_for_another_office(as_, world, role):
    for more in ("", "zurueckziehen/"):
        assert as_(role).get(agreement_url(world, more=more)).status_code == 403
        assert as_(role).post(agreement_url(world, more=more), {"agreed_on": "2026-01-01"}).status_code == 403
    assert not Agreement.objects.exists()


def test_agreeing_in_the_future_is_refused(as_, world):
    day = timezone.localdate() + datetime.timedelta(days=1)
    answer = as_("office_head").post(agreement_url(world), {"agreed_on": day.isoformat()})
    assert answer.status_code == 422
    assert "liegt in der Zukunft" in answer.content.decode()


def test_who_has_not_agreed_is_listed_for_nobody(as_, world):
    as_("second_head").post(agreement_url(world, 1), {"agreed_on": "2026-01-01"})
    for role in ("coordination", "leadership", "reader", "second_head"):
        page = as_(role).get(HOME).content.decode()
        assert "Amt für Soziales Mitte" in page
        assert "Jugendamt Mitte" not in page
    # The own office has its button.
    assert "Für Ihr Amt zustimmen" in as_("office_head").get(HOME).content.decode()


def test_a_room_that_is_switched_off_says_who_can_switch_it_on(as_, world):
    world.mitte.district.rooms = ["checkliste"]
    world.mitte.district.save()
    answer = as_("reader").get(HOME)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "benutzt den Bereich „Verständigung im Bezirk“ zurzeit nicht" in page
    assert "Einschalten kann ihn: Planungskoordination" in page
    assert as_("coordination").post(EDIT[0], {"aims": "trotzdem"}).status_code == 403
    assert not Understanding.objects.filter(aims="trotzdem").exists()


def test_budget_of_the_page(as_, world, count_queries):
    assert count_queries(as_("office_head"), HOME) <= 8
