"""The register on the map, and who is tied to whom: the same actors as in the list, and no line too many."""

import re

import pytest

from districts.models import Office, Region
from lists.network_plot import Box, Column, network_plot
from partners.models import Actor, ActorKind, Body, BodyMember, Cooperation
from tests.makers import thing
from tests.makers.partners import released

pytestmark = pytest.mark.django_db
HOME = "/bezirk/mitte/akteure/"
TIES = f"{HOME}verbindungen/"


def lines(page):
    """What the table beside the map says: key of the region -> (shade, number)."""
    rows = re.findall(r'<tr data-region="(\d+)" data-step="(\d)">.*?<td class="ql-number">([\d.]+)</td>', page)
    return {key: (int(step), int(number)) for key, step, number in rows}


def text_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    "query", ["", "q=Haus", "q=Hauss&aehnlich=ja", "q=Treffpunckt", "stand=alle", "region={region}", "q=nirgendwo"]
)
def test_the_map_counts_exactly_what_the_list_shows(cast, query):
    mitte = cast.world.mitte
    one, other = mitte.regions
    small = Region.objects.create(
        district=mitte.district, level="planungsraum", key=f"{one.key}01", name="Innen", parent=one
    )
    for number, region in enumerate((one, small, other, other.parent)):
        released(mitte, f"Haus {number}", region=region)
    released(mitte, "Haus ohne Ort", region=None, state="draft")
    released(mitte, "Haus im Archiv", region=other, state="archived")
    query = query.format(region=one.key)
    for persona in ("coordination", "neighbourhood", "reader"):
        client = cast.client(persona)
        told = re.search(r'role="status"><strong>(\d+)</strong>', text_of(client, f"{HOME}?{query}"))
        page = text_of(client, f"{HOME}?ansicht=karte&{query}")
        nowhere = re.search(r'<th scope="row">ohne Region</th><td class="ql-number">(\d+)<', page)
        numbers = [number for _, number in lines(page).values()] + [int(nowhere[1]) if nowhere else 0]
        assert sum(numbers) == (int(told[1]) if told else 0), (persona, query)
    # A Planungsraum counts where it lies, and a line leads to the list of that region, narrowed as before.
    page = text_of(cast.client("coordination"), f"{HOME}?ansicht=karte&q=Haus")
    assert lines(page)[one.key] == (2, 2)
    assert f'href="{HOME}?q=Haus&amp;region={one.key}"' in page
    assert "Haus 1" in text_of(cast.client("coordination"), f"{HOME}?q=Haus&region={one.key}")


def test_a_stadtteilkoordination_sees_its_own_regions_on_the_map(cast):
    mitte = cast.world.mitte
    own, other = mitte.regions
    client = cast.client("neighbourhood")
    assert set(lines(text_of(client, f"{HOME}?ansicht=karte"))) == {own.key}
    outlines = client.get("/bezirk/mitte/regionen/umrisse/").json()
    assert [feature["properties"]["key"] for feature in outlines["features"]] == [own.key]
    whole = cast.client("reader").get("/bezirk/mitte/regionen/umrisse/").json()["features"]
    assert {feature["properties"]["key"] for feature in whole} == {own.key, other.key}


def test_without_outlines_the_table_stands_alone(cast):
    mitte = cast.world.mitte
    client = cast.client("coordination")
    assert 'data-outlines="/bezirk/mitte/regionen/umrisse/"' in text_of(client, f"{HOME}?ansicht=karte")
    Region.objects.filter(district=mitte.district).update(geometry=None)
    page = text_of(client, f"{HOME}?ansicht=karte")
    assert "noch nicht eingelesen" in page
    assert "data-outlines" not in page
    assert set(lines(page)) >= {region.key for region in mitte.regions}


# --- Ties ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tied(cast):
    """The first office and an actor in a Gremium, the second office in a Kooperation with another actor."""
    mitte = cast.world.mitte
    BodyMember.objects.filter(district=mitte.district).delete()
    Cooperation.objects.filter(district=mitte.district).delete()
    members = {"district": mitte.district, "body": thing(mitte, Body)}
    here, there = released(mitte, "Am Tisch"), released(mitte, "Im Vertrag", region=mitte.regions[1])
    BodyMember.objects.create(**members, office=mitte.offices[0])
    BodyMember.objects.create(**members, actor=here)
    Cooperation.objects.create(
        district=mitte.district, title="Vertrag", office=mitte.offices[1], actor=there, form="contract",
        starts_on="2026-01-01",
    )  # fmt: skip
    return here, there


def without(page):
    return page.partition('id="h-without"')[2]


def test_ties_are_those_one_may_read(cast, tied):
    mitte = cast.world.mitte
    here, there = tied
    page = text_of(cast.client("coordination"), TIES)
    for name in (here.name, there.name, mitte.offices[0].name, mitte.offices[1].name, thing(mitte, Body).name):
        assert name in page, name
        assert name not in without(page), name
    reader = text_of(cast.client("reader"), TIES)
    assert here.name in reader
    assert there.name not in reader
    assert mitte.offices[1].name in without(reader)
    assert "Noch in keinem Gremium" in reader
    Actor.objects.filter(pk=here.pk).update(state="draft")
    assert here.name not in text_of(cast.client("coordination"), TIES)


def test_what_is_over_is_no_tie_and_who_has_none_is_named(cast, tied):
    mitte = cast.world.mitte
    BodyMember.objects.filter(district=mitte.district).update(starts_on="2020-01-01", ends_on="2020-02-01")
    Cooperation.objects.filter(district=mitte.district).update(ends_on="2026-02-01")
    page = text_of(cast.client("coordination"), TIES)
    assert mitte.offices[0].name in without(page)
    assert mitte.offices[1].name in without(page)
    assert mitte.regions[1].name in without(page)
    Office.objects.filter(pk=mitte.offices[1].pk).update(not_sensible_because="Wir arbeiten ohne Raumbezug.")
    assert mitte.offices[1].name not in without(text_of(cast.client("coordination"), TIES))


def test_ties_are_narrowed_and_looked_at_from_one_thing(cast, tied):
    mitte = cast.world.mitte
    here, there = tied
    client = cast.client("office_head")
    narrowed = text_of(client, f"{TIES}?region={mitte.regions[1].key}")
    assert there.name in narrowed
    assert here.name not in narrowed
    kind = ActorKind.objects.create(district=mitte.district, name="Eine Art")
    Actor.objects.filter(pk=here.pk).update(kind=kind)
    of_kind = text_of(client, f"{TIES}?art={kind.pk}")
    assert here.name in of_kind
    assert there.name not in of_kind
    for thing_, seen, hidden in (
        (mitte.offices[1], there, here),
        (thing(mitte, Body), here, there),
        (there, mitte.offices[1], here),
    ):
        page = text_of(client, f"{TIES}?um={thing_.pk}")
        assert seen.name in page, thing_
        assert hidden.name not in page, thing_
    foreign = thing(cast.world.pankow, Actor)
    draft = released(mitte, "Entwurf", state="draft")
    for key in (foreign.pk, draft.pk, "unsinn", "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"{TIES}?um={key}").status_code == 404, key


def test_many_actors_stand_together_as_their_region(cast, tied):
    mitte = cast.world.mitte
    for number in range(40):
        row = released(mitte, f"Haus {number}")
        BodyMember.objects.create(district=mitte.district, body=thing(mitte, Body), actor=row)
    page = text_of(cast.client("coordination"), TIES)
    drawn = page.partition("ql-network")[2].partition("</svg>")[0]
    assert "Haus 1" not in drawn
    assert f'href="{TIES}?region={mitte.regions[0].key}"' in drawn
    assert "und weitere" in page
    assert "Haus 39" in text_of(cast.client("coordination"), f"{TIES}?um={thing(mitte, Body).pk}")


def test_the_drawing_has_every_box_once_and_no_line_into_nothing():
    columns = [Column("A", "office", [Box(n, f"a{n}", "/") for n in range(3)]), Column("leer", "x", []),
               Column("B", "body", [Box(10 + n, f"b{n}", "/") for n in range(5)])]  # fmt: skip
    ties = {(0, 12): "member", (2, 10): "member", (1, 99): "member"}
    plot = network_plot(title="T", columns=columns, ties=ties, legend={"member": "Mitglied", "other": "anders"})
    places = [(box["x"], box["y"]) for column in plot["columns"] for box in column["boxes"]]
    assert len(places) == len(set(places)) == 8
    assert len(plot["lines"]) == 2
    assert [entry["label"] for entry in plot["legend"]] == ["Mitglied"]
    # Tied ones stand in the order of what they are tied to, the others below.
    assert [box["label"] for box in plot["columns"][1]["boxes"]][:2] == ["b2", "b0"]
    assert plot == network_plot(title="T", columns=columns, ties=ties, legend={"member": "Mitglied", "other": "anders"})
