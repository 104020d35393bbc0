"""The page of a region: who opens it, and what of the rooms' knowledge stands there for whom."""

import pytest

from districts.member_query import Anybody, powers_of
from districts.models import MembershipRegion, Region
from partners.models import Body, BodyRegion, Signal, SignalRegion
from sozialraum.models import Plan, PlanRegion
from tests.acting import member_of
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/regionen/"


@pytest.fixture
def small(cast):
    """A Planungsraum in the region the Stadtteilkoordination of the cast serves."""
    mitte = cast.world.mitte
    return Region.objects.create(
        district=mitte.district, level="planungsraum", key=f"{mitte.regions[0].key}01", name="Ganz innen",
        parent=mitte.regions[0],
    )  # fmt: skip


def text_of(client, key):
    answer = client.get(f"{HOME}{key}/")
    assert answer.status_code == 200, key
    return answer.content.decode()


def test_the_stadtteilkoordination_opens_its_own_regions_alone(cast, small):
    mitte = cast.world.mitte
    own, other = mitte.regions
    client = cast.client("neighbourhood")
    assert "Ganz innen" in text_of(client, own.key)
    assert own.name in text_of(client, small.key)
    for closed in (other.key, own.parent.key):
        assert client.get(f"{HOME}{closed}/").status_code == 404
    directory = client.get(HOME).content.decode()
    assert f'href="{HOME}{own.key}/"' in directory
    assert other.name in directory
    assert f'href="{HOME}{other.key}/"' not in directory
    held = MembershipRegion.objects.get(membership__user=mitte.people["neighbourhood"])
    held.region = other
    held.save()
    assert client.get(f"{HOME}{own.key}/").status_code == 404


@pytest.mark.parametrize("key", ["999999", "0", "031001", "01100", "unsinn"])
def test_what_is_no_region_of_the_district_is_not_found(cast, key):
    assert cast.client("coordination").get(f"{HOME}{key}/").status_code == 404


def test_only_what_is_released_stands_there(cast, small):
    mitte = cast.world.mitte
    own = mitte.regions[0]
    for state in ("draft", "submitted", "archived", "approved"):
        released(mitte, f"Haus {state}", state=state, region=small)
    for persona in ("coordination", "office_head", "reader", "neighbourhood"):
        page = text_of(cast.client(persona), own.key)
        shown = {state for state in ("draft", "submitted", "archived", "approved") if f"Haus {state}" in page}
        assert shown == {"approved"}, persona


def test_each_section_is_for_those_who_read_its_room(cast):
    mitte = cast.world.mitte
    own = mitte.regions[0]
    internal = Body.objects.create(
        district=mitte.district, name="Interne Runde", kind=thing(mitte, Body).kind, sort="internal"
    )
    BodyRegion.objects.create(district=mitte.district, body=internal, region=own)
    signal, cooperation = thing(mitte, Signal).title, f"Kooperation 0 {mitte.district.name}"
    sees = {
        "coordination": (signal, cooperation, "Interne Runde"),
        "leadership_staff": (cooperation, "Interne Runde"),
        "reader": ("Interne Runde",),
        "neighbourhood": (signal,),
    }
    for persona, words in sees.items():
        page = text_of(cast.client(persona), own.key)
        for word in (signal, cooperation, "Interne Runde"):
            assert (word in page) is (word in words), (persona, word)
    Signal.objects.filter(pk=thing(mitte, Signal).pk).update(closed_on="2026-03-03")
    assert signal not in text_of(cast.client("coordination"), own.key)


def test_a_smaller_region_tells_what_is_there_for_the_larger_one(cast, small):
    mitte = cast.world.mitte
    signal = thing(mitte, Signal)
    tie, *others = SignalRegion.objects.filter(signal=signal)
    for other in others:
        other.delete()
    SignalRegion.objects.filter(pk=tie.pk).update(region=mitte.regions[0].parent)
    client = cast.client("coordination")
    assert signal.title in text_of(client, small.key)
    SignalRegion.objects.filter(pk=tie.pk).update(region=small)
    assert signal.title in text_of(client, mitte.regions[0].parent.key)
    assert signal.title not in text_of(client, mitte.regions[1].key)
    page = text_of(client, small.key)
    assert "k. A." in page


def test_each_of_those_who_may_the_same_reads_their_own(cast):
    """The statement is built once for all of the same powers; whose offices and regions count, is asked each time."""
    mitte = cast.world.mitte
    own = mitte.regions[0]
    for number in (0, 1):
        plan = Plan.objects.create(
            district=mitte.district, office=mitte.offices[number], title=f"Vorhaben {number}", kind="project",
            starts_on="2026-01-01",
        )  # fmt: skip
        PlanRegion.objects.create(district=mitte.district, plan=plan, region=own)
    for _ in range(2):
        first, second = (text_of(cast.client(persona), own.key) for persona in ("office_head", "second_head"))
        assert ("Vorhaben 0" in first, "Vorhaben 1" in first) == (True, False)
        assert ("Vorhaben 0" in second, "Vorhaben 1" in second) == (False, True)


def test_a_question_for_many_refuses_what_it_cannot_know(cast):
    mitte = cast.world.mitte
    member = member_of(mitte, mitte.people["office_head"])
    many = Anybody(powers_of(member), user=None, offices="given", headed="given", areas="given", led="given")
    assert many.roles == member.roles
    assert (many.office_ids, many.headed_office_ids) == ("given", "given")
    assert (many.area_ids, many.led_area_ids) == (set(), set()), "without any there is nothing to be given"
    assert many.may("view_checklist") == member.may("view_checklist")
    for ask in (
        lambda: many.holdings,
        lambda: many.may("lead_office", mitte.offices[0].pk),
    ):
        with pytest.raises(TypeError, match="built for many"):
            ask()
