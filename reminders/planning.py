"""What is owed in one district on one day, and writing it down: everything here runs inside the district's wall."""

import datetime
import logging
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from districts.models import District
from reminders import due
from reminders.models import Reminder, ReminderSettings
from reminders.recipients import Owed, Staff, owed_for

logger = logging.getLogger(__name__)

#: So long it stays known that a reminder was sent.
KEPT = datetime.timedelta(days=400)
#: Seconds, and how many districts at a time: mails come in the order of planning, district by district.
KNOWN_FOR = 10.0
DISTRICTS_KNOWN = 8


@dataclass
class Ledger:
    """Everything owed in a district today. ``whole`` is False where a room's function broke: then nothing is undone."""

    owed: list[Owed] = field(default_factory=list)
    whole: bool = True

    def of(self, person_id: uuid.UUID) -> list[Owed]:
        """What one person is owed."""
        return [entry for entry in self.owed if entry.person_id == person_id]


def settings_of(district: District) -> ReminderSettings:
    """The settings of the active district; the defaults where it has set nothing."""
    return ReminderSettings.objects.filter(district=district).first() or ReminderSettings(district=district)


@dataclass
class Desk:
    """What need not be asked again for every mail of a sweep: who works in a district, and how it reminds.

    Known for ``KNOWN_FOR`` only. What is due, and the person written to, are always read anew.
    """

    known: dict[tuple[int, datetime.date], tuple[float, Staff, ReminderSettings]] = field(default_factory=dict)

    def of(self, district: District, today: datetime.date) -> tuple[Staff, ReminderSettings]:
        """Staff and settings of the active district, inside its wall."""
        key, now = (district.pk, today), time.monotonic()
        if key not in self.known or now - self.known[key][0] > KNOWN_FOR:
            self.known.pop(key, None)
            self.known[key] = (now, Staff.read(today), settings_of(district))
            if len(self.known) > DISTRICTS_KNOWN:
                self.known.pop(next(iter(self.known)))
        return self.known[key][1:]


def read_ledger(
    district: District, today: datetime.date, *, only: Collection[str] | None = None, desk: Desk | None = None
) -> Ledger:
    """Asks every room what is due and works out who is owed what. One broken room does not silence the others.

    ``only``: the subjects wanted, as far as a room can tell them apart cheaply. ``desk``: what is known already.
    """
    staff, settings = (desk or Desk()).of(district, today)
    ledger = Ledger()
    for source in due.sources():
        try:
            # A savepoint, so that an error in the database does not take the other rooms with it.
            with transaction.atomic():
                for thing in source.ask(district, today, only):
                    _add(ledger, thing, staff, settings)
        except Exception:
            logger.exception("What is due in district %s could not be read: %s", district.key, source.function)
            ledger.whole = False
    return ledger


def _add(ledger: Ledger, thing: due.Due, staff: Staff, settings: ReminderSettings) -> None:
    """Who is owed ``thing``. One that makes no sense (a date beyond all calendars) does not silence the others."""
    try:
        ledger.owed += list(owed_for(thing, staff, settings))
    except Exception:
        logger.exception("Nobody can be reminded of %s in district %s", thing.subject, settings.district_id)
        ledger.whole = False


def plan(district: District, today: datetime.date, desk: Desk) -> tuple[set[uuid.UUID], int, bool]:
    """Writes down what is newly owed and takes back what no longer is and has not left.

    Harmless to repeat and to run twice at once: the unique constraint decides. Returns the people whose mail leaves
    today, the number of new reminders, and whether every room could be asked.
    """
    ledger = read_ledger(district, today, desk=desk)
    wanted = {(*entry.key, entry.step): entry for entry in ledger.owed if entry.by_mail}
    told: dict[tuple[uuid.UUID, str, datetime.date], int] = {}
    known = Reminder.objects.filter(subject__in={entry.due.subject for entry in ledger.owed})
    for person, subject, due_on, step in known.values_list("person_id", "subject", "due_on", "step"):
        told[person, subject, due_on] = min(step, told.get((person, subject, due_on), step))
    new = [
        Reminder(
            district=district,
            person_id=entry.person_id,
            subject=entry.due.subject,
            step=entry.step,
            due_on=entry.due.due_on,
            reason=entry.reason,
        )
        for entry in wanted.values()
        # Steps only move on: neither a clock that was put back nor other settings bring up an earlier one again.
        if entry.key not in told or entry.step < told[entry.key]
    ]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    # Who was reminded of what is personal. Only the last step counts, so an old one is never missed.
    ago = timezone.make_aware(datetime.datetime.combine(today - KEPT, datetime.time.min))
    Reminder.objects.exclude(state__in=Reminder.OPEN).filter(created_at__lt=ago).delete()
    waiting = Reminder.objects.filter(state=Reminder.State.PENDING)
    if ledger.whole:
        stale = [
            pk
            for pk, person, subject, due_on, step in waiting.values_list("pk", "person_id", "subject", "due_on", "step")
            if (person, subject, due_on, step) not in wanted
        ]
        if stale:
            # A lower step overtaken, a date moved, a thing done: what has not left never leaves.
            waiting.filter(pk__in=stale).delete()
    # Who chose days waits for the next one; what is left over from a room that broke waits for the room.
    ready = {
        person
        for person, subject, due_on, step in waiting.values_list("person_id", "subject", "due_on", "step")
        if (entry := wanted.get((person, subject, due_on, step))) is not None and entry.leaves
    }
    return ready, len(new), ledger.whole


def districts_worth_a_visit(today: datetime.date) -> list[District]:
    """Active districts where something may be due or still waits to leave. As login; a fixed number of queries."""
    every = any(not source.watch for source in due.sources())
    numbers: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reminders_pending_districts()")
        numbers.update(row[0] for row in cursor.fetchall())
        for source in due.sources():
            if source.watch:
                # The name comes from a room's code and was checked when the function was made.
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(source.watch)}(%s)", [today])
                numbers.update(row[0] for row in cursor.fetchall())
    found = District.objects.filter(is_active=True)
    return list(found if every else found.filter(pk__in=numbers))
