"""Rows of the tables in ``reminders``."""

import datetime

from reminders.models import Reminder, ReminderSettings
from tests.factories import Place
from tests.makers import makes

DAY = datetime.date(2026, 3, 2)


@makes(ReminderSettings)
def reminder_settings(place: Place, number: int) -> ReminderSettings:
    """There is one per district."""
    found, _ = ReminderSettings.objects.get_or_create(district=place.district)
    return found


@makes(Reminder)
def reminder(place: Place, number: int) -> Reminder:
    """One that could not be delivered, so that the page about it has something to show."""
    return Reminder.objects.create(
        district=place.district,
        person=place.people["office_head"],
        subject=f"thing:{number}",
        step=0,
        due_on=DAY,
        reason=Reminder.Reason.HOLDER,
        state=Reminder.State.FAILED,
        failure=f"Die Adresse wurde abgewiesen (550) in {place.district.name}.",
    )
