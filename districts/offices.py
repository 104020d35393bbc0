"""Rules of offices and Geschäftsbereiche: they are the district's data, and what hangs on them stays true."""

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef

from districts.member import Member
from districts.merge import merge, merge_and_save
from districts.models import (
    BusinessArea,
    District,
    Office,
    OfficeGroupObjectPermission,
    OfficeUserObjectPermission,
)
from districts.refusals import NotNow
from districts.rights import grant_rights

Row = TypeVar("Row", BusinessArea, Office, District)

#: Tables of rights that belong to the office itself and go with it.
_OWN = (OfficeGroupObjectPermission, OfficeUserObjectPermission)


@transaction.atomic
def add_area(*, values: Mapping[str, object]) -> BusinessArea:
    """A new Geschäftsbereich of the active district; ``NotNow`` if somebody made the same one at this moment."""
    try:
        with transaction.atomic():
            return BusinessArea.objects.create(**values)
    except IntegrityError as error:
        raise NotNow("Diesen Geschäftsbereich gibt es inzwischen schon.") from error


@transaction.atomic
def add_office(*, district: District, values: Mapping[str, object]) -> Office:
    """A new office of the active district with the groups that carry its rights; ``NotNow`` as in ``add_area``."""
    try:
        with transaction.atomic():
            office = Office.objects.create(**values)
    except IntegrityError as error:
        raise NotNow("Ein Amt oder eine OE mit diesem Namen oder Kurznamen gibt es inzwischen schon.") from error
    grant_rights(district, offices=[office])
    return office


@transaction.atomic
def edit(row: Row, *, seen: Mapping[str, object], new: Mapping[str, object]) -> Row:
    """Stores what was changed in ``row``, field by field; raises ``Conflict``, or ``NotNow`` on a name just taken."""
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    changed = merge(locked, seen=seen, new=new)
    if changed:
        try:
            with transaction.atomic():
                locked.save(update_fields=changed)
        except IntegrityError as error:
            raise NotNow("Dieser Name ist inzwischen vergeben.") from error
    return locked


@transaction.atomic
def set_office_active(*, office_id: uuid.UUID, is_active: bool) -> Office:
    """Marks an office as no longer existing, or as existing again. What it wrote stays."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office_id)
    office.is_active = is_active
    office.save(update_fields=["is_active"])
    return office


@transaction.atomic
def say_whether_sensible(
    *, office_id: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> Office:
    """The head says why it is not sensible for the own office (B3.1d), or takes that back with an empty text.

    Raises ``Refused``, ``Conflict``.
    """
    by.require("represent_office", office_id)
    office: Office = Office.objects.select_for_update(of=("self",)).get(pk=office_id)
    merge_and_save(office, seen=seen, new=new)
    return office


def what_hangs_on(row: Row) -> list[str]:
    """German plurals of what points at ``row`` (memberships, entries of the rooms above …), with one query.

    Reads the models instead of a list: a room that comes later is asked too, without being known here.
    """
    asked: dict[str, str] = {}
    conditions: dict[str, Exists] = {}
    for field in row._meta.get_fields(include_hidden=True):
        if not isinstance(field, models.ManyToOneRel) or field.related_model in _OWN:
            continue
        if field.on_delete is models.DO_NOTHING:  # its history, which outlives it
            continue
        other: Any = field.related_model
        name = f"hangs_{len(asked)}"
        asked[name] = str(other._meta.verbose_name_plural)
        conditions[name] = Exists(other._base_manager.filter(**{field.field.name: OuterRef("pk")}))
    found = type(row)._default_manager.filter(pk=row.pk).values(**conditions).first() or {}
    return sorted({asked[name] for name, there in found.items() if there})


@transaction.atomic
def delete(row: Row) -> None:
    """Deletes an office or area nothing hangs on; else ``NotNow`` with a sentence that says what to do instead."""
    locked = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise NotNow("Der Eintrag ist schon gelöscht.")
    hanging = what_hangs_on(locked)
    if hanging:
        raise NotNow(sentence_of(locked, hanging))
    if isinstance(locked, Office):
        OfficeGroupObjectPermission.objects.filter(content_object=locked).delete()
    try:
        with transaction.atomic():
            # Not Model.delete(): the collector would ask tables that the district's role may not read.
            type(row)._default_manager.filter(pk=locked.pk)._raw_delete("default")
    except IntegrityError as error:
        raise NotNow(sentence_of(locked, ["weitere Einträge"])) from error


def sentence_of(row: Row, hanging: list[str]) -> str:
    """Why ``row`` cannot be deleted, and what to do instead."""
    things = ", ".join(hanging)
    if isinstance(row, Office):
        return (
            f"„{row.name}“ wird noch gebraucht ({things}) und kann nicht gelöscht werden. "
            "Kennzeichnen Sie es stattdessen als „besteht nicht mehr“: Was dort eingetragen ist, bleibt lesbar."
        )
    return (
        f"An „{row}“ hängen noch Einträge ({things}). Ordnen Sie die Ämter zuerst einem anderen Geschäftsbereich zu; "
        "ein Geschäftsbereich mit Mitgliedern oder Einladungen bleibt erhalten."
    )
