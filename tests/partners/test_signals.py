"""Hinweise aus dem Stadtteil: who sees them, who takes them up, what the reporter reads."""

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from districts.models import MembershipRegion
from districts.visibility import Matter, Sight, Viewer, sight
from partners.models import Actor, AgendaItem, Body, Signal, SignalAnswer, SignalOffice, SignalRegion
from partners.signals.links import _FUNCTIONS, links_from_signals
from tests.acting import acting
from tests.districts.test_visibility import STANDS_FOR
from tests.makers import thing

BASE = "/bezirk/mitte/hinweise/"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def signal(mitte):
    return thing(mitte, Signal)


def another(mitte, title, *, region=0, **fields):
    said = {"author": mitte.people["coordination"], "spoke_as": "Planungskoordination"}
    row = Signal.objects.create(
        district=mitte.district, kind="trend", title=title, text=f"Text zu {title}", **said, **fields
    )
    SignalRegion.objects.create(district=mitte.district, signal=row, region=mitte.regions[region])
    return row


@pytest.mark.parametrize("persona", list(STANDS_FOR))
def test_seen_as_the_table_says(cast, signal, persona):
    expected = sight(Matter.SIGNAL, STANDS_FOR[persona]) == Sight.YES and STANDS_FOR[persona] != Viewer.OTHERS
    client = cast.client(persona)
    for page in (f"{signal.pk}/", f"{signal.pk}/?verlauf=ja", "", "?q=hinweis", "?export=csv"):
        answer = client.get(BASE + page)
        assert (answer.status_code == 200) is expected, page
        assert (signal.title in answer.content.decode("utf-8-sig")) is expected, page


def test_outside_only_its_own_and_without_what_is_internal(cast, mitte, signal):
    foreign = another(mitte, "Vom Amt aufgenommen")
    elsewhere = another(mitte, "Aus einer anderen Region", region=1, from_neighbourhood=True)
    client = cast.client("neighbourhood")
    page = client.get(BASE).content.decode()
    assert signal.title in page
    assert foreign.title not in page
    assert elsewhere.title not in page
    assert client.get(f"{BASE}{foreign.pk}/").status_code == 404
    thing(mitte, SignalAnswer)
    SignalOffice.objects.filter(signal=signal).update(taken_on=None)
    detail = client.get(f"{BASE}{signal.pk}/?verlauf=ja").content.decode()
    assert thing(mitte, SignalAnswer).text in detail
    assert f"{mitte.offices[0].name}</strong>, gebeten" not in detail
    assert "Verlauf" not in detail
    MembershipRegion.objects.filter(membership__user=mitte.people["neighbourhood"]).delete()
    assert client.get(f"{BASE}{signal.pk}/").status_code == 404


def form_of(mitte, **changed):
    return {"kind": "need", "title": "Ein neuer Hinweis", "text": "Etwas fehlt.", "observed_on": "2026-03-01",
            "regions": [str(mitte.regions[0].pk)]} | changed  # fmt: skip


def test_handed_in_for_the_own_regions_alone(cast, mitte):
    client = cast.client("neighbourhood")
    assert client.post(BASE + "neu/", form_of(mitte, regions=[str(mitte.regions[1].pk)])).status_code == 422
    assert client.post(BASE + "neu/", form_of(mitte)).status_code == 302
    row = Signal.objects.get(title="Ein neuer Hinweis")
    assert (row.from_neighbourhood, row.office_id, row.spoke_as) == (True, None, "Stadtteilkoordination")
    again = client.post(BASE + "neu/", form_of(mitte))
    assert again.status_code == 422
    assert "haben Sie heute schon eingetragen" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"regions": []}, "mindestens eine Region"),
        ({"regions": ["keine"]}, ""),
        ({"observed_on": "2090-01-01"}, "liegt in der Zukunft"),
        ({"observed_on": "31.02.2026"}, ""),
        ({"kind": "gerücht"}, ""),
        ({"text": "\x00"}, "unzulässiges Steuerzeichen"),
        ({"actor": "Niemand bekannt"}, "gibt es im Verzeichnis nicht"),
        ({"actor": "x" * 5000}, "zu lang"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, mitte, changed, sentence):
    page = cast.client("office_staff").post(BASE + "neu/", form_of(mitte, **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_from_reporting_to_closing(cast, mitte):
    cast.client("neighbourhood").post(BASE + "neu/", form_of(mitte, actor=thing(mitte, Actor).name))
    row = Signal.objects.get(title="Ein neuer Hinweis")
    url, own = f"{BASE}{row.pk}/", {"amt": str(mitte.offices[0].pk)}
    coordination, head, other = (cast.client(who) for who in ("coordination", "office_head", "second_head"))
    assert "noch keinem Amt zugeordnet" in coordination.get("/bezirk/mitte/aufgaben/").content.decode()
    assert row.title in coordination.get(BASE + "?stand=ohne-amt").content.decode()
    assert coordination.post(url + "bitten/", {"offices": [own["amt"]]}).status_code == 302
    assert row.title not in coordination.get(BASE + "?stand=ohne-amt").content.decode()
    assert "bittet Ihr Amt" in head.get("/bezirk/mitte/aufgaben/").content.decode()
    assert other.get(url + "antworten/").status_code == 403
    assert other.post(url + "uebernehmen/", own).status_code == 403
    assert head.post(url + "uebernehmen/", own).status_code == 302
    assert head.post(url + "uebernehmen/", own).status_code == 302
    assert SignalOffice.objects.filter(signal=row).count() == 1
    # Taken up: whoever reported adds to it by talking, not by changing what was taken up.
    assert cast.client("neighbourhood").get(url + "bearbeiten/").status_code == 409
    for _ in range(2):
        assert head.post(url + "antworten/", {"text": "Wir kümmern uns."}).status_code == 302
    assert SignalAnswer.objects.filter(signal=row).count() == 1
    page = cast.client("neighbourhood").get(url).content.decode()
    assert "Wir kümmern uns." in page
    assert f"Übernommen von <strong>{mitte.offices[0].name}" in page
    assert "neue Antwort" in cast.client("neighbourhood").get("/bezirk/mitte/aufgaben/").content.decode()
    # Nobody is told of what they said themselves.
    SignalAnswer.objects.update(author=mitte.people["neighbourhood"])
    assert "neue Antwort" not in cast.client("neighbourhood").get("/bezirk/mitte/aufgaben/").content.decode()
    assert other.post(url + "abschliessen/", {"abgeschlossen": "ja"}).status_code == 403
    assert head.post(url + "abschliessen/", {"abgeschlossen": "ja"}).status_code == 302
    row.refresh_from_db()
    assert row.closed_on == timezone.localdate()
    assert head.post(url + "abgeben/", own).status_code == 409


def test_no_name_outside_the_own_office(cast, mitte, signal):
    thing(mitte, SignalAnswer)
    name = mitte.people["office_head"].name
    assert name in cast.client("office_staff").get(f"{BASE}{signal.pk}/").content.decode()
    for persona in ("second_head", "neighbourhood", "coordination"):
        assert name not in cast.client(persona).get(f"{BASE}{signal.pk}/").content.decode(), persona


def test_two_people_correct_different_fields(cast, mitte, signal):
    client, url = cast.client("coordination"), f"{BASE}{signal.pk}/bearbeiten/"
    actor = thing(mitte, Actor)
    now = {"kind": signal.kind, "title": signal.title, "text": signal.text, "observed_on": "2026-03-02",
           "regions": [str(tie.region_id) for tie in SignalRegion.objects.filter(signal=signal)],
           "actor": actor.name}  # fmt: skip
    seen = {f"initial-{name}": value for name, value in now.items()}
    assert client.post(url, now | seen | {"title": "Anders gesagt"}).status_code == 302
    assert client.post(url, now | seen | {"text": "Anders erzählt"}).status_code == 302
    signal.refresh_from_db()
    assert (signal.title, signal.text, signal.actor) == ("Anders gesagt", "Anders erzählt", actor)
    assert client.post(url, now | seen | {"title": "Noch anders"}).status_code == 409
    assert client.post(url, now | seen | {"observed_on": "2090-01-01"}).status_code == 422


def test_on_an_agenda_the_title_is_for_all_and_the_link_is_not(cast, mitte, signal):
    body = thing(mitte, Body)
    form = {"body": str(body.pk), "title": "Ein Anliegen aus dem Stadtteil"}
    client = cast.client("coordination")
    for _ in range(2):
        assert client.post(f"{BASE}{signal.pk}/tagesordnung/", form).status_code == 302
    assert AgendaItem.objects.filter(title="Ein Anliegen aus dem Stadtteil").count() == 1
    url, link = f"/bezirk/mitte/gremien/{body.pk}/", f"{BASE}{signal.pk}/"
    assert link in cast.client("second_head").get(url).content.decode()
    reader = cast.client("reader").get(url).content.decode()
    assert "Ein Anliegen aus dem Stadtteil" in reader
    assert link not in reader
    assert signal.title not in reader


def test_rooms_above_offer_links_at_a_signal(cast, mitte):
    # The one of the makers is on its way already: there nothing more is offered.
    signal = another(mitte, "Noch ohne Weg")

    def becomes(member, row):
        return ("Zum Bedarf machen", f"/bedarf/?hinweis={row.pk}") if member.may("assign_signals") else None

    links_from_signals(becomes)
    try:
        assert "Zum Bedarf machen" in cast.client("coordination").get(f"{BASE}{signal.pk}/").content.decode()
        assert "Zum Bedarf machen" not in cast.client("office_head").get(f"{BASE}{signal.pk}/").content.decode()
    finally:
        _FUNCTIONS.remove(becomes)


# --- taken back, and words that must go -------------------------------------------------------------------------------


def test_whoever_reported_takes_it_back_until_an_office_took_it_up(cast, mitte, signal):
    signal.refresh_from_db()
    url, own = f"{BASE}{signal.pk}/", cast.client("neighbourhood")
    SignalOffice.objects.filter(signal=signal).delete()
    assert cast.client("coordination").get(url + "zurueckziehen/").status_code == 403
    assert own.post(url + "zurueckziehen/", {"because": "x" * 20_000}).status_code == 422
    office = {"amt": str(mitte.offices[0].pk)}
    cast.client("office_head").post(url + "uebernehmen/", office)
    assert own.post(url + "zurueckziehen/", {}).status_code == 409
    cast.client("office_head").post(url + "abgeben/", office)
    assert own.post(url + "zurueckziehen/", {"because": "Hat sich geklärt"}).status_code == 302
    page = cast.client("second_head").get(url).content.decode()
    assert "zurückgezogen" in page
    assert "Hat sich geklärt" in page
    assert "Übernehmen" not in page
    assert cast.client("office_head").post(url + "uebernehmen/", office).status_code == 409
    for closed in ("ja", "nein"):
        assert cast.client("coordination").post(url + "abschliessen/", {"abgeschlossen": closed}).status_code == 409
    assert own.get(url + "bearbeiten/").status_code == 409
    listed = cast.client("coordination")
    assert signal.title in listed.get(BASE + "?stand=zurueckgezogen").content.decode()
    assert signal.title not in listed.get(BASE + "?stand=abgeschlossen").content.decode().partition('id="liste"')[2]
    assert signal.title not in listed.get("/bezirk/mitte/aufgaben/").content.decode()


def test_words_about_residents_really_go_and_the_trace_stays(cast, mitte, signal):
    signal.refresh_from_db()
    url, coordination = f"{BASE}{signal.pk}/", cast.client("coordination")
    SignalOffice.objects.filter(signal=signal).update(taken_on=None)
    held = SignalRegion.objects.filter(signal=signal)
    now = {"kind": signal.kind, "title": signal.title, "text": signal.text, "observed_on": "2026-03-02",
           "actor": "", "regions": [str(tie.region_id) for tie in held]}  # fmt: skip
    seen = {f"initial-{name}": value for name, value in now.items()}
    changed = now | seen | {"text": "GEHEIMWORT wohnt im dritten Stock"}
    assert coordination.post(url + "bearbeiten/", changed).status_code == 302
    answer = thing(mitte, SignalAnswer)
    other = SignalAnswer.objects.create(district=mitte.district, signal=signal, text="GEHEIMWORT ist versorgt",
                                        author=answer.author, spoke_as="Amtsleitung")  # fmt: skip
    for missing in ({"words": "on"}, {"because": "Name"}):
        assert coordination.post(url + "inhalt-entfernen/", missing).status_code == 422
    gone = {"words": "on", "answers": [str(other.pk)], "because": "Name und Wohnung einer Bewohnerin"}
    assert coordination.post(url + "inhalt-entfernen/", gone).status_code == 302
    with connection.cursor() as cursor:
        for table in ("signal", "signalevent", "signalanswer", "signalanswerevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM partners_{table} t")
            kept = cursor.fetchone()[0] or ""
            assert "GEHEIMWORT" not in kept, table
            assert signal.title not in kept or table.startswith("signalanswer"), table
    for persona in ("coordination", "neighbourhood", "second_head"):
        page = cast.client(persona).get(url + "?verlauf=ja").content.decode()
        assert "GEHEIMWORT" not in page
        assert "Name und Wohnung einer Bewohnerin" in page
        assert answer.text in page
    assert "Warum der Inhalt entfernt ist" in coordination.get(url + "?verlauf=ja").content.decode()
    # Whoever still has the old words open does not bring them back.
    assert coordination.post(url + "bearbeiten/", changed).status_code == 409


def test_the_history_loses_words_only_where_the_trace_is(mitte, signal):
    with (
        acting(mitte, mitte.people["reader"]),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="does not say"),
    ):
        cursor.execute("SELECT signal_words_removed(%s, %s::uuid[])", [signal.pk, []])
