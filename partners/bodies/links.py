"""What rooms above know of a Sitzung, without being known here: what was said there to a Prüfstein.

A room registers one function in its ``AppConfig.ready``. It returns labels and addresses of what ``member`` may read.
"""

from collections.abc import Callable, Iterable

from districts.member import Member
from partners.models import Meeting

Link = tuple[str, str]
LinkFunction = Callable[[Member, Meeting], Iterable[Link]]

_KNOWN_BY: list[LinkFunction] = []


def knows_of_meetings(function: LinkFunction) -> LinkFunction:
    """Registers ``function(member, meeting)``; one query at most. Registering it twice does nothing."""
    if function not in _KNOWN_BY:
        _KNOWN_BY.append(function)
    return function


def known_of(meeting: Meeting, member: Member) -> list[Link]:
    """What the rooms tell ``member`` about ``meeting``, in the order of registration."""
    return [link for function in _KNOWN_BY for link in function(member, meeting)]
