"""Finding actors: forgiving words, facets with numbers, pages, export of exactly what is shown; what is due."""

import datetime
import re

import pytest
from django.db import connection
from django.utils import timezone

from districts.models import Region
from partners.actors.due import due_in_partners
from partners.models import Actor, ActorTheme, ContactPerson, Offer, Theme
from tests.acting import acting
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/akteure/"


def shown(client, query=""):
    page = client.get(HOME + query).content.decode()
    return page.partition('id="liste"')[2]


@pytest.mark.parametrize(
    "words",
    ["Müllerhaus", "muellerhaus", "MULLERHAUS", "müllerstr", "Müllerstraße 3a", "Weissensee", "Elternfruehstueck",
     "Müllerhaus Weißensee", "3a Müllerstr."],
)  # fmt: skip
def test_search_forgives_umlauts_and_sharp_s(cast, words):
    row = released(cast.world.mitte, "Müllerhaus Weißensee e. V.", street="Müllerstr.", house_number="3a")
    Offer.objects.create(district=row.district, actor=row, title="Elternfrühstück")
    released(cast.world.mitte, "Ganz anders")
    found = shown(cast.client("coordination"), f"?q={words}")
    assert "Müllerhaus" in found
    assert "Ganz anders" not in found
    assert "ähnlich geschrieben" not in found


@pytest.mark.parametrize("words", ["Familenzentrum", "Famielienzentrum Sonnnenblume", "Sonenblume"])
def test_search_forgives_typing_errors(cast, words):
    released(cast.world.mitte, "Familienzentrum Sonnenblume")
    found = shown(cast.client("coordination"), f"?q={words}")
    assert "Familienzentrum Sonnenblume" in found
    assert "Gezeigt wird, was ähnlich geschrieben ist" in found


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "§§", "x" * 300, "a b c d e f g h i j k", "\x00", "(", "e. V."])
def test_no_word_breaks_the_search(cast, words):
    client = cast.client("coordination")
    for query in ({"q": words}, {"q": words, "aehnlich": "ja"}, {"traeger": words}):
        assert client.get(HOME, query).status_code == 200
        assert client.get(f"{HOME}eingrenzen/", query).status_code == 200
    assert client.get(f"{HOME}doppelt/", {"name": words, "street": words}).status_code == 200


@pytest.mark.parametrize(
    "query", ["art=unsinn", "region=99", "region=%00", "stand=x", "seite=-1", "seite=zz", "seite=99999", "sort=-x",
              "thema=00000000-0000-0000-0000-000000000000", "merkmal=nichts", "export=pdf"],
)  # fmt: skip
def test_what_does_not_exist_filters_nothing(cast, query):
    row = thing(cast.world.mitte, Actor)
    assert row.name in shown(cast.client("coordination"), f"?{query}")
    assert cast.client("coordination").get(f"{HOME}eingrenzen/?{query}").status_code == 200


def test_facets_narrow_and_count(cast):
    mitte = cast.world.mitte
    sport = Theme.objects.get(district=mitte.district, key="SPORT")
    for number in range(3):
        row = released(mitte, f"Verein {number}", carrier="Sporttreff gGmbH", region=mitte.regions[1])
        ActorTheme.objects.create(district=mitte.district, actor=row, theme=sport)
    client = cast.client("coordination")
    region = mitte.regions[1].key
    for query in (f"region={region}", f"thema={sport.pk}", "traeger=SPORTTREFF", f"region={region}&thema={sport.pk}"):
        found = shown(client, f"?{query}")
        assert "Verein 0" in found
        assert "Treffpunkt 0" not in found
        assert "<strong>3</strong> von" in found
    page = client.get(f"{HOME}eingrenzen/?thema={sport.pk}&merkmal=traeger").content.decode()
    for label, count in ((sport.name, 3), ("Sporttreff gGmbH", 3), ("freigegeben", 3)):
        assert f'{label}</a> <span class="ql-facets__count">{count}<' in page.replace(
            '<span class="kern-sr-only"> (gewählt, noch einmal wählen hebt auf)</span>', ""
        ), label
    fragment = client.get(f"{HOME}eingrenzen/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    alone = client.get(f"{HOME}eingrenzen/?merkmal=thema", headers={"HX-Request": "true"}).content.decode()
    assert sport.name in alone
    assert "freigegeben" not in alone


@pytest.mark.parametrize("words", ["", "q=Merkwort&", "q=Merkwrot&"])
def test_what_has_a_question_or_a_change_is_counted_where_it_is_entered(cast, words):
    mitte = cast.world.mitte
    for number in range(2):
        released(mitte, f"Merkwort {number}", changed_on=timezone.localdate())
    released(mitte, "Merkwort gefragt", state="draft", question="Welche Straße?")
    released(mitte, "Merkwort anderswo", state="draft", question="Welche?", region=mitte.regions[1])
    for persona, asked in (("coordination", 2), ("neighbourhood", 1)):
        page = cast.client(persona).get(f"{HOME}eingrenzen/?{words}").content.decode()
        assert f'mit Rückfrage</a> <span class="ql-facets__count">{asked}<' in page, persona
        assert 'geändert, nicht geprüft</a> <span class="ql-facets__count">2<' in page, persona
    assert "mit Rückfrage" not in cast.client("office_head").get(f"{HOME}eingrenzen/?{words}").content.decode()


def test_two_regions_of_one_name_are_told_apart(cast):
    mitte = cast.world.mitte
    for number, key in enumerate(("018001", "019001")):
        region = Region.objects.create(district=mitte.district, level="bezirksregion", key=key, name="Heerstraße")
        released(mitte, f"An der Straße {number}", region=region)
    page = cast.client("coordination").get(f"{HOME}eingrenzen/").content.decode()
    assert "Heerstraße (018001)" in page
    assert "An der Straße 1" not in shown(cast.client("coordination"), "?region=018001")


def test_pages_and_export_hold_the_same(cast):
    mitte = cast.world.mitte
    for number in range(60):
        released(mitte, f"Seite {number:02}")
    client = cast.client("coordination")
    first, last = shown(client, "?q=Seite"), shown(client, "?q=Seite&seite=3")
    assert "<strong>60</strong>" in first
    assert "Seite 00" in first
    assert "Seite 59" in last
    assert "Seite 59" in shown(client, "?q=Seite&sort=-name")
    # Every page is linked, with what was asked; the one shown is not.
    asked = "?q=Seite&amp;x=%22%3E%3Cb%3E&amp;seite="
    page = shown(client, "?q=Seite&x=%22%3E%3Cb%3E&seite=2")
    links = page.partition('"ql-pagination"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', links) == [asked + n for n in "1133"]
    assert "ql-pagination" not in shown(client, "?q=Seite+59")
    csv = client.get(f"{HOME}?q=Seite&export=csv").content.decode("utf-8-sig")
    assert csv.startswith("Name;Art;Stand;")
    assert sum(1 for line in csv.splitlines() if line.startswith("Seite ")) == 60
    assert ";10115;" in csv


def test_archived_ones_are_looked_for_on_purpose(cast):
    released(cast.world.mitte, "Ehemaliger", state="archived")
    client = cast.client("coordination")
    assert "Ehemaliger" not in shown(client)
    assert "Ehemaliger" in shown(client, "?stand=archived")


# --- What is due -----------------------------------------------------------------------------------------------------


def dues(mitte, **how):
    with acting(mitte, mitte.people["coordination"]):
        return {due.subject: due for due in due_in_partners(mitte.district, timezone.localdate(), **how)}


def test_one_line_per_region_for_who_serves_it(cast):
    mitte = cast.world.mitte
    Actor.objects.all().update(confirm_by=datetime.date(2030, 1, 1))
    for day, region in ((10, 0), (5, 0), (7, 1)):
        released(mitte, f"Treff {day}", region=mitte.regions[region], confirm_by=datetime.date(2026, 12, day))
    mitte.district.refresh_from_db()
    found = dues(mitte)
    here, there = (found[f"actors:{region.pk}"] for region in mitte.regions)
    assert here.due_on == datetime.date(2026, 12, 5)
    assert mitte.people["neighbourhood"].pk in here.holders
    # Nobody serves the other region: coordination is reminded.
    assert (there.due_on, there.holders, str(there.to)) == (datetime.date(2026, 12, 7), (), "coordination")
    assert f"actors:{mitte.regions[0].pk}" not in dues(mitte, until=datetime.date(2026, 12, 4))
    assert list(dues(mitte, only={here.subject, "assignment:1"})) == [here.subject]
    page = cast.client("neighbourhood").get(here.url).content.decode()
    assert ("Treff 5" in page) is (here.due_on <= timezone.localdate() + datetime.timedelta(days=28))


def test_the_line_says_how_many_and_only_the_region(cast):
    mitte = cast.world.mitte
    today = timezone.localdate()
    Actor.objects.all().update(confirm_by=today + datetime.timedelta(days=300))

    def title():
        return dues(mitte)[f"actors:{mitte.regions[0].pk}"].title

    assert title() == f"Akteure in {mitte.regions[0].name} sind zu bestätigen"
    released(mitte, "Erster", confirm_by=today)
    assert title() == f"1 Akteur in {mitte.regions[0].name} ist zu bestätigen"
    for number in range(6):
        released(mitte, f"Noch einer {number}", confirm_by=today + datetime.timedelta(days=number))
    assert title() == f"7 Akteure in {mitte.regions[0].name} sind zu bestätigen"
    assert sum(due.kind == "Akteure" and mitte.regions[0].name in due.title for due in dues(mitte).values()) == 1


def test_what_is_due_is_confirmed_from_the_list_one_after_the_other(cast):
    mitte, today = cast.world.mitte, timezone.localdate()
    Actor.objects.all().update(confirm_by=today + datetime.timedelta(days=300))
    rows = [released(mitte, f"Fällig {number}", confirm_by=today) for number in range(2)]
    client, query = cast.client("neighbourhood"), "bestaetigt=faellig"
    assert "Stimmt noch" not in shown(client)
    assert "Stimmt noch" not in shown(cast.client("office_head"), f"?{query}")
    assert shown(client, f"?{query}").count("Stimmt noch") == 2
    sent = client.post(f"{HOME}{rows[0].pk}/bestaetigen/", {"version": rows[0].version, "danach": query})
    assert (sent.status_code, sent.url) == (302, f"{HOME}?{query}")
    found = shown(client, f"?{query}")
    assert "Fällig 0" not in found
    assert "Fällig 1" in found
    away = {"version": rows[1].version, "danach": "//boese.example/?x=1"}
    assert client.post(f"{HOME}{rows[1].pk}/bestaetigen/", away).url.startswith(f"{HOME}?")


def test_contact_persons_are_looked_at_by_their_day(cast):
    mitte = cast.world.mitte
    ContactPerson.objects.all().update(review_on=timezone.localdate())
    assert dues(mitte)[f"contacts:{mitte.regions[0].pk}"].due_on == timezone.localdate()
    name = thing(mitte, ContactPerson).name
    assert all(name not in due.title + due.what_next for due in dues(mitte).values())
    page = cast.client("neighbourhood").get("/bezirk/mitte/aufgaben/").content.decode()
    assert "Ansprechperson zu prüfen" in page
    assert name not in page


def test_a_room_that_is_off_is_silent(cast):
    mitte = cast.world.mitte
    type(mitte.district).objects.filter(pk=mitte.district.pk).update(rooms=["checkliste"])
    mitte.district.refresh_from_db()
    assert dues(mitte) == {}
    assert cast.client("coordination").get(HOME).status_code == 403


# --- The wall --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call", ["actors_found('treffpunkt')", "actors_alike('trefpunckt')", "actor_twins('Treffpunkt 0', '', '')"]
)
def test_the_search_functions_stay_inside_the_district(cast, call):
    """They run past the wall as their owner, so they must filter by the active district themselves."""
    for here, other in ((cast.world.mitte, cast.world.pankow), (cast.world.pankow, cast.world.mitte)):
        mine, foreign = (thing(place, Actor).pk for place in (here, other))
        with acting(here, here.people["coordination"]), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {call}")
            found = {row[0] for row in cursor.fetchall()}
        assert mine in found
        assert foreign not in found
