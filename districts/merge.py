"""Two people at once: different fields merge, on the same field the second person sees both texts.

A form sends, per field, the value it showed when it was opened. The rule locks the row and compares what was seen,
what is new and what is stored (WALL, "Two people at once").
"""

from collections.abc import Mapping
from typing import TypeVar

from django.db import models

from districts.refusals import Clash, Conflict

M = TypeVar("M", bound=models.Model)


def normalised(value: object) -> object:
    """``value`` for comparing: browsers send CRLF for every line break, and an empty text is as good as none."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, models.Model):
        return value.pk
    return "" if value is None else value


def merge(row: M, *, seen: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Sets the fields of the locked ``row`` that were really changed and returns their names.

    ``seen`` and ``new`` map field names to what the form showed and what it sends. Fields somebody else changed
    meanwhile keep that change, unless they were changed here too: then ``Conflict`` with both texts, and nothing set.
    """
    changed = []
    clashes = {}
    for name, value in new.items():
        stored = getattr(row, name)
        if normalised(value) == normalised(seen[name]) or normalised(value) == normalised(stored):
            continue
        if normalised(stored) != normalised(seen[name]):
            clashes[name] = Clash(seen=seen[name], stored=stored, yours=value)
        else:
            changed.append(name)
    if clashes:
        raise Conflict(clashes)
    for name in changed:
        value = new[name]
        setattr(row, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    return changed
