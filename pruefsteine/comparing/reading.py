"""Two rounds beside each other, and the profile over all of them: what somebody may read of it."""

import uuid
from dataclasses import dataclass
from typing import Any

from checklist.models import Item
from districts.member import Member
from pruefsteine.agreeing.table import Voice, number_of, voices_of
from pruefsteine.models import Consensus, Operationalisation, Round, RoundPruefstein
from pruefsteine.scales import Level, RoundState

#: Rounds in the profile: more lines than these nobody can tell apart.
LINES = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """One office then and now; None where it did not answer or the answer is not to be read."""

    office: str
    then: Voice | None
    now: Voice | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One Prüfstein in two rounds."""

    item: Item
    number: int
    then: Consensus | None
    now: Consensus | None
    pairs: list[Pair]
    #: What was meant then, where that is not what is meant now.
    meant_then: Operationalisation | None
    meant_now: Operationalisation | None
    meaning_changed: bool
    wording_changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rounds to choose from, the two chosen, and what stands beside each other. Empty below two rounds."""

    rounds: list[Round]
    then: Round | None
    now: Round | None
    compared: list[Compared]
    #: (round, item) -> what was agreed, of the rounds of the profile.
    agreed: dict[tuple[uuid.UUID, int], Consensus]


def compare(member: Member, *, then: str, now: str) -> Comparison:
    """What ``member`` may read of two rounds; ``then`` and ``now`` are keys from the address, wrong ones count as none.

    Without a choice the two latest. Five queries, however many offices and rounds there are.
    """
    rows = Round.objects.visible_to(member).filter(state__in=RoundState.talked_about()).order_by("opens_on", "name")
    rounds: list[Round] = list(rows)
    by_key = {str(row.pk): row for row in rounds}
    later = by_key.get(now) or (rounds[-1] if rounds else None)
    earlier = by_key.get(then) or next((row for row in reversed(rounds) if row is not later), None)
    agreed = {
        (row.round_id, row.item_id): row
        for row in Consensus.objects.visible_to(member).filter(round__in=[row.pk for row in rounds])
    }
    if later is None or earlier is None:
        return Comparison(rounds, None, None, [], agreed)
    return Comparison(rounds, earlier, later, _compared(member, earlier, later, agreed), agreed)


def _compared(member: Member, then: Round, now: Round, agreed: dict[Any, Consensus]) -> list[Compared]:
    asked: dict[Any, RoundPruefstein] = {
        (row.round_id, row.item_id): row
        for row in RoundPruefstein.objects.filter(round__in=[then.pk, now.pk])
        .select_related("item", "operationalisation")
        .order_by("item__position")
    }
    voices = voices_of(member, [then.pk, now.pk])
    items = {row.item_id: row.item for row in asked.values()}
    found = []
    for key, item in sorted(items.items(), key=lambda entry: entry[1].position):
        before, after = asked.get((then.pk, key)), asked.get((now.pk, key))
        meant_then = before.operationalisation if before else None
        meant_now = after.operationalisation if after else None
        both = before is not None and after is not None
        found.append(
            Compared(
                item=item,
                number=number_of(item.code),
                then=agreed.get((then.pk, key)),
                now=agreed.get((now.pk, key)),
                pairs=_pairs(voices.get((then.pk, key), []), voices.get((now.pk, key), [])),
                meant_then=meant_then,
                meant_now=meant_now,
                meaning_changed=both and meant_then != meant_now,
                wording_changed=before is not None and after is not None and before.text_version != after.text_version,
            )
        )
    return found


def _pairs(then: list[Voice], now: list[Voice]) -> list[Pair]:
    before = {voice.office_id: voice for voice in then}
    after = {voice.office_id: voice for voice in now}
    # Offices of now in their order, then those that took part only then.
    order = [voice.office_id for voice in (*now, *then)]
    return [
        Pair((after.get(key) or before[key]).office, before.get(key), after.get(key)) for key in dict.fromkeys(order)
    ]


def level_word(consensus: Consensus | None) -> str:
    """The level agreed on in words; "" without one."""
    return Level(consensus.level).label if consensus and consensus.level else ""
