"""Qualifizierung (A4c, B3.6): offers over several years, offices with numbers of people, never names."""

import datetime
import html

import pytest
from django.utils import timezone

from checklist.models import Qualification, QualificationOffice
from tests.acting import acting
from tests.filling import shown

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/checkliste/qualifizierung/"
OTHERS = ["data", "leadership", "leadership_staff", "office_head", "office_staff", "reader"]
GOOD = {"kind": "training", "title": "Grundkurs", "starts_on": "1.3.2025"}


def make_offer(world, place="mitte", offices=(), **values):
    place_ = getattr(world, place)
    given = {"kind": "training", "title": "Grundkurs", "starts_on": datetime.date(2025, 3, 1)} | values
    with acting(place_, place_.people["coordination"]):
        offer = Qualification.objects.create(**given)
        for office in offices:
            QualificationOffice.objects.create(qualification=offer, office=office)
    return offer


def text(response):
    return html.unescape(response.content.decode())


def part_url(world, offer, n=0, more=""):
    return f"{HOME}{offer.pk}/teilnahme/{world.mitte.offices[n].pk}/{more}"


@pytest.mark.parametrize("role", ["coordination", *OTHERS])
def test_everybody_who_reads_the_checklist_reads_offers(as_, world, role):
    offer = make_offer(world, offices=world.mitte.offices)
    for url in (HOME, HOME + "jahre/", f"{HOME}{offer.pk}/"):
        response = as_(role).get(url)
        assert response.status_code == 200
        assert "Grundkurs" in text(response)


@pytest.mark.parametrize("role", [*OTHERS, "neighbourhood"])
def test_only_coordination_edits_offers(as_, world, role):
    offer = make_offer(world)
    for path in ("neu/", f"{offer.pk}/bearbeiten/", f"{offer.pk}/entfernen/"):
        assert as_(role).get(HOME + path).status_code == 403
        assert as_(role).post(HOME + path, GOOD | {"title": "fremd"}).status_code == 403
    assert Qualification.objects.get().title == "Grundkurs"


def test_an_offer_is_planned_held_and_removed(as_, world):
    client = as_("coordination")
    answer = client.post(HOME + "neu/", GOOD | {"offices": [o.pk for o in world.mitte.offices]})
    offer = Qualification.objects.get()
    assert answer.url == f"{HOME}{offer.pk}/"
    assert "noch zu bestätigen" in text(client.get(answer.url))
    data = shown(client.get(answer.url + "bearbeiten/"))
    held = data | {"took_place": "on", "benefit": "Kürzere Wege"}
    assert client.post(answer.url + "bearbeiten/", held).status_code == 302
    page = text(as_("reader").get(answer.url))
    assert "hat stattgefunden" in page
    assert "Kürzere Wege" in page
    assert client.post(answer.url + "entfernen/").status_code == 302
    assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "held", "state", "key"),
    [
        (1, 9, False, "geplant", "geplant"),
        (1, None, False, "geplant", "geplant"),
        (0, None, False, "läuft", "laeuft"),
        (-9, 0, False, "läuft", "laeuft"),
        (-9, -1, False, "noch zu bestätigen", "bestaetigen"),
        (-1, None, False, "noch zu bestätigen", "bestaetigen"),
        (-9, 9, True, "hat stattgefunden", "stattgefunden"),
    ],
)
def test_an_offer_says_where_it_stands_and_the_filter_says_the_same(as_, world, first, last, held, state, key):
    today = timezone.localdate()
    days = [None if n is None else today + datetime.timedelta(days=n) for n in (first, last)]
    offer = make_offer(world, starts_on=days[0], ends_on=days[1], took_place=held)
    client = as_("reader")
    badge = f'">{state}</span>'
    assert badge in text(client.get(f"{HOME}{offer.pk}/"))
    for other in ("geplant", "laeuft", "bestaetigen", "stattgefunden"):
        assert (badge in text(client.get(HOME, {"stand": other}))) == (other == key)


def test_what_begins_tomorrow_has_not_taken_place(as_, world):
    day = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    answer = as_("coordination").post(HOME + "neu/", GOOD | {"starts_on": day, "took_place": "on"})
    assert answer.status_code == 422
    assert "kann noch nicht stattgefunden haben" in text(answer)
    assert not Qualification.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "league"},
        {"title": "\x00"},
        {"title": "x" * 201},
        {"starts_on": "0000-01-01"},
        {"starts_on": "9999-01-01"},
        {"ends_on": "2025-02-01"},
        {"offices": ["x"]},
    ],
)
def test_bad_input_comes_back_with_sentences(as_, wrong):
    answer = as_("coordination").post(HOME + "neu/", GOOD | wrong)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Eingaben" in text(answer)
    assert not Qualification.objects.exists()


def test_different_fields_merge_and_the_same_field_shows_both(as_, world):
    offer = make_offer(world)
    client, url = as_("coordination"), f"{HOME}{offer.pk}/bearbeiten/"
    one, two, three = (shown(client.get(url)) for _ in range(3))
    assert client.post(url, one | {"audience": "Leitungen"}).status_code == 302
    assert client.post(url, two | {"content": "Inhalt"}).status_code == 302
    answer = client.post(url, three | {"audience": "Alle Ämter"})
    assert answer.status_code == 409
    assert "Leitungen" in text(answer)
    assert "Alle Ämter" in text(answer)
    offer.refresh_from_db()
    assert (offer.audience, offer.content) == ("Leitungen", "Inhalt")


def test_the_head_enters_the_own_office_with_a_number(as_, world):
    offer = make_offer(world)
    head, url = as_("office_head"), part_url(world, offer)
    assert "Teilnahme eintragen: Jugendamt Mitte" in text(head.get(f"{HOME}{offer.pk}/"))
    assert head.post(url, shown(head.get(url)) | {"people": "12"}).status_code == 302
    assert head.post(url, {"people": "12"}).status_code == 302
    assert QualificationOffice.objects.get().people == 12
    page = text(as_("reader").get(f"{HOME}{offer.pk}/"))
    assert "Jugendamt Mitte: 12 Personen" in page
    # … and without a number: the field is left empty.
    assert head.post(url, shown(head.get(url)) | {"people": ""}).status_code == 302
    assert QualificationOffice.objects.get().people is None
    assert head.post(part_url(world, offer, more="zuruecknehmen/")).status_code == 302
    assert not QualificationOffice.objects.exists()
    assert head.post(part_url(world, offer, more="zuruecknehmen/")).status_code == 409


def test_taking_part_without_any_number_is_possible(as_, world):
    offer = make_offer(world)
    assert as_("office_head").post(part_url(world, offer), {"people": ""}).status_code == 302
    assert QualificationOffice.objects.get().people is None


@pytest.mark.parametrize("role", ["second_head", "office_staff", "leadership", "reader", "data"])
def test_nobody_enters_another_office(as_, world, role):
    offer = make_offer(world)
    for more in ("", "zuruecknehmen/"):
        assert as_(role).get(part_url(world, offer, more=more)).status_code == 403
        assert as_(role).post(part_url(world, offer, more=more), {"people": "3"}).status_code == 403
    assert not QualificationOffice.objects.exists()


def test_coordination_enters_any_office_and_two_numbers_are_both_seen(as_, world):
    offer = make_offer(world, offices=world.mitte.offices[:1])
    head, coordination, url = as_("office_head"), as_("coordination"), part_url(world, offer)
    one, two = shown(head.get(url)), shown(coordination.get(url))
    assert head.post(url, one | {"people": "12"}).status_code == 302
    answer = coordination.post(url, two | {"people": "17"})
    assert answer.status_code == 409
    assert "12" in text(answer)
    assert QualificationOffice.objects.get().people == 12


@pytest.mark.parametrize("people", ["-1", "5001", "viele", "1,5", "99999999999999999999", "\x00"])
def test_a_number_that_makes_no_sense_is_refused(as_, world, people):
    offer = make_offer(world)
    assert as_("office_head").post(part_url(world, offer), {"people": people}).status_code == 422
    assert not QualificationOffice.objects.exists()


def test_the_table_of_years_has_no_row_for_who_does_not_take_part(as_, world):
    make_offer(
        world,
        title="Lernweg",
        offices=world.mitte.offices[:1],
        starts_on=datetime.date(2024, 11, 1),
        ends_on=datetime.date(2026, 2, 1),
    )
    QualificationOffice.objects.update(people=7)
    page = text(as_("reader").get(HOME + "jahre/"))
    assert page.count("Lernweg</a> (7)") == 3
    assert "Amt für Soziales" not in page
    csv = as_("reader").get(HOME + "jahre/?export=csv").content.decode()
    assert "Amt/OE;2024;2025;2026" in csv
    assert "Amt für Soziales" not in csv


def test_filter_search_sort_and_export_agree(as_, world):
    make_offer(world, title="Ämterforum", kind="information", starts_on=datetime.date(2024, 1, 1), took_place=True)
    make_offer(world, title="Coaching Leitung", kind="coaching", audience="+Leitungen")
    make_offer(world, "pankow", title="Fremdes Angebot")
    client = as_("reader")
    assert "<strong>1</strong> von 2 Angebote" in text(client.get(HOME + "?art=coaching"))
    assert "Coaching Leitung" not in text(client.get(HOME + "?stand=stattgefunden"))
    assert "Ämterforum" not in text(client.get(HOME + "?jahr=2025"))
    by_title = text(client.get(HOME + "?sort=-bezeichnung"))
    assert by_title.index("Coaching Leitung") < by_title.index("Ämterforum")
    csv = client.get(HOME + "?q=leitung&export=csv").content.decode()
    assert "Coaching Leitung" in csv
    assert "'+Leitungen" in csv
    assert "Ämterforum" not in csv
    assert "Fremdes" not in client.get(HOME + "?export=csv").content.decode()
    for wrong in ("?jahr=x", "?jahr=0000", "?jahr=٢٠٢٥", "?art=1", "?sort=x", "?seite=x", "?q=%00"):
        assert client.get(HOME + wrong).status_code == 200


def test_rows_of_another_district_are_not_there(as_, world):
    foreign = make_offer(world, "pankow", title="Fremdes Angebot")
    client = as_("coordination")
    for path in ("", "bearbeiten/", "entfernen/", f"teilnahme/{world.mitte.offices[0].pk}/"):
        assert client.get(f"{HOME}{foreign.pk}/{path}").status_code == 404
    own = make_offer(world)
    assert client.post(f"{HOME}{own.pk}/teilnahme/{world.pankow.offices[0].pk}/", {"people": 1}).status_code == 404


def test_budgets_do_not_grow(as_, world, count_queries):
    offer = make_offer(world, offices=world.mitte.offices)
    client = as_("office_head")
    few, years = count_queries(client, HOME + "?art=training"), count_queries(client, HOME + "jahre/")
    for n in range(60):
        make_offer(world, title=f"Angebot {n}", offices=world.mitte.offices)
    assert few == count_queries(client, HOME + "?art=training") <= 6
    assert years == count_queries(client, HOME + "jahre/") <= 6
    assert count_queries(client, f"{HOME}{offer.pk}/") <= 8
