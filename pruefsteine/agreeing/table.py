"""What lies on the table of a round: per Prüfstein what the offices say, how far apart they are, what was agreed.

Whose answers somebody reads is asked of ``Rating.objects.visible_to`` alone; the spread of all is shown to those who
read all of them, since the spread of few would give the others away.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.http import Http404

from checklist.models import Item, ItemText
from districts.member import Member
from districts.refusals import NotNow
from districts.roles import Role
from lists.compiled import CompiledQuery, Given
from pruefsteine.models import (
    ActorView,
    Consensus,
    Dissent,
    Operationalisation,
    Rating,
    Round,
    RoundPruefstein,
    SelfAssessment,
)
from pruefsteine.scales import AnswerState, Change, Level, RoundState

_RANK = {level: rank for rank, level in enumerate(Level.scale())}


@dataclass(frozen=True, slots=True)
class Voice:
    """What one office says to one Prüfstein."""

    rating_id: uuid.UUID
    office_id: uuid.UUID
    office: str
    short_name: str
    level: str
    change: str
    words: str
    before: str
    reason: str
    measure: str

    @property
    def level_label(self) -> str:
        """The word of the scale; "" for what is unanswered."""
        return Level(self.level).label if self.level else ""

    @property
    def change_label(self) -> str:
        """The word for the change since the Ausgangslage, if one was given."""
        return Change(self.change).label if self.change else ""


@dataclass(slots=True)
class Stone:
    """One Prüfstein of a round as it was asked, with everything that was said to it."""

    item: Item
    number: int
    title: str
    text: str
    meaning: Operationalisation | None
    voices: list[Voice] = field(default_factory=list)
    consensus: Consensus | None = None
    dissents: list[Dissent] = field(default_factory=list)
    views: list[ActorView] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many offices say what; what is unanswered does not count."""
        return Counter(voice.level for voice in self.voices if voice.level)

    @property
    def apart(self) -> int:
        """Steps between the lowest and the highest level."""
        ranks = [_RANK[level] for level in map(Level, self.counts) if level in _RANK]
        return max(ranks) - min(ranks) if ranks else 0

    @property
    def agreed(self) -> str:
        """The level agreed on in words; "" while there is none."""
        return Level(self.consensus.level).label if self.consensus and self.consensus.level else ""

    @property
    def agreed_change(self) -> str:
        """The change agreed on in words."""
        return Change(self.consensus.change).label if self.consensus and self.consensus.change else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One round and one person: what they may read of it and do with it."""

    member: Member
    round: Round
    #: Reads what all offices submitted: coordination, and heads of offices taking part.
    sees_all: bool

    @property
    def is_open(self) -> bool:
        """True while the offices talk."""
        return self.round.state == RoundState.DISCUSSING

    @property
    def records(self) -> bool:
        """True for who writes down what is agreed, while it is being agreed."""
        return self.is_open and self.member.may("agree_levels")


def find_table(member: Member, pk: uuid.UUID) -> Table:
    """The table of a round. Raises 404 for a round ``member`` knows nothing of, ``NotNow`` where it is not their turn.

    After closing everybody who reads the Prüfsteine reads what was agreed; before, those who agree on it.
    """
    taking_part = SelfAssessment.objects.filter(round=OuterRef("pk"))
    rows: Any = Round.objects.visible_to(member).annotate(
        has_own=Exists(taking_part.filter(office__in=member.office_ids)),
        has_headed=Exists(taking_part.filter(office__in=member.headed_office_ids)),
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    coordinates = Role.COORDINATION in member.roles
    if row.state not in RoundState.talked_about():
        raise NotNow(
            f"Die Runde ist noch {row.get_state_display()}. Nebeneinander liegen die Einschätzungen erst in der "
            "Abstimmung."
        )
    if row.state == RoundState.DISCUSSING and not (coordinates or row.has_own):
        raise NotNow("Die Runde ist in Abstimmung. Was die Ämter verabreden, lesen Sie hier nach dem Abschluss.")
    return Table(member, row, sees_all=coordinates or row.has_headed)


def _asked(*, round: Given) -> QuerySet[RoundPruefstein]:
    wording = ItemText.objects.filter(item=OuterRef("item"), version=OuterRef("text_version"))
    return (
        RoundPruefstein.objects.filter(round=round)
        .select_related("item", "operationalisation")
        .annotate(asked_title=Subquery(wording.values("title")[:1]), asked_text=Subquery(wording.values("text")[:1]))
        .order_by("item__position")
    )


_ASKED: CompiledQuery[Any] = CompiledQuery(_asked, round=UUIDField())


def read_stones(table: Table) -> list[Stone]:
    """The Prüfsteine of the round in their order, in the wording of the day the round was opened. One query."""
    return [
        Stone(
            item=row.item,
            number=number_of(row.item.code),
            title=row.asked_title or row.item.title,
            text=row.asked_text or row.item.text,
            meaning=row.operationalisation,
        )
        for row in _ASKED.rows(round=table.round.pk)
    ]


def number_of(code: str) -> int:
    """The number people say: "B4.3" is Prüfstein 3."""
    return int(code.rpartition(".")[2])


_VOICE = {
    "rating_id": "pk",
    "office_id": "assessment__office_id",
    "office": "assessment__office__name",
    "short_name": "assessment__office__short_name",
    "level": "level",
    "change": "change",
    "words": "words",
    "before": "before",
    "reason": "not_assessable_reason",
    "measure": "measure",
}


def voices_of(member: Member, rounds: Iterable[uuid.UUID]) -> dict[tuple[Any, int], list[Voice]]:
    """(round, item) -> what offices submitted and ``member`` may read, by office in German order. One query."""
    rows = (
        Rating.objects.visible_to(member)
        .filter(assessment__round__in=rounds, assessment__state=AnswerState.SUBMITTED)
        .order_by("assessment__office__sort_key", "assessment__office_id")
        .values_list("assessment__round_id", "item_id", *_VOICE.values())
    )
    found: dict[tuple[Any, int], list[Voice]] = {}
    for round_id, item_id, *values in rows:
        found.setdefault((round_id, item_id), []).append(Voice(**dict(zip(_VOICE, values, strict=True))))
    return found


def lay(table: Table, stones: list[Stone], *, views: bool = True) -> list[Stone]:
    """Puts answers, agreement, dissent and (if asked) the Sicht der Akteure beside ``stones``; returns the same list.

    Four queries at most, however many offices and rounds there are.
    """
    voices = voices_of(table.member, [table.round.pk])
    agreed = {row.item_id: row for row in Consensus.objects.visible_to(table.member).filter(round=table.round)}
    by_item = {stone.item.pk: stone for stone in stones}
    for stone in stones:
        stone.voices = voices.get((table.round.pk, stone.item.pk), [])
        stone.consensus = agreed.get(stone.item.pk)
    for dissent in (
        Dissent.objects.visible_to(table.member)
        .filter(consensus__in=[row.pk for row in agreed.values()])
        .select_related("office", "consensus")
        .order_by("office__sort_key")
    ):
        by_item[dissent.consensus.item_id].dissents.append(dissent)
    if views:
        for view in ActorView.objects.visible_to(table.member).filter(round=table.round, item__in=list(by_item)):
            by_item[view.item_id].views.append(view)
    return stones


def differing_first(stones: Iterable[Stone]) -> list[Stone]:
    """Where the offices are furthest apart first; among equals where they say most different things."""
    return sorted(stones, key=lambda stone: (-stone.apart, -len(stone.counts), stone.number))
