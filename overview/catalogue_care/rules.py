"""Rules of catalogue care: one draft a point, published as its next wording, or discarded.

Who may is the wall's business: below /berlin/arbeitshilfe/ only editors come, and for others of the Senate the policy
of the table holds no row. Nothing here reads or writes what belongs to a district.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from checklist.models import Item
from checklist.wordings import LABELS, changes
from districts.merge import merge, merge_and_save
from districts.refusals import NotNow
from overview.marks import mark_of_words
from overview.models import WordingDraft
from partners.entering import entered

GONE = "Diesen Entwurf gibt es nicht mehr."
MOVED = "Der Entwurf hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."
OVERTAKEN = (
    "Inzwischen gilt Fassung {version} dieses Punktes. Bitte lesen Sie sie und sehen Sie den Entwurf daneben noch "
    "einmal durch."
)
THE_SAME = "Der Entwurf sagt Wort für Wort dasselbe wie die geltende Fassung."


def begun(item: Item) -> WordingDraft:
    """An unsaved draft that says what ``item`` says now."""
    return WordingDraft(item=item, beside=item.version, **{name: getattr(item, name) for name in LABELS})


def mark_of(row: WordingDraft) -> str:
    """Changes with anything in it."""
    return mark_of_words(*(getattr(row, name) for name in LABELS), row.reason, row.beside)


@transaction.atomic
def save(*, item: Item, beside: int, seen: Mapping[str, object], new: Mapping[str, Any]) -> None:
    """Begins or changes the draft of ``item``, read beside its wording ``beside``; two editors merge field by field.

    Raises ``NotNow`` where another wording holds by now, ``Conflict``, ``Unfit``.
    """
    present: Item = Item.objects.get(pk=item.pk)
    if present.version != beside:
        raise NotNow(OVERTAKEN.format(version=present.version))
    row = WordingDraft.objects.select_for_update().filter(item=item).first()
    if row is None:
        row = begun(present)
        merge(row, seen=seen, new=new)
        entered(row)
        return
    merge_and_save(row, seen=seen, new=new)
    if row.beside != beside:
        row.beside = beside
        row.save(update_fields=["beside"])


@transaction.atomic
def publish(*, item: Item, mark: str) -> int:
    """Makes the draft, as it was read (``mark``), the wording of ``item`` from today on; returns its version.

    Raises ``NotNow`` where it changed, is gone, says nothing new, or another wording came in between.
    """
    row = _locked(item)
    if mark_of(row) != mark:
        raise NotNow(MOVED)
    if not changes(item, row):
        raise NotNow(THE_SAME)
    with connection.cursor() as cursor:
        cursor.execute("SELECT publish_wording(%s)", [row.pk])
        (version,) = cursor.fetchone()
    if version is None:
        raise NotNow(OVERTAKEN.format(version=Item.objects.get(pk=item.pk).version))
    return int(version)


@transaction.atomic
def discard(*, item: Item) -> None:
    """Takes the draft away. Raises ``NotNow`` where there is none."""
    _locked(item).delete()


def _locked(item: Item) -> WordingDraft:
    row: WordingDraft | None = WordingDraft.objects.select_for_update().filter(item=item).first()
    if row is None:
        raise NotNow(GONE)
    return row
