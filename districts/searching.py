"""Words somebody looks for in a list. The register of actors has a search of its own, which forgives more."""

from typing import Any

from django.db.models import Expression, F, TextField, Value
from django.db.models.functions import Concat

from districts.models import SortKey
from lists.compiled import Given


def with_words_in(rows: Any, words: str | Given, *parts: str | Expression) -> Any:
    """Those of ``rows`` where ``words`` stand in one of ``parts``: capitals, umlauts and ß are forgiven on both sides.

    Without words nothing is narrowed.
    """
    if not words:
        return rows
    pieces: list[Any] = [piece for part in parts for piece in (F(part) if isinstance(part, str) else part, Value(" "))]
    haystack = SortKey(Concat(*pieces, output_field=TextField()))
    return rows.annotate(haystack=haystack).filter(
        haystack__contains=SortKey(words if isinstance(words, Given) else Value(words))
    )
