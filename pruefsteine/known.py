"""What the tool itself knows beside a Prüfstein (footnote 7): facts to talk about, as lists to open, never a score.

Every room that knows something registers a function for the Prüfsteine it belongs to: the district's facts, not broken
down by office, with ``knows_about``; what one office alone sees of itself besides with ``knows_of_office``.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from districts.member import Member

#: Entries shown of one list; the rest stands where "alle" leads.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing: what it is called, where it is ("" where the person may not open it), and its day if it has one."""

    title: str
    url: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One list: what it holds, its latest entries, and where all of it stands."""

    label: str
    facts: tuple[Fact, ...]
    url: str = ""


KnownFunction = Callable[[Member, str], Known | None]
_FUNCTIONS: list[tuple[frozenset[str], KnownFunction]] = []


def knows_about(*codes: str) -> Callable[[KnownFunction], KnownFunction]:
    """Registers ``function(member, code)`` for the Prüfsteine ``codes``; it returns only what ``member`` may read, or
    None where the district does not use its room."""

    def register(function: KnownFunction) -> KnownFunction:
        entry = (frozenset(codes), function)
        if entry not in _FUNCTIONS:
            _FUNCTIONS.append(entry)
        return function

    return register


def known_about(code: str, member: Member) -> list[Known]:
    """The lists for one Prüfstein, in the order of registration."""
    found = [function(member, code) for codes, function in _FUNCTIONS if code in codes]
    return [known for known in found if known]


OfficeFunction = Callable[[Member, uuid.UUID, str], Known | None]
_OF_OFFICE: list[tuple[frozenset[str], OfficeFunction]] = []


def knows_of_office(*codes: str) -> Callable[[OfficeFunction], OfficeFunction]:
    """Registers ``function(member, office_id, code)`` for the Prüfsteine ``codes``: what stands here of that office.

    It is asked for people of the office alone and returns only what ``member`` may read.
    """

    def register(function: OfficeFunction) -> OfficeFunction:
        entry = (frozenset(codes), function)
        if entry not in _OF_OFFICE:
            _OF_OFFICE.append(entry)
        return function

    return register


def known_of_office(code: str, office_id: uuid.UUID, member: Member) -> list[Known]:
    """The own lists of an office for one Prüfstein. Raises ``Refused`` for whoever is not of that office."""
    member.require("prepare_office", office_id)
    found = [function(member, office_id, code) for codes, function in _OF_OFFICE if code in codes]
    return [known for known in found if known]
