"""What rooms put into the calendar of a person beside their deadlines: Sitzungen they go to.

A room registers one function in its ``AppConfig.ready``. It makes the events itself, for only the room knows from when
until when something is.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable

from icalendar import Event

from districts.models import District

AppointmentFunction = Callable[[uuid.UUID, District, datetime.date], Iterable[Event]]

_OFFERED_BY: list[AppointmentFunction] = []


def offers_appointments(function: AppointmentFunction) -> AppointmentFunction:
    """Registers ``function(person, district, today)``, called inside the district's wall; one query at most."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def appointments_of(person: uuid.UUID, district: District, today: datetime.date) -> list[Event]:
    """Everything the rooms offer to ``person``. Raises whatever a room raises: a calendar must not lose things."""
    return [event for function in _OFFERED_BY for event in function(person, district, today)]
