"""Words removed from a Hinweis, and the Bedarf made out of it; the unit a Bedarf names."""

import importlib

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from partners.models import Signal, SignalRegion
from sozialraum.models import Need, NeedEntry, SpatialUnit
from tests.acting import acting
from tests.filling import shown
from tests.makers import thing

BASE, TASKS = "/bezirk/mitte/bedarfe/", "/bezirk/mitte/aufgaben/"
SECRET = "GEHEIMWORT wohnt im dritten Stock"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def hint(mitte):
    """Handed in by the Stadtteilkoordination, with words that should not be there."""
    row = Signal.objects.create(
        district=mitte.district, kind="need", title=f"Zu {SECRET}", text=SECRET, spoke_as="Stadtteilkoordination",
        author=mitte.people["neighbourhood"], from_neighbourhood=True,
    )  # fmt: skip
    SignalRegion.objects.create(district=mitte.district, signal=row, region=mitte.regions[0])
    return row


def made_from(cast, hint):
    client = cast.client("coordination")
    url = f"{BASE}neu/?hinweis={hint.pk}"
    answer = client.post(url, shown(client.get(url)))
    assert answer.status_code == 302
    return Need.objects.get(signal=hint)


def remove_words(cast, hint, **data):
    url = f"/bezirk/mitte/hinweise/{hint.pk}/inhalt-entfernen/"
    return cast.client("coordination").post(url, {"because": "Name"} | (data or {"words": "on"}))


def kept_somewhere(word):
    with connection.cursor() as cursor:
        found = []
        for table in ("need", "needevent", "needentry", "needentryevent"):
            cursor.execute(f"SELECT count(*) FROM sozialraum_{table} t WHERE t::text LIKE %s", [f"%{word}%"])
            found += [table] * bool(cursor.fetchone()[0])
    return found


@pytest.mark.parametrize("state", ["reported", "done"])
def test_whoever_removes_words_goes_on_to_the_bedarf_and_there_they_really_go_too(cast, hint, state):
    row = made_from(cast, hint)
    Need.objects.filter(pk=row.pk).update(state=state, settled_on=timezone.localdate(), outcome="Erledigt.")
    client, here = cast.client("coordination"), f"{BASE}{row.pk}/durchsehen/"
    assert client.get(here).status_code == 409  # nothing was removed yet
    asks = client.get(f"/bezirk/mitte/hinweise/{hint.pk}/inhalt-entfernen/").content.decode()
    assert f"der Bedarf „{row.title}“" in asks
    assert remove_words(cast, hint)["Location"] == here
    assert f'href="{here}"' in client.get(TASKS).content.decode()
    page = client.get(here)
    assert SECRET in page.content.decode()
    stale = shown(page) | {"title": "Anderer Titel", "text": "Eine Familie sucht Räume."}
    assert client.post(here, stale | {"title": ""}).status_code == 422
    assert client.post(here, stale).status_code == 302
    assert kept_somewhere("GEHEIMWORT") == []
    for persona in ("coordination", "neighbourhood"):
        assert "GEHEIMWORT" not in cast.client(persona).get(f"{BASE}{row.pk}/?verlauf=ja").content.decode()
        after = cast.client(persona).get(f"{BASE}{row.pk}/").content.decode()
        assert "GEHEIMWORT" not in after
        assert "Angaben über einzelne Personen entfernt" in after
    assert f'href="{here}"' not in client.get(TASKS).content.decode()
    assert client.post(here, stale).status_code == 409


def test_what_is_fine_is_only_looked_through(cast, hint):
    row = made_from(cast, hint)
    Need.objects.filter(pk=row.pk).update(title="Räume am Nachmittag", text="Räume fehlen.")
    remove_words(cast, hint)
    client, here = cast.client("coordination"), f"{BASE}{row.pk}/durchsehen/"
    assert client.post(here, shown(client.get(here))).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.words_checked_on) == ("Räume fehlen.", timezone.localdate())
    assert not NeedEntry.objects.filter(need=row, kind="words").exists()
    assert f'href="{here}"' not in client.get(TASKS).content.decode()


def test_it_is_coordinations_to_do_and_nobody_elses(cast, mitte, hint):
    row = made_from(cast, hint)
    Need.objects.filter(pk=row.pk).update(state="talking", talked_on=timezone.localdate(), lead=mitte.offices[0])
    remove_words(cast, hint)
    here = f"{BASE}{row.pk}/durchsehen/"
    for persona in ("office_head", "leadership", "neighbourhood"):
        assert "durchsehen" not in cast.client(persona).get(TASKS).content.decode(), persona
        assert cast.client(persona).get(here).status_code == 403, persona


def test_an_answer_removed_is_no_reason_to_look(cast, mitte, hint):
    row = made_from(cast, hint)
    answer = hint.answers.create(district=mitte.district, text="Antwort", author=hint.author, spoke_as="Amt")
    assert "durchsehen" not in remove_words(cast, hint, answers=[str(answer.pk)])["Location"]
    assert cast.client("coordination").get(f"{BASE}{row.pk}/durchsehen/").status_code == 409


def test_the_history_of_a_bedarf_loses_words_only_where_the_trace_is(cast, mitte, hint):
    row = made_from(cast, hint)
    with (
        acting(mitte, mitte.people["reader"]),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="has not lost its words"),
    ):
        cursor.execute("SELECT need_words_removed(%s)", [row.pk])


def a_unit(place, name="Team Nord", **fields):
    return SpatialUnit.objects.create(district=place.district, name=name, level="bezirksregion", **fields)


def test_a_bedarf_names_a_unit_that_is_entered_or_one_in_words(cast, mitte):
    unit, foreign = a_unit(mitte), a_unit(cast.world.pankow)
    data = {"title": "Räume", "text": "Fehlen.", "urgency": "high", "regions": [str(mitte.regions[0].pk)]}
    head = cast.client("office_head")
    assert head.post(f"{BASE}neu/", data | {"unit": str(foreign.pk)}).status_code == 422
    assert head.post(f"{BASE}neu/", data | {"unit": str(unit.pk)}).status_code == 302
    row = Need.objects.get(title="Räume")
    assert row.unit == unit
    assert "Team Nord" in head.get(f"{BASE}{row.pk}/").content.decode()
    assert "Team Nord" in head.get(f"{BASE}?q=team nord&export=csv").content.decode()
    # The Stadtteilkoordination does not read the units: it says it in words.
    outside = cast.client("neighbourhood")
    form = outside.get(f"{BASE}neu/").content.decode()
    assert 'name="unit_words"' in form
    assert 'name="unit"' not in form
    asked = data | {"title": "Wege", "unit": str(unit.pk), "unit_words": "Treff am Park"}
    assert outside.post(f"{BASE}neu/", asked).status_code == 302
    told = Need.objects.get(title="Wege")
    assert (told.unit, told.unit_words) == (None, "Treff am Park")


def test_a_unit_taken_away_stays_named_in_words(cast, mitte):
    unit = a_unit(mitte)
    row = thing(mitte, Need)
    Need.objects.filter(pk=row.pk).update(unit=unit)
    assert cast.client("coordination").post(f"/bezirk/mitte/raum/einheiten/{unit.pk}/entfernen/").status_code == 302
    row.refresh_from_db()
    assert (row.unit, row.unit_words) == (None, "Team Nord")


def test_what_was_written_became_the_one_unit_of_that_name(cast, mitte):
    one, pankow = a_unit(mitte, "Einmalig"), cast.world.pankow
    a_unit(mitte, "Doppelt", office=mitte.offices[0])
    a_unit(mitte, "Doppelt", office=mitte.offices[1])
    a_unit(pankow, "Nur in Pankow")
    author = mitte.people["coordination"]
    for name in (" Einmalig ", "Doppelt", "Nur in Pankow", ""):
        Need.objects.create(district=mitte.district, title=f"Bei {name}", text="x", author=author, spoke_as="OE SPK",
                            unit_words=name)  # fmt: skip
    migration = importlib.import_module("sozialraum.migrations.0003_need_unit_and_words")
    with connection.cursor() as cursor:
        cursor.execute(migration.CARRIED_OVER)
    found = {
        row.title: (row.unit, row.unit_words) for row in Need.objects.filter(title__startswith="Bei ").order_by("title")
    }
    assert found == {
        "Bei  Einmalig ": (one, ""),
        "Bei Doppelt": (None, "Doppelt"),
        "Bei Nur in Pankow": (None, "Nur in Pankow"),
        "Bei ": (None, ""),
    }
