"""Working days in Berlin, by the holidays of the law (library ``holidays``, the state BE)."""

import datetime
from functools import lru_cache

import holidays


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("DE", subdiv="BE", years=year))


def is_working_day(day: datetime.date) -> bool:
    """True from Monday to Friday, except on a public holiday in Berlin."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def working_day_until(day: datetime.date) -> datetime.date:
    """``day`` itself, or the last working day before it."""
    while not is_working_day(day):
        day -= datetime.timedelta(days=1)
    return day


def working_days_after(day: datetime.date, count: int) -> datetime.date:
    """The last of the ``count`` working days that follow ``day``: of 10 from a Monday without holidays, the Monday in
    two weeks."""
    while count:
        day += datetime.timedelta(days=1)
        count -= is_working_day(day)
    return day
