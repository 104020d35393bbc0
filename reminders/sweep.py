"""The only engine: plan, claim, send, mark (DESIGN § 7).

Whoever calls it, and how often, does not matter: the Celery task, the loop of ``make run``, two of them at once, one
that was killed. What is owed stands in the database, who sends it is decided there, and a mail whose sender died is
taken up again with the same Message-ID.
"""

import datetime
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from districts.wall.session import DatabaseRole, acting_as
from reminders.by_date import let_happen
from reminders.models import LastSweep, Mail, Reminder
from reminders.planning import Desk, districts_worth_a_visit, plan
from reminders.sending import Courier, deliver

logger = logging.getLogger(__name__)

#: Empty envelopes: needed for "one mail a day", and a while longer to find a mail by its Message-ID.
ENVELOPES_KEPT = datetime.timedelta(days=60)


@dataclass
class Outcome:
    """What one sweep did."""

    visited: int = 0
    planned: int = 0
    sent: int = 0
    #: Refused for good, and refused for now.
    failed: int = 0
    delayed: int = 0
    #: Keys of districts that could not be planned, wholly or in part.
    broken: list[str] = field(default_factory=list)


@contextmanager
def as_login() -> Iterator[None]:
    """A transaction with no more rights than the process that sweeps in production."""
    with transaction.atomic(), acting_as(DatabaseRole.LOGIN):
        yield


def sweep(now: datetime.datetime | None = None) -> Outcome:
    """Plans what is due at ``now`` (default: the present) and sends what waits. Must not run inside a transaction.

    Raises only what the database raises when it is gone; a broken district, room or mail is logged and counted.
    """
    begin, start = time.monotonic(), now or timezone.now()

    def clock() -> datetime.datetime:
        return start + datetime.timedelta(seconds=time.monotonic() - begin)

    outcome = Outcome()
    desk = Desk()
    plan_all(clock(), outcome, desk)
    send_all(clock, outcome, desk)
    with as_login():
        Mail.objects.exclude(state__in=Reminder.OPEN).filter(next_try_at__lt=start - ENVELOPES_KEPT).delete()
        LastSweep.objects.update_or_create(pk=1, defaults={"finished_at": clock(), "broken": len(outcome.broken)})
    return outcome


def plan_all(now: datetime.datetime, outcome: Outcome, desk: Desk) -> None:
    """Writes down what is owed, district by district, and an envelope for everybody who waits for one."""
    today = timezone.localdate(now)
    with as_login():
        districts = districts_worth_a_visit(today)
    for district in districts:
        outcome.visited += 1
        try:
            with as_login():
                with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
                    happened = let_happen(district, today)
                    people, planned, whole = plan(district, today, desk)
                put_into_envelopes(people, now)
        except Exception:
            # Whatever it is, the other districts go on.
            logger.exception("District %s could not be planned", district.key)
            outcome.broken.append(district.key)
        else:
            outcome.planned += planned
            if not (whole and happened):
                outcome.broken.append(district.key)


def put_into_envelopes(people: set[uuid.UUID], now: datetime.datetime) -> None:
    """One open ``Mail`` for each of ``people`` who has none and was sent none today."""
    if not people:
        return
    today = timezone.localdate(now)
    served = set(Mail.objects.filter(person__in=people, sent_on=today).values_list("person_id", flat=True))
    Mail.objects.bulk_create(
        [
            Mail(pk=pk, person_id=person, message_id=Courier.message_id(pk), next_try_at=now)
            for person in sorted(people - served)
            for pk in [uuid.uuid4()]
        ],
        # Somebody has an open one already, or another sweep was faster.
        ignore_conflicts=True,
    )


def send_all(clock: Callable[[], datetime.datetime], outcome: Outcome, desk: Desk) -> None:
    """Sends every mail that waits, one claim at a time, until none is left that may be tried now.

    A mail server that does not answer ends it: each try would wait for its time-out, and the next sweep comes soon. So
    do ``REMINDER_SWEEP_SECONDS``: what is cut off in the middle of a mail would double it.
    """
    until = clock() + datetime.timedelta(seconds=settings.REMINDER_SWEEP_SECONDS)
    with Courier(desk) as courier:
        mail = claim(clock())
        while mail is not None:
            send_one(mail, courier, clock, outcome)
            mail = None if courier.useless or clock() >= until else claim(clock())


def send_one(mail: Mail, courier: Courier, clock: Callable[[], datetime.datetime], outcome: Outcome) -> None:
    """Sends a claimed mail and counts what came of it."""
    try:
        result = deliver(mail, courier=courier, clock=clock)
    except Exception:
        # Not the mail server: something of ours. The lease ends, and the next sweep tries it again.
        logger.exception("The mail %s could not be written", mail.pk)
        outcome.delayed += 1
        return
    if result == Mail.State.SENT:
        outcome.sent += 1
    elif result == Mail.State.FAILED:
        outcome.failed += 1
    elif result == Mail.State.PENDING:
        outcome.delayed += 1


#: What may be tried: what waits, and what a sender took that has not been heard of since its lease ran out.
_MAY_BE_TRIED = (
    "state = 'pending' AND next_try_at <= %(now)s ORDER BY next_try_at",
    "state = 'sending' AND lease_until <= %(now)s ORDER BY lease_until",
)
_CLAIM = """
UPDATE reminders_mail SET state = 'sending', token = %(token)s, lease_until = %(until)s, attempts = attempts + 1
 WHERE id = (SELECT id FROM reminders_mail WHERE {may_be_tried} LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING *
"""


def claim(now: datetime.datetime) -> Mail | None:
    """The next mail that may be tried at ``now``, marked with a token and a lease; None where nothing waits."""
    until = now + datetime.timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    with as_login():
        for may_be_tried in _MAY_BE_TRIED:
            statement = _CLAIM.format(may_be_tried=may_be_tried)
            # One statement that finds and marks: two senders never meet at the same mail, and neither waits.
            for mail in Mail.objects.raw(statement, {"now": now, "until": until, "token": uuid.uuid4()}):
                return mail
    return None


def close_connections() -> None:
    """Between two rounds of a loop: a connection that died is replaced."""
    for connection in connections.all():
        connection.close_if_unusable_or_obsolete()
