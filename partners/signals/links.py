"""What rooms above offer at a Hinweis, without being known here: "zum Bedarf machen", and where its words went.

A room registers one function in its ``AppConfig.ready``. It returns label and address of what ``member`` may do there
or open there, or None.
"""

from collections.abc import Callable

from districts.member import Member
from partners.models import Signal

Link = tuple[str, str]
LinkFunction = Callable[[Member, Signal], Link | None]

_FUNCTIONS: list[LinkFunction] = []


def links_from_signals(function: LinkFunction) -> LinkFunction:
    """Registers ``function(member, signal)``; one query at most. Registering it twice does nothing."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def links_at(signal: Signal, member: Member) -> list[Link]:
    """What is offered to ``member`` at ``signal``, in the order of registration."""
    return [link for function in _FUNCTIONS if (link := function(member, signal))]


_GONE_ALONG: list[LinkFunction] = []


def words_went_along(function: LinkFunction) -> LinkFunction:
    """Registers ``function(member, signal)``: what was made with the words of a Hinweis, and where they are looked
    through once they are removed from it; None without. One query at most."""
    if function not in _GONE_ALONG:
        _GONE_ALONG.append(function)
    return function


def words_elsewhere(signal: Signal, member: Member) -> list[Link]:
    """Where the words of ``signal`` may stand as well: what it is called, and where to look through it."""
    return [link for function in _GONE_ALONG if (link := function(member, signal))]
