"""Sitzungen as iCalendar (RFC 5545): of one Gremium, and of those a person goes to with their office."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vText

from districts.models import District, Membership
from districts.rooms import in_use
from partners.models import Body, BodyMember, Meeting
from partners.offered import ROOM
from reminders.events import event_at, plain

#: How far back it reaches.
_BACK = datetime.timedelta(days=365)


def calendar_of(body: Body, slug: str) -> bytes:
    """The Sitzungen of ``body`` of the last year and all to come. One query.

    Day, time, place and the name of the Gremium, nothing of the agenda: a calendar file travels by mail.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Querlinie//Gremien//DE")
    calendar["x-wr-calname"] = vText(plain(body.name))
    today = timezone.localdate()
    for row in Meeting.objects.filter(body=body, starts_on__gte=today - _BACK).order_by("starts_on", "starts_at", "pk"):
        calendar.add_component(_event(row, body, slug, today))
    content: bytes = calendar.to_ical()
    return content


def sitzungen_of(person: uuid.UUID, district: District, today: datetime.date) -> Iterable[Event]:
    """Sitzungen of Gremien an office of ``person`` belongs to or prepares, for their own calendar. One query.

    Whoever has more than one office goes to those of each; who only may read a Gremium does not sit in it.
    """
    if ROOM not in in_use(district.rooms):
        return
    offices = Membership.objects.valid_on(today).filter(user=person, office__isnull=False).values("office")
    sits = BodyMember.objects.current(today).filter(office__in=offices).values("body")
    bodies = Body.objects.filter(Q(pk__in=sits) | Q(office__in=offices), is_active=True)
    rows = Meeting.objects.filter(body__in=bodies.order_by().values("pk"), starts_on__gte=today - _BACK)
    for row in rows.select_related("body").order_by("starts_on", "starts_at", "pk"):
        yield _event(row, row.body, district.slug, today)


def _event(row: Meeting, body: Body, slug: str, today: datetime.date) -> Event:
    path = reverse("meeting", args=[slug, row.pk])
    event = event_at(f"meeting-{row.pk}", row.starts_on, body.name, path, today=today)
    if row.starts_at is not None:
        zone = timezone.get_default_timezone()
        begin = datetime.datetime.combine(row.starts_on, row.starts_at, tzinfo=zone)
        end = datetime.datetime.combine(row.starts_on, row.ends_at, tzinfo=zone) if row.ends_at else None
        del event["dtstart"], event["dtend"]
        # In UTC, so that no description of the time zone has to travel along.
        event.add("dtstart", begin.astimezone(datetime.UTC))
        event.add("dtend", (end or begin + datetime.timedelta(hours=1)).astimezone(datetime.UTC))
    if row.place:
        event.add("location", plain(row.place))
    event.add("status", "CANCELLED" if row.state == Meeting.State.CANCELLED else "CONFIRMED")
    return event
