"""The calendar of one person as iCalendar (RFC 5545), and the secret address it stands at."""

import datetime
import secrets
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vText

from accounts.models import User
from districts.invitations import token_hash
from districts.member import read_belongings
from districts.models import District
from districts.wall.session import DatabaseRole, acting_as
from reminders.appointments import appointments_of
from reminders.deadlines import deadlines_of
from reminders.events import plain
from reminders.lines import line_of
from reminders.models import CalendarFeed
from reminders.recipients import Owed

#: How often calendar programs should look; most have a rhythm of their own.
REFRESH = datetime.timedelta(hours=2)


@transaction.atomic
def new_address(*, user: User) -> str:
    """A new secret address; the one before stops working. It is returned here and kept nowhere."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        person=user, defaults={"token_hash": token_hash(token), "created_at": timezone.now()}
    )
    return f"{settings.BASE_URL}{reverse('calendar_feed', args=[token])}"


def switch_off(*, user: User) -> None:
    """The address stops working. Harmless to repeat."""
    CalendarFeed.objects.filter(person=user).delete()


def owner_of(token: str) -> uuid.UUID | None:
    """Whose calendar stands at ``token``; None for an address that does not work (any more). As login, one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reminders_feed_owner(%s)", [token_hash(token)])
        found: uuid.UUID | None = cursor.fetchone()[0]
    return found


def calendar_of(person: uuid.UUID, today: datetime.date) -> bytes | None:
    """The calendar of ``person``, each district read inside its own wall; None for somebody who belongs to none.

    Needs an open transaction. The same on one day as long as nothing changes, so that programs notice changes alone.
    """
    with acting_as(DatabaseRole.LOGIN, user_id=person):
        districts = read_belongings(person, today).districts
    if not districts:
        return None
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Querlinie//Termine//DE")
    calendar["x-wr-calname"] = vText("Querlinie (Demodaten)" if settings.DEMO else "Querlinie")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vText("PT2H")
    known: set[str] = set()
    for district in districts:
        with acting_as(DatabaseRole.DISTRICT, district_id=district.pk, user_id=person):
            for entry in deadlines_of(person, district, today):
                calendar.add_component(_event(entry, district, today, known, several=len(districts) > 1))
            for event in appointments_of(person, district, today):
                calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(owed: Owed, district: District, today: datetime.date, known: set[str], *, several: bool) -> Event:
    line = line_of(owed, today)
    event = Event()
    uid = f"{owed.due.subject.replace(':', '-')}.{district.key}"
    while uid in known:
        uid += "-2"
    known.add(uid)
    event.add("uid", f"{uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", datetime.datetime.combine(today, datetime.time.min, tzinfo=datetime.UTC))
    event.add("dtstart", line.due_on)
    event.add("dtend", line.due_on + datetime.timedelta(days=1))
    late, place = "Überfällig, " if line.late else "", f" ({district.name})" if several else ""
    event.add("summary", plain(f"{late}{line.kind}: {line.title}{place}"))
    words = [line.what_next, f"In Vertretung für {line.instead_of}." if line.instead_of else ""]
    words += [settings.BASE_URL + line.url, "Demodaten, frei erfunden" if settings.DEMO else ""]
    event.add("description", "\n".join(plain(text) for text in words if text))
    event.add("url", settings.BASE_URL + line.url)
    # A date takes nobody's day, and is nobody else's business.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
