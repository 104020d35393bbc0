"""Publishing: what would become public now, making it public, taking it back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.refusals import NotNow
from districts.rooms import in_use
from partners.actors.exports import as_cell, read
from partners.actors.placing import points_of
from partners.models import Actor, Publication
from partners.offered import ROOM

#: Heading -> field: everything that becomes public, and nothing besides.
FIELDS = {
    "Name": "name", "Art": "kind__name", "Träger": "carrier", "Straße": "street", "Hausnummer": "house_number",
    "Postleitzahl": "postcode", "Ort": "town", "Regionsschlüssel": "region__key", "Region": "region__name",
    "Angebote": "offer_titles", "Funktionspostfach": "mailbox", "Breite": "latitude", "Länge": "longitude",
    "Kennung": "pk",
}  # fmt: skip
MOVED = "Das Verzeichnis hat sich inzwischen geändert. Bitte sehen Sie sich die Vorschau noch einmal an."


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing now would show. ``held_back`` were changed since their release and wait to be checked."""

    entries: list[dict[str, Any]]
    held_back: int

    @property
    def mark(self) -> str:
        """Changes with anything in it: what was looked at is what is published, or nothing is."""
        text = json.dumps(self.entries, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def preview(*, by: Member) -> Preview:
    """The released actors with ``FIELDS``. Three queries."""
    by.require("release_actors")
    approved = Actor.objects.approved()
    rows = list(read(approved.filter(changed_on=None).order_by("sort_key", "pk"), list(FIELDS.values())))
    points = points_of(rows)
    entries = []
    for row in rows:
        east, north = points.get(row["pk"], (None, None))
        lists = {name: value if isinstance(value, list) else as_cell(name, value) for name, value in row.items()}
        entries.append(lists | {"longitude": east, "latitude": north})
    return Preview(entries, approved.exclude(changed_on=None).count())


@dataclass(frozen=True, slots=True)
class Difference:
    """How what is public differs from what would be."""

    new: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def difference(publication: Publication, now: Preview) -> Difference:
    """Counts entries by their Kennung."""
    before = {entry["pk"]: entry for entry in publication.entries}
    after = {entry["pk"]: entry for entry in now.entries}
    changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
    return Difference(len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))


@transaction.atomic
def publish(*, seen: Mapping[str, Any], new: Mapping[str, Any], mark: str, by: Member) -> Publication:
    """Makes public what the preview with ``mark`` showed, with the words in ``new``; ``seen`` is what the form showed.

    Raises ``Refused``, ``NotNow`` where the register changed since, ``Conflict`` with both texts.
    """
    by.require("release_actors")
    now, today = preview(by=by), timezone.localdate()
    if now.mark != mark:
        raise NotNow(MOVED)
    row: Publication | None = Publication.objects.select_for_update().first()
    if row is None:
        return Publication.objects.create(**new, entries=now.entries, issued_on=today, modified_on=today)
    merge_and_save(row, seen=seen, new=new)
    row.entries, row.modified_on = now.entries, today
    row.save(update_fields=["entries", "modified_on"])
    return row


@transaction.atomic
def take_back(*, by: Member) -> None:
    """Nothing is public any more, at once. Harmless to repeat."""
    by.require("release_actors")
    Publication.objects.all().delete()


def published(slug: str) -> Publication | None:
    """What the district ``slug`` shows to everybody, read as the login role; None where it shows nothing."""
    row = Publication.objects.filter(district__slug=slug, district__is_active=True).select_related("district").first()
    return row if row and ROOM in in_use(row.district.rooms) else None
