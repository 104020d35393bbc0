"""``manage.py reminders``: one sweep, a look ahead, or a sweep every minute without a broker."""

import datetime
import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reminders.looking_ahead import explained, foresee
from reminders.sweep import Outcome, close_connections, sweep

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60.0


class Command(BaseCommand):
    help = "Sends what is due. --dry-run only shows who would be reminded of what, and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print what would be sent to whom and why")
        parser.add_argument("--on", metavar="2026-12-01", help="look at this day (only with --dry-run)")
        parser.add_argument("--loop", action="store_true", help="sweep every minute until ended")
        parser.add_argument("--every", type=float, default=EVERY_SECONDS, help="seconds between two sweeps of --loop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["on"] and not options["dry_run"]:
            raise CommandError("--on goes with --dry-run: nothing is sent for another day than today.")
        if options["dry_run"]:
            self.show(self.day(options["on"]))
        elif options["loop"]:
            self.loop(options["every"])
        else:
            self.stdout.write(in_words(sweep()))

    def day(self, text: str | None) -> datetime.date:
        """The day asked for, today without one. Raises CommandError where it is none."""
        try:
            return datetime.date.fromisoformat(text) if text else timezone.localdate()
        except ValueError as error:
            raise CommandError("--on wants a day as 2026-12-01.") from error

    def show(self, day: datetime.date) -> None:
        """Prints, in German, who would be told what on ``day`` and why: district by district, person by person."""
        today = timezone.localdate()
        self.stdout.write(f"Erinnerungen am {day:%d.%m.%Y} (Vorschau: nichts wird versandt, nichts gespeichert)")
        number, mails = 0, set()
        for view in foresee(day):
            lines = []
            for person, entries in view.by_person():
                lines.append(f"  {person.name} <{person.email}>")
                for entry in entries:
                    said = view.said_on(entry)
                    what, how = explained(entry, said, person=person, day=day)
                    lines += [f"    - {what}", f"    {how}"]
                    number += 1
                    if entry.by_mail and entry.leaves and said is None:
                        mails.add(person.pk)
            if lines or not view.ledger.whole:
                broken = "" if view.ledger.whole else " (UNVOLLSTÄNDIG: ein Bereich war nicht lesbar, siehe Protokoll)"
                self.stdout.write("\n".join([f"\nBezirk {view.district.name}{broken}", *lines]))
        note = "" if day == today else " Was bis dahin schon gesagt wird, entfällt: Jede Stufe wird einmal gesagt."
        things = "1 Erinnerung" if number == 1 else f"{number} Erinnerungen"
        letters = "1 Mail" if len(mails) == 1 else f"{len(mails)} Mails"
        self.stdout.write(f"\n{things}, {letters}: höchstens eine je Person und Tag.{note}")

    def loop(self, seconds: float) -> None:
        """Sweeps until SIGTERM or Ctrl-C; nothing else ends it: a database that is away comes back."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.is_set():
            try:
                outcome = sweep()
            except Exception:
                logger.exception("The sweep was broken off; the next one begins anew")
            else:
                if outcome.sent or outcome.failed or outcome.delayed or outcome.broken:
                    self.stdout.write(in_words(outcome))
            close_connections()
            ended.wait(seconds)


def in_words(outcome: Outcome) -> str:
    """One line about a sweep."""
    line = (
        f"{outcome.visited} district(s) visited, {outcome.planned} reminder(s) new, {outcome.sent} mail(s) sent, "
        f"{outcome.delayed} delayed, {outcome.failed} failed"
    )
    return line + (f"; BROKEN: {', '.join(outcome.broken)}" if outcome.broken else "")
