"""Kinds of Gremien: what a new district begins with, and how it changes them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from districts.member import Member
from districts.merge import merge_and_save
from districts.models import District
from partners.models import BodyKind, Sort

#: Key, name, who usually sits at the table.
KINDS: tuple[tuple[str, str, Sort], ...] = (
    ("AGSRO", "AG Sozialraumorientierung (AG SRO)", Sort.INTERNAL),
    ("BA", "Sitzung des Bezirksamts", Sort.INTERNAL),
    ("AMTR", "Ämterrunde", Sort.INTERNAL),
    ("LENK", "Lenkungs- oder Steuerungsrunde", Sort.INTERNAL),
    ("FACH", "Fachrunde mit der Senatsverwaltung", Sort.VERTICAL),
    ("KOGSRO", "Überbezirkliche Koordinierungsgruppe der OE SPKen (KoG SRO)", Sort.VERTICAL),
    ("STK", "Stadtteilkonferenz oder Ortsteilkonferenz", Sort.WITH_ACTORS),
    ("KIEZR", "Kiezrunde oder Kiezrat", Sort.WITH_ACTORS),
    ("RT", "Runder Tisch", Sort.WITH_ACTORS),
    ("AK", "Arbeitskreis", Sort.WITH_ACTORS),
    ("BEI", "Beirat", Sort.WITH_ACTORS),
    ("QR", "Quartiersrat", Sort.WITH_ACTORS),
    ("PR", "Präventionsrat", Sort.WITH_ACTORS),
    ("AG78", "Arbeitsgemeinschaft nach § 78 SGB VIII", Sort.WITH_ACTORS),
    ("BVVA", "Ausschuss der BVV", Sort.WITH_ACTORS),
)


def lay_out_body_kinds(district: District) -> None:
    """Creates what is missing for ``district``; touches nothing that is there. Idempotent, inside the wall."""
    keys, names = set(), set()
    for key, name in BodyKind.objects.values_list("key", "name"):
        keys.add(key)
        names.add(name)
    BodyKind.objects.bulk_create(
        BodyKind(key=key, name=name, sort=sort) for key, name, sort in KINDS if key not in keys and name not in names
    )


@transaction.atomic
def add_kind(*, values: Mapping[str, Any], by: Member) -> BodyKind:
    """Adds a kind of the district's own. Raises ``Refused``."""
    by.require("edit_bodies")
    return BodyKind.objects.create(**values)


@transaction.atomic
def change_kind(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Changes a kind field by field. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    by.require("edit_bodies")
    merge_and_save(BodyKind.objects.select_for_update(of=("self",)).get(pk=pk), seen=seen, new=new)
