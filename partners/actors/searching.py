"""Finding actors by words: exactly first, and forgiving where that finds nothing."""

import uuid
from typing import Any

from django.db import connection
from django.db.models import Q, UUIDField
from django.db.models.expressions import RawSQL

from partners.models import ActorQuerySet


def with_words(rows: ActorQuerySet, words: Any) -> ActorQuerySet:
    """Those of ``rows`` where all ``words`` stand in name, Träger, address or an offer; umlauts, ß, case forgiven."""
    found: ActorQuerySet = rows.filter(Q(pk__in=RawSQL("SELECT actors_found(%s)", [words], UUIDField())))
    return found


def nearly_with_words(words: str) -> list[uuid.UUID]:
    """Ids of actors written nearly like ``words``, the nearest first; at most a hundred.

    Ids of the whole district: only to be used inside ``visible_to``.
    """
    return [key for key, _ in _called("SELECT id, nearness FROM actors_alike(%s)", [words])]


def nearest_first(words: str) -> str:
    """The ids of ``nearly_with_words`` as the text of an array, to be handed back to PostgreSQL."""
    ((array,),) = _called("SELECT coalesce(array_agg(id), '{}')::text FROM actors_alike(%s)", [words])
    return str(array)


#: From here on two entries are probably the same; an address alone is less, for several may live in one house.
PROBABLE = 0.55


def maybe_the_same(*, name: str, carrier: str, address: str, least: float = 0) -> list[uuid.UUID]:
    """Ids of actors that may be the same as the one described, the likeliest first. As above."""
    found = _called("SELECT id, nearness FROM actor_twins(%s, %s, %s)", [name, carrier, address])
    return [key for key, nearness in found if nearness >= least]


def _called(sql: str, given: list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
