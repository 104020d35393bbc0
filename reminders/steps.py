"""Which step of a thing has been reached: pure functions of dates and of a district's settings.

A step is a number of days before the due date: 14, 3, 0, then -7, -14, … each week. Only the last one reached counts,
so after nine days without a worker a person gets one reminder, not nine.
"""

import datetime

from reminders.calendar import working_day_until
from reminders.models import ReminderSettings

WEEK = 7


def reached(step: int, *, due_on: datetime.date, today: datetime.date) -> bool:
    """True if the day of ``step`` has come; on a weekend or holiday it is the working day before."""
    return working_day_until(due_on - datetime.timedelta(days=step)) <= today


def holder_step(*, due_on: datetime.date, today: datetime.date, settings: ReminderSettings) -> int | None:
    """The last step reached for whoever does it; None while it is too early."""
    weekly = _weekly(first=WEEK, due_on=due_on, today=today)
    if weekly is not None:
        return weekly
    leads = (0, settings.second_lead, settings.first_lead)
    return next((lead for lead in leads if reached(lead, due_on=due_on, today=today)), None)


def late_step(*, after: int, due_on: datetime.date, today: datetime.date) -> int | None:
    """The last step reached for those who hear of it only ``after`` so many days; None until then."""
    return _weekly(first=after, due_on=due_on, today=today)


def _weekly(*, first: int, due_on: datetime.date, today: datetime.date) -> int | None:
    # The day may lie up to a week before its number says (weekends, Easter, Christmas): begin one step further.
    weeks = max(0, ((today - due_on).days - first) // WEEK + 1)
    for number in range(weeks, -1, -1):
        days = first + number * WEEK
        if due_on + datetime.timedelta(days=1) <= today and reached(-days, due_on=due_on, today=today):
            return -days
    return None
