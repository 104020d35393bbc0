"""Bedarfe: who reads them, how offices settle them, what is told back, and what cannot be put in."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment
from districts.models import Office
from districts.refusals import Refused
from districts.visibility import Matter, Sight, Viewer, sight
from partners.models import AgendaItem, Body, BodyKind, Signal
from reminders.by_date import let_happen
from sozialraum.models import FundingStream, Need, NeedEntry, NeedOffice, NeedRegion
from sozialraum.needs import workflow
from sozialraum.needs.due import due_in_needs
from tests.acting import acting, member_of
from tests.districts.test_visibility import STANDS_FOR
from tests.makers import thing

BASE, TASKS = "/bezirk/mitte/bedarfe/", "/bezirk/mitte/aufgaben/"
TODAY = timezone.localdate


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


def a_need(mitte, title="Räume am Nachmittag", *, asked=(), **fields):
    said = {"author": mitte.people["neighbourhood"], "spoke_as": "Stadtteilkoordination", "from_neighbourhood": True}
    row = Need.objects.create(district=mitte.district, title=title, text=f"Text zu {title}", **(said | fields))
    NeedRegion.objects.create(district=mitte.district, need=row, region=mitte.regions[0])
    for office in asked:
        NeedOffice.objects.create(district=mitte.district, need=row, office=office)
    return row


def in_talks(mitte, **fields):
    """Both offices asked, the first with the Federführung."""
    today = TODAY()
    row = a_need(
        mitte, asked=mitte.offices, **{"state": "talking", "lead": mitte.offices[0], "talked_on": today} | fields
    )
    row.offices.filter(office=mitte.offices[0]).update(said="yes")
    return row


def agreed(mitte):
    return in_talks(mitte, state="agreed", agreed_on=TODAY(), agreed_what="Der Treff öffnet um 15 Uhr.",
                    agreed_until=TODAY() + datetime.timedelta(days=30))  # fmt: skip


def step(client, row, key, **data):
    row.refresh_from_db()
    return client.post(f"{BASE}{row.pk}/{key}/", {"version": str(row.version)} | data)


STAGES = {
    "reported": (lambda mitte: a_need(mitte), set()),
    "asked": (lambda mitte: a_need(mitte, state="seen", asked=mitte.offices[:1]), set()),
    "talking": (in_talks, {Sight.ONCE_NEGOTIATED}),
    "agreed": (agreed, {Sight.ONCE_NEGOTIATED, Sight.ONCE_AGREED}),
}


@pytest.mark.parametrize("stage", list(STAGES))
def test_seen_as_the_table_says(cast, mitte, stage):
    make, opened = STAGES[stage]
    row = make(mitte)
    asked = set(row.offices.values_list("office_id", flat=True))
    for persona, viewer in STANDS_FOR.items():
        seen = sight(Matter.NEED, viewer)
        member = member_of(mitte, mitte.people[persona])
        expected = seen == Sight.YES or seen in opened or bool(member.office_ids & asked)
        if Viewer.OTHERS in {viewer} | ({Viewer.OTHERS} if member.may("view_checklist") else set()):
            expected |= Sight.ONCE_AGREED in opened
        client = cast.client(persona)
        for page in (f"{row.pk}/", f"{row.pk}/?verlauf=ja", "", "?ansicht=tafel", "?q=nachmittag&export=csv"):
            answer = client.get(BASE + page)
            assert (row.title in answer.content.decode("utf-8-sig")) is expected, (persona, page)
            if page.startswith(str(row.pk)):
                assert (answer.status_code == 200) is expected, (persona, page)


def test_outside_only_its_own_and_without_what_is_between_the_offices(cast, mitte):
    row = in_talks(mitte)
    inside = a_need(mitte, "Nur im Haus", from_neighbourhood=False, author=mitte.people["coordination"])
    step(cast.client("second_head"), row, "nicht-moeglich", text="Uns fehlen die Stellen.")
    step(cast.client("office_head"), row, "gespraech", text="Das bleibt unter uns.")
    client = cast.client("neighbourhood")
    page = client.get(f"{BASE}{row.pk}/?verlauf=ja").content.decode()
    for words in ("Uns fehlen die Stellen.", "Das bleibt unter uns.", "Verlauf", mitte.offices[1].name):
        assert words not in page
    assert mitte.offices[0].name in page
    assert inside.title not in client.get(BASE).content.decode()
    assert client.get(f"{BASE}{inside.pk}/").status_code == 404
    # Whom an office's answer was asked of is not learned by filtering either.
    found = client.get(f"{BASE}?amt={mitte.offices[1].pk}").content.decode()
    assert row.title not in found


def form_of(mitte, **changed):
    return {"title": "Ein neuer Bedarf", "text": "Etwas fehlt.", "urgency": "high",
            "regions": [str(mitte.regions[0].pk)]} | changed  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"regions": []}, "mindestens eine Region"),
        ({"regions": ["foreign"]}, "gültige Auswahl"),
        ({"text": ""}, "füllen Sie dieses Feld aus"),
        ({"text": "x" * 20_000}, "höchstens"),
        ({"text": "\x00"}, "unzulässiges Steuerzeichen"),
        ({"urgency": "sofort"}, "gültige Auswahl"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, mitte, changed, sentence):
    if changed.get("regions") == ["foreign"]:
        changed = {"regions": [str(cast.world.pankow.regions[0].pk)]}
    page = cast.client("office_staff").post(BASE + "neu/", form_of(mitte, **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Need.objects.filter(title="Ein neuer Bedarf").exists()


def test_the_whole_way_from_a_signal_to_what_is_told_back(cast, mitte):
    signal = Signal.objects.create(district=mitte.district, kind="need", title="Kein Treffpunkt", text="Es fehlt Raum.",
                                   author=mitte.people["neighbourhood"], spoke_as="Stadtteilkoordination",
                                   from_neighbourhood=True)  # fmt: skip
    signal.regions.through.objects.create(district=mitte.district, signal=signal, region=mitte.regions[0])
    outside, coordination = cast.client("neighbourhood"), cast.client("coordination")
    youth, social = cast.client("office_head"), cast.client("second_head")
    here = f"/bezirk/mitte/hinweise/{signal.pk}/"
    assert "Bedarf daraus machen" in coordination.get(here).content.decode()
    new = f"{BASE}neu/?hinweis={signal.pk}"
    assert "Es fehlt Raum." in coordination.get(new).content.decode()
    assert coordination.post(new, form_of(mitte, title="Räume")).status_code == 302
    # A second one out of the same Hinweis is refused, and not offered.
    assert coordination.post(new, form_of(mitte, title="Noch einer")).status_code == 409
    assert "Bedarf daraus machen" not in coordination.get(here).content.decode()
    row = Need.objects.get(signal=signal)
    offices = [str(office.pk) for office in mitte.offices]
    assert "Sie sichten ihn" in coordination.get(TASKS).content.decode()
    assert step(youth, row, "sichten").status_code == 404
    assert step(coordination, row, "sichten", offices=offices).status_code == 302
    for client in (youth, social):
        assert "um Mitwirkung gebeten" in client.get(TASKS).content.decode()
    assert step(coordination, row, "federfuehrung").status_code == 403
    assert step(cast.client("office_staff"), row, "federfuehrung").status_code == 403
    assert step(youth, row, "federfuehrung").status_code == 302
    assert step(social, row, "zusagen", text="Wir geben einen Raum.").status_code == 302
    assert step(social, row, "vereinbaren", what="X", until="2090-01-01").status_code == 403
    until = (TODAY() + datetime.timedelta(days=20)).isoformat()
    assert step(youth, row, "vereinbaren", what="Der Raum ist ab 15 Uhr offen.", until=until).status_code == 302
    # Auftrag in one step: everything agreed is filled in.
    link = f"/bezirk/mitte/auftraege/neu/?bedarf={row.pk}"
    assert link in coordination.get(f"{BASE}{row.pk}/").content.decode()
    assert link not in youth.get(f"{BASE}{row.pk}/").content.decode()
    page = coordination.get(link).content.decode()
    assert "Der Raum ist ab 15 Uhr offen." in page
    assert f'value="{until}"' in page
    order = {"title": "Raum öffnen", "text": "Der Raum ist offen.", "area": str(mitte.areas[0].pk),
             "leads": offices[:1], "due_on": until}  # fmt: skip
    assert coordination.post(link, order).status_code == 302
    assert Assignment.objects.get(title="Raum öffnen").need == row
    assert step(youth, row, "erledigt", text="Der Raum ist offen, kommen Sie vorbei.").status_code == 302
    # One thread, from every thing of it; the Auftrag only for those who read it.
    for url, client in ((here, coordination), (f"{BASE}{row.pk}/", coordination), (here, outside)):
        way = client.get(url).content.decode().split('id="weg"')[1]
        assert way.index("Kein Treffpunkt") < way.index("Bedarf gemeldet") < way.index("Rückmeldung gegeben")
        assert ("Raum öffnen" in way) is (client is coordination)
    order_url = reverse("assignment", args=["mitte", Assignment.objects.get(title="Raum öffnen").pk])
    assert f'href="{here}"' in coordination.get(order_url).content.decode()
    assert "Der Raum ist offen, kommen Sie vorbei." in outside.get(f"{BASE}{row.pk}/").content.decode()
    # The Hinweis was handed in from outside, so what became of it is told there, too.
    assert "gibt es eine Rückmeldung" in outside.get(TASKS).content.decode()


def test_nobody_is_given_the_lead_and_only_one_takes_it(cast, mitte):
    row = a_need(mitte, state="seen", asked=mitte.offices, lead_open_since=TODAY())
    version = row.version
    first, second = cast.client("office_head"), cast.client("second_head")
    assert first.post(f"{BASE}{row.pk}/federfuehrung/", {"version": version}).status_code == 302
    answer = second.post(f"{BASE}{row.pk}/federfuehrung/", {"version": version})
    assert answer.status_code == 409
    assert f"Die Federführung hat inzwischen übernommen: {mitte.offices[0].name}." in answer.content.decode()
    # What is merely out of date says so, and keeps what was typed.
    answer = second.post(f"{BASE}{row.pk}/zusagen/", {"version": version, "text": "Ein Raum."})
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.content.decode()
    assert "Ein Raum." in answer.content.decode()
    assert NeedOffice.objects.get(need=row, office=mitte.offices[1]).said == "asked"


def test_a_lead_that_is_gone_is_open_again_and_another_takes_the_agreement_over(cast, mitte):
    row = agreed(mitte)
    Office.objects.filter(pk=mitte.offices[0].pk).update(is_active=False)
    page = cast.client("second_head").get(f"{BASE}{row.pk}/").content.decode()
    assert f"{mitte.offices[0].name} besteht nicht mehr. Die Federführung ist seit dem" in page
    assert row.title in cast.client("coordination").get(BASE + "?auswahl=ohne-federfuehrung").content.decode()
    assert step(cast.client("second_head"), row, "federfuehrung").status_code == 302
    row.refresh_from_db()
    assert (row.lead, row.state, row.agreed_what) == (mitte.offices[1], "agreed", "Der Treff öffnet um 15 Uhr.")


def test_a_pledge_withdrawn_brings_it_back_and_loses_nothing(cast, mitte):
    row = agreed(mitte)
    row.offices.filter(office=mitte.offices[1]).update(said="yes", words="Ein Raum.")
    assert step(cast.client("second_head"), row, "zuruecktreten", text=" ").status_code == 422
    assert step(cast.client("office_head"), row, "zuruecktreten", text="Wir nicht.").status_code == 409
    assert step(cast.client("second_head"), row, "zuruecktreten", text="Der Raum ist vermietet.").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.agreed_on, row.agreed_what) == ("talking", None, "Der Treff öffnet um 15 Uhr.")
    page = cast.client("office_head").get(f"{BASE}{row.pk}/").content.decode()
    assert "Die Vereinbarung gilt zurzeit nicht" in page
    assert "Der Raum ist vermietet." in page
    assert cast.client("reader").get(f"{BASE}{row.pk}/").status_code == 404


def test_only_an_office_asked_or_the_gremium_declines(cast, mitte):
    row = in_talks(mitte)
    coordination, other = cast.client("coordination"), cast.client("second_head")
    assert step(coordination, row, "ablehnen", text="Nein.").status_code == 403
    # Another office leads: this one speaks for itself alone.
    assert step(other, row, "ablehnen", text="Nein.").status_code == 409
    body = thing(mitte, Body)
    assert step(other, row, "gremium", body=str(body.pk), text="Nein.").status_code == 403
    assert step(coordination, row, "gremium", body=str(body.pk), text="Dafür fehlt Geld.").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.settled_by, row.outcome) == ("declined", body, "Dafür fehlt Geld.")
    page = cast.client("neighbourhood").get(f"{BASE}{row.pk}/").content.decode()
    assert "Dafür fehlt Geld." in page
    assert step(cast.client("office_head"), row, "federfuehrung").status_code == 409


def test_two_people_correct_different_fields(cast, mitte):
    row = a_need(mitte)
    client, url = cast.client("coordination"), f"{BASE}{row.pk}/bearbeiten/"
    now = form_of(mitte, title=row.title, text=row.text, urgency=row.urgency)
    seen = {f"initial-{name}": value for name, value in now.items()}
    assert client.post(url, now | seen | {"title": "Anders gesagt"}).status_code == 302
    assert client.post(url, now | seen | {"text": "Anders erzählt"}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.text) == ("Anders gesagt", "Anders erzählt")
    assert client.post(url, now | seen | {"title": "Noch anders"}).status_code == 409


def a_body(mitte, kind):
    return Body.objects.create(district=mitte.district, name=f"Gremium {kind}", sort="internal",
                               kind=BodyKind.objects.get(district=mitte.district, key=kind))  # fmt: skip


def test_an_open_lead_comes_before_the_ag_sro_then_the_bezirksamt_once_each(cast, mitte):
    today, days = TODAY(), datetime.timedelta(days=28)
    row = a_need(mitte, "Geheimer Titel", state="seen", lead_open_since=today - days)
    twin = a_need(mitte, "Zweiter", state="seen", lead_open_since=today - days)
    led = in_talks(mitte)
    working_group, bezirksamt = a_body(mitte, "AGSRO"), a_body(mitte, "BA")

    def sweep(day):
        with acting(mitte, mitte.people["coordination"]):
            assert let_happen(mitte.district, day)

    sweep(today - datetime.timedelta(days=1))
    assert not AgendaItem.objects.filter(body=working_group).exists()
    for _ in range(2):
        sweep(today)
    items = AgendaItem.objects.filter(body=working_group)
    assert {item.subject for item in items} == {f"need:{row.pk}", f"need:{twin.pk}"}
    assert not [item for item in items if "Geheimer Titel" in item.title]
    # Dealt with in the Sitzung and still open: not once more to the same Gremium.
    items.update(state="done")
    sweep(today + days - datetime.timedelta(days=1))
    assert AgendaItem.objects.filter(body=working_group).count() == 2
    sweep(today + days)
    assert AgendaItem.objects.filter(body=bezirksamt).count() == 2
    assert not AgendaItem.objects.filter(subject=f"need:{led.pk}").exists()
    assert NeedEntry.objects.filter(need=row, kind="brought").count() == 2
    page = cast.client("coordination").get(f"{BASE}{row.pk}/").content.decode()
    assert "Tagesordnung des Bezirksamts" in page


def subjects(mitte, day):
    with acting(mitte, mitte.people["coordination"]):
        found = due_in_needs(mitte.district, day)
        return {due.subject.split(":")[0]: due for due in found if due.title != thing(mitte, Need).title}


def test_what_is_due_and_to_whom(cast, mitte):
    today = TODAY()
    a_need(mitte, "Gebeten", state="seen", asked=mitte.offices[:1])
    a_need(mitte, "Neu")
    agreed(mitte).offices.update(said="yes")
    done = in_talks(mitte, title="Fertig", state="done", outcome="Erledigt.", settled_on=today)
    found = subjects(mitte, today)
    assert set(found) == {"need-sort", "need-lead", "need-answer", "need-agreed", "need-told"}
    assert found["need-sort"].due_on == today + datetime.timedelta(days=14)
    assert (found["need-answer"].office_id, found["need-agreed"].office_id) == (mitte.offices[0].pk,) * 2
    assert found["need-told"].holders == (mitte.people["neighbourhood"].pk,)
    assert not any(due.escalates for due in found.values())
    with acting(mitte, mitte.people["coordination"]):
        only = [due.subject for due in due_in_needs(mitte.district, today, only=[f"need-told:{done.pk}", "andere:x"])]
    assert only == [f"need-told:{done.pk}"]
    # Told once, not for ever; and who said that it is not sensible there is not reminded.
    Office.objects.filter(pk=mitte.offices[0].pk).update(not_sensible_because="Kein Raumbezug.")
    later = subjects(mitte, today + datetime.timedelta(days=15))
    assert not {"need-told", "need-answer"} & set(later)


def test_silent_ones_surface_by_themselves(cast, mitte):
    row = a_need(mitte, moved_on=TODAY() - datetime.timedelta(days=57))
    client = cast.client("coordination")
    assert row.title in client.get(BASE + "?auswahl=still").content.decode()
    assert f"zuletzt bewegt am {row.moved_on:%d.%m.%Y}" in client.get(TASKS).content.decode()
    step(client, row, "gespraech", text="Wir sehen noch einmal nach.")
    assert row.title not in client.get(BASE + "?auswahl=still").content.decode()


def test_the_analysis_counts_what_is_shown_and_ranks_no_office(cast, mitte):
    in_talks(mitte)
    page = cast.client("coordination").get(BASE + "?ansicht=auswertung&stand=talking").content.decode()
    table = page.split('id="t-by-office"')[1].split("</table>")[0]
    assert table.index(mitte.offices[1].name) < table.index(mitte.offices[0].name)  # by name, Amt before Jugendamt
    assert "sort=" not in page
    assert '<th scope="row">ohne Themenfeld</th><td class="ql-number">1</td><td class="ql-number">1</td>' in table
    lines = cast.client("coordination").get(BASE + "?ansicht=auswertung&stand=talking&export=csv").content.decode()
    for office in mitte.offices:
        assert f"Themenfeld und Amt;ohne Themenfeld;{office.name};1" in lines
    assert f"Region und Themenfeld;{mitte.regions[0]};ohne Themenfeld;1" in lines


def test_a_page_tells_its_own_talk_and_agendas_in_their_order(cast, mitte):
    rows = [in_talks(mitte, title=title) for title in ("Hier", "Dort")]
    client, body = cast.client("coordination"), thing(mitte, Body)
    for row, words in ((rows[0], ("Zuerst <b>", "Dann")), (rows[1], ("Woanders",))):
        for text in words:
            assert step(client, row, "gespraech", text=text).status_code == 302
        AgendaItem.objects.create(district=mitte.district, body=body, title=row.title, subject=f"need:{row.pk}",
                                  result=f"Beraten: {row.title}")  # fmt: skip
    page = client.get(f"{BASE}{rows[0].pk}/").content.decode()
    talk = page.split('id="gespraech"')[1].split("</section>")[0]
    assert talk.index("Zuerst &lt;b&gt;") < talk.index("Dann")
    assert "Beraten: Hier" in page
    assert "Woanders" not in page
    assert "Beraten: Dort" not in page


def test_a_step_holds_the_offices_asked_while_it_looks(cast, mitte):
    row = in_talks(mitte)
    with CaptureQueriesContext(connection) as sent:
        assert step(cast.client("second_head"), row, "zusagen", text="Ein Raum.").status_code == 302
    assert any('FOR UPDATE OF "sozialraum_needoffice"' in query["sql"] for query in sent)


def test_rules_refuse_what_the_page_did_not_offer(cast, mitte):
    row = a_need(mitte)
    member = member_of(mitte, mitte.people["office_head"])
    with acting(mitte, mitte.people["office_head"]), pytest.raises(Refused, match="view_needs"):
        workflow.take_lead(need_id=row.pk, version=1, by=member)


def test_themen_are_hinted_at_and_closed_with_an_outcome(cast, mitte):
    client, base = cast.client("coordination"), "/bezirk/mitte/themen/"
    mitte.district.__class__.objects.filter(pk=mitte.district.pk).update(topics_hint_above=1)
    data = {"title": "Saubere Wege", "text": "Wege.", "priority_because": "Viele fragen danach.",
            "lead": str(mitte.offices[0].pk), "offices": [str(mitte.offices[1].pk)]}  # fmt: skip
    assert "Mehr als 1 Themen" not in client.get(base).content.decode()
    answer = client.post(base + "neu/", data)
    assert answer.status_code == 302
    assert client.post(base + "neu/", data).status_code == 422
    assert "Mehr als 1 Themen" in client.get(base).content.decode()
    head = cast.client("office_head")
    assert cast.client("second_head").get(answer["Location"] + "bearbeiten/").status_code == 403
    assert head.post(answer["Location"] + "abschliessen/", {"outcome": " "}).status_code == 422
    assert head.post(answer["Location"] + "abschliessen/", {"outcome": "Alle Wege sind frei."}).status_code == 302
    assert head.post(answer["Location"] + "abschliessen/", {"outcome": "Noch einmal"}).status_code == 409
    assert "Alle Wege sind frei." in cast.client("reader").get(answer["Location"]).content.decode()
    assert "Mehr als 1 Themen" not in client.get(base).content.decode()
    assert head.post(answer["Location"] + "abschliessen/", {"wieder": "ja"}).status_code == 302
    money = thing(mitte, FundingStream)
    assert head.post(answer["Location"] + "bearbeiten/", data | {"funding": [str(money.pk)]}).status_code == 302
    assert f'/gelder/{money.pk}/">{money.title}</a>' in cast.client("reader").get(answer["Location"]).content.decode()
    foreign = thing(cast.world.pankow, FundingStream)
    assert head.post(answer["Location"] + "bearbeiten/", data | {"funding": [str(foreign.pk)]}).status_code == 422
