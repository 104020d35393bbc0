"""The month as a sheet of a calendar."""

import calendar
import datetime
import re
from collections import defaultdict
from typing import Any

from districts.dates import Dated
from districts.forms import YEARS

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def chosen_month(text: str, default: datetime.date) -> datetime.date:
    """The first day of the month named as ``2026-12``; that of ``default`` for anything else."""
    found = _MONTH.fullmatch(text) if text.isascii() else None
    if found and int(found[1]) in YEARS and 1 <= int(found[2]) <= 12:
        return datetime.date(int(found[1]), int(found[2]), 1)
    return default.replace(day=1)


def months_on(first: datetime.date, by: int) -> datetime.date:
    """The first day of the month ``by`` months after that of ``first``."""
    year, month = divmod(first.year * 12 + first.month - 1 + by, 12)
    return datetime.date(year, month + 1, 1)


def neighbour(first: datetime.date, by: int) -> str:
    """The month ``by`` months after ``first`` as the address names it; "" beyond what dates may be."""
    found = months_on(first, by)
    return f"{found:%Y-%m}" if found.year in YEARS else ""


def last_of(first: datetime.date) -> datetime.date:
    """The last day of the month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def weeks_of(first: datetime.date, dates: list[Dated]) -> list[list[dict[str, Any]]]:
    """The month as weeks from Monday on; days of other months have no number."""
    by_day = defaultdict(list)
    for dated in dates:
        by_day[dated.day.day].append(dated)
    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)
    return [[{"day": day or "", "entries": by_day.get(day, [])} for day in week] for week in weeks]
