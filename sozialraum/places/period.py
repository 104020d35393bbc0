"""The time a list or the matrix of Förderkulissen is asked for."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from districts.forms import PlausibleDateField


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included. ``asked`` is False where nobody has chosen: then it is today."""

    first: datetime.date
    last: datetime.date
    asked: bool = False

    @property
    def words(self) -> str:
        """For the heading of a list or an export."""
        if not self.asked:
            return f"Stand {self.first:%d.%m.%Y}"
        if self.first == datetime.date.min:
            return f"Zeitraum bis {self.last:%d.%m.%Y}"
        if self.last == datetime.date.max:
            return f"Zeitraum ab {self.first:%d.%m.%Y}"
        return f"Zeitraum {self.first:%d.%m.%Y} bis {self.last:%d.%m.%Y}"


def read_period(params: QueryDict, today: datetime.date) -> Period:
    """What ``von`` and ``bis`` ask for; one alone is a bound, a wrong or upside-down one counts as not chosen."""
    first, last = (_day(params.get(name, "")) for name in ("von", "bis"))
    if (first is None and last is None) or (first and last and last < first):
        return Period(today, today)
    return Period(first or datetime.date.min, last or datetime.date.max, asked=True)


def _day(text: str) -> datetime.date | None:
    try:
        found: datetime.date | None = PlausibleDateField(required=False).clean(text)
    except ValidationError:
        return None
    return found
