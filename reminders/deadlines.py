"""The dates of one person in one district, as far ahead as the rooms tell them: what their calendar shows."""

import datetime
import uuid
from collections.abc import Iterator

from districts.models import District
from reminders import due
from reminders.due import Due
from reminders.models import Reminder
from reminders.planning import settings_of
from reminders.recipients import Owed, Staff, first_line, owed_for


def deadlines_of(person: uuid.UUID, district: District, today: datetime.date) -> Iterator[Owed]:
    """What stands open for ``person``: all the inbox shows, and what it will show when its time comes.

    Inside the district's wall. Who is away keeps their dates; whoever stands in has them as well. Raises whatever a
    room raises: a calendar that lacks things would make them vanish from people's programs.
    """
    staff = Staff.read(today)
    if person not in staff.members:
        return
    everybody_there = staff.without_deputies()
    settings = settings_of(district)
    for source in due.sources():
        for thing in source.function(district, today):
            now = next((entry for entry in owed_for(thing, staff, settings) if entry.person_id == person), None)
            entry = now or _later(person, thing, staff) or _later(person, thing, everybody_there)
            if entry is not None:
                yield entry


def _later(person: uuid.UUID, thing: Due, staff: Staff) -> Owed | None:
    asked = first_line(thing, staff)
    mine = next((reached for reached in asked.people if reached.person_id == person), None)
    if mine is None:
        return None
    office = staff.offices.get(thing.office_id) if thing.office_id else None
    return Owed(
        person,
        thing,
        0,
        Reminder.Reason.HOLDER,
        asked.because,
        office.name if office else "",
        mine.instead_of,
        asked.last_resort,
    )
