""" "Der Weg" of one thing through the rooms: Hinweis, Bedarf, Vereinbarung, Auftrag, Meldung, Rückmeldung.

Each room registers one function in its ``AppConfig.ready`` that tells its stations, so that the whole thread can be
followed from any of its things. A thing is named as agendas and reminders name it: ``signal:<uuid>``, ``need:<uuid>``.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from districts.member import Member, MemberRequest


@dataclass(frozen=True, slots=True)
class Station:
    """One station: when, what happened, by whom or to what, and where it stands ("" where it may not be opened)."""

    day: datetime.date
    what: str
    title: str = ""
    url: str = ""
    #: Who, as the reader may know it: an office, a role.
    who: str = ""
    #: How it stands today, where it is a thing with a state of its own, and the shape of the badge.
    state: str = ""
    badge: str = ""
    #: What was said with it, as far as the reader may know it.
    text: str = ""
    #: The thing the station belongs to; a page does not link to itself.
    subject: str = ""


WayFunction = Callable[[Member, str], Iterable[Station]]

_TOLD_BY: list[WayFunction] = []


def tells_way(function: WayFunction) -> WayFunction:
    """Registers ``function(member, subject)``: the stations ``member`` may read on the way that leads through
    ``subject``. Two queries at most. Registering it twice does nothing."""
    if function not in _TOLD_BY:
        _TOLD_BY.append(function)
    return function


def way_through(subject: str, member: Member) -> list[Station]:
    """All stations in the order of days; on one day in the order the rooms tell them."""
    found = [station for function in _TOLD_BY for station in function(member, subject)]
    return sorted(found, key=lambda station: station.day)


def way_shown(request: MemberRequest, subject: str) -> list[Station]:
    """``way_through`` for a page; nothing while its history is open: that alone costs as much as the rest of the page,
    and the way is one click from it."""
    return [] if request.GET.get("verlauf") == "ja" else way_through(subject, request.member)
