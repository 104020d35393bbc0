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

    A wording written in the tool stays until the files bring another one than they did before, in a higher version.
    What belongs to the Mindestmaß is in the files for the beginning only: after that it is agreed with the districts
    (overview/minimum).
    """
    held = {item.code: item for item in Item.objects.all()}
    begins = not held
    # The last wording of each point that the files brought.
    brought = {text.item_id: text for text in ItemText.objects.filter(reason="").order_by("version")}
    changed = 0
    for entry in entries:
        item = held.get(entry.code)
        before = brought.get(item.pk) if item else None
        new = item is None or before is None or brings_new_wording(entry, before, item)
        values = {
            "kind": entry.kind,
            "chapter": chapter_of(entry.code),
            "parent": held[entry.parent] if entry.parent else None,
            "place": entry.place,
            "room": entry.room,
            "minimum": item.minimum if item else begins and entry.minimum,
            "compares_with_before": entry.compares_with_before,
            "asks_actors": entry.asks_actors,
            "answered_by": entry.answered_by or "",
            "footnotes": list(entry.footnotes),
            "position": entry.position,
        }
        words = {"title": entry.title, "text": entry.text, "hint": entry.hint, "office_text": entry.office_text}
        if new:
            values |= words | {"version": entry.version}
        elif item and before and item.version == before.version:
            values |= words
        if item is None:
            item = held[entry.code] = Item.objects.create(code=entry.code, **values)
            changed += 1
        elif any(getattr(item, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(item, name, value)
            item.save()
            changed += 1
        if new:
            ItemText.objects.create(item=item, version=entry.version, **words)
        elif before and (before.hint, before.office_text) != (entry.hint, entry.office_text):
            before.hint, before.office_text = entry.hint, entry.office_text
            before.save(update_fields=["hint", "office_text"])
    return changed


def brings_new_wording(entry: CatalogueItem, before: ItemText, item: Item) -> bool:
    """True where the files say something else than ``before``, what they said last.

    Raises ``CatalogueError`` where its version is not a new one: what districts were shown under a version stays that,
    be it from the files or written in the tool. A hint is help, no wording: it may be mended without a version. A
    wording for one office that the version did not have yet was shown to nobody and is added.
    """
    same_text = (before.title, before.text) == (entry.title, entry.text)
    if same_text and before.office_text in ("", entry.office_text):
        return False
    if entry.version < before.version:
        raise CatalogueError(f"{entry.code}: version {entry.version} is older than the loaded {before.version}.")
    if entry.version == before.version:
        what = "office text" if same_text else "text"
        raise CatalogueError(f"{entry.code}: the {what} changed, but its version is still {entry.version}.")
    if entry.version <= item.version:
        raise CatalogueError(
            f"{entry.code}: the files bring a new text as version {entry.version}, but version {item.version} was "
            "written in the tool; give the files a version above it."
        )
    return True
