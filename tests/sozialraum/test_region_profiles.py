"""Bezirksregionenprofile: written by coordination and Datenkoordination, read by others once released."""

import pytest
from django.urls import reverse

from districts.refusals import Conflict, Refused, Unfit
from evidence.models import Evidence
from sozialraum.models import RegionProfile, RegionProfileEvidence
from sozialraum.regions.profiles import write_profile
from tests.acting import acting, member_of
from tests.makers import thing

pytestmark = pytest.mark.django_db
LIST = "/bezirk/mitte/bezirksregionenprofile/"
FRESH = {"part1_state": "none", "part1_on": None, "part1_decision": "", "part2_state": "none", "part2_on": None,
         "part2_decision": "", "needs": "", "potentials": "", "trends": ""}  # fmt: skip


def write(place, role, region, *, seen=FRESH, released=False, **new):
    person = place.people[role]
    member = member_of(place, person)
    with acting(place, person):
        return write_profile(region=region, seen=seen, new=dict(seen) | new, released=released, by=member)


def test_others_read_a_profile_once_it_is_released(cast):
    place = cast.world.mitte
    region = place.regions[0]
    RegionProfile.objects.filter(region=region).update(released_on=None, needs="Räume für Jugendliche")
    ties = RegionProfileEvidence.objects.filter(profile__region=region)
    evidence = ties.first() or thing(place, RegionProfileEvidence)
    file = reverse("evidence_file", args=["mitte", evidence.evidence_id])
    Evidence.objects.filter(pk=evidence.evidence_id).update(url="", stored_as="01/x.pdf")
    addresses = [f"{LIST}{region.key}/", f"/bezirk/mitte/regionen/{region.key}/", LIST, f"{LIST}?export=csv"]
    for persona in ("coordination", "data"):
        assert "Räume für Jugendliche" in cast.client(persona).get(addresses[0]).content.decode()
    for persona in ("office_head", "leadership", "reader", "neighbourhood"):
        client = cast.client(persona)
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200
            assert "Räume für Jugendliche" not in page.content.decode()
            assert "liegt vor" not in page.content.decode().partition('id="liste"')[2]
        assert client.get(file).status_code in (403, 404)
    RegionProfile.objects.filter(region=region).update(released_on="2026-03-02")
    for persona in ("office_head", "reader", "neighbourhood"):
        client = cast.client(persona)
        assert all("Räume für Jugendliche" in client.get(address).content.decode() for address in addresses[:2])
        assert all("liegt vor" in client.get(address).content.decode() for address in addresses[2:])


def test_the_stadtteilkoordination_reads_its_own_regions_alone(cast):
    place = cast.world.mitte
    other = place.regions[1]
    write(place, "data", other, released=True, needs="Ein Treffpunkt")
    client = cast.client("neighbourhood")
    assert client.get(f"{LIST}{other.key}/").status_code == 404
    assert other.name not in client.get(LIST).content.decode()
    assert other.name not in client.get(f"{LIST}?export=csv").content.decode()
    assert "Ein Treffpunkt" in cast.client("reader").get(f"{LIST}{other.key}/").content.decode()


def test_two_people_at_once_lose_nothing(cast):
    place, region = cast.world.mitte, cast.world.mitte.regions[1]
    write(place, "data", region, needs="alt")
    seen = FRESH | {"needs": "alt"}
    write(place, "data", region, seen=seen, potentials="Viele Vereine")
    row = write(place, "coordination", region, seen=seen, trends="Mehr Familien")
    assert (row.needs, row.potentials, row.trends) == ("alt", "Viele Vereine", "Mehr Familien")
    write(place, "data", region, seen=seen, needs="neu")
    with pytest.raises(Conflict):
        write(place, "coordination", region, seen=seen, needs="anders")


def test_what_does_not_fit_is_refused(cast):
    place = cast.world.mitte
    with pytest.raises(Unfit, match="gehört sein Stand dazu"):
        write(place, "data", place.regions[1], part2_state="there")
    with pytest.raises(Unfit, match="gehört zu einer Bezirksregion"):
        write(place, "data", place.regions[1].parent)
    with pytest.raises(Refused):
        write(place, "office_head", place.regions[1], needs="Unser Bedarf")
    assert cast.client("coordination").get(f"{LIST}{place.regions[1].parent.key}/").status_code == 404


def test_releasing_is_a_tick_in_the_form(cast):
    place, region = cast.world.mitte, cast.world.mitte.regions[1]
    client = cast.client("data")
    address = f"{LIST}{region.key}/bearbeiten/"
    sent = {"part1_state": "there", "part1_on": "2026-02-01", "part2_state": "working", "needs": "Ein Treffpunkt"}
    assert client.post(address, sent | {"released": "on"}).status_code == 302
    row = RegionProfile.objects.get(region=region)
    assert row.released_on
    assert client.post(address, sent | {"needs": "Zwei Treffpunkte"}).status_code == 302
    row.refresh_from_db()
    assert (row.released_on, row.needs) == (None, "Zwei Treffpunkte")
    listed = client.get(f"{LIST}?stand=intern&sort=-teil1&export=csv").content.decode("utf-8-sig")
    assert f"{region.name};{region.key};liegt vor;01.02.2026;;in Arbeit;;;" in listed
    assert place.regions[0].name not in listed
