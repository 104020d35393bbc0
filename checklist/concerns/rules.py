"""Rules of concerns (A4a, DESIGN § 6): voiced without a trace, handed over in batches, answered in bundles.

``docs/decisions/0007-concerns-without-a-trace.md`` says why each step is as it is.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Prefetch

from checklist.concern_models import BATCH, SHOWN_FROM, this_month
from checklist.models import Concern, ConcernEcho, ConcernTopic
from districts.member import Member
from districts.merge import merge_and_save
from districts.models import District
from districts.refusals import NotNow, Unfit


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic as ``member`` may read it."""

    topic: ConcernTopic
    #: The published answer, else "".
    answer: str
    #: How many said "Das sehe ich auch so"; None below ``SHOWN_FROM``, whatever the number.
    count: int | None


def read_topics(member: Member) -> list[TopicView]:
    """What ``member`` may read: the five fears always, other topics once published, to coordination all."""
    echoes = Prefetch("echo", ConcernEcho.objects.filter(count__gte=SHOWN_FROM))
    return [view_of(topic) for topic in ConcernTopic.objects.visible_to(member).prefetch_related(echoes)]


def view_of(topic: ConcernTopic) -> TopicView:
    """A topic with what everybody may know of it, coordination included: no draft answer, no small number."""
    echo = getattr(topic, "echo", None)
    count = echo.count if echo is not None and echo.count >= SHOWN_FROM else None
    return TopicView(topic=topic, answer=topic.answer if topic.published else "", count=count)


def next_handing_over(today: datetime.date) -> datetime.date:
    """The day on which texts of this month are handed over at the latest: the first of the next month."""
    return (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


@transaction.atomic
def raise_concern(*, text: str, by: Member) -> None:
    """Keeps ``text`` and the month, and nothing of ``by``. The fifth text of a month hands all five over.

    The district's row is the lock: without it, five people at the same moment would each see four at most.
    """
    by.require("raise_concerns")
    District.objects.select_for_update(of=("self",), no_key=True).get(pk=by.district.pk)
    month = this_month()
    Concern.objects.create(text=text.replace("\r\n", "\n").strip(), month=month)
    waiting = list(Concern.objects.filter(batch=0, month=month).values_list("pk", flat=True))
    if len(waiting) >= BATCH:
        last = Concern.objects.aggregate(last=Max("batch"))["last"] or 0
        Concern.objects.filter(pk__in=waiting).update(batch=last + 1)


@transaction.atomic
def echo(*, topic: ConcernTopic, by: Member) -> None:
    """One more person sees it that way. Counts a number up and keeps nothing of ``by``."""
    by.require("raise_concerns")
    if ConcernEcho.objects.filter(topic=topic).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            ConcernEcho.objects.create(topic=topic, count=1)
    except IntegrityError:
        ConcernEcho.objects.filter(topic=topic).update(count=F("count") + 1)


@transaction.atomic
def bundle(
    *, texts: Iterable[uuid.UUID], topic: ConcernTopic | None, title: str, today: datetime.date, by: Member
) -> ConcernTopic:
    """Puts texts that were handed over into ``topic``, or into a new one called ``title``.

    Raises ``Refused``; ``Unfit`` without texts, without a topic, or for a title that exists; ``NotNow`` if somebody
    bundled one of them meanwhile.
    """
    by.require("answer_concerns")
    wanted = set(texts)
    if not wanted:
        raise Unfit({"texts": "Bitte wählen Sie mindestens einen Text aus."})
    if topic is None:
        if not title.strip():
            raise Unfit({"title": "Bitte wählen Sie ein Thema oder geben Sie eine neue Überschrift ein."})
        if ConcernTopic.objects.filter(title=title).exists():
            raise Unfit({"title": "Ein Bedenken mit dieser Überschrift gibt es schon. Wählen Sie es oben aus."})
        topic = ConcernTopic.objects.create(title=title)
    rows = Concern.objects.readable(today).filter(pk__in=wanted, topic__isnull=True).select_for_update(of=("self",))
    if len(rows) != len(wanted):
        raise NotNow("Einen dieser Texte hat inzwischen schon jemand eingeordnet. Bitte laden Sie die Seite neu.")
    Concern.objects.filter(pk__in=[row.pk for row in rows]).update(topic=topic)
    return topic


@transaction.atomic
def release(*, concern: Concern, by: Member) -> None:
    """Takes a text out of its topic again, so that it can be bundled elsewhere."""
    by.require("answer_concerns")
    Concern.objects.filter(pk=concern.pk).update(topic=None)


@transaction.atomic
def delete_text(*, concern: Concern, by: Member) -> None:
    """Removes a text for good, for instance because it names a person. There is no history of texts."""
    by.require("answer_concerns")
    concern.delete()


@transaction.atomic
def add_topic(*, values: Mapping[str, object], by: Member) -> ConcernTopic:
    """A topic that was voiced elsewhere, in a workshop for instance."""
    by.require("answer_concerns")
    return ConcernTopic.objects.create(**values)


@transaction.atomic
def answer_topic(*, topic: ConcernTopic, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Merges wording, answer and whether it is published. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    by.require("answer_concerns")
    row = ConcernTopic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    merge_and_save(row, seen=seen, new=new)
