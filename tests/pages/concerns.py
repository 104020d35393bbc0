"""Concerns (``/bezirk/<slug>/checkliste/bedenken/``)."""

from typing import Any

from checklist.models import Concern, ConcernEcho, ConcernTopic
from tests.factories import Place
from tests.makers import make, thing
from tests.pages.checklist import READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION

CONCERNS = (Concern, ConcernTopic, ConcernEcho)


def bundled(place: Place) -> dict[str, Any]:
    """A text that stands in a topic."""
    topic = thing(place, ConcernTopic)
    concern = Concern.objects.filter(topic=topic).first()
    if concern is None:
        concern = make(place, Concern, 5000)
        Concern.objects.filter(pk=concern.pk).update(topic=topic)
    return {"slug": place.district.slug, "pk": concern.pk}


def bundling(place: Place) -> dict[str, Any]:
    return {"texts": [thing(place, Concern).pk], "topic": thing(place, ConcernTopic).pk}


ROWS = [
    row("concerns", in_district, get=READERS, budget=6, grows=CONCERNS),
    row("concerns", in_district, get=READERS, kind="file", query="export=xlsx", budget=6, grows=CONCERNS),
    row("concerns", in_district, get=READERS, kind="file", query="export=csv", budget=6, grows=CONCERNS),
    row("concern_raise", in_district, get=READERS, post=READERS, budget=0,
        data=lambda place: {"text": "Ich befürchte Mehrarbeit."}, posted=302),
    row("concern_raised", in_district, get=READERS, budget=0),
    row("concern_inbox", in_district, get=COORDINATION, post=COORDINATION, budget=4, grows=CONCERNS,
        data=bundling, posted=302),
    row("concern_release", bundled, post=COORDINATION, posted=302),
    row("concern_delete", of(Concern), get=COORDINATION, post=COORDINATION, budget=2, posted=302),
    row("concern_topic", of(ConcernTopic), get=READERS, budget=8, grows=CONCERNS),
    row("concern_topic_new", in_district, get=COORDINATION, post=COORDINATION, budget=0,
        data=lambda place: {"title": "Zu viele Sitzungen"}, posted=302),
    row("concern_topic_edit", of(ConcernTopic), get=COORDINATION, post=COORDINATION, budget=2,
        data=lambda place: {"title": "Anders", "answer": "Antwort", "published": "on"}, posted=302),
    row("concern_echo", of(ConcernTopic), post=READERS, posted=302),
]  # fmt: skip
