"""``manage.py load_catalogue``: brings the catalogue files into the database. Idempotent; as owner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from checklist.catalogue_file import CatalogueError, CatalogueItem, read_catalogue
from checklist.laying_out import lay_out_checklist
from checklist.models import Chapter, Item, ItemText
from districts.models import District
from districts.wall.session import DatabaseRole, acting_as


class Command(BaseCommand):
    help = "Loads the catalogue of the Arbeitshilfe; a changed text becomes a new version, districts' words stay."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read_catalogue()
            changed = load(entries)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for district in District.objects.all():
            with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
                lay_out_checklist(district)
        self.stdout.write(f"{len(entries)} points, {changed} new or changed.")


def chapter_of(code: str) -> str:
    """The chapter of a code ("A2a" -> "A2"), or "" outside the chapters people work through."""
    return code[:2] if code[:2] in Chapter.values else ""


def load(entries: list[CatalogueItem]) -> int:
    """Writes ``entries`` and returns how many are new or changed.

    A text that changes without a higher version is refused: what districts were shown under a version stays that.
    A wording for one office that the version did not have yet was shown to nobody and is added.
    """
    held = {item.code: item for item in Item.objects.all()}
    texts = {(text.item_id, text.version): text for text in ItemText.objects.all()}
    changed = 0
    for entry in entries:
        item = held.get(entry.code)
        before = texts.get((item.pk, entry.version)) if item else None
        if before and (before.title, before.text) != (entry.title, entry.text):
            raise CatalogueError(f"{entry.code}: the text changed, but its version is still {entry.version}.")
        if before and before.office_text and before.office_text != entry.office_text:
            raise CatalogueError(f"{entry.code}: the office text changed, but its version is still {entry.version}.")
        if item and item.version > entry.version:
            raise CatalogueError(f"{entry.code}: version {entry.version} is older than the loaded {item.version}.")
        values = {
            "kind": entry.kind,
            "chapter": chapter_of(entry.code),
            "parent": held[entry.parent] if entry.parent else None,
            "title": entry.title,
            "text": entry.text,
            "hint": entry.hint,
            "office_text": entry.office_text,
            "place": entry.place,
            "room": entry.room,
            "minimum": entry.minimum,
            "compares_with_before": entry.compares_with_before,
            "asks_actors": entry.asks_actors,
            "answered_by": entry.answered_by or "",
            "footnotes": list(entry.footnotes),
            "position": entry.position,
            "version": entry.version,
        }
        if item is None:
            item = held[entry.code] = Item.objects.create(code=entry.code, **values)
            changed += 1
        elif any(getattr(item, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(item, name, value)
            item.save()
            changed += 1
        if before is None:
            ItemText.objects.create(
                item=item,
                version=entry.version,
                title=entry.title,
                text=entry.text,
                office_text=entry.office_text,
            )
        elif before.office_text != entry.office_text:
            before.office_text = entry.office_text
            before.save(update_fields=["office_text"])
    return changed
