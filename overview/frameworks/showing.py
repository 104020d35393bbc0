"""Rahmenvorgaben as pages show them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Func, JSONField, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from checklist.models import Progress
from checklist.point_parts import PointPart
from districts.member import Member
from districts.navigation import address
from lists.compiled import CompiledQuery, Given
from overview.framework_models import BADGES, Time, times_of
from overview.models import Framework, FrameworkNote

#: Time -> heading of the list.
HEADINGS = {Time.IN_FORCE: "Das gilt", Time.COMING: "Das kommt", Time.FORMER: "Das galt früher"}


@dataclass(frozen=True, slots=True)
class Line:
    """A version in a list."""

    row: Framework
    url: str
    time: Time
    noted: datetime.date | bool | None = None

    @property
    def badge(self) -> str:
        """The shape of its state."""
        return BADGES[self.time]


def grouped(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under their headings, each by its day, the latest first; headings without lines are left out."""
    by_day = sorted(lines, key=lambda line: line.row.valid_from, reverse=True)
    found = [(heading, [line for line in by_day if line.time == time]) for time, heading in HEADINGS.items()]
    return [(heading, own) for heading, own in found if own]


def read_published(today: datetime.date) -> list[tuple[Framework, Time]]:
    """All published versions without their texts, with how they stand. One query."""
    rows = list(Framework.objects.published().defer("text"))
    times = times_of(rows, today)
    return [(row, times[row.pk]) for row in rows]


def versions_of(row: Framework, today: datetime.date, url: Any) -> list[Line]:
    """The published versions of the same Rahmenvorgabe, the latest first. One query."""
    rows = list(Framework.objects.published().filter(series=row.series).defer("text").order_by("-number"))
    times = times_of(rows, today)
    return [Line(found, url(found.pk), times[found.pk]) for found in rows]


def lines_for(member: Member, today: datetime.date) -> list[Line]:
    """What the district reads, with the day it took note. Two queries."""
    days = dict(FrameworkNote.objects.values_list("framework_id", "noted_on"))
    return [
        Line(row, reverse("framework", args=[member.district.slug, row.pk]), time, days.get(row.pk))
        for row, time in read_published(today)
    ]


def _at_point(*, code: Given, today: Given) -> QuerySet[Framework]:
    held = Framework.objects.holding(today)
    there = Func(Cast(code, TextField()), function="jsonb_build_array", output_field=JSONField())
    return held.filter(codes__contains=there).defer("text").order_by("valid_from", "title")


_AT_POINT: CompiledQuery[Framework] = CompiledQuery(_at_point, code=TextField(), today=DateField())


def frameworks_at_point(member: Member, row: Progress) -> PointPart | None:
    """What the Senate has set for this point: what is in force, and what comes. One query."""
    if row.item_id is None:
        return None
    today = timezone.localdate()
    lines = [
        Line(
            found,
            address("framework", args=(member.district.slug, found.pk)),
            Time.COMING if found.valid_from > today else Time.IN_FORCE,
        )
        for found in _AT_POINT.rows(code=row.code, today=today)
    ]
    if not lines:
        return None
    context = {"lines": lines}
    return PointPart("Rahmenvorgaben der Senatsverwaltungen", "overview/frameworks/at_point.html", context)
