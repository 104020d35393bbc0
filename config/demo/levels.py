"""One set of states for all twelve districts.

Every district has the same number of points in each state; which points these are is invented anew in each. So no
count, bar or picture of the demo ranks a Bezirk, and a test holds it to that.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping

from checklist.models import Progress
from checklist.states import State

#: Group of points -> how many of them stand where, the same in every district. Points of the Mindestmaß cannot be left
#: out and questions are settled, so each group has states of its own. "own": what the district added itself.
LEVELS: dict[str, dict[State, int]] = {
    "minimum": {
        State.OPEN: 1,
        State.CLARIFYING: 1,
        State.IMPLEMENTING: 2,
        State.ANCHORED: 1,
        State.POSTPONED: 1,
    },
    "work": {
        State.OPEN: 9,
        State.CLARIFYING: 7,
        State.IMPLEMENTING: 5,
        State.ANCHORED: 3,
        State.NOT_PLANNED: 2,
    },
    "question": {State.OPEN: 5, State.CLARIFYING: 5, State.SETTLED: 4},
    "own": {State.CLARIFYING: 1, State.IMPLEMENTING: 1},
}


def group_of(row: Progress) -> str:
    """The group of ``LEVELS`` that ``row`` belongs to."""
    if row.is_own:
        return "own"
    if row.kind == "question":
        return "question"
    return "minimum" if row.minimum else "work"


def deal(rows: Iterable[Progress], pinned: Mapping[str, str], *, seed: str) -> dict[str, State]:
    """A state for every common point that has one: those ``pinned`` by code, the rest dealt by chance.

    The same ``seed`` always deals alike. Raises ``ValueError`` where the pinned states or the number of points do not
    fit ``LEVELS``, so that a catalogue with other points is noticed.
    """
    chance = random.Random(seed)  # noqa: S311  (nothing secret hangs on it)
    found: dict[str, State] = {}
    groups: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: r.code):
        groups.setdefault(group_of(row), []).append(row.code)
    for group, codes in groups.items():
        left = Counter(LEVELS[group])
        for code in codes:
            if code in pinned:
                found[code] = State(pinned[code])
                left[found[code]] -= 1
        if min(left.values()) < 0:
            raise ValueError(f"{seed}: more points of the group {group} are pinned to a state than there may be.")
        free = [code for code in codes if code not in pinned]
        states = list(left.elements())
        if len(free) != len(states):
            raise ValueError(f"{seed}: {len(codes)} points in the group {group}, but the set has another number.")
        chance.shuffle(states)
        found |= dict(zip(free, states, strict=True))
    return found
