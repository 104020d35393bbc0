"""The ways of a district, gone by several people, each at a browser of their own.

One round from opening it to what the Senate sees, and no longer sees: three offices, coordination, leadership, Senate.
One need from the Hinweis to what is told back: Stadtteilkoordination, coordination, two Amtsleitungen.
"""

import datetime
import io
import re
from contextlib import ExitStack

import openpyxl
import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from assignments.models import Assignment
from districts.models import BusinessArea, Office
from districts.rights import grant_rights
from districts.roles import Role
from pruefsteine.models import Consensus, Rating, SelfAssessment
from pruefsteine.scales import Level
from sozialraum.models import Need
from tests.browser.looking import opened
from tests.browser.test_pages import session_of
from tests.conftest import WallClient
from tests.factories import add_member

pytestmark = pytest.mark.django_db

ROUND = "Ausgangslage im Herbst"
HOME, TASKS = "/bezirk/mitte/pruefsteine/", "/bezirk/mitte/aufgaben/"
NUMBERS = range(1, 11)
PEOPLE = {
    "planning": "coordination",
    "youth": "office_head",
    "social": "second_head",
    "mayor": "leadership",
    "senate": "senate",
    "outside": "neighbourhood",
}


def session_for(user):
    client = WallClient()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def library(site, django_db_blocker):
    """A third office with a head who works with files; and the first Geschäftsbereich is the mayor's."""
    _, cast = site
    place = cast.world.mitte
    with django_db_blocker.unblock():
        BusinessArea.objects.filter(pk=place.areas[0].pk).update(is_mayors=True)
        office = Office.objects.create(
            district=place.district, name="Bibliothek Mitte", short_name="BIB", area=place.areas[0]
        )
        grant_rights(place.district, offices=[office])
        return office, session_for(add_member(place, Role.OFFICE_HEAD, label="library", office=office))


@pytest.fixture
def people(site, chromium, library):
    """Name -> a window in which that person is signed in."""
    base, cast = site
    sessions = {name: session_of(cast, persona) for name, persona in PEOPLE.items()} | {"library": library[1]}
    with ExitStack() as stack:
        watched = {name: stack.enter_context(opened(chromium, base, session)) for name, session in sessions.items()}
        for window in watched.values():
            window.page.set_default_timeout(10_000)
        yield {name: window.page for name, window in watched.items()}
        # The Senate is told 404 at the end, on purpose; a download ends what would have been a new page.
        found = [said for name, window in watched.items() if name != "senate" for said in window.complaints()]
        assert [said for said in found if "/fragebogen/ net::ERR_ABORTED" not in said] == []


def follow(page, name, *, exact=True):
    """Follows the link called ``name`` in the main part of the page."""
    page.locator("main").get_by_role("link", name=name, exact=exact).first.click()


def press(page, name):
    """Sends the form with the button called ``name``."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def says(page, text):
    expect(page.locator("main")).to_contain_text(text)


def rate_all(page, level):
    for number in NUMBERS:
        page.check(f"input[name=p{number}-level][value={level}]")
    for number in NUMBERS:
        expect(page.locator(f"#p{number}-status")).to_contain_text("Gespeichert um")


def write(page, number, name, words):
    page.fill(f"#id_p{number}-{name}", words)
    page.locator(f"#id_p{number}-{name}").blur()


def hand_in(page):
    follow(page, "Einreichen")
    press(page, "Einreichen")
    says(page, "eingereicht")


def filled_in(content):
    """The questionnaire as somebody fills it in at their desk."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Fragebogen"]
    for row in range(2, 12):
        sheet.cell(row, 4, "weitgehend")
        sheet.cell(row, 6, f"Aus der Datei, Zeile {row}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_an_open_round_to_what_the_senate_sees_and_no_longer_sees(site, people, library):
    base, cast = site
    youth, social = cast.world.mitte.offices
    planning, mayor, senate = people["planning"], people["mayor"], people["senate"]

    # Coordination plans and opens a round for three offices.
    planning.goto(base + HOME)
    follow(planning, "Runde planen")
    planning.fill("#id_name", ROUND)
    planning.fill("#id_opens_on", timezone.localdate().isoformat())
    planning.fill("#id_closes_on", (timezone.localdate() + datetime.timedelta(days=30)).isoformat())
    for box in planning.locator("input[name=offices]").all():
        box.set_checked(box.input_value() in {str(office.pk) for office in (youth, social, library[0])})
    press(planning, "Speichern")
    follow(planning, "Runde öffnen")
    press(planning, "Runde öffnen")
    says(planning, "Die Runde ist offen.")
    round_page = planning.url

    # Two answer on the page, which saves by itself.
    for name, level in (("youth", "partly"), ("social", "begun")):
        page = people[name]
        page.goto(base + TASKS)
        follow(page, f"Selbsteinschätzung: {ROUND}")
        rate_all(page, level)
        write(page, 1, "words", f"Worte von {name}")
        if name == "youth":
            write(page, 5, "measure", "Gemeinsam planen, was im Quartier geschieht")
        expect(page.locator("#offen")).to_contain_text("Alle zehn sind beantwortet.")
        expect(page.locator("[data-state=saving]")).to_have_count(0)
        hand_in(page)

    # The third fills in a file; before anything is saved it sees what would change.
    page = people["library"]
    page.goto(base + TASKS)
    follow(page, f"Selbsteinschätzung: {ROUND}")
    with page.expect_download() as download:
        follow(page, "Als XLSX ausfüllen")
    content = filled_in(download.value.path().read_bytes())
    follow(page, "XLSX einlesen")
    page.set_input_files("#id_file", {"name": "fragebogen.xlsx", "mimeType": "", "buffer": content})
    press(page, "Datei prüfen")
    expect(page.locator("main tbody tr")).to_have_count(20)
    assert not Rating.objects.filter(assessment__office=library[0]).exclude(level="").exists()
    press(page, "Übernehmen")
    expect(page.locator("#offen")).to_contain_text("Alle zehn sind beantwortet.")
    hand_in(page)

    # Coordination gives one back with a question; until it comes again, nobody but the office reads it.
    planning.goto(round_page)
    follow(planning, social.name)
    says(planning, "Worte von social")
    follow(planning, "Mit einer Frage zurückgeben")
    planning.fill("#id_question", "Was meinen Sie mit Prüfstein 1?")
    press(planning, "Zurückgeben")
    expect(planning.get_by_role("link", name=social.name, exact=True)).to_have_count(0)
    page = people["social"]
    page.goto(base + TASKS)
    follow(page, f"Selbsteinschätzung: {ROUND}")
    says(page, "Was meinen Sie mit Prüfstein 1?")
    write(page, 1, "words", "Genauer gesagt von social")
    expect(page.locator("#p1-status")).to_contain_text("Gespeichert um")
    hand_in(page)

    # In the Abstimmung all lie side by side; in the meeting one level after the other is agreed on.
    planning.reload()
    follow(planning, "In die Abstimmung geben")
    press(planning, "In die Abstimmung geben")
    follow(planning, "Zur Abstimmung")
    table = planning.url
    says(planning, "1 × in Ansätzen, 1 × teilweise, 1 × weitgehend")
    people["youth"].goto(table)
    follow(people["youth"], re.compile("^1 "), exact=False)
    says(people["youth"], "Genauer gesagt von social")
    follow(planning, "Sitzungsansicht")
    for number in NUMBERS:
        follow(planning, "Festhalten")
        planning.locator("input[name=level][value=partly]").check()
        planning.fill("#id_reasons", f"Grund zu {number}")
        press(planning, "Speichern")
        says(planning, f"Grund zu {number}")
        if number < 10:
            planning.keyboard.press("ArrowRight")
            planning.wait_for_url(f"**/{number + 1}/sitzung/")
    levels = Consensus.objects.filter(round__name=ROUND).values_list("level", flat=True)
    assert list(levels) == [Level.PARTLY] * 10

    # A measure becomes an Auftrag: prepared by coordination, given by leadership.
    planning.goto(f"{table}5/")
    follow(planning, "Daraus einen Auftrag machen", exact=False)
    planning.fill("#id_due_on", (timezone.localdate() + datetime.timedelta(days=60)).isoformat())
    press(planning, "Speichern")
    says(planning, "Erteilt ist er noch nicht.")
    mayor.goto(base + TASKS)
    follow(mayor, "Gemeinsam planen, was im Quartier geschieht", exact=False)
    follow(mayor, "Erteilen")
    press(mayor, "Erteilen")
    says(mayor, "Der Auftrag ist erteilt.")
    given = Assignment.objects.get(title="Gemeinsam planen, was im Quartier geschieht")
    assert (given.state, given.given_on) == ("given", timezone.localdate())

    # The round is closed, a Freigabe prepared and laid before the offices.
    planning.goto(table)
    follow(planning, "Runde abschließen")
    press(planning, "Runde abschließen")
    says(planning, "Die Runde ist abgeschlossen.")
    planning.goto(round_page)
    follow(planning, "Freigabe vorbereiten")
    planning.fill("#id_covering", "Drei Ämter haben diese Runde begonnen.")
    press(planning, "Vorschau erstellen")
    release = planning.url
    preview = planning.locator("article.ql-picture").inner_text()
    assert "Grund zu 10" in preview
    assert not [word for word in ("Worte von", "von social", youth.name, social.name) if word in preview]
    follow(planning, "Stellungnahmen einholen")
    press(planning, "Stellungnahmen einholen")
    for name in ("youth", "social", "library"):
        page = people[name]
        page.goto(release)
        assert page.locator("article.ql-picture").inner_text() == preview
        follow(page, "Stellung nehmen")
        page.fill("#id_text", f"Stellungnahme von {name}")
        press(page, "Speichern")
        says(page, f"Stellungnahme von {name}")

    # Leadership releases; the Senate sees exactly the preview, until it is withdrawn.
    senate.goto(base + "/berlin/freigaben/")
    expect(senate.locator("main")).not_to_contain_text(ROUND)
    mayor.goto(release)
    follow(mayor, "Freigeben")
    press(mayor, "Freigeben")
    says(mayor, "Die Senatsverwaltung sieht das Bild ab jetzt.")
    senate.reload()
    follow(senate, ROUND, exact=False)
    assert senate.locator("article.ql-picture").inner_text() == preview
    assert "Stellungnahme von" not in senate.content()
    follow(mayor, "Zurückziehen")
    mayor.fill("#id_reason", "Ein Fehler im Begleittext")
    press(mayor, "Zurückziehen")
    says(mayor, "Bereits exportierte Dateien sind davon nicht erfasst.")
    gone = senate.reload()
    assert gone is not None
    assert gone.status == 404
    senate.goto(base + "/berlin/freigaben/")
    expect(senate.locator("main")).not_to_contain_text(ROUND)
    assert SelfAssessment.objects.filter(round__name=ROUND, state="submitted").count() == 3


def does_not_say(page, *texts):
    for text in texts:
        expect(page.locator("main")).not_to_contain_text(text)


def choose_first_region(page):
    page.locator("input[name=regions]").first.check()


def test_from_a_need_in_the_stadtteil_to_the_answer(site, people):
    base, cast = site
    youth_office, social_office = cast.world.mitte.offices
    outside, planning, youth, social = (people[name] for name in ("outside", "planning", "youth", "social"))
    title = "Räume am Nachmittag"

    # The Stadtteilkoordination hands a Hinweis in; coordination makes a Bedarf of it and asks two offices.
    outside.goto(base + "/bezirk/mitte/hinweise/")
    follow(outside, "Hinweis einreichen")
    outside.select_option("#id_kind", "need")
    outside.fill("#id_title", title)
    outside.fill("#id_text", "Jugendliche wissen nachmittags nicht, wohin.")
    choose_first_region(outside)
    press(outside, "Speichern")
    hint = outside.url
    planning.goto(hint)
    follow(planning, "Bedarf daraus machen")
    press(planning, "Melden")
    says(planning, "Der Bedarf ist gemeldet.")
    need = planning.url
    # What is not theirs to do they are not offered: neither who reported nor an office before it is asked.
    outside.goto(need)
    says(outside, "gemeldet")
    does_not_say(outside, "Sichten", "Etwas dazu sagen")
    youth.goto(base + "/bezirk/mitte/bedarfe/")
    does_not_say(youth, title)
    follow(planning, "Sichten")
    for box in planning.locator("input[name=offices]").all():
        box.set_checked(box.input_value() in {str(youth_office.pk), str(social_office.pk)})
    press(planning, "Sichten")
    does_not_say(planning, "Federführung übernehmen")

    # Each office answers for itself: one takes the Federführung, the other says what it contributes.
    youth.goto(base + TASKS)
    follow(youth, title)
    follow(youth, "Federführung übernehmen")
    press(youth, "Federführung übernehmen")
    says(youth, "Ihr Amt hat die Federführung.")
    social.goto(base + TASKS)
    follow(social, title)
    does_not_say(social, "Vereinbarung festhalten")
    follow(social, "Mitwirkung zusagen")
    social.fill("#id_text", "Wir geben einen Raum.")
    press(social, "Mitwirkung zusagen")
    youth.reload()
    says(youth, "Wir geben einen Raum.")
    follow(youth, "Vereinbarung festhalten")
    youth.fill("#id_what", "Der Raum ist ab 15 Uhr offen.")
    youth.fill("#id_until", (timezone.localdate() + datetime.timedelta(days=40)).isoformat())
    press(youth, "Vereinbarung festhalten")
    does_not_say(youth, "Auftrag vorbereiten")

    # Coordination prepares the Auftrag in one step: everything stands there already.
    planning.goto(need)
    follow(planning, "Auftrag vorbereiten")
    press(planning, "Speichern")
    says(planning, "Erteilt ist er noch nicht.")
    says(planning, "Bedarf gemeldet")
    draft = Assignment.objects.get(title=title)
    assert (draft.state, draft.need) == ("draft", Need.objects.get(title=title))

    # What came of it is told back; whoever reported finds it among the tasks, and the whole way at the Hinweis.
    youth.goto(base + TASKS)
    follow(youth, title)
    follow(youth, "Erledigt melden und Rückmeldung geben")
    youth.fill("#id_text", "Der Raum ist offen, kommen Sie vorbei.")
    press(youth, "Erledigt melden und Rückmeldung geben")
    outside.goto(base + TASKS)
    says(outside, "Zu Ihrem Bedarf gibt es eine Rückmeldung.")
    outside.goto(hint)
    says(outside, "Der Raum ist offen, kommen Sie vorbei.")
    does_not_say(outside, "Auftrag vorbereitet", "um Mitwirkung gebeten")
