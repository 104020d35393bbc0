"""The Mindestmaß as pages show it: what belongs to it and since when, what a proposal changes, what was before."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from checklist.catalogue_file import MINIMUM_KINDS
from checklist.models import Item
from districts.models import District
from lists.compiled import CompiledQuery
from overview.minimum_models import BADGES, MinimumAnswer, MinimumProposal, State

COMES, STAYS, GOES = "kommt dazu", "bleibt", "fällt weg"

_ITEMS: CompiledQuery[Item] = CompiledQuery(
    lambda: (
        Item.objects.filter(kind__in=MINIMUM_KINDS)
        .order_by("position")
        .only("code", "title", "kind", "chapter", "minimum")
    )
)


def read_items() -> list[Item]:
    """All points that can belong to the Mindestmaß, in the order of the Arbeitshilfe. One query."""
    return _ITEMS.rows()


@dataclass(frozen=True, slots=True)
class Point:
    """One point in a table: where it leads ("": nowhere), what is said of it, and how it stands in a district."""

    code: str
    title: str
    url: str
    said: str = ""
    state: str = ""
    badge: str = ""


Address = Callable[[Item], str]


def changes(items: Iterable[Item], codes: Collection[str], url: Address) -> list[Point]:
    """What putting ``codes`` in force changes against today, point by point."""
    found = []
    for item in items:
        if item.code in codes or item.minimum:
            said = (STAYS if item.minimum else COMES) if item.code in codes else GOES
            found.append(Point(item.code, item.title, url(item), said))
    return found


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals a reader may read, the latest first."""

    rows: Sequence[MinimumProposal]

    def _in(self, *states: State) -> list[MinimumProposal]:
        return [row for row in self.rows if row.state in states]

    @property
    def draft(self) -> MinimumProposal | None:
        """The one in preparation; districts never read it."""
        return next(iter(self._in(State.DRAFT)), None)

    @property
    def open(self) -> MinimumProposal | None:
        """The one that lies with the districts."""
        return next(iter(self._in(State.OPEN)), None)

    @property
    def settled(self) -> list[MinimumProposal]:
        """Agreed and withdrawn ones."""
        return self._in(State.AGREED, State.WITHDRAWN)

    @property
    def agreed(self) -> MinimumProposal | None:
        """The one that holds; None while the Mindestmaß is what came with the tool."""
        return next(iter(self._in(State.AGREED)), None)

    @property
    def standing(self) -> str:
        """Whether the Mindestmaß is agreed, as a sentence."""
        if self.agreed and self.agreed.settled_at:
            day = timezone.localdate(self.agreed.settled_at)
            return f"Senat und Bezirke haben sich am {day:%d.%m.%Y} auf diese Punkte verständigt."
        return (
            "Diese Punkte sind ein Ausgangsvorschlag: So setzt das Werkzeug die Arbeitshilfe um. Vereinbart sind sie, "
            "wenn die Senatsverwaltung sie vorschlägt und alle Bezirke einverstanden sind."
        )

    def since(self, code: str) -> datetime.date | None:
        """The day from which ``code`` has belonged to the Mindestmaß without a break, as far as it was agreed."""
        day = None
        for row in self._in(State.AGREED):
            if code not in row.codes or row.settled_at is None:
                break
            day = timezone.localdate(row.settled_at)
        return day

    def present(self, items: Iterable[Item], url: Address) -> list[Point]:
        """What belongs to the Mindestmaß today, each point with the day since when."""
        held = [(item, self.since(item.code)) for item in items if item.minimum]
        return [Point(item.code, item.title, url(item), f"seit {day:%d.%m.%Y}" if day else "") for item, day in held]


def _with_answers() -> QuerySet[Any]:
    brief = JSONObject(district="district_id", word="word", day="answered_on")
    answers = MinimumAnswer.objects.filter(proposal=OuterRef("pk")).order_by().values_list(brief)
    return MinimumProposal.objects.annotate(brief=ArraySubquery(answers))


_PROPOSALS: CompiledQuery[Any] = CompiledQuery(_with_answers)


def read_proposals() -> Proposals:
    """All that the database role may read, there are few; each with its answers in brief. One query."""
    return Proposals(_PROPOSALS.rows())


@dataclass(frozen=True, slots=True)
class Said:
    """What one district said, or that it has not yet."""

    district: District
    answer: MinimumAnswer | None

    @property
    def word(self) -> str:
        """The word of its answer."""
        return self.answer.get_word_display() if self.answer else "noch keine Antwort"

    @property
    def badge(self) -> str:
        """The shape of that word."""
        return self.answer.badge if self.answer else BADGES[""]


def said_by(districts: Iterable[District], answers: Mapping[int, MinimumAnswer]) -> list[Said]:
    """Of each of ``districts`` in use, and of those that answered; never counted, never sorted."""
    return [Said(d, answers.get(d.pk)) for d in districts if d.is_active or d.pk in answers]


def said_in_brief(row: Any, districts: Iterable[District]) -> list[Said]:
    """The words of ``districts`` to an open proposal of ``read_proposals``, without their texts."""
    answers = {
        one["district"]: MinimumAnswer(word=one["word"], answered_on=datetime.date.fromisoformat(one["day"]))
        for one in row.brief
    }
    return said_by(districts, answers)


def said_to(row: MinimumProposal) -> list[Said]:
    """What each district said, from 01 to 12. Two queries."""
    answers = {answer.district_id: answer for answer in MinimumAnswer.objects.filter(proposal=row)}
    return said_by(District.objects.only("key", "name", "is_active").order_by("key"), answers)
