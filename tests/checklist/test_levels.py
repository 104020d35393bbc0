"""Funktionsebenen (A2c, B3.3): three levels, who serves them with how many hours, and what is missing."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from checklist.models import FunctionalRole, FunctionalRoleRegion, FunctionLevel
from tests.acting import acting
from tests.filling import shown

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/checkliste/funktionsebenen/"
NEW = HOME + "funktion/neu/"
OTHERS = ["data", "leadership", "leadership_staff", "office_head", "office_staff", "reader"]


def level(world, code="neighbourhood", place="mitte"):
    return FunctionLevel.objects.get(district=getattr(world, place).district, code=code)


def make_role(world, place="mitte", code="neighbourhood", regions=(), **values):
    place_ = getattr(world, place)
    with acting(place_, place_.people["coordination"]):
        role = FunctionalRole.objects.create(level=level(world, code, place), **({"title": "Stelle"} | values))
        for region in regions:
            FunctionalRoleRegion.objects.create(role=role, region=region)
    return role


def text(response):
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("role", ["coordination", *OTHERS])
def test_everybody_reads_three_levels_and_what_is_missing(as_, role):
    page = text(as_(role).get(HOME))
    for name in ("Datenkoordination", "Bezirkskoordination", "Stadtteilkoordination"):
        assert f"Für die Ebene „{name}“ ist noch keine Funktion eingetragen." in page


@pytest.mark.parametrize("role", [*OTHERS, "neighbourhood"])
def test_only_coordination_edits(as_, world, role):
    stored = make_role(world)
    client = as_(role)
    for url in (
        NEW,
        f"{HOME}ebene/data/",
        f"{HOME}funktion/{stored.pk}/bearbeiten/",
        f"{HOME}funktion/{stored.pk}/entfernen/",
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, {"name": "X", "title": "X", "level": stored.level_id}).status_code == 403
    assert FunctionalRole.objects.get().title == "Stelle"


def test_a_function_with_german_hours_and_regions(as_, world):
    client, place = as_("coordination"), world.mitte
    data = {
        "level": level(world).pk,
        "title": "Koordination Nord",
        "person": "Frau Beispiel",
        "office": place.offices[0].pk,
        "hours": "19,5",
        "regions": [place.regions[0].pk],
        "starts_on": "1.3.2026",
    }
    answer = client.post(NEW, data)
    role = FunctionalRole.objects.get()
    assert answer.url == f"{HOME}funktion/{role.pk}/"
    assert role.hours == Decimal("19.5")
    page = text(as_("reader").get(answer.url))
    assert "19,5" in page
    assert "ab 01.03.2026" in page
    form = shown(client.get(answer.url + "bearbeiten/"))
    assert form["hours"] == ["19,5"]
    assert client.post(answer.url + "bearbeiten/", form).status_code == 302
    role.refresh_from_db()
    assert (role.hours, role.person) == (Decimal("19.5"), "Frau Beispiel")


@pytest.mark.parametrize("hours", ["viel", "-1", "60,5", "19,55", "1e9", "NaN", "\x00"])
def test_hours_that_make_no_sense_are_refused(as_, world, hours):
    answer = as_("coordination").post(NEW, {"level": level(world).pk, "title": "X", "hours": hours})
    assert answer.status_code == 422
    assert not FunctionalRole.objects.exists()


def test_an_end_before_the_beginning_is_refused_even_when_two_people_make_it(as_, world):
    data = {"level": level(world).pk, "title": "X", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    assert "Das Ende liegt vor dem Anfang" in text(as_("coordination").post(NEW, data))
    role = make_role(world, starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 12, 31))
    client, url = as_("coordination"), f"{HOME}funktion/{role.pk}/bearbeiten/"
    one, two = shown(client.get(url)), shown(client.get(url))
    assert client.post(url, one | {"starts_on": "2026-06-01"}).status_code == 302
    answer = client.post(url, two | {"ends_on": "2026-03-01"})
    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Anfang" in text(answer)
    role.refresh_from_db()
    assert role.ends_on == datetime.date(2026, 12, 31)


def test_gaps_are_neutral_sentences_with_a_link_and_vanish_when_filled(as_, world):
    role = make_role(world, title="Nord", regions=world.mitte.regions[:1])
    page = text(as_("coordination").get(HOME))
    assert f'<a href="{HOME}funktion/{role.pk}/bearbeiten/">Für „Nord“ sind noch keine Stunden eingetragen.</a>' in page
    assert "Für „Nord“ ist noch keine Person eingetragen." in page
    # The link says how many; which ones stands beside it and is no part of the link.
    sentence = "Für eine Bezirksregion ist noch keine Stadtteilkoordination eingetragen."
    assert re.search(rf"{re.escape(sentence)}</a><br><span[^>]*>Region 2 Mitte \(011002\)</span>", page)
    assert "Pankow" not in page
    make_role(world, title="Süd", hours=1, person="N. N.", regions=world.mitte.regions[1:])
    FunctionalRole.objects.filter(pk=role.pk).update(hours=10, person="Frau Beispiel")
    page = text(as_("reader").get(HOME))
    assert "Stunden eingetragen" not in page
    assert "Stadtteilkoordination eingetragen" not in page


def test_a_prognoseraum_serves_its_regions_and_what_ended_serves_none(as_, world):
    past = timezone.localdate() - datetime.timedelta(days=1)
    make_role(world, title="Früher", ends_on=past, regions=world.mitte.regions)
    page = text(as_("reader").get(HOME))
    assert "Für die Ebene „Stadtteilkoordination“ ist noch keine Funktion eingetragen." in page
    assert "Beendete Funktionen" in page
    make_role(world, title="Raum", hours=5, person="X", regions=[world.mitte.regions[0].parent])
    assert "Stadtteilkoordination eingetragen" not in text(as_("reader").get(HOME))


def test_the_district_names_its_levels_and_two_people_see_both_names(as_, world):
    client, url = as_("coordination"), f"{HOME}ebene/data/"
    one, two, three = (shown(client.get(url)) for _ in range(3))
    assert client.post(url, one | {"name": "Datenstelle"}).status_code == 302
    assert client.post(url, two | {"mandate": "Führt Daten zusammen"}).status_code == 302
    page = text(client.get(HOME))
    assert "Datenstelle" in page
    assert "In der Arbeitshilfe: Datenkoordination" in page
    assert "Führt Daten zusammen" in page
    answer = client.post(url, three | {"name": "Datenbüro"})
    assert answer.status_code == 409
    assert "Datenstelle" in text(answer)
    assert "Datenbüro" in text(answer)
    assert client.get(f"{HOME}ebene/league/").status_code == 404


def test_the_history_tells_hours_and_regions_but_no_person(as_, world):
    role = make_role(world, title="Nord", person="Frau Alt", hours=10, regions=world.mitte.regions[:1])
    client, url = as_("coordination"), f"{HOME}funktion/{role.pk}/"
    data = shown(client.get(url + "bearbeiten/"))
    client.post(
        url + "bearbeiten/",
        data | {"person": "Herr Neu", "hours": "12,5", "regions": [world.mitte.regions[1].pk]},
    )
    page = text(as_("reader").get(url + "?verlauf=ja"))
    assert "<del>10" in page
    assert "12,5" in page
    assert "Region 2 Mitte" in page
    assert "Frau Alt" not in page
    client.post(url + "entfernen/")
    assert not FunctionalRole.objects.exists()


def test_rows_of_another_district_are_neither_offered_nor_found(as_, world):
    foreign = make_role(world, "pankow", title="Fremde Stelle")
    client = as_("coordination")
    for path in ("", "bearbeiten/", "entfernen/"):
        assert client.get(f"{HOME}funktion/{foreign.pk}/{path}").status_code == 404
    for wrong in (
        {"level": level(world, place="pankow").pk},
        {"office": world.pankow.offices[0].pk},
        {"regions": [world.pankow.regions[0].pk]},
        {"level": "x"},
    ):
        answer = client.post(NEW, {"level": level(world).pk, "title": "X"} | wrong)
        assert answer.status_code == 422
        assert "Pankow" not in text(answer)
    assert "Pankow" not in text(client.get(NEW))


def test_exports_hold_what_is_shown(as_, world):
    make_role(world, title="Nord", hours="19.5", regions=world.mitte.regions[:1])
    make_role(world, "pankow", title="Fremde Stelle")
    csv = as_("reader").get(HOME + "?export=csv").content.decode()
    assert "Nord" in csv
    assert "19" in csv
    assert "Fremde" not in csv
    assert as_("reader").get(HOME + "?export=xlsx").status_code == 200


def test_budgets(as_, world, count_queries):
    role = make_role(world, regions=world.mitte.regions)
    few = count_queries(as_("coordination"), HOME)
    for n in range(20):
        make_role(world, title=f"Stelle {n}", office=world.mitte.offices[0], regions=world.mitte.regions)
    assert few == count_queries(as_("coordination"), HOME) <= 6
    assert count_queries(as_("reader"), f"{HOME}funktion/{role.pk}/") <= 8
