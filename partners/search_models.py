"""Keys by which actors are searched and compared, and the words the forgiving search knows."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import Func

from districts.wall.tenancy import TenantModel


class ActorKey(Func):
    """The key by which actors are searched and compared: ``german_key`` without punctuation, legal forms, "ae" for "ä".

    The SQL function stands in the room's first migration; German and exact at once, so that "Müllerstr. 3" and
    "MUELLERSTRASSE 3" are the same.
    """

    function = "actor_key"
    output_field = models.TextField()


def told(*names: str) -> models.GeneratedField:
    """A stored key over several texts."""
    text: Any = models.F(names[0])
    for name in names[1:]:
        text = Joined(text, models.F(name))
    return models.GeneratedField(expression=ActorKey(text), output_field=models.TextField(), db_persist=True)


class Joined(Func):
    """Two texts with a blank between them. Django's own concatenation is not immutable for PostgreSQL."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


class SearchWord(TenantModel):
    """A word that stands at some actor or offer, for the search that forgives typing errors.

    Comparing what somebody typed with 20,000 texts takes a quarter of a second, with the words in them two
    milliseconds. Kept by triggers; a word that stands nowhere any more does no harm. Not unique: two people who use
    the same new word at once must not wait for each other.
    """

    word = models.CharField(max_length=200)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT"}

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["district", "word"], name="search_word"),
            GinIndex(fields=["district", "word"], opclasses=["int2_ops", "gin_trgm_ops"], name="search_word_alike"),
        ]


def words_kept(columns: str) -> pgtrigger.Trigger:
    """A trigger that puts the words of ``haystack`` on the list; numbers are never misspelled."""
    return pgtrigger.Trigger(
        name="words_kept",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns.split(", ")),  # type: ignore[no-untyped-call]
        func="""INSERT INTO partners_searchword (id, district_id, word)
            SELECT gen_random_uuid(), NEW.district_id, w.word
              FROM (SELECT DISTINCT unnest(string_to_array(NEW.haystack, ' ')) AS word) w
             WHERE w.word ~ '^[a-z]{4,}$' AND NOT EXISTS (
                SELECT FROM partners_searchword s WHERE s.district_id = NEW.district_id AND s.word = w.word);
            RETURN NULL;""",
    )
