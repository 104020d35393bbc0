"""The list of Bedarfe: each filter leaves what it says, in the order asked for, and each reader has their own."""

import csv
import datetime
import io
import re

import pytest
from django.utils import timezone

from partners.models import Theme
from sozialraum.models import Need, NeedOffice, NeedRegion, Topic
from tests.makers import make, thing

TODAY = timezone.localdate()


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.fixture
def needs(cast):
    """Three Bedarfe that differ in everything the list asks about."""
    mitte = cast.world.mitte
    Need.objects.update(title="Anderes", urgency="normal", theme=None, topic=None, agreed_until=days(90))
    NeedOffice.objects.all().delete()
    NeedRegion.objects.all().delete()
    common = {"district": mitte.district, "author": mitte.people["office_head"], "spoke_as": "Amtsleitung"}
    rows = [
        Need.objects.create(title="Ein Treff", text="Für Ältere", urgency="high", state="seen",
                            office=mitte.offices[0], theme=thing(mitte, Theme), reported_on=days(-100),
                            moved_on=days(-90), **common),
        Need.objects.create(title="Zwei Räume", text="100 % barrierefrei", urgency="low", state="agreed",
                            lead=mitte.offices[1], office=mitte.offices[1], topic=thing(mitte, Topic),
                            agreed_on=days(-9), agreed_what="Ja", agreed_until=days(-1), reported_on=days(-50),
                            moved_on=days(-9), **(common | {"author": mitte.people["second_head"]})),
        Need.objects.create(title="Über das Ende", text="war's", urgency="low", state="done", outcome="Gut.",
                            settled_on=TODAY, reported_on=days(-10), moved_on=TODAY, unit_words="Team Ost", **common),
    ]  # fmt: skip
    NeedRegion.objects.create(district=mitte.district, need=rows[1], region=mitte.regions[0])
    for row in rows[:2]:
        NeedOffice.objects.create(district=mitte.district, need=row, office=mitte.offices[1])
    NeedOffice.objects.create(district=mitte.district, need=rows[1], office=mitte.offices[0], said="yes")
    return mitte


def titles(client, query):
    answer = client.get(f"/bezirk/mitte/bedarfe/?{query}&export=csv")
    rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    return [row[0] for row in rows if row and row[0] in (ONE, TWO, THREE)]


ONE, TWO, THREE = "Ein Treff", "Zwei Räume", "Über das Ende"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [THREE, TWO, ONE]),
        ("sort=gemeldet", [ONE, TWO, THREE]),
        ("sort=bedarf", [ONE, THREE, TWO]),
        ("sort=-bewegt", [THREE, TWO, ONE]),
        ("stand=offen", [TWO, ONE]),
        ("stand=done", [THREE]),
        ("stand=quatsch", [THREE, TWO, ONE]),
        ("dringlichkeit=low", [THREE, TWO]),
        ("dringlichkeit=low&stand=agreed", [TWO]),
        ("region={region}", [TWO]),
        ("feld={theme}", [ONE]),
        ("thema={topic}", [TWO]),
        ("amt={first}", [TWO]),
        ("amt={second}", [TWO, ONE]),
        ("auswahl=ohne-federfuehrung", [ONE]),
        ("auswahl=still", [ONE]),
        ("auswahl=ueberfaellig", [TWO]),
        ("q=RAUME", [TWO]),
        ("q=100+%25", [TWO]),
        ("q=team ost", [THREE]),
        ("q=%", [TWO]),
    ],
)
def test_a_filter_leaves_what_it_says(cast, needs, query, expected):
    known = {"region": needs.regions[0].pk, "theme": thing(needs, Theme).pk, "topic": thing(needs, Topic).pk,
             "first": needs.offices[0].pk, "second": needs.offices[1].pk}  # fmt: skip
    client = cast.client("coordination")
    for _ in range(2):
        assert titles(client, query.format(**known)) == expected
    # Another value of the same filter.
    other = {"region": make(needs, NeedRegion, 7).region_id, "theme": make(needs, Theme, 7).pk,
             "topic": make(needs, Topic, 7).pk, "first": needs.offices[1].pk,
             "second": needs.offices[0].pk}  # fmt: skip
    if "{" in query:
        assert titles(client, query.format(**other)) != expected


def test_own_are_those_of_who_asks(cast, needs):
    for _ in range(2):
        for who, own, asked in (("office_head", [ONE], [TWO]), ("second_head", [TWO], [TWO, ONE])):
            client = cast.client(who)
            assert [title for title in titles(client, "auswahl=eigene") if title != THREE] == own
            assert titles(client, "auswahl=gebeten") == asked
    # Whether an office was asked and has not answered, is for itself and coordination.
    second = f"amt={needs.offices[1].pk}"
    assert titles(cast.client("second_head"), second) == [TWO, ONE]
    for who in ("reader", "office_head"):
        assert TWO in titles(cast.client(who), "")
        assert titles(cast.client(who), second) == []


def test_lines_say_what_was_typed_and_what_holds(cast, needs):
    Need.objects.filter(title=TWO).update(title="<b>Zwei</b> & mehr", moved_on=days(-90))
    page = cast.client("coordination").get("/bezirk/mitte/bedarfe/?dringlichkeit=low").content.decode()
    three, two = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert "&lt;b&gt;Zwei&lt;/b&gt; &amp; mehr</a>" in two
    told = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in re.findall("<td>(.*?)</td>", two)]
    region, topic, second, first = (needs.regions[0], thing(needs, Topic), needs.offices[1], needs.offices[0])
    assert told == [region.name, topic.title, "vereinbart", f"{second.name} {first.name}", "auf längere Sicht",
                    f"{days(-50):%d.%m.%Y}", f"{days(-90):%d.%m.%Y} lange still"]  # fmt: skip
    assert f"<td></td><td></td><td>auf längere Sicht</td><td>{days(-10):%d.%m.%Y}</td>" not in three
    assert "erledigt" in three
    assert "lange still" not in three
    page = cast.client("coordination").get("/bezirk/mitte/bedarfe/?stand=seen").content.decode()
    assert '<td><span class="ql-muted">offen</span>' in page
