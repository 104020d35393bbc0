"""How many queries the pages of settings ask: equal for few and many rows, for one district and several."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from districts.models import BusinessArea, Invitation, Office, Region
from districts.roles import Role
from tests.factories import add_member, make_place

pytestmark = pytest.mark.django_db

FREE = re.compile(
    r"SAVEPOINT|RELEASE|ROLLBACK|SELECT set_config|SELECT current_setting|SET ROLE|RESET ROLE|BEGIN|COMMIT"
)
#: Read for every request, whatever the page: session, person, memberships, rights.
FIXED = 4

PAGES = {
    "/bezirk/mitte/regionen/": 6,
    "/bezirk/mitte/einstellungen/": 6,
    "/bezirk/mitte/einstellungen/bereiche/": 8,
    "/bezirk/mitte/einstellungen/ansprechstelle/": 8,
    "/bezirk/mitte/einstellungen/geschaeftsbereiche/": 6,
    "/bezirk/mitte/einstellungen/geschaeftsbereiche/{area}/": 8,
    "/bezirk/mitte/einstellungen/geschaeftsbereiche/{area}/loeschen/": 8,
    "/bezirk/mitte/einstellungen/aemter/": 6,
    "/bezirk/mitte/einstellungen/aemter/?q=a&sort=-bereich": 6,
    "/bezirk/mitte/einstellungen/aemter/{office}/": 8,
    "/bezirk/mitte/einstellungen/aemter/{office}/loeschen/": 8,
    "/bezirk/mitte/mitglieder/": 6,
    "/bezirk/mitte/mitglieder/?q=a&sort=amt": 6,
    "/bezirk/mitte/mitglieder/einladen/": 8,
    "/bezirk/mitte/mitglieder/einladungen/": 6,
    "/bezirk/mitte/mitglieder/{membership}/beenden/": 8,
    "/betrieb/": 6,
    "/betrieb/bezirke/01/": 8,
    "/betrieb/bezirke/01/bearbeiten/": 8,
    "/betrieb/bezirke/01/einladen/": 8,
    "/betrieb/rollen/": 6,
    "/betrieb/personen/": 6,
    "/konto/": 8,
    "/": 6,
}


def statements(client, url):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code in (200, 302), url
    return [q["sql"] for q in captured if not FREE.match(q["sql"].strip())]


def fill(place, numbers):
    """More of everything a list shows."""
    for number in numbers:
        area = BusinessArea.objects.create(district=place.district, name=f"Weiterer {number}", position=number)
        Office.objects.create(district=place.district, name=f"Amt {number}", short_name=f"A{number}", area=area)
        Region.objects.create(
            district=place.district,
            level="bezirksregion",
            key=f"01{number + 5:02d}99",
            name=f"Region {number}",
            parent=place.regions[0].parent,
        )
        for role in (Role.NEIGHBOURHOOD, Role.COORDINATION, Role.LEADERSHIP):
            add_member(place, role, label=f"{role}{number}")
        Invitation.objects.create(
            district=place.district,
            email=f"{number}@test.example",
            role=Role.COORDINATION,
            token_hash=str(number),
            invited_by=User.objects.get(email="coordination.mitte@test.example"),
            expires_at=timezone.now(),
        )


def test_lists_and_forms_keep_their_budget(world, sign_in):
    coordination, operator = sign_in(world.mitte.people["coordination"]), sign_in(world.operator)
    ContentType.objects.get_for_models(User, Office)
    names = {
        "area": world.mitte.areas[0].pk,
        "office": world.mitte.offices[0].pk,
        "membership": world.mitte.people["reader"].memberships.get().pk,
    }

    def count():
        return {
            url: statements(operator if url.startswith("/betrieb/") else coordination, url.format(**names))
            for url in PAGES
        }

    fill(world.mitte, range(1))
    few = count()
    fill(world.mitte, range(1, 12))
    make_place("04", "atlantis", "Atlantis")
    many = count()
    over = {url: found for url, found in few.items() if len(found) - FIXED > PAGES[url]}
    assert not over
    assert {url: len(found) for url, found in few.items()} == {url: len(found) for url, found in many.items()}
