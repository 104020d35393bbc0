"""Rules of figures: add, change, take away (a year, or all of it)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.refusals import NotNow
from sozialraum.models import Figure, FigureValue
from sozialraum.region_models import KEEPS
from sozialraum.regions.comparing import refresh_latest


@transaction.atomic
def change_figure(
    *, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], released: bool, by: Member
) -> None:
    """Changes what is said of a figure; its values come by reading in alone. Raises ``Refused``, ``Conflict``."""
    by.require(KEEPS)
    row: Figure = Figure.objects.select_for_update().get(pk=pk)
    merge_and_save(row, seen=seen, new=new)
    if (row.released_on is not None) != released:
        row.released_on = timezone.localdate() if released else None
        row.save(update_fields=["released_on"])


@transaction.atomic
def remove_values(*, pk: uuid.UUID, year: int | None, by: Member) -> None:
    """Takes away the values of one ``year``, or without one the figure with all its values.

    Raises ``Refused``, ``NotNow`` where they are gone already.
    """
    by.require(KEEPS)
    row = Figure.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotNow("Diese Kennzahl ist schon entfernt.")
    if year is None:
        row.delete()
        return
    FigureValue.objects.filter(figure=row, year=year).delete()
    refresh_latest([row.pk])
