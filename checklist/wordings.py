"""Wordings of the common points: all there were, what changed between them, and what is newer than own words."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.db.models import QuerySet

from checklist.models import FIRST_VERSION, Item, ItemText, Progress
from lists.compiled import CompiledQuery, Given


class Wording(Protocol):
    """What a wording consists of: a point as it stands, one of its former texts, or a draft."""

    title: Any
    text: Any
    hint: Any
    office_text: Any


#: What of it may change, and what people call it.
LABELS = {
    "title": "Überschrift",
    "text": "Text",
    "hint": "Hinweis zum Ausfüllen",
    "office_text": "Wortlaut für ein Amt",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a wording that changed: pieces of text, each as it was ("same"), gone ("old") or new ("new")."""

    label: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Newer:
    """What became of the common text: its version now, the steps that led to it, and all changes at once."""

    version: int
    steps: list[ItemText]
    changes: list[Change]


def changes(old: Wording, new: Wording) -> list[Change]:
    """What is different in ``new``, part by part; empty where all is the same."""
    found = []
    for name, label in LABELS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(Change(label, list(compared(before, after))))
    return found


def compared(old: str, new: str) -> Iterable[tuple[str, str]]:
    """``old`` and ``new`` word by word, as one text with its pieces marked."""
    before, after = (re.findall(r"\s*(?:\w+|[^\w\s])", text) for text in (old, new))
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[i:j])
            continue
        if i < j:
            yield "old", "".join(before[i:j])
        if k < m:
            yield "new", "".join(after[k:m])


def all_wordings(item: Item) -> list[tuple[ItemText, list[Change]]]:
    """Every wording of ``item``, the latest first, each with what changed in it. One query."""
    texts = list(ItemText.objects.filter(item=item).order_by("version"))
    before: list[ItemText | None] = [None, *texts]
    return [(text, changes(last, text) if last else []) for last, text in zip(before, texts, strict=False)][::-1]


def _since(*, item: Given, version: Given) -> QuerySet[ItemText]:
    return ItemText.objects.filter(item=item, version__gte=version).order_by("version")


_SINCE: CompiledQuery[ItemText] = CompiledQuery(_since, item=Item._meta.pk, version=models.PositiveSmallIntegerField())


def newer_than_words(row: Progress) -> Newer | None:
    """What changed in the common text since the district wrote beside it; None where nothing did. One query at most."""
    if row.item is None or not row.beside_older_text:
        return None
    texts = _SINCE.rows(item=row.item.pk, version=max(row.text_version, FIRST_VERSION))
    found = changes(texts[0], row.item) if texts else []
    return Newer(row.item.version, texts[1:], found) if found else None
