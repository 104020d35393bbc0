"""Rules of the understanding (B3.0, FN1): the four texts, the workshops, and which office agrees."""

import datetime
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from checklist.models import Agreement, Understanding, Workshop, WorkshopOffice
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Office
from districts.refusals import NotNow, Unfit


def the_understanding() -> Understanding:
    """The one row of the active district; made when the district was founded, or here."""
    return Understanding.objects.first() or Understanding.objects.create()


@transaction.atomic
def write_understanding(*, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Merges the texts field by field. Raises ``Refused``; ``Conflict`` where the same text was changed meanwhile."""
    by.require("edit_checklist")
    row = Understanding.objects.select_for_update(of=("self",)).get(pk=the_understanding().pk)
    merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def record_workshop(*, title: str, held_on: datetime.date, outcome: str, offices: Iterable[Office], by: Member) -> None:
    """Adds a workshop with the offices that took part."""
    by.require("edit_checklist")
    workshop = Workshop.objects.create(title=title, held_on=held_on, outcome=outcome)
    WorkshopOffice.objects.bulk_create(WorkshopOffice(workshop=workshop, office=office) for office in offices)


@transaction.atomic
def change_workshop(
    *,
    workshop: Workshop,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_offices: Iterable[uuid.UUID],
    new_offices: Iterable[uuid.UUID],
    by: Member,
) -> None:
    """Merges a changed workshop; offices merge one by one. Errors as in ``write_understanding``."""
    by.require("edit_checklist")
    row = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(WorkshopOffice, "office", seen=seen_offices, new=new_offices, workshop=row)


@transaction.atomic
def remove_workshop(*, workshop: Workshop, by: Member) -> None:
    """Takes a workshop away; its history stays in the database."""
    by.require("edit_checklist")
    WorkshopOffice.objects.filter(workshop=workshop).delete()
    Workshop.objects.filter(pk=workshop.pk).delete()


@transaction.atomic
def agree(*, office_id: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """The head of an office agrees for it, or changes date and note. Nobody agrees for another office.

    Raises ``Refused``; ``Unfit`` for a date to come; ``Conflict`` where date or note were changed meanwhile.
    """
    by.require("represent_office", office_id)
    day = new["agreed_on"]
    if isinstance(day, datetime.date) and day > timezone.localdate():
        raise Unfit({"agreed_on": "Dieser Tag liegt in der Zukunft. Zustimmen kann ein Amt heute oder früher."})
    row = Agreement.objects.select_for_update(of=("self",)).filter(office_id=office_id).first()
    if row is None:
        Agreement.objects.create(office_id=office_id, **new)
    else:
        merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def withdraw(*, office_id: uuid.UUID, by: Member) -> None:
    """Takes the agreement of an office back. Raises ``Refused``; ``NotNow`` if there is none (any more)."""
    by.require("represent_office", office_id)
    deleted, _ = Agreement.objects.filter(office_id=office_id).delete()
    if not deleted:
        raise NotNow("Für Ihr Amt ist zurzeit keine Zustimmung eingetragen.")
