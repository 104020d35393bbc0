"""Rules of the functional levels (A2c, B3.3): names, mandates, who serves them, and what is still missing."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from checklist.models import FunctionalRole, FunctionalRoleRegion, FunctionLevel
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Region


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there yet, as a neutral sentence. ``level`` or ``role`` says where to fill it.

    ``regions`` are those the sentence counts: a page names them apart, so that the link stays short.
    """

    sentence: str
    level: FunctionLevel
    role: FunctionalRole | None = None
    regions: Sequence[Region] = ()


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level with its functions: those that hold today or later, and those that ended."""

    level: FunctionLevel
    present: list[FunctionalRole]
    past: list[FunctionalRole]


def read_levels(today: datetime.date) -> list[LevelView]:
    """The three levels in the order of B3.3, with their functions, offices and regions."""
    # The outline of a region is large and never shown here.
    regions = Prefetch("regions", Region.objects.defer("geometry"))
    roles = list(FunctionalRole.objects.select_related("office").prefetch_related(regions))
    order = list(FunctionLevel.Code)
    levels = sorted(FunctionLevel.objects.all(), key=lambda level: order.index(FunctionLevel.Code(level.code)))
    views = []
    for level in levels:
        own = [role for role in roles if role.level_id == level.pk]
        ended = [role for role in own if role.ends_on is not None and role.ends_on < today]
        views.append(LevelView(level, [role for role in own if role not in ended], ended))
    return views


def find_gaps(levels: Sequence[LevelView], regions: Iterable[Region]) -> list[Gap]:
    """What the district has not settled yet: levels without function, hours, persons, regions nobody serves."""
    gaps = []
    for view in levels:
        if not view.present:
            gaps.append(Gap(f"Für die Ebene „{view.level.name}“ ist noch keine Funktion eingetragen.", view.level))
        for role in view.present:
            if role.hours is None:
                gaps.append(Gap(f"Für „{role.title}“ sind noch keine Stunden eingetragen.", view.level, role))
            if not role.person:
                gaps.append(Gap(f"Für „{role.title}“ ist noch keine Person eingetragen.", view.level, role))
    serving = next((v for v in levels if v.level.code == FunctionLevel.Code.NEIGHBOURHOOD), None)
    if serving is not None and serving.present:
        open_regions = unserved(serving.present, regions)
        if open_regions:
            which = "eine Bezirksregion" if len(open_regions) == 1 else f"{len(open_regions)} Bezirksregionen"
            sentence = f"Für {which} ist noch keine Stadtteilkoordination eingetragen."
            gaps.append(Gap(sentence, serving.level, regions=open_regions))
    return gaps


def unserved(roles: Iterable[FunctionalRole], regions: Iterable[Region]) -> list[Region]:
    """Bezirksregionen that none of ``roles`` serves, neither by themselves nor through their Prognoseraum."""
    served = {region.pk for role in roles for region in role.regions.all()}
    return [
        region
        for region in regions
        if region.level == Region.Level.BEZIRKSREGION and not served & {region.pk, region.parent_id}
    ]


@transaction.atomic
def change_level(*, level: FunctionLevel, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Merges the district's own name and mandate of a level. Raises ``Refused``, ``Conflict``."""
    by.require("edit_checklist")
    row = FunctionLevel.objects.select_for_update(of=("self",)).get(pk=level.pk)
    merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def add_role(*, values: Mapping[str, Any], regions: Iterable[uuid.UUID], by: Member) -> FunctionalRole:
    """Adds a function with the regions it serves. Raises ``Refused``."""
    by.require("edit_checklist")
    role = FunctionalRole.objects.create(**values)
    FunctionalRoleRegion.objects.bulk_create(FunctionalRoleRegion(role=role, region_id=key) for key in regions)
    return role


@transaction.atomic
def change_role(
    *,
    role: FunctionalRole,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_regions: Iterable[uuid.UUID],
    new_regions: Iterable[uuid.UUID],
    by: Member,
) -> None:
    """Merges a changed function; regions merge one by one. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    by.require("edit_checklist")
    row = FunctionalRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(FunctionalRoleRegion, "region", seen=seen_regions, new=new_regions, role=row)


@transaction.atomic
def remove_role(*, role: FunctionalRole, by: Member) -> None:
    """Takes a function away; its history, which holds no name of a person, stays in the database."""
    by.require("edit_checklist")
    role.delete()
