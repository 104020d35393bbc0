"""A Bogen that saves by itself: what happens when the connection or the sign-in is lost. Only a browser shows it."""

import pytest
from playwright.sync_api import expect

from pruefsteine.models import Rating, SelfAssessment
from tests.browser.looking import opened
from tests.browser.test_pages import session_of
from tests.factories import PASSWORD
from tests.makers import thing

pytestmark = pytest.mark.django_db
WORDS, STATUS = "#id_p1-words", "#p1-status"


@pytest.fixture
def bogen(site, chromium):
    """The open Bogen of the first office, as two people of it; and what is stored in Prüfstein 1."""
    base, cast = site
    answer = thing(cast.world.mitte, SelfAssessment)
    address = f"{base}/bezirk/mitte/pruefsteine/bogen/{answer.pk}/"
    with (
        opened(chromium, base, session_of(cast, "office_head")) as first,
        opened(chromium, base, session_of(cast, "office_staff")) as second,
    ):
        for watched in (first, second):
            watched.page.goto(address, wait_until="load")
        yield first.page, second.page, lambda: Rating.objects.get(assessment=answer, item__code="B4.1").words


def write(page, words):
    page.fill(WORDS, words)
    page.locator(WORDS).blur()  # saved at once, without waiting for more to be typed


def test_words_typed_without_a_connection_are_sent_when_it_is_back(bogen):
    page, _, stored = bogen
    write(page, "Gleich gespeichert")
    expect(page.locator(STATUS)).to_contain_text("Gespeichert um")
    assert stored() == "Gleich gespeichert"
    page.context.set_offline(True)
    write(page, "Im Zug geschrieben")
    expect(page.locator(STATUS)).to_contain_text("Keine Verbindung. Ihre Eingaben stehen noch hier")
    assert stored() == "Gleich gespeichert"
    page.context.set_offline(False)
    expect(page.locator(STATUS)).to_contain_text("Gespeichert um")
    assert stored() == "Im Zug geschrieben"


def test_two_texts_side_by_side_are_decided_on_with_the_button_not_by_typing_on(bogen):
    page, other, stored = bogen
    write(other, "Von jemand anderem")
    expect(other.locator(STATUS)).to_contain_text("Gespeichert um")
    # More is typed while the answer is on its way: nothing of it is lost.
    page.fill(WORDS, "Von mir")
    page.evaluate("htmx.trigger('#p1', 'resend'); document.querySelector('#id_p1-words').value += ' und mehr'")
    expect(page.locator("#p1-words-feld")).to_contain_text("Von jemand anderem")
    page.locator(WORDS).blur()
    assert page.input_value(WORDS) == "Von mir und mehr"
    assert stored() == "Von jemand anderem"
    page.click("#speichern")
    page.wait_for_url("**/?gespeichert=ja*")
    assert stored() == "Von mir und mehr"


def sign_in(page, email):
    """In a window of its own, as the page offers."""
    with page.expect_popup() as opened_:
        page.click(f"{STATUS} a")
    window = opened_.value
    window.fill("input[name=login]", email)
    window.fill("input[name=password]", PASSWORD)
    window.locator("main button[type=submit]").click()
    window.wait_for_url(lambda url: "/konto/login/" not in url)
    window.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_whoever_was_signed_out_keeps_the_words_and_they_are_sent_after_signing_in_again(bogen, site):
    page, _, stored = bogen
    people, before = site[1].world.mitte.people, stored()
    page.context.clear_cookies()
    write(page, "Nach dem Abmelden")
    expect(page.locator(STATUS)).to_contain_text("Sie sind nicht mehr angemeldet")
    assert page.input_value(WORDS) == "Nach dem Abmelden"
    # At a shared computer somebody else signs in: the words are not theirs.
    sign_in(page, people["office_staff"].email)
    expect(page.locator(STATUS)).to_contain_text("jemand anderes angemeldet")
    assert stored() == before
    page.context.clear_cookies()
    write(page, "Nach dem Abmelden, und mehr")
    expect(page.locator(STATUS)).to_contain_text("Sie sind nicht mehr angemeldet")
    sign_in(page, people["office_head"].email)
    expect(page.locator(STATUS)).to_contain_text("Gespeichert um")
    assert stored() == "Nach dem Abmelden, und mehr"


def test_what_stands_in_querlinie_is_loaded_beside_the_words_and_saves_nothing(bogen):
    page, _, _ = bogen
    page.click("#bekannt-1 a")
    expect(page.locator("#bekannt-1")).to_contain_text("Von Ihrem Amt")
    expect(page.locator("#p1-status")).to_contain_text("Änderungen werden automatisch gespeichert.")
