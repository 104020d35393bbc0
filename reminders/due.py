"""What is due, and who is asked for it: the one thing other rooms know of this room.

A room registers ``function(district, today)`` and hears nothing more of reminders. The function is called inside the
district's wall and is a pure function of the date: no sending, no writing, no look at the clock. Done and withdrawn
things are simply not among what it returns, so nothing is ever taken back.

Called like this it returns whatever stands open, however far away: calendars ask. A function that also takes ``until``
and ``only`` keeps the sweep cheap where there is much: nothing due later is needed, or nothing but these subjects.
"""

import datetime
import inspect
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from districts.models import District


class To(StrEnum):
    """Who answers for a thing where nobody is named, or nobody named can be reached."""

    OFFICE = "office"  # the heads of ``office_id``, else coordination
    LEADERSHIP = "leadership"  # the member of the Bezirksamt for ``area_id``, else coordination
    COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Due:
    """One dated thing that somebody must do.

    ``subject`` is stable for the life of the thing ("assignment:<uuid>", a step of its own "contribution:<uuid>").
    ``holders`` are ids of people in order of preference; the first who may be reached today (active, member of the
    district today, else their deputy) is reminded. Without one, ``to`` decides.
    """

    subject: str
    due_on: datetime.date
    #: German, as the mail and the inbox show it: „Auftrag 12: Ausgangslage erheben“.
    title: str
    #: Path inside this installation, beginning with "/".
    url: str
    #: German sentence: „Sie melden die Erledigung oder beantragen eine Fristverlängerung.“
    what_next: str
    #: German word for the kind of thing: „Auftrag“, „Rückfrage“.
    kind: str
    office_id: uuid.UUID | None = None
    area_id: uuid.UUID | None = None
    holders: tuple[uuid.UUID, ...] = ()
    to: To = To.OFFICE
    #: True for Aufträge alone: long overdue they also reach the one Stadträtin/Stadtrat of the office's
    #: Geschäftsbereich, naming the office, never a person (DESIGN § 7).
    escalates: bool = False


DueFunction = Callable[..., Iterable[Due]]

#: The longest lead a district may set (60), six days for weekends and holidays, and what a weekly mail looks ahead.
_FARTHEST = datetime.timedelta(days=60 + 7 + 14)


def horizon(today: datetime.date) -> datetime.date:
    """The last due date anybody may be reminded of on ``today``."""
    return today + _FARTHEST


@dataclass(frozen=True, slots=True)
class Source:
    """A registered function and the database function that says cheaply which districts are worth a visit."""

    function: DueFunction
    #: Name of a function made by ``reminders.watching.WatchDue`` in the room's migration; "" visits every district.
    watch: str = ""
    #: Whether ``function`` takes ``until`` and ``only``.
    narrows: bool = False

    def ask(self, district: District, today: datetime.date, only: Collection[str] | None = None) -> Iterable[Due]:
        """What somebody may be reminded of ``today``; with ``only``, among these subjects."""
        if self.narrows:
            return self.function(district, today, until=horizon(today), only=only)
        found = self.function(district, today)
        return found if only is None else [due for due in found if due.subject in only]


_SOURCES: list[Source] = []


def offers_due(*, watch: str = "") -> Callable[[DueFunction], DueFunction]:
    """Decorator: registers a function. The room's ``AppConfig.ready`` imports the module; twice does nothing."""

    def register(function: DueFunction) -> DueFunction:
        source = Source(function, watch, {"until", "only"} <= inspect.signature(function).parameters.keys())
        if source not in _SOURCES:
            _SOURCES.append(source)
        return function

    return register


def sources() -> tuple[Source, ...]:
    """Everything registered, in the order of registration."""
    return tuple(_SOURCES)
