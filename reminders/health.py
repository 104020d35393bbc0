"""Whether the sweep still comes through: asked by ``/readyz`` and shown to coordination."""

import datetime

from django.utils import timezone

from reminders.models import LastSweep

#: Older than this, and something is wrong with the clock, the worker or the mail server.
STALE_AFTER = datetime.timedelta(minutes=15)


def last_sweep() -> datetime.datetime | None:
    """When the sweep last came through; None if it never has."""
    return LastSweep.objects.values_list("finished_at", flat=True).first()


def stale_since(now: datetime.datetime | None = None) -> datetime.datetime | None:
    """The time of the last sweep if that is too long ago, else None. An installation that never swept is young."""
    last = last_sweep()
    return last if last is not None and (now or timezone.now()) - last > STALE_AFTER else None
