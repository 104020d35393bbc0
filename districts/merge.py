"""Two people at once: different fields merge, on the same field the second person sees both texts.

A form sends, per field, the value it showed when it was opened. The rule locks the row and compares what was seen,
what is new and what is stored (WALL, "Two people at once").
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from districts.refusals import Clash, Conflict, Unfit

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


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
    moved = {}
    for name, value in new.items():
        stored = getattr(row, name)
        if normalised(value) == normalised(stored):
            continue
        if normalised(value) == normalised(seen[name]):
            moved[name] = stored
            continue
        if normalised(stored) != normalised(seen[name]):
            clashes[name] = Clash(seen=seen[name], stored=stored, yours=value)
        else:
            changed.append(name)
    if clashes:
        raise Conflict(clashes, moved)
    for name in changed:
        value = new[name]
        setattr(row, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    return changed


def merge_and_save(row: M, *, seen: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """``merge``, then the constraints of the model on the merged row, then saving. Returns the changed names.

    Two changes that were each fine can break a rule together (an end before a beginning): ``Unfit`` with the
    constraint's sentence, nothing saved.
    """
    changed = merge(row, seen=seen, new=new)
    if changed:
        try:
            row.validate_constraints()
        except ValidationError as error:
            raise Unfit({NON_FIELD_ERRORS: " ".join(error.messages)}) from error
        row.save(update_fields=changed)
    return changed


def merge_sets(*, stored: Iterable[T], seen: Iterable[T], new: Iterable[T]) -> tuple[set[T], set[T]]:
    """What to add and what to remove so that several people may choose at once: only what this person changed counts.

    Choices merge one by one, so they never clash.
    """
    stored, seen, new = set(stored), set(seen), set(new)
    return (new - seen) - stored, (seen - new) & stored


def merge_ties(
    tie: Any, of: str, *, seen: Iterable[uuid.UUID], new: Iterable[uuid.UUID], **at: models.Model
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Ties and unties things (the field ``of`` of the table ``tie``) at one row, as a form chose them.

    ``at`` names the row by the field that points at it: ``merge_ties(TopicRegion, "region", seen=…, new=…,
    topic=row)``. What somebody else chose meanwhile stays. Returns the keys added and removed.
    """
    held = tie.objects.filter(**at)
    added, removed = merge_sets(stored=held.values_list(f"{of}_id", flat=True), seen=seen, new=new)
    if removed:
        held.filter(**{f"{of}__in": removed}).delete()
    tie.objects.bulk_create(tie(**at, **{f"{of}_id": key}) for key in added)
    return added, removed
