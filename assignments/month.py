"""The dates of one month: Fristen and milestones of the Aufträge a person may read."""

import calendar
import datetime
import re
from collections import defaultdict
from typing import Any

from django.urls import reverse

from assignments.models import Assignment, Milestone
from assignments.states import State
from districts.forms import YEARS
from districts.member import Member

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def chosen_month(text: str, today: datetime.date) -> datetime.date:
    """The first day of the month named as ``2026-12``; the present month for anything else."""
    found = _MONTH.fullmatch(text) if text.isascii() else None
    if found and int(found[1]) in YEARS and 1 <= int(found[2]) <= 12:
        return datetime.date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def neighbour(first: datetime.date, by: int) -> str:
    """The month before or after ``first`` as the address names it; "" beyond what dates may be."""
    months = first.year * 12 + first.month - 1 + by
    year, month = divmod(months, 12)
    return f"{year}-{month + 1:02}" if year in YEARS else ""


def dates_of(member: Member, first: datetime.date, today: datetime.date) -> list[dict[str, Any]]:
    """What falls into the month, in the order of days. Two queries."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    slug = member.district.slug
    visible = Assignment.objects.visible_to(member)
    rows = visible.filter(due_on__range=(first, last)).exclude(state__in=[State.DRAFT, State.WITHDRAWN])
    found = [
        {
            "day": row.due_on,
            "title": row.title,
            "kind": "Frist",
            "late": row.is_late(today),
            "state": row.get_state_display(),
            "url": reverse("assignment", args=[slug, row.pk]),
        }
        for row in rows
    ]
    marks = Milestone.objects.filter(due_on__range=(first, last), assignment__in=visible.filter(state__in=State.open()))
    found += [
        {
            "day": mark.due_on,
            "title": mark.title,
            "kind": "Meilenstein",
            "late": mark.reached_on is None and mark.due_on < today,
            "state": "erreicht" if mark.reached_on else "offen",
            "url": reverse("assignment", args=[slug, mark.assignment_id]),
        }
        for mark in marks
    ]
    return sorted(found, key=lambda entry: (entry["day"], entry["kind"], entry["title"]))


def weeks_of(first: datetime.date, dates: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The month as weeks from Monday on; days of other months have no number."""
    by_day = defaultdict(list)
    for entry in dates:
        by_day[entry["day"].day].append(entry)
    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)
    return [[{"day": day or "", "entries": by_day.get(day, [])} for day in week] for week in weeks]
