"""The profile of a district over its rounds."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from checklist.models import Item, Kind
from lists.plots import Series, profile_plot
from pruefsteine.agreeing.table import number_of
from pruefsteine.comparing.reading import LINES, level_word
from pruefsteine.models import Consensus, Round
from pruefsteine.scales import Level


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
        # "nicht beurteilbar" is no step of the drawing, but something that was agreed.
        series.append(Series(row.name, values, [level_word(c) or "–" for c in levels]))
    columns = [(str(number_of(item.code)), f"{number_of(item.code)} {item.title}") for item in items]
    return profile_plot(
        title="Gemeinsame Einschätzungen im Verlauf",
        columns=columns,
        steps=[level.label for level in Level.scale()],
        series=series,
    )
