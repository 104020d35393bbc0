"""Whether the sweep still comes through: asked by ``/readyz``, shown to coordination and to the operator."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from districts.guard import statewide
from districts.roles import StatewideRole
from districts.wall.session import DatabaseRole, acting_as
from reminders.models import LastSweep, Mail

#: Older than this, and something is wrong with the clock, the worker or the mail server.
STALE_AFTER = datetime.timedelta(minutes=15)


def last_sweep() -> datetime.datetime | None:
    """When the sweep last came through; None if it never has."""
    return LastSweep.objects.values_list("finished_at", flat=True).first()


def stale_since(now: datetime.datetime | None = None) -> datetime.datetime | None:
    """The time of the last sweep if that is too long ago, else None. An installation that never swept is young."""
    last = last_sweep()
    return last if last is not None and (now or timezone.now()) - last > STALE_AFTER else None


def never_began(now: datetime.datetime | None = None) -> bool:
    """True where there have been people for a while and nobody has swept yet: the worker was never started."""
    before = (now or timezone.now()) - STALE_AFTER
    return last_sweep() is None and User.objects.filter(created_at__lt=before).exists()


def warning() -> str:
    """For the operator's first page: a sentence if nothing is being sent, else nothing."""
    stale = stale_since()
    if stale is None:
        return "Erinnerungen wurden noch nie versandt: Der Dienst dafür läuft nicht." if never_began() else ""
    return (
        f"Erinnerungen werden zurzeit nicht versandt: Der letzte Durchgang war am {timezone.localtime(stale):%d.%m.%Y}"
        f" um {timezone.localtime(stale):%H:%M} Uhr."
    )


@statewide(StatewideRole.OPERATOR)
@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """How the sweep is doing: numbers of the installation, no district and no person."""
    now = timezone.now()
    sweep = LastSweep.objects.first()
    with acting_as(DatabaseRole.LOGIN):
        waiting = list(Mail.objects.filter(state__in=("pending", "sending")).values_list("attempts", "next_try_at"))
    refused = [next_try for attempts, next_try in waiting if attempts]
    context = {
        "sweep": sweep,
        "stale": sweep is not None and now - sweep.finished_at > STALE_AFTER,
        "minutes": int(STALE_AFTER.total_seconds() // 60),
        "waiting": len(waiting),
        "delayed": len(refused),
        "next_try": max(now, min(refused)) if refused else None,
        "breadcrumbs": [("Betrieb", reverse("operator_districts")), ("Erinnerungen", "")],
    }
    return render(request, "reminders/operation.html", context)
