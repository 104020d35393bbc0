"""One entry of a calendar file (RFC 5545), as all of them are here."""

import datetime
import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Event


def plain(text: str) -> str:
    """``text`` on one line: the format knows no control characters, and programs stumble over them."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def event_at(name: str, day: datetime.date, summary: str, path: str, *, today: datetime.date) -> Event:
    """A whole day called ``summary`` with the page at ``path``; ``name`` is its own and stays so.

    The same on one day as long as nothing changes, so that programs notice changes alone.
    """
    event, url = Event(), settings.BASE_URL + path
    event.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", datetime.datetime.combine(today, datetime.time.min, tzinfo=datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", plain(summary))
    event.add("description", "\n".join([url, *(["Demodaten, frei erfunden"] if settings.DEMO else [])]))
    event.add("url", url)
    return event
