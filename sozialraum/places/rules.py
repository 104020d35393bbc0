"""Rules of units, sites, Mittel and programmes.

An office's entry is changed by that office alone (§ 38 BezVG, DESIGN § 1, sentence 3). The Planungskoordination keeps
the programmes, and what it knows of that belongs to no office; it never writes for an office.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from districts.form_page import keys_of
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Region
from districts.refusals import Refused, Unfit
from partners.entering import entered
from sozialraum.models import (
    FormerName,
    FundingStream,
    FundingStreamRegion,
    Need,
    Programme,
    Site,
    SiteUnit,
    SpatialUnit,
    SpatialUnitRegion,
)

PlaceRow = SpatialUnit | Site | FundingStream | Programme | FormerName
Sets = dict[str, set[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Tie:
    """Rows chosen in ``field`` of a form: the table between, its key to the thing, and to what was chosen."""

    field: str
    model: Any
    link: str
    of: str


#: Model -> what several of can be chosen at it.
TIES: dict[Any, Tie] = {
    SpatialUnit: Tie("regions", SpatialUnitRegion, "unit", "region"),
    Site: Tie("units", SiteUnit, "site", "unit"),
    FundingStream: Tie("regions", FundingStreamRegion, "funding", "region"),
}


def may_enter(member: Member) -> bool:
    """True for who prepares for an office, and for the Planungskoordination."""
    return member.may("edit_places") or member.may("prepare_office")


def may_edit(member: Member, row: PlaceRow) -> bool:
    """True for the office whose entry it is; for the Planungskoordination where it is no (longer an) office's."""
    return member.may(*_right(row))


def require(member: Member, row: PlaceRow) -> None:
    """Raises ``Refused`` where ``member`` may not change ``row``."""
    if not may_edit(member, row):
        raise Refused(_right(row)[0])


def _right(row: PlaceRow) -> tuple[str, uuid.UUID | None]:
    office = getattr(row, "office", None)
    # What a dissolved office has left behind, somebody must be able to end.
    return ("prepare_office", office.pk) if office and office.is_active else ("edit_places", None)


def chosen_at(row: PlaceRow) -> set[uuid.UUID]:
    """The keys of what is chosen at ``row``. One query, none where nothing can be."""
    tie = TIES.get(type(row))
    return set(tie.model.objects.filter(**{tie.link: row}).values_list(f"{tie.of}_id", flat=True)) if tie else set()


@transaction.atomic
def enter(model: Any, *, values: Mapping[str, Any], by: Member) -> Any:
    """A new entry. Raises ``Refused`` for another's office, ``Unfit`` where it contradicts itself or is there twice."""
    values = dict(values)
    tie = TIES.get(model)
    chosen = keys_of(values.pop(tie.field)) if tie else set()
    row = model(**values)
    require(by, row)
    _check(row, chosen)
    entered(row)
    if tie:
        merge_ties(tie.model, tie.of, seen=(), new=chosen, **{tie.link: row})
    return row


@transaction.atomic
def change(model: Any, *, pk: uuid.UUID, seen: Mapping[str, Any], new: Mapping[str, Any], by: Member) -> None:
    """Merges a change field by field, and what is chosen one by one. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    row = model.objects.select_for_update(of=("self",)).get(pk=pk)
    require(by, row)
    seen, new = dict(seen), dict(new)
    tie = TIES.get(model)
    if tie:
        shown, wanted = keys_of(seen.pop(tie.field)), keys_of(new.pop(tie.field))
        merge_ties(tie.model, tie.of, seen=shown, new=wanted, **{tie.link: row})
    merge_and_save(row, seen=seen, new=new)
    _check(row, chosen_at(row))


@transaction.atomic
def remove(model: Any, *, pk: uuid.UUID, by: Member) -> None:
    """Takes an entry away; its history stays in the database. Raises ``Refused``.

    A Bedarf that names a unit goes on naming it, in words.
    """
    row = model.objects.select_for_update(of=("self",)).get(pk=pk)
    require(by, row)
    if isinstance(row, SpatialUnit):
        Need.objects.filter(unit=row).update(unit=None, unit_words=row.name)
    row.delete()


def _check(row: PlaceRow, chosen: set[uuid.UUID]) -> None:
    """What no constraint of one table can say. Raises ``Unfit``."""
    if isinstance(row, SpatialUnit):
        _check_level(row, chosen)
    elif isinstance(row, Site):
        if SpatialUnit.objects.filter(pk__in=chosen).exclude(office=row.office_id).exists():
            raise Unfit({"units": "Bitte wählen Sie nur Einheiten des eigenen Amtes."})
    elif isinstance(row, FundingStream):
        if row.bound and not chosen:
            raise Unfit({"regions": "Bitte wählen Sie, an welche Räume die Mittel gebunden sind."})
        _check_twice(row, chosen)
    elif isinstance(row, FormerName):
        _check_name(row)


def _check_level(row: SpatialUnit, chosen: set[uuid.UUID]) -> None:
    others = (
        Region.objects.filter(pk__in=chosen).exclude(level=row.level).order_by("key").values_list("name", flat=True)
    )
    if names := list(others[:3]):
        label = Region.Level(row.level).label
        raise Unfit({"regions": f"Als Ebene ist „{label}“ gewählt. Nicht auf dieser Ebene: {', '.join(names)}."})


def _check_name(row: FormerName) -> None:
    programme = row.programme
    if programme.starts_on and row.until < programme.starts_on:
        raise Unfit({"until": f"Das Programm besteht erst seit dem {programme.starts_on:%d.%m.%Y}."})
    if programme.ends_on and row.until >= programme.ends_on:
        raise Unfit({"until": f"Das Programm ist am {programme.ends_on:%d.%m.%Y} beendet; dann hieß es anders."})


def _check_twice(row: FundingStream, chosen: set[uuid.UUID]) -> None:
    """The same programme, office and regions may not be entered twice for the same time."""
    # Whoever enters Mittel of this programme at the same moment waits here, and then finds this entry.
    Programme.objects.select_for_update().get(pk=row.programme_id)
    others = FundingStream.objects.filter(programme=row.programme_id, office=row.office_id).exclude(pk=row.pk)
    others = others.between(row.starts_on or datetime.date.min, row.ends_on or datetime.date.max)
    held: dict[uuid.UUID, set[uuid.UUID]] = {}
    for funding, region in FundingStreamRegion.objects.filter(funding__in=others).values_list("funding", "region"):
        held.setdefault(funding, set()).add(region)
    for other in others.order_by("starts_on", "pk"):
        if held.get(other.pk, set()) == chosen:
            period = f"{other.starts_on:%d.%m.%Y} bis " + (
                f"{other.ends_on:%d.%m.%Y}" if other.ends_on else "auf Weiteres"
            )
            raise Unfit(
                {
                    "starts_on": f"Aus diesem Programm stehen für dieselben Räume in dieser Zeit schon Mittel da: "
                    f"„{other.title}“, {period}. Ändern Sie den Zeitraum oder ergänzen Sie den anderen Eintrag."
                }
            )
