"""What is due at Anfragen: the answer of the OE SPK on the day it was wished for."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from reminders.due import Due, To, offers_due
from sozialraum.models import ServiceRequest
from sozialraum.offered import ROOM
from sozialraum.requests_models import State

#: What the subjects of this module begin with.
SUBJECT = "service-request"


@offers_due(watch="sozialraum_requests_due_districts")
def due_in_requests(
    district: District,
    today: datetime.date,
    until: datetime.date = datetime.date.max,
    only: Collection[str] | None = None,
) -> Iterable[Due]:
    """Open Anfragen with a wished day, for the coordination. One query; nothing where the room is switched off.

    ``until``: what is due later may be left out. ``only``: these subjects alone.
    """
    if ROOM not in in_use(district.rooms):
        return
    rows = ServiceRequest.objects.filter(state__in=State.open(), wanted_by__isnull=False)
    if only is not None:
        named = [uuid.UUID(subject.partition(":")[2]) for subject in only if subject.startswith(f"{SUBJECT}:")]
        if not named:
            return
        rows = rows.filter(pk__in=named)
    elif until < datetime.date.max:
        rows = rows.filter(wanted_by__lte=until)
    found: Any = rows.values_list("pk", "title", "wanted_by")
    for key, title, day in found:
        yield Due(
            subject=f"{SUBJECT}:{key}",
            due_on=day,
            title=title,
            url=reverse("request", args=[district.slug, key]),
            what_next="Beantworten Sie die Anfrage, oder sagen Sie, warum es nicht möglich ist.",
            kind="Anfrage an die OE SPK",
            to=To.COORDINATION,
        )
