"""Days on which an office works: nobody decides, writes or meets on a Sunday or on a holiday of Berlin."""

import datetime
from functools import cache

_FIXED = {(1, 1), (3, 8), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}
#: Days after Easter Sunday: Karfreitag, Ostermontag, Himmelfahrt, Pfingstmontag.
_AFTER_EASTER = (-2, 1, 39, 50)


def working_day(day: datetime.date) -> datetime.date:
    """``day`` itself, or the last working day before it."""
    while day.weekday() > 4 or (day.month, day.day) in _FIXED or day in _moving_holidays(day.year):
        day -= datetime.timedelta(days=1)
    return day


@cache
def _moving_holidays(year: int) -> frozenset[datetime.date]:
    easter = _easter(year)
    return frozenset(easter + datetime.timedelta(days=days) for days in _AFTER_EASTER)


def _easter(year: int) -> datetime.date:
    """Easter Sunday by Spencer's rule of 1876 (the "anonymous Gregorian" computus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return datetime.date(year, month, day + 1)
