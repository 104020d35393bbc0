"""How one due thing reads, in the mail and in the inbox."""

import datetime
from dataclasses import dataclass

from reminders.due import To
from reminders.models import Reminder
from reminders.recipients import Owed


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words: kind, title, where to, when, what next."""

    kind: str
    title: str
    url: str
    due_on: datetime.date
    when: str
    what_next: str
    late: bool
    #: „Anna Beispiel (bis 04.12.2026)“ where the reader stands in for somebody.
    instead_of: str = ""


def when(due_on: datetime.date, today: datetime.date) -> str:
    """How far away the date is, as a German reader says it."""
    days = (due_on - today).days
    if days in (-1, 0, 1):
        return {-1: "seit gestern überfällig", 0: "heute fällig", 1: "morgen fällig"}[days]
    return f"in {days} Tagen fällig" if days > 0 else f"seit {-days} Tagen überfällig"


def line_of(owed: Owed, today: datetime.date) -> Line:
    """``owed`` in words. Those who only hear of it read the office's name, never a person's (DESIGN § 7)."""
    due = owed.due
    what_next = due.what_next
    if owed.reason == Reminder.Reason.HEAD:
        what_next = "Das liegt in Ihrem Amt und ist noch nicht erledigt. Bitte klären Sie, wie es weitergeht."
    elif owed.last_resort:
        whose = "die Verwaltungsspitze" if due.to == To.LEADERSHIP or not owed.office_name else owed.office_name
        what_next = f"Zuständig ist: {whose}. Dort ist niemand zu erreichen; bitte klären Sie, wer es übernimmt."
    elif owed.reason == Reminder.Reason.LEADERSHIP:
        what_next = f"Das liegt bei: {owed.office_name}. Sie können nachfragen oder die Frist ändern."
    late = due.due_on < today
    return Line(due.kind, due.title, due.url, due.due_on, when(due.due_on, today), what_next, late, owed.instead_of)
