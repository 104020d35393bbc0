"""A file of figures between its upload and its end: kept for its check, taken over in one go, or nothing of it."""

import datetime
from collections.abc import Collection
from dataclasses import astuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from districts.member import Member
from districts.models import Region
from districts.refusals import NotNow, Unfit
from lists.table_file import TableError
from sozialraum.models import PendingFigures
from sozialraum.region_models import KEEPS
from sozialraum.regions.comparing import Check, compare, take_in
from sozialraum.regions.reading import Column, read_figures

#: A file nobody took over goes with the next one that anybody reads in.
KEPT_FOR = datetime.timedelta(days=7)
MOVED = (
    "Die Kennzahlen haben sich inzwischen geändert. Es wurde nichts übernommen. Bitte sehen Sie die Prüfung noch an."
)


@transaction.atomic
def keep_file(
    *, content: bytes, file_name: str, year: int | None, source: str, released: bool, by: Member
) -> PendingFigures:
    """Reads a file and keeps what it says of the own regions for the check, instead of an earlier one of this person.

    No figure changes. Raises ``Unfit`` at ``file`` for what is no such table.
    """
    by.require(KEEPS)
    today = timezone.localdate()
    known = set(Region.objects.values_list("key", flat=True))
    try:
        found = read_figures(content, known=known, year=year, this_year=today.year)
    except TableError as error:
        raise Unfit({"file": str(error)}) from error
    PendingFigures.objects.filter(Q(person=by.user) | Q(uploaded_on__lt=today - KEPT_FOR)).delete()
    return PendingFigures.objects.create(
        person=by.user,
        file_name=file_name[:200],
        source=source,
        released=released,
        columns=[astuple(column) for column in found.columns],
        values=found.values,
        notes=found.notes,
        faults=found.faults,
        uploaded_on=today,
    )


def check(pending: PendingFigures) -> Check:
    """What the kept file would do now. Three queries."""
    return compare([Column(*column) for column in pending.columns], map(tuple, pending.values))


@transaction.atomic
def take_over(
    *, pending_id: UUID, mark: str, names: Collection[str], leave_faults: bool, by: Member
) -> tuple[int, int]:
    """Writes the figures called ``names`` of what the check with this ``mark`` showed, and removes the file.

    Returns how many values were new and changed. Raises ``NotNow`` where something changed since, ``Unfit`` where
    faults are not to be left out or nothing is chosen.
    """
    by.require(KEEPS)
    pending = PendingFigures.objects.select_for_update().filter(pk=pending_id, person=by.user).first()
    if pending is None:
        raise NotNow("Diese Datei ist schon übernommen oder verworfen.")
    found = check(pending)
    if found.mark != mark:
        raise NotNow(MOVED)
    if (pending.faults or any(line.problem for line in found.lines)) and not leave_faults:
        raise Unfit({"": "Die Datei hat Fehler. Bessern Sie sie aus, oder lassen Sie aus, was nicht stimmt."})
    chosen = [line for line in found.lines if line.column.name in names and not line.problem]
    if not chosen:
        raise Unfit({"": "Bitte wählen Sie mindestens eine Kennzahl."})
    done = take_in(chosen, file_name=pending.file_name, source=pending.source, released=pending.released)
    pending.delete()
    return done
