"""The profile of a district over its rounds."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from checklist.models import Item, Kind
from lists.plots import Series, profile_plot
from pruefsteine.agreeing.table import number_of
from pruefsteine.comparing.reading import level_word
from pruefsteine.models import Consensus, Round
from pruefsteine.scales import Level

#: Rounds in the profile: more lines than these nobody can tell apart.
LINES = 4


def profile_over(rounds: Sequence[Round], agreed: Mapping[tuple[uuid.UUID, Any], Consensus]) -> dict[str, Any] | None:
    """The levels agreed on, a line per round, the latest four; None while nothing is agreed. One query at most.

    ``rounds`` stand in the order of time; ``agreed`` maps (round, item) to what was agreed.
    """
    ranks = {level: rank for rank, level in enumerate(Level.scale())}
    with_levels = {key[0] for key, row in agreed.items() if row.level}
    drawn = [row for row in rounds if row.pk in with_levels][-LINES:]
    if not drawn:
        return None
    items = list(Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position"))
    series = []
    for row in drawn:
        levels = [agreed.get((row.pk, item.pk)) for item in items]
        values = [ranks.get(Level(c.level)) if c and c.level else None for c in levels]
        series.append(Series(row.name, values))
    columns = [(str(number_of(item.code)), f"{number_of(item.code)} {item.title}") for item in items]
    steps = [level.label for level in Level.scale()]
    plot = profile_plot(title="Gemeinsame Einschätzungen im Verlauf", columns=columns, steps=steps, series=series)
    # "nicht beurteilbar" is no step of the drawing, but something that was agreed.
    words = [[level_word(agreed.get((row.pk, item.pk))) or "–" for row in drawn] for item in items]
    return plot | {"rows": [(name, said) for (_, name), said in zip(columns, words, strict=True)]}
