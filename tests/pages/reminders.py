"""The inbox, and for coordination what could not be delivered (``reminders/``)."""

from typing import Any

from reminders.models import Reminder
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, row
from tests.personas import COORDINATION, MEMBERS


def undelivered(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "person_id": thing(place, Reminder).person_id}


ROWS = [
    row("reminder_inbox", in_district, get=MEMBERS, budget=6, grows=(Reminder,)),
    row("reminder_delivery", in_district, get=COORDINATION, budget=6, grows=(Reminder,)),
    row("reminder_send_again", undelivered, post=COORDINATION, posted=302),
    row("reminder_settings", in_district, get=COORDINATION, post=COORDINATION, budget=4),
]
