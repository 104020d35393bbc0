"""States of a point by its kind (DESIGN § 6)."""

from django.db import models


class State(models.TextChoices):
    """Where a point stands in a district."""

    OPEN = "open", "offen"
    CLARIFYING = "clarifying", "in Klärung"
    IMPLEMENTING = "implementing", "in Umsetzung"
    ANCHORED = "anchored", "verankert"
    SETTLED = "settled", "geklärt"
    NOT_PLANNED = "not_planned", "für unseren Bezirk nicht vorgesehen"
    POSTPONED = "postponed", "vorerst zurückgestellt"

    @classmethod
    def moving(cls) -> list["State"]:
        """States in which something is still to be done."""
        return [cls.OPEN, cls.CLARIFYING, cls.IMPLEMENTING]

    @classmethod
    def set_aside(cls) -> list["State"]:
        """States that need a reason."""
        return [cls.NOT_PLANNED, cls.POSTPONED]


_WORK = [State.OPEN, State.CLARIFYING, State.IMPLEMENTING, State.ANCHORED]


def kinds_with_states() -> frozenset[str]:
    """Kinds of points that have a state at all."""
    return frozenset({"decision", "step", "question"})


def states_for(kind: str, *, minimum: bool) -> list[State]:
    """The states a point of ``kind`` may take; a point of the Mindestmaß can only be set aside for now."""
    if kind == "question":
        return [State.OPEN, State.CLARIFYING, State.SETTLED]
    if kind in kinds_with_states():
        return [*_WORK, State.POSTPONED if minimum else State.NOT_PLANNED]
    return []
