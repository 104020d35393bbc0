"""Regions, offices and Gremien tied to a thing of this room, changed one by one."""

import uuid
from collections.abc import Iterable
from typing import Any

from districts.merge import merge_sets


def keep_ties(
    tie: Any, link: str, of: str, row: Any, *, seen: Iterable[uuid.UUID], new: Iterable[uuid.UUID]
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Ties of the model ``tie`` from ``row`` (its field ``link``) to things (its field ``of``), as a form chose them.

    What somebody else chose meanwhile stays. Returns what was added and removed.
    """
    held = tie.objects.filter(**{link: row})
    added, removed = merge_sets(stored=held.values_list(f"{of}_id", flat=True), seen=seen, new=new)
    held.filter(**{f"{of}__in": removed}).delete()
    tie.objects.bulk_create(tie(**{link: row, f"{of}_id": key}) for key in added)
    return added, removed
