""" "Der Weg" on the pages it leads through: in the order of days, as typed, and to each reader what they may read."""

import re

from assignments.models import Assignment
from partners.models import Signal
from sozialraum.models import Need, NeedEntry
from tests.makers import thing


def way_at(client, room, row):
    """The stations as text, with the links kept apart."""
    page = client.get(f"/bezirk/mitte/{room}/{row.pk}/").content.decode()
    way = page.partition('id="weg"')[2].partition("</section>")[0]
    lines = re.findall(r"<li>(.*?)</li>", way, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines], re.findall(r'href="([^"]+)"', way)


def test_stations_stand_in_the_order_of_days_and_say_what_was_typed(cast):
    mitte = cast.world.mitte
    signal, need, order = (thing(mitte, model) for model in (Signal, Need, Assignment))
    NeedEntry.objects.filter(need=need).delete()
    for day, kind, text in (("2026-05-02", "agreed", "<b>Raum</b> & Zeit"), ("2026-04-01", "asked", "Unter uns"),
                            ("2026-03-09", "reported", "")):  # fmt: skip
        NeedEntry.objects.create(district=mitte.district, need=need, kind=kind, text=text, spoke_as="Wir & <i>die</i>",
                                 said_at=f"{day}T23:30:00+02:00")  # fmt: skip
    Need.objects.filter(pk=need.pk).update(title='Ein "Haus" <b>')
    Signal.objects.filter(pk=signal.pk).update(taken_down_on="2026-03-01")
    Assignment.objects.filter(pk=order.pk).update(given_on="2026-04-15")
    lines, links = way_at(cast.client("coordination"), "bedarfe", need)
    assert [line[:10] for line in lines[:5]] == ["01.03.2026", "09.03.2026", "01.04.2026", "15.04.2026", "02.05.2026"]
    assert "Wir &amp; &lt;i&gt;die&lt;/i&gt;" in lines[1]
    assert "Ein &quot;Haus&quot; &lt;b&gt;" in lines[1]
    assert "&lt;b&gt;Raum&lt;/b&gt; &amp; Zeit" in lines[4]
    urls = {room: f"/bezirk/mitte/{room}/{row.pk}/"
            for room, row in (("hinweise", signal), ("bedarfe", need), ("auftraege", order))}  # fmt: skip
    assert links == [urls["hinweise"], urls["auftraege"]], "a page does not link to itself"
    assert way_at(cast.client("coordination"), "auftraege", order) == (lines, [urls["hinweise"], urls["bedarfe"]])
    # Whom coordination asked stays between those; the Hinweis itself and the Auftrag open to few.
    lines, _ = way_at(cast.client("reader"), "bedarfe", need)
    assert [line[:10] for line in lines] == ["09.03.2026", "02.05.2026"]


def test_each_of_those_who_may_the_same_reads_the_orders_of_the_own_area(cast):
    mitte = cast.world.mitte
    need, order = thing(mitte, Need), thing(mitte, Assignment)
    for _ in range(2):
        own, other = (str(way_at(cast.client(who), "bedarfe", need)) for who in ("leadership", "second_leadership"))
        assert (order.title in own, order.title in other) == (True, False)
        own, other = (str(way_at(cast.client(who), "bedarfe", need)) for who in ("office_head", "second_head"))
        assert (order.title in own, order.title in other) == (True, False)
