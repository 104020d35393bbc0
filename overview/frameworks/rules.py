"""Rules of Rahmenvorgaben: draft, publish, a new version, an end; and that a district took note."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.refusals import NotNow, Unfit
from overview.marks import mark_of_words
from overview.models import Framework, FrameworkNote
from partners.entering import entered

MOVED = "Der Entwurf hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."
FOREIGN = "Diese Rahmenvorgabe ist von einem anderen Ressort. Ändern kann sie nur dessen Redaktion."
PUBLISHED = "Diese Fassung ist schon veröffentlicht. Was sich ändern soll, gehört in eine neue Fassung."


def mark_of(row: Framework) -> str:
    """Changes with anything in it: what was read is what is published, or nothing is."""
    return mark_of_words(row.title, row.text, row.codes, str(row.valid_from), row.department)


def departments_held(today: datetime.date) -> list[str]:
    """Ressorts that somebody belongs to on ``today``, in German order. One query, for district and Senate alike."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM senate_departments(%s) name ORDER BY german_key(name)", [today])
        return [name for (name,) in cursor.fetchall()]


def may_edit(row: Framework, own: Collection[str]) -> bool:
    """True for editors of the Ressort it is from."""
    return row.department in own


def may_follow(row: Framework, own: Collection[str]) -> bool:
    """True for who may write the next version: the same Ressort, or any other once nobody belongs to that one."""
    return bool(own) and (row.department in own or row.department not in departments_held(timezone.localdate()))


@transaction.atomic
def draft(*, values: Mapping[str, Any], own: Collection[str], following: Framework | None = None) -> Framework:
    """A new Rahmenvorgabe of a Ressort in ``own``, or the next version of ``following``. Raises as ``change``."""
    if values["department"] not in own:
        raise NotNow(FOREIGN)
    row = Framework(**values)
    if following is not None:
        if not may_follow(following, own):
            raise NotNow(FOREIGN)
        versions = Framework.objects.filter(series=following.series)
        if versions.filter(published_on__isnull=True).exists():
            raise NotNow("Eine neue Fassung ist schon in Vorbereitung.")
        row.series = following.series
        row.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return entered(row)


@transaction.atomic
def change(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], own: Collection[str]) -> None:
    """Changes a draft; different fields of two editors merge. Raises ``NotNow``, ``Conflict``, ``Unfit``."""
    merge_and_save(_draft(pk, own), seen=seen, new=new)


@transaction.atomic
def publish(*, pk: uuid.UUID, mark: str, own: Collection[str]) -> None:
    """Shows the draft to every district, as it was read (``mark``); from now on it is frozen. Raises ``NotNow``."""
    row = _draft(pk, own)
    if mark_of(row) != mark:
        raise NotNow(MOVED)
    before = Framework.objects.published().filter(series=row.series).aggregate(last=Max("valid_from"))["last"]
    if before and before >= row.valid_from:
        raise NotNow(f"Die Fassung davor gilt ab {before:%d.%m.%Y}. Die neue muss an einem späteren Tag beginnen.")
    row.published_on = timezone.localdate()
    row.save(update_fields=["published_on"])


@transaction.atomic
def discard(*, pk: uuid.UUID, own: Collection[str]) -> None:
    """Takes a draft away. Raises ``NotNow`` for what is published."""
    _draft(pk, own).delete()


@transaction.atomic
def end(*, pk: uuid.UUID, ends_on: datetime.date | None, own: Collection[str]) -> None:
    """Sets or takes away the last day of a published version. Raises ``NotNow``, ``Unfit``."""
    row = _locked(pk, own)
    if row.published_on is None:
        raise NotNow("Ein Entwurf gilt noch nicht und hat deshalb kein Ende.")
    if ends_on and ends_on < row.valid_from:
        raise Unfit({"ends_on": f"Die Fassung gilt erst ab {row.valid_from:%d.%m.%Y}."})
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])


def _locked(pk: uuid.UUID, own: Collection[str]) -> Framework:
    row: Framework | None = Framework.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotNow("Diesen Entwurf gibt es nicht mehr.")
    if not may_edit(row, own):
        raise NotNow(FOREIGN)
    return row


def _draft(pk: uuid.UUID, own: Collection[str]) -> Framework:
    row = _locked(pk, own)
    if row.published_on is not None:
        raise NotNow(PUBLISHED)
    return row


@transaction.atomic
def take_note(*, row: Framework, by: Member) -> None:
    """The district has taken note; once, whoever of it says so. Raises ``Refused``, ``NotNow`` for what is over."""
    by.require("note_frameworks")
    if not Framework.objects.holding(timezone.localdate()).filter(pk=row.pk).exists():
        raise NotNow("Diese Fassung gilt nicht mehr.")
    FrameworkNote.objects.get_or_create(framework=row)
