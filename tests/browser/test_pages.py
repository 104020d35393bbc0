"""Every page in a real browser: accessible in light, dark and on a phone, a silent console, no other host.

In ``make test`` each page is looked at once, by one person who may. ``A11Y=full`` (``make a11y-full``) looks at every
page as every role, with all rules in every mode.
"""

import os

import pytest
from django.conf import settings

from tests.browser.looking import Windows, in_all_modes, opened
from tests.html.collect import REFUSALS
from tests.pages import PAGES
from tests.personas import PERSONAS

#: Tells pytest-django that a test database is needed; ``site`` fills and empties it.
pytestmark = pytest.mark.django_db
FULL = os.environ.get("A11Y") == "full"
LOOKED_AT = [
    (listed, persona)
    for listed in PAGES
    for persona in (PERSONAS if FULL else [listed.visitor])
    if persona in listed.get
]


def session_of(cast, persona):
    cookie = cast.client(persona).cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else None


@pytest.fixture(scope="module")
def windows(site, chromium):
    base, _ = site
    return Windows(chromium, base)


def looked_at(windows, session, address, *, status=200):
    """Complaints about one page in all modes."""
    with windows.page(session) as watched:
        watched.expected_status = status
        answer = watched.page.goto(windows.base + address, wait_until="load")
        assert answer is not None
        found = [] if answer.status == status else [f"answers {answer.status}"]
        return found + in_all_modes(watched.page, full=FULL) + watched.complaints()


@pytest.mark.parametrize(("listed", "persona"), LOOKED_AT, ids=str)
def test_a_page_is_for_everybody(site, windows, listed, persona):
    _, cast = site
    found = looked_at(windows, session_of(cast, persona), listed.address(cast.world.mitte))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_for_everybody(site, windows, name):
    _, cast = site
    persona, path = REFUSALS[name]
    address = path.format(district=cast.world.mitte.url)
    status = int(name.split("-")[0])
    found = looked_at(windows, session_of(cast, persona), address, status=status)
    assert not found, "\n".join(found)


def test_the_map_is_drawn_and_leads_on_by_keyboard(site, windows):
    _, cast = site
    place = cast.world.mitte
    with windows.page(session_of(cast, "coordination")) as watched:
        page = watched.page
        # Until the facets are there, too: a page that is left gives up what it still fetches.
        page.goto(f"{windows.base}{place.url}akteure/?ansicht=karte", wait_until="networkidle")
        regions = page.locator(".ql-map path[role=link]")
        regions.first.wait_for()
        assert regions.count() == len(place.regions)
        assert regions.first.get_attribute("aria-label").startswith(f"{place.regions[0].name}: ")
        page.get_by_role("link", name="Karte überspringen").focus()
        for _ in range(2):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.ariaLabel").startswith(place.regions[0].name)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**region={place.regions[0].key}")
        assert not watched.complaints()


def test_the_server_stands_behind_the_wall(site, chromium):
    base, cast = site
    with opened(chromium, base, session_of(cast, "foreign")) as watched:
        answer = watched.page.goto(base + cast.world.mitte.url)
        assert answer is not None
        assert answer.status == 404
        assert "Mitte" not in watched.page.content()
