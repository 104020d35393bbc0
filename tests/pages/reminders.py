"""The inbox, and for coordination what could not be delivered (``reminders/``)."""

from typing import Any

from django.utils import timezone

from districts.invitations import token_hash
from reminders.models import CalendarFeed, Reminder
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, row
from tests.personas import ANYONE, COORDINATION, MEMBERS, OPERATOR, SIGNED_IN


def undelivered(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "person_id": thing(place, Reminder).person_id}


def deputy(place: Place) -> dict[str, Any]:
    """For a head: whoever works in the same office. For all others a choice that is refused at the field."""
    today = timezone.localdate().isoformat()
    return {"deputy": str(place.people["office_staff"].pk), "deputy_from": today, "deputy_until": today}


def secret(place: Place) -> dict[str, Any]:
    """The address of a calendar that is not the one of whoever asks: the secret alone opens it."""
    token = f"geheim-{place.district.slug}"
    CalendarFeed.objects.get_or_create(
        person=place.people["office_head"],
        defaults={"token_hash": token_hash(token), "created_at": timezone.now()},
    )
    return {"token": token}


ROWS = [
    row("reminder_inbox", in_district, get=MEMBERS, budget=11, grows=(Reminder,)),
    row("reminder_delivery", in_district, get=COORDINATION, budget=6, grows=(Reminder,)),
    row("reminder_send_again", undelivered, post=COORDINATION, posted=302),
    row("reminder_settings", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("reminder_operation", get=OPERATOR, budget=2, grows=(Reminder,)),
    row("my_mails", get=SIGNED_IN, post=SIGNED_IN, data=lambda place: {"mail_wish": "never"}, posted=302, budget=0),
    row("my_deputy", get=SIGNED_IN, post=SIGNED_IN, data=deputy, budget=2),
    row("my_deputy_end", post=SIGNED_IN, posted=302),
    row("my_calendar", get=SIGNED_IN, budget=1),
    row("my_calendar_new", post=SIGNED_IN, posted=200),
    row("my_calendar_off", post=SIGNED_IN, posted=302),
    row("calendar_feed", secret, get=ANYONE, kind="file", budget=14),
]
