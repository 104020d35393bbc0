"""Bedarfe and Themen (``/bezirk/<slug>/bedarfe/``). The Bedarf of the makers is agreed: everybody inside reads it, and
the Stadtteilkoordination, in whose region it lies and who reported it."""

from collections.abc import Callable
from typing import Any

from partners.models import Signal
from sozialraum.models import Need, NeedEntry, NeedOffice, NeedRegion, Topic, TopicOffice, TopicRegion
from tests.factories import Place
from tests.makers import thing
from tests.makers.sozialraum_needs import DAY
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, MEMBERS, OFFICES

REPORT = COORDINATION | OFFICES | {"neighbourhood"}
LEAD = frozenset(["office_head"])
TOPICS = MEMBERS - {"neighbourhood"}
KEEP = COORDINATION | LEAD
LISTED = (Need, NeedRegion, NeedOffice, Topic)
ONE = (NeedRegion, NeedOffice, NeedEntry)


def step(key: str) -> Callable[[Place], dict[str, Any]]:
    return of(Need, key=key)


def new_need(place: Place) -> dict[str, Any]:
    return {"title": "Ein neuer Bedarf", "text": "Es fehlt etwas.", "urgency": "normal",
            "regions": [str(place.regions[0].pk)]}  # fmt: skip


def words(place: Place) -> dict[str, Any]:
    return {"version": str(thing(place, Need).version), "text": "Ein Satz dazu."}


def looked_through(place: Place) -> dict[str, Any]:
    """A Bedarf out of a Hinweis that has lost its words."""
    author = thing(place, Need).author
    hint, _ = Signal.objects.get_or_create(
        district=place.district, title="Inhalt entfernt", text="",
        defaults={"kind": "need", "author": author, "spoke_as": "Amt", "removed_on": DAY, "removed_because": "Namen"},
    )  # fmt: skip
    row, _ = Need.objects.get_or_create(
        district=place.district, signal=hint,
        defaults={"title": f"Aus dem Hinweis {place.district.name}", "text": "x", "author": author, "spoke_as": "Amt"},
    )  # fmt: skip
    return {"slug": place.district.slug, "pk": row.pk}


def clean_words(place: Place) -> dict[str, Any]:
    return {"title": "Sauber", "text": "Ohne Namen."}


def new_topic(place: Place) -> dict[str, Any]:
    return {"title": "Ein neues Thema", "text": "Worum es geht.", "priority_because": "Weil es drängt."}


ROWS = [
    row("needs", in_district, get=MEMBERS, budget=3, grows=LISTED),
    row("needs", in_district, get=MEMBERS, query="ansicht=tafel", budget=3, grows=LISTED),
    row("needs", in_district, get=MEMBERS, query="ansicht=auswertung&q=fehlt", budget=4, grows=LISTED),
    row("needs", in_district, get=MEMBERS, kind="file", query="export=xlsx", budget=3, grows=LISTED),
    row("need_new", in_district, get=REPORT, post=REPORT, data=new_need, posted=302, budget=5),
    row("need", of(Need), get=MEMBERS, budget=8, grows=ONE),
    row("need", of(Need), get=MEMBERS, budget=8, query="verlauf=ja", grows=ONE),
    row("need_edit", of(Need), get=COORDINATION, post=COORDINATION, status=409, posted=409),
    row("need_words", looked_through, get=COORDINATION, post=COORDINATION, data=clean_words, posted=302, budget=5),
    row("need_step", step("erledigt"), variant="erledigt", get=LEAD, post=LEAD, data=words, posted=302, budget=3),
    row("need_step", step("abgeben"), variant="abgeben", get=LEAD, post=LEAD, data=words, posted=302, budget=3),
    row("need_step", step("tagesordnung"), variant="tagesordnung", get=COORDINATION | OFFICES, budget=5,
        post=COORDINATION | OFFICES),
    row("need_step", step("sichten"), variant="sichten", get=COORDINATION, post=COORDINATION, data=words, status=409,
        posted=409),
    row("topics", in_district, get=TOPICS, budget=2, grows=(Topic, TopicOffice, TopicRegion)),
    row("topics", in_district, get=TOPICS, kind="file", query="export=csv", budget=2, grows=(Topic, TopicOffice)),
    row("topic_new", in_district, get=COORDINATION, post=COORDINATION, data=new_topic, posted=302, budget=6),
    row("topic", of(Topic), get=TOPICS, budget=4, grows=(Need, TopicOffice, TopicRegion)),
    row("topic_edit", of(Topic), get=KEEP, post=KEEP, budget=8),
    row("topic_close", of(Topic), get=KEEP, post=KEEP, data=lambda place: {"outcome": "Erreicht."}, posted=302,
        budget=1),
]  # fmt: skip
