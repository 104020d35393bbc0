"""The Sitzungen of one Gremium as iCalendar (RFC 5545)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vText

from partners.models import Body, Meeting
from reminders.feed import plain

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


def _event(row: Meeting, body: Body, slug: str, today: datetime.date) -> Event:
    event = Event()
    event.add("uid", f"meeting-{row.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", datetime.datetime.combine(today, datetime.time.min, tzinfo=datetime.UTC))
    if row.starts_at is None:
        event.add("dtstart", row.starts_on)
        event.add("dtend", row.starts_on + datetime.timedelta(days=1))
    else:
        zone = timezone.get_default_timezone()
        begin = datetime.datetime.combine(row.starts_on, row.starts_at, tzinfo=zone)
        end = datetime.datetime.combine(row.starts_on, row.ends_at, tzinfo=zone) if row.ends_at else None
        # In UTC, so that no description of the time zone has to travel along.
        event.add("dtstart", begin.astimezone(datetime.UTC))
        event.add("dtend", (end or begin + datetime.timedelta(hours=1)).astimezone(datetime.UTC))
    event.add("summary", plain(body.name))
    if row.place:
        event.add("location", plain(row.place))
    url = settings.BASE_URL + reverse("meeting", args=[slug, row.pk])
    event.add("description", "\n".join([url, *(["Demodaten, frei erfunden"] if settings.DEMO else [])]))
    event.add("url", url)
    event.add("status", "CANCELLED" if row.state == Meeting.State.CANCELLED else "CONFIRMED")
    return event
