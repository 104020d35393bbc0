"""Beginning and end of plans in the own calendar of those whose office plans, or with whom it wants to agree."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from icalendar import Event

from districts.models import District, Membership
from districts.rooms import in_use
from reminders.events import event_at
from sozialraum.models import Plan, PlanOffice
from sozialraum.offered import ROOM

#: How far back it reaches.
_BACK = datetime.timedelta(days=365)


def plans_of(person: uuid.UUID, district: District, today: datetime.date) -> Iterable[Event]:
    """Plans going on of the offices of ``person``, and shared ones with "Abstimmung gewünscht" with them. One query.

    Two days each, for a period of months would cover the calendar. Nobody's time is taken by them.
    """
    if ROOM not in in_use(district.rooms):
        return
    offices = Membership.objects.valid_on(today).filter(user=person, office__isnull=False).values("office")
    asked = PlanOffice.objects.filter(office__in=offices).values("plan")
    concerned = Q(office__in=offices) | Q(pk__in=asked, shared_on__isnull=False)
    rows = Plan.objects.going_on().filter(concerned).in_time(today - _BACK, None)
    for row in rows.select_related("office").order_by("starts_on", "pk"):
        path = reverse("plan", args=[district.slug, row.pk])
        for name, day, words in (("begin", row.starts_on, "Beginn"), ("end", row.ends_on, "Ende")):
            if day is None or day < today - _BACK:
                continue
            summary = f"{words} der Planung: {row.title} ({row.office.short_name})"
            event = event_at(f"plan-{name}-{row.pk}", day, summary, path, today=today)
            event.add("transp", "TRANSPARENT")
            event.add("class", "PRIVATE")
            yield event
