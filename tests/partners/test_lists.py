"""The lists of Gremien and of Hinweise: order, filters, and that no word of anybody becomes markup."""

import datetime
import re

import pytest

from partners.models import Body, BodyKind, BodyRegion, Meeting, Signal, SignalOffice, SignalRegion
from tests.makers import thing

BASE = "/bezirk/mitte/"
NASTY = "Zum <b>Kiez</b> & „Platz“"
SAFE = "Zum &lt;b&gt;Kiez&lt;/b&gt; &amp; „Platz“"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


@pytest.fixture
def gremien(mitte):
    """Three of different kinds, levels and tables, with a last Sitzung each."""
    kinds = [BodyKind.objects.create(district=mitte.district, name=f"Art {n}") for n in range(2)]
    told = [("Alpha", "internal", "district"), ("Beta", "with_actors", "region"), (NASTY, "with_actors", "land")]
    rows = []
    for number, (name, sort, level) in enumerate(told):
        row = Body.objects.create(
            district=mitte.district, name=name, sort=sort, level=level, kind=kinds[number == 0], is_active=number != 1
        )
        Meeting.objects.create(
            district=mitte.district, body=row, state="held", starts_on=datetime.date(2026, 3, 10 - number)
        )
        rows.append(row)
    BodyRegion.objects.create(district=mitte.district, body=rows[0], region=mitte.regions[0])
    BodyRegion.objects.create(district=mitte.district, body=rows[2], region=mitte.regions[1])
    return rows


@pytest.fixture
def hinweise(mitte):
    """Three of different kinds, days and regions; the first office has taken up the second."""
    rows = []
    for number, (title, kind) in enumerate([("Alpha", "need"), ("Beta", "trend"), (NASTY, "trend")]):
        row = Signal.objects.create(
            district=mitte.district, title=title, kind=kind, text="Etwas fehlt.", spoke_as="Planungskoordination",
            observed_on=datetime.date(2026, 3, 10 - number), author=mitte.people["coordination"],
        )  # fmt: skip
        SignalRegion.objects.create(district=mitte.district, signal=row, region=mitte.regions[number % 2])
        rows.append(row)
    SignalOffice.objects.create(
        district=mitte.district, signal=rows[1], office=mitte.offices[0], taken_on=datetime.date(2026, 3, 11)
    )
    return rows


def listed(client, path):
    """Those of the three that are listed, top to bottom."""
    page = client.get(BASE + path).content.decode()
    names = re.findall(r'<tr><th scope="row"><a href="[^"]*">(.*?)</a>', page)
    return [name for name in names if name in ("Alpha", "Beta", SAFE)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alpha", SAFE]),
        ("?stand=alle&sort=-name", [SAFE, "Beta", "Alpha"]),
        ("?stand=alle&sort=zuletzt", [SAFE, "Beta", "Alpha"]),
        ("?stand=aufgeloest", ["Beta"]),
        ("?tisch=with_actors", [SAFE]),
        ("?ebene=district", ["Alpha"]),
        ("?q=KIEZ", [SAFE]),
        ("?ebene=unsinn&art=unsinn&region=unsinn", ["Alpha", SAFE]),
    ],
)
def test_gremien(cast, gremien, query, names):
    assert listed(cast.client("coordination"), f"gremien/{query}") == names


def test_gremien_of_a_kind_and_of_a_region(cast, mitte, gremien):
    client = cast.client("reader")
    assert listed(client, f"gremien/?art={gremien[2].kind_id}") == [SAFE]
    assert listed(client, f"gremien/?region={mitte.regions[0].pk}") == ["Alpha"]


def test_outside_only_own_regions_are_offered(cast, mitte, gremien):
    Body.objects.update(neighbourhood_invited=False, sort="with_actors")
    Body.objects.filter(pk=gremien[0].pk).update(neighbourhood_invited=True)
    BodyRegion.objects.create(district=mitte.district, body=gremien[0], region=mitte.regions[1])
    page = cast.client("neighbourhood").get(f"{BASE}gremien/").content.decode()
    assert f'value="{mitte.regions[0].pk}"' in page
    assert f'value="{mitte.regions[1].pk}"' not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Alpha", "Beta", SAFE]),
        ("?sort=datum", [SAFE, "Beta", "Alpha"]),
        ("?sort=-hinweis", [SAFE, "Beta", "Alpha"]),
        ("?art=trend", ["Beta", SAFE]),
        ("?art=trend&stand=uebernommen", ["Beta"]),
        ("?stand=ohne-amt", ["Alpha", SAFE]),
        ("?q=KIEZ", [SAFE]),
        ("?art=unsinn&region=unsinn&stand=unsinn", ["Alpha", "Beta", SAFE]),
    ],
)
def test_hinweise(cast, hinweise, query, titles):
    assert listed(cast.client("coordination"), f"hinweise/{query}") == titles


def test_hinweise_of_a_region_and_of_the_own_office(cast, mitte, hinweise):
    head = cast.client("office_head")
    assert listed(head, f"hinweise/?region={mitte.regions[0].pk}") == ["Alpha", SAFE]
    assert listed(head, "hinweise/?stand=eigene") == ["Beta"]
    SignalOffice.objects.filter(signal=hinweise[1]).update(office=mitte.offices[1])
    assert listed(head, "hinweise/?stand=eigene") == []


def test_how_many_there_are(cast, mitte, gremien, hinweise):
    for path, model, noun in (("gremien", Body, "Gremien"), ("hinweise", Signal, "Hinweise")):
        page = cast.client("reader" if model is Body else "coordination").get(f"{BASE}{path}/?q=KIEZ").content.decode()
        number = model.objects.filter(district=mitte.district).count()
        assert f"<strong>1</strong> von {number} {noun}" in page


def test_words_on_the_pages_stay_words(cast, mitte, gremien, hinweise):
    client = cast.client("coordination")
    for path in (f"gremien/{gremien[2].pk}/", f"hinweise/{hinweise[2].pk}/"):
        page = client.get(BASE + path).content.decode()
        assert SAFE in page
        assert "<b>Kiez" not in page


def test_what_a_gremium_shows_stands_in_its_order(cast, mitte, gremien):
    row = gremien[0]
    for days in (5, 3, 9):
        Meeting.objects.create(district=mitte.district, body=row, starts_on=f"2027-01-0{days}", starts_at="10:30")
    page = cast.client("coordination").get(f"{BASE}gremien/{row.pk}/").content.decode()
    days = [page.index(f">{day}.2027, 10:30 Uhr</a>") for day in ("03.01", "05.01", "09.01")]
    assert days == sorted(days)
    assert "nächste Sitzung 03.01.2027" in page


@pytest.mark.parametrize("persona", ["coordination", "reader"])
def test_what_is_brought_by_an_actor(cast, mitte, persona):
    """Whoever does not read an entry that is not released reads its name nowhere on the page of the Gremium."""
    row, actor = thing(mitte, Body), thing(mitte, Body).members.filter(office=None).first().actor
    type(actor).objects.filter(pk=actor.pk).update(state="submitted", region=mitte.regions[1])
    row.members.all().delete()
    row.topics.create(district=mitte.district, title="Ein Thema", actor=actor, office=mitte.offices[1])
    page = cast.client(persona).get(f"{BASE}gremien/{row.pk}/").content.decode()
    assert (f"({actor.name})" in page) is (persona == "coordination")
    assert (f"({mitte.offices[1].name})" in page) is (persona == "reader")
