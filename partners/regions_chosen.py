"""The regions somebody ticks at a Gremium, a Hinweis, a Beteiligung."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models

from districts.merge import merge_sets


def merge_regions(
    tie: type[models.Model], of: dict[str, Any], *, seen: Iterable[uuid.UUID], wanted: Iterable[uuid.UUID]
) -> None:
    """Ticks and unticks one by one, so that two people may at once. ``tie``: the through table, ``of``: whose it is."""
    held = tie._default_manager.filter(**of)
    added, removed = merge_sets(stored=held.values_list("region_id", flat=True), seen=seen, new=wanted)
    held.filter(region__in=removed).delete()
    tie._default_manager.bulk_create(tie(**of, region_id=key) for key in added)
