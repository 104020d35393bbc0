"""Pages that refuse: why, who may, whom to ask, and the navigation stays for whoever belongs to the district."""

import html

import pytest

pytestmark = pytest.mark.django_db

HOME = "/bezirk/mitte/"
MENU = 'aria-label="Hauptnavigation"'


def text(response):
    return html.unescape(response.content.decode())


def test_a_missing_right_names_the_right_the_roles_and_whom_to_ask(world, sign_in):
    answer = sign_in(world.mitte.people["reader"]).get(f"{HOME}einstellungen/")
    page = text(answer)
    assert answer.status_code == 403
    assert "Das dürfen:" in page
    assert "Planungskoordination" in page
    assert f"mailto:{world.mitte.people['coordination'].email}" in page
    assert world.mitte.district.contact in page


@pytest.mark.parametrize("path", ["einstellungen/", "gibt-es-nicht/", "checkliste/punkt/Z99/"])
def test_refusals_inside_the_own_district_keep_the_navigation(world, sign_in, path):
    answer = sign_in(world.mitte.people["reader"]).get(HOME + path)
    assert answer.status_code in (403, 404)
    assert MENU in text(answer)
    assert f'href="{HOME}checkliste/"' in text(answer)


def test_a_room_that_is_switched_off_keeps_the_navigation(world, sign_in):
    world.mitte.district.rooms = ["checkliste"]
    world.mitte.district.save()
    answer = sign_in(world.mitte.people["reader"]).get(f"{HOME}checkliste/bedenken/")
    assert answer.status_code == 403
    assert MENU in text(answer)


def test_outside_the_own_district_there_is_no_navigation_to_learn_from(world, sign_in, client):
    assert MENU not in text(sign_in(world.mitte.people["reader"]).get("/bezirk/pankow/"))
    assert MENU not in text(client.get("/gibt-es-nicht/"))
