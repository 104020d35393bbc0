"""Kooperationen, Beteiligung and the six questions: who sees them, renewal, gaps."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from checklist.models import Progress
from evidence.models import Evidence
from partners.due import due_in_partners
from partners.models import Actor, Cooperation, CooperationEvidence, Meeting, Participation, Signal, SignalOffice
from pruefsteine.known import known_about
from tests.acting import acting, member_of
from tests.makers import thing

HERE = "/bezirk/mitte/kooperationen/"
QUESTIONS = "/bezirk/mitte/partner/fragen/"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def row(mitte):
    return thing(mitte, Cooperation)


def form_of(mitte, **changed):
    return {"title": "Neu", "office": str(mitte.offices[0].pk), "actor": thing(mitte, Actor).name, "form": "grant",
            "starts_on": "2026-01-01", "ends_on": "2026-12-31"} | changed  # fmt: skip


def test_an_office_enters_its_own(cast, mitte):
    client = cast.client("office_staff")
    assert client.post(HERE + "neu/", form_of(mitte, office=str(mitte.offices[1].pk))).status_code == 422
    assert client.post(HERE + "neu/", form_of(mitte)).status_code == 302
    twice = client.post(HERE + "neu/", form_of(mitte))
    assert twice.status_code == 422
    assert "schon eingetragen" in twice.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on": "2025-12-31"}, "Das Ende liegt vor dem Anfang."),
        ({"ends_on": "", "decide_by": "2026-03-01"}, "gibt es nichts zu verlängern"),
        ({"decide_by": "2027-01-01"}, "Entschieden wird vor dem Ende"),
        ({"actor": ""}, "Pflichtfeld"),
        ({"form": "handschlag"}, ""),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, mitte, changed, sentence):
    page = cast.client("coordination").post(HERE + "neu/", form_of(mitte, **changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_the_contract_is_hidden_with_the_cooperation(cast, mitte, row):
    evidence = thing(mitte, CooperationEvidence).evidence
    Evidence.objects.filter(pk=evidence.pk).update(url="", stored_as="01/x.pdf", confidential=False)
    url = reverse("evidence_file", args=["mitte", evidence.pk])
    assert evidence.title in cast.client("second_head").get(f"{HERE}{row.pk}/").content.decode()
    for persona in ("reader", "data", "neighbourhood"):
        assert cast.client(persona).get(f"{HERE}{row.pk}/").status_code == 403
        assert cast.client(persona).get(url).status_code in (403, 404), persona
    Evidence.objects.filter(pk=evidence.pk).update(confidential=True)
    assert evidence.title not in cast.client("second_head").get(f"{HERE}{row.pk}/").content.decode()
    assert evidence.title in cast.client("coordination").get(f"{HERE}{row.pk}/").content.decode()


def test_renewal_is_due_until_it_is_decided(cast, mitte, row):
    today = timezone.localdate()
    Cooperation.objects.exclude(pk=row.pk).update(renewal="ends")
    Cooperation.objects.filter(pk=row.pk).update(ends_on=today + datetime.timedelta(days=40), decide_by=today)

    def due():
        with acting(mitte, mitte.people["coordination"]):
            return [(d.due_on, d.office_id) for d in due_in_partners(mitte.district, today) if d.kind == "Kooperation"]

    assert due() == [(today, row.office_id)]
    client = cast.client("office_head")
    now = {"title": row.title, "form": row.form, "funding": row.funding, "starts_on": "2026-03-02",
           "ends_on": str(today + datetime.timedelta(days=40)), "decide_by": str(today), "renewal": "open"}  # fmt: skip
    seen = {f"initial-{name}": value for name, value in now.items()}
    assert client.post(f"{HERE}{row.pk}/bearbeiten/", now | seen | {"renewal": "ends"}).status_code == 302
    assert due() == []
    assert cast.client("second_head").get(f"{HERE}{row.pk}/bearbeiten/").status_code == 403


def test_filters_and_export_show_the_same(cast, mitte, row):
    Cooperation.objects.filter(pk=row.pk).update(funding="", ends_on=None, decide_by=None)
    client = cast.client("coordination")
    assert row.title in client.get(HERE + "?stand=ohne-finanzierung").content.decode()
    assert row.title not in client.get(HERE + "?stand=beendet").content.decode()
    assert row.title in client.get(HERE + "?q=KOOPERATION&form=contract").content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(HERE + "?stand=verbindlich&export=xlsx").content)).active
    assert [cell.value for cell in sheet["A"]][1] == row.title
    for wrong in ("?stand=x", "?form=%00", "?amt=keins", "?sort=unsinn", "?seite=9999"):
        assert client.get(HERE + wrong).status_code == 200


def test_involvement_is_for_all_who_read_and_not_for_outside(cast, mitte):
    entry = thing(mitte, Participation)
    url = f"/bezirk/mitte/beteiligung/{entry.pk}/"
    assert entry.title in cast.client("reader").get(url).content.decode()
    assert cast.client("neighbourhood").get(url).status_code == 403
    Actor.objects.filter(pk=entry.actor_id).update(state="submitted")
    assert entry.actor.name not in cast.client("reader").get("/bezirk/mitte/beteiligung/").content.decode()
    assert entry.title in cast.client("reader").get("/bezirk/mitte/beteiligung/?ergebnis=offen").content.decode()


# --- the six questions ------------------------------------------------------------------------------------------------


def test_the_own_answer_stands_beside_the_records_and_in_one_place(cast, mitte):
    Progress.objects.filter(district=mitte.district, code="A5.2").update(answer="Das wissen wir zur Hälfte.")
    actor = thing(mitte, Actor)
    Actor.objects.filter(pk=actor.pk).update(makes_offers=True, carrier="", funding="")
    page = cast.client("coordination").get(QUESTIONS + "A5.2/").content.decode()
    assert "Das wissen wir zur Hälfte." in page
    assert "In der Checkliste beantworten" in page
    gaps = page.partition("Was noch fehlt")[2]
    assert "Träger unbekannt" in gaps
    assert "Finanzierung unbekannt" in gaps
    assert actor.name in gaps
    reader = cast.client("reader").get(QUESTIONS + "A5.2/").content.decode()
    assert "Finanzierung unbekannt" not in reader
    assert "In der Checkliste lesen" in reader
    point = cast.client("coordination").get("/bezirk/mitte/checkliste/punkt/A5.2/").content.decode()
    assert QUESTIONS + "A5.2/" in point


def test_each_question_says_what_is_not_known(cast, mitte):
    client = cast.client("coordination")
    Actor.objects.filter(district=mitte.district).update(activates=False, coordinates=False, makes_offers=False)
    assert str(mitte.regions[1]) in client.get(QUESTIONS + "A5.1/").content.decode()
    SignalOffice.objects.all().delete()
    title = thing(mitte, Signal).title
    assert title in client.get(QUESTIONS + "A5.3/").content.decode().partition("Was noch fehlt")[2]
    assert title not in cast.client("reader").get(QUESTIONS + "A5.3/").content.decode()
    page = cast.client("reader").get(QUESTIONS + "A5.6/").content.decode()
    assert thing(mitte, Cooperation).title not in page
    assert all(client.get(f"{QUESTIONS}A5.{number}/").status_code == 200 for number in range(1, 7))
    assert client.get(QUESTIONS + "A5.7/").status_code == 404


# --- what the Prüfsteine know -----------------------------------------------------------------------------------------


def test_beside_a_pruefstein_stands_what_whoever_looks_may_read(mitte):
    signal, meeting, row = thing(mitte, Signal), thing(mitte, Meeting), thing(mitte, Cooperation)
    SignalOffice.objects.update(taken_on="2026-03-04")
    Meeting.objects.update(state="held")

    def known(code, persona):
        member = member_of(mitte, mitte.people[persona])
        with acting(mitte, mitte.people[persona]):
            return {fact.title for found in known_about(code, member) for fact in found.facts}

    binding = f"{row.title} ({row.actor.name})"
    assert {signal.title, meeting.body.name} <= known("B4.3", "coordination")
    assert {meeting.body.name, binding} <= known("B4.8", "office_head")
    assert meeting.body.name in known("B4.7", "reader")
    assert not {signal.title, binding} & (known("B4.3", "reader") | known("B4.7", "reader"))
    Cooperation.objects.update(form="spoken")
    assert binding not in known("B4.8", "office_head")
