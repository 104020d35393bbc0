"""Who sees which actors, and which of their fields: page, list, search, facets, export, history, evidence."""

import datetime
import io

import openpyxl
import pytest

from districts.models import Membership, MembershipRegion, Region
from partners.models import Actor, ActorEvidence, ContactPerson
from partners.states import ActorState
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/akteure/"

ALL = frozenset(ActorState.values)
SETTLED = frozenset(["approved", "archived"])
#: Persona -> states it reads in the region of the neighbourhood, and in the other one.
SEES = {
    "coordination": (ALL, ALL),
    "neighbourhood": (ALL, frozenset()),
    "leadership": (SETTLED, SETTLED),
    "leadership_staff": (SETTLED, SETTLED),
    "office_head": (SETTLED, SETTLED),
    "office_staff": (SETTLED, SETTLED),
    "data": (SETTLED, SETTLED),
    "reader": (frozenset(["approved"]), frozenset(["approved"])),
}
#: Who reads funding, notes, "wirkt mit an" and evidence.
INTERNAL = set(SEES) - {"neighbourhood", "reader"}


def text_of(client, path):
    answer = client.get(path)
    return answer.content.decode("utf-8-sig") if answer.status_code == 200 else ""


def rows_of_book(client, path):
    book = openpyxl.load_workbook(io.BytesIO(client.get(path).content))
    return str(list(book.active.values))


@pytest.mark.parametrize("persona", SEES)
def test_states_and_regions(cast, persona):
    mitte = cast.world.mitte
    client = cast.client(persona)
    for place, (region, states) in enumerate(zip(mitte.regions, SEES[persona], strict=True)):
        for state in ActorState.values:
            row = released(mitte, f"Kennwort {place} {state}", state=state, region=region)
            seen = state in states
            assert bool(text_of(client, f"{HOME}{row.pk}/")) is seen, (place, state)
            for path in ("?stand=alle&q=Kennwort", "?stand=alle&q=Kenwort", "?stand=alle&export=csv"):
                assert (f"Kennwort {place} {state}" in text_of(client, HOME + path)) is seen, (path, place, state)
            assert (f"Kennwort {place} {state}" in rows_of_book(client, HOME + "?stand=alle&export=xlsx")) is seen


@pytest.mark.parametrize("persona", SEES)
def test_internal_fields_leave_by_no_door(cast, persona):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    Actor.objects.filter(pk=row.pk).update(funding="GELDWORT", notes="NOTIZWORT", works_on="MITWORT")
    evidence = thing(mitte, ActorEvidence).evidence
    client = cast.client(persona)
    doors = [f"{HOME}{row.pk}/", f"{HOME}{row.pk}/?verlauf=ja", f"{HOME}?export=csv", f"{HOME}{row.pk}/bearbeiten/"]
    told = "".join(text_of(client, door) for door in doors) + rows_of_book(client, f"{HOME}?export=xlsx")
    for word in ("GELDWORT", "NOTIZWORT", "MITWORT", evidence.title):
        assert (word in told) is (persona in INTERNAL), word
    for word in ("GELDWORT", "NOTIZWORT", "MITWORT"):
        assert "Treffpunkt" not in text_of(client, f"{HOME}?q={word}")


@pytest.mark.parametrize("persona", SEES)
def test_contact_persons(cast, persona):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    day = datetime.date(2026, 3, 2)
    common = {"district": mitte.district, "actor": row, "purpose": "ZWECKWORT", "source": "s", "review_on": day}
    ContactPerson.objects.create(name="Heimlich Person", **common)
    ContactPerson.objects.create(name="Offen Person", may_be_published=True, informed_on=day, **common)
    page = text_of(cast.client(persona), f"{HOME}{row.pk}/")
    assert "Offen Person" in page
    assert ("Heimlich Person" in page) is (persona != "reader")
    assert ("ZWECKWORT" in page) is (persona in ("coordination", "neighbourhood"))


def test_the_question_stays_between_those_who_enter_and_release(cast):
    row = released(cast.world.mitte, "Gefragter", question="FRAGEWORT")
    for persona in SEES:
        page = text_of(cast.client(persona), f"{HOME}{row.pk}/?verlauf=ja")
        assert ("FRAGEWORT" in page) is (persona in ("coordination", "neighbourhood")), persona


def test_a_region_that_moved_away_is_gone_at_once(cast):
    mitte = cast.world.mitte
    row = released(mitte, "Nur hier")
    client = cast.client("neighbourhood")
    assert "Nur hier" in text_of(client, HOME)
    held = MembershipRegion.objects.get(membership__user=mitte.people["neighbourhood"])
    held.region = mitte.regions[1]
    held.save()
    assert "Nur hier" not in text_of(client, HOME)
    assert client.get(f"{HOME}{row.pk}/").status_code == 404
    assert client.post(f"{HOME}{row.pk}/bestaetigen/", {"version": row.version}).status_code == 404


def test_a_larger_region_holds_the_smaller_ones(cast):
    mitte = cast.world.mitte
    inside = Region.objects.create(
        district=mitte.district, level="planungsraum", key=f"{mitte.regions[0].key}01", name="Innen",
        parent=mitte.regions[0],
    )  # fmt: skip
    released(mitte, "Im Planungsraum", region=inside)
    assert "Im Planungsraum" in text_of(cast.client("neighbourhood"), HOME)
    assert "Im Planungsraum" in text_of(cast.client("coordination"), f"{HOME}?region={mitte.regions[0].key}")
    assert "Im Planungsraum" not in text_of(cast.client("coordination"), f"{HOME}?region={mitte.regions[1].key}")


def test_an_ended_membership_sees_nothing(cast):
    mitte = cast.world.mitte
    Membership.objects.filter(user=mitte.people["neighbourhood"]).update(
        starts_on=datetime.date(2020, 1, 1), ends_on=datetime.date(2020, 2, 1)
    )
    assert cast.client("neighbourhood").get(HOME).status_code == 404


def test_similar_offers_are_for_offices_alone(cast):
    mitte = cast.world.mitte
    row = thing(mitte, Actor)
    other = released(mitte, "Nachbar nebenan")
    for actor in (row, other):
        actor.offers.create(district=mitte.district, title="Elterncafé")
    for persona in SEES:
        page = text_of(cast.client(persona), f"{HOME}{row.pk}/?aehnliche=ja")
        assert ("Nachbar nebenan" in page) is (persona in ("coordination", "office_head", "office_staff")), persona
