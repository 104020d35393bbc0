"""Anfragen an die OE SPK: who sees them, the way from asking to the answer, what waits for whom."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from discussions.models import Comment
from districts.visibility import Matter, Sight, sight
from evidence.models import Evidence
from sozialraum.models import RequestEvidence, ServiceRequest
from sozialraum.requests.due import due_in_requests
from tests.acting import acting
from tests.districts.test_visibility import STANDS_FOR
from tests.makers import thing

BASE, TASKS = "/bezirk/mitte/anfragen/", "/bezirk/mitte/aufgaben/"
#: The Datenkoordination belongs to the OE SPK.
ALSO = {"data"}


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def row(mitte):
    return thing(mitte, ServiceRequest)


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode()


@pytest.mark.parametrize("persona", list(STANDS_FOR))
def test_seen_as_the_table_says(cast, row, persona):
    expected = sight(Matter.SERVICE_REQUEST, STANDS_FOR[persona]) == Sight.YES or persona in ALSO
    client = cast.client(persona)
    for page in ("", "?q=moderation", "?stand=offen", "?export=csv", f"{row.pk}/", f"{row.pk}/?verlauf=ja"):
        assert (row.title in client.get(BASE + page).content.decode("utf-8-sig")) is expected, page
    assert (client.get(f"{BASE}{row.pk}/").status_code == 200) is expected


def test_its_evidence_is_hidden_with_it(cast, mitte):
    evidence = thing(mitte, RequestEvidence).evidence
    Evidence.objects.filter(pk=evidence.pk).update(url="", stored_as="01/x.pdf")
    url = reverse("evidence_file", args=["mitte", evidence.pk])
    for persona in ("second_head", "leadership", "reader", "neighbourhood"):
        assert cast.client(persona).get(url).status_code in (403, 404), persona
    assert evidence.title in text(cast, "office_staff", f"{BASE}{thing(mitte, ServiceRequest).pk}/")


def form_of(**changed):
    return {"duty": "a", "title": "Zahlen zum Kiez", "text": "Wie viele Kinder unter sechs?"} | changed


def test_from_asking_to_the_answer(cast, mitte):
    staff, coordination, other = (cast.client(who) for who in ("office_staff", "coordination", "second_head"))
    assert staff.post(BASE + "neu/", form_of()).status_code == 302
    row = ServiceRequest.objects.get(title="Zahlen zum Kiez")
    url = f"{BASE}{row.pk}/"
    assert row.office == mitte.offices[0]
    twice = staff.post(BASE + "neu/", form_of())
    assert (twice.status_code, "schon gestellt" in twice.content.decode()) == (422, True)
    assert "Neue Anfrage an die OE SPK" in text(cast, "data", TASKS)
    assert staff.post(url + "beantworten/", {"text": "Selbst"}).status_code == 403
    assert other.post(url + "zurueckziehen/").status_code == 404
    assert staff.post(url + "bearbeiten/", form_of(title="Zahlen zum Kiez 2")).status_code == 302

    assert coordination.post(url + "annehmen/").status_code == 302
    assert coordination.post(url + "annehmen/").status_code == 409
    assert staff.get(url + "bearbeiten/").status_code == 409
    for _ in range(2):
        assert coordination.post(url + "rueckfrage/", {"text": "Zu welchem Stichtag?"}).status_code == 302
    assert Comment.objects.filter(text="Zu welchem Stichtag?").count() == 1
    assert "fragt zu Ihrer Anfrage nach" in text(cast, "office_head", TASKS)
    assert staff.post(url + "rueckfrage/", {"text": "Zum letzten."}).status_code == 302
    assert "fragt zu Ihrer Anfrage nach" not in text(cast, "office_head", TASKS)

    empty = coordination.post(url + "beantworten/", {"text": " "})
    assert empty.status_code == 422
    link = {"nachweis-title": "Tabelle", "nachweis-url": "https://beleg.example/"}
    assert coordination.post(url + "nachweis/", link).status_code == 302
    assert coordination.post(url + "beantworten/", {"text": "312 Kinder."}).status_code == 302
    late = coordination.post(url + "nicht-moeglich/", {"text": "Zu spät, aber nicht verloren."})
    assert late.status_code == 409
    assert "Zu spät, aber nicht verloren." in late.content.decode()
    page = text(cast, "office_staff", url)
    assert "312 Kinder." in page
    assert "Tabelle" in page
    assert f"OE SPK, {timezone.localdate():%d.%m.%Y}" in page
    assert mitte.people["coordination"].name not in page
    assert "hat Ihre Anfrage beantwortet" in text(cast, "office_head", TASKS)
    assert staff.post(url + "zurueckziehen/").status_code == 409


def test_leadership_and_its_buero_ask_for_their_area(cast, mitte):
    assert cast.client("leadership_staff").post(BASE + "neu/", form_of(title="Neuer Überblick")).status_code == 302
    row = ServiceRequest.objects.get(title="Neuer Überblick")
    assert (row.area, row.office) == (mitte.areas[0], None)
    assert row.title in text(cast, "leadership", BASE)
    for persona in ("second_leadership", "office_head", "reader"):
        assert row.title not in text(cast, persona, BASE), persona
    assert cast.client("leadership").post(f"{BASE}{row.pk}/zurueckziehen/").status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert cast.client("coordination").get(BASE + "neu/").status_code == 403


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"wanted_by": "2020-01-01"}, "schon vorbei"),
        ({"text": "x" * 20_000}, "5000 Zeichen"),
        ({"duty": "f"}, ""),
        ({"region": "foreign"}, "gibt es in Ihrem Bezirk nicht"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(cast, changed, sentence):
    if "region" in changed:
        changed = {"region": str(cast.world.pankow.regions[0].pk)}
    page = cast.client("office_head").post(BASE + "neu/", form_of(**changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_by_the_five_tasks_and_without_numbers(cast, row):
    page = text(cast, "coordination", BASE)
    assert "Abstimmungs- und Entscheidungsprozesse organisieren</h2>" in page
    assert "<strong>1</strong>" not in page
    assert row.title not in text(cast, "coordination", BASE + "?aufgabe=a")
    assert row.title in text(cast, "coordination", BASE + f"?aufgabe=c&region={row.region.key}&stand=unsinn")
    other = next(region for region in cast.world.mitte.regions if region.pk != row.region_id)
    assert row.title not in text(cast, "coordination", BASE + f"?region={other.key}")
    # What is late and what is asked back stands in the line.
    ServiceRequest.objects.filter(pk=row.pk).update(title="Karte <b>", wanted_by="2026-01-31", asked_back=True)
    page = text(cast, "coordination", BASE)
    assert f'<a href="{BASE}{row.pk}/">Karte &lt;b&gt;</a>' in page
    assert '31.01.2026<br><span class="ql-state ql-state--warning">überfällig</span>' in page
    assert "Rückfrage offen</span></td>" in page
    # The newest first, below its task.
    ServiceRequest.objects.create(
        district=row.district, office=row.office, duty=row.duty, title="Älter", text="x", asked_on="2020-01-01"
    )
    page = text(cast, "coordination", BASE)
    assert page.index("Karte") < page.index("Älter</a>")
    assert page.count("organisieren</h2>") == 1


def test_the_wished_day_is_due_for_coordination_until_it_is_answered(mitte, row):
    today = timezone.localdate()
    ServiceRequest.objects.exclude(pk=row.pk).update(wanted_by=None)
    ServiceRequest.objects.filter(pk=row.pk).update(wanted_by=today)

    def due(**how):
        with acting(mitte, mitte.people["coordination"]):
            return [(found.due_on, found.to) for found in due_in_requests(mitte.district, today, **how)]

    assert due() == due(only=[f"service-request:{row.pk}"]) == [(today, "coordination")]
    assert due(until=today - datetime.timedelta(days=1)) == due(only=["assignment:1"]) == []
    ServiceRequest.objects.filter(pk=row.pk).update(state="declined", answer="Geht nicht.", answered_on=today)
    assert due() == []


def test_a_member_of_the_bezirksamt_is_told_what_came_of_the_own_question(cast, mitte, row):
    answered = {"state": "answered", "answer": "Ja.", "answered_on": timezone.localdate(), "office": None}
    ServiceRequest.objects.filter(pk=row.pk).update(area=mitte.areas[0], **answered)
    assert row.title in text(cast, "leadership", TASKS)
    assert row.title not in text(cast, "second_leadership", TASKS)
