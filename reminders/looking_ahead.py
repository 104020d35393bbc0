"""What the sweep would do on some day, and why, without doing it: for ``manage.py reminders --dry-run``."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from districts.models import District
from districts.wall.session import DatabaseRole, acting_as
from reminders.lines import when
from reminders.models import Reminder
from reminders.planning import Ledger, districts_worth_a_visit, read_ledger
from reminders.recipients import Owed
from reminders.sweep import as_login
from reminders.wishes import in_words

#: A reminder by what makes it one: person, subject, due date, step.
Key = tuple[uuid.UUID, str, datetime.date, int]


@dataclass(frozen=True, slots=True)
class View:
    """One district on the day looked at."""

    day: datetime.date
    district: District
    ledger: Ledger
    people: dict[uuid.UUID, User]
    #: What has left already, and when.
    said: dict[Key, datetime.date]

    def by_person(self) -> Iterator[tuple[User, list[Owed]]]:
        """Everybody who is owed something, by name, each with the most urgent first."""
        for person in sorted(self.people.values(), key=lambda user: (user.name, user.email)):
            yield person, sorted(self.ledger.of(person.pk), key=lambda entry: (entry.due.due_on, entry.due.title))

    def said_on(self, entry: Owed) -> datetime.date | None:
        """The day this very step was told by mail; None if it was not."""
        return self.said.get((*entry.key, entry.step))


def foresee(day: datetime.date) -> Iterator[View]:
    """What is owed on ``day``, district by district, without writing anything. Must not run inside a transaction."""
    with as_login():
        districts = districts_worth_a_visit(day)
    for district in districts:
        with as_login(), acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
            ledger = read_ledger(district, day)
            sent = Reminder.objects.filter(
                state=Reminder.State.SENT, subject__in={entry.due.subject for entry in ledger.owed}
            )
            said = {
                (person, subject, due_on, step): timezone.localdate(sent_at)
                for person, subject, due_on, step, sent_at in sent.values_list(
                    "person_id", "subject", "due_on", "step", "sent_at"
                )
                if sent_at
            }
            people = User.objects.in_bulk({entry.person_id for entry in ledger.owed})
            yield View(day, district, ledger, people, said)


def explained(entry: Owed, said_on: datetime.date | None, *, person: User, day: datetime.date) -> list[str]:
    """One reminder in German: what, at which step, to this person why, and what becomes of it."""
    due = entry.due
    why = f"an: {entry.because}" + (f", in Vertretung für {entry.instead_of}" if entry.instead_of else "")
    if said_on:
        becomes = f"schon gesagt am {said_on:%d.%m.%Y}"
    elif not entry.by_mail:
        becomes = "keine Mail, auf eigenen Wunsch nur im Werkzeug"
    elif not entry.leaves:
        becomes = f"wartet: Mails {in_words(person)}"
    else:
        becomes = "per Mail"
    return [
        f"{due.kind} „{due.title}“, Termin {due.due_on:%d.%m.%Y}, {when(due.due_on, day)}",
        f"  Stufe: {step_in_words(entry.step)}; {why}; {becomes}",
    ]


def step_in_words(step: int) -> str:
    """A step as somebody says it: „14 Tage vorher“, „am Tag selbst“, „7 Tage danach“."""
    if step == 0:
        return "am Tag selbst"
    days = "1 Tag" if abs(step) == 1 else f"{abs(step)} Tage"
    return f"{days} vorher" if step > 0 else f"{days} danach"
