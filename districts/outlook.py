"""The state of things in a district, gathered from the rooms for the page "Meine Aufgaben".

Shown to those who steer the introduction: coordination, the Verwaltungsspitze and its Büro. Every line leads to exactly
the thing it speaks of; nothing is counted per person or per office (DESIGN § 1, sentence 4).
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from districts.dates import Dated
from districts.member import Member
from districts.roles import Role

#: How far back news reach, and how far ahead dates.
BACK = datetime.timedelta(days=14)
AHEAD = datetime.timedelta(days=28)
#: Lines per section; the rest stands behind the links.
MOST = 8

STEERING = frozenset([Role.COORDINATION, Role.LEADERSHIP, Role.LEADERSHIP_STAFF])


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened: on which day, what, to which thing. Decisions stand first."""

    day: datetime.date
    what: str
    title: str
    url: str
    decision: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A section of a room's own: its heading, and the template that shows ``context`` (as ``block``)."""

    title: str
    template: str
    context: Mapping[str, object]
    position: int = 50


@dataclass
class Outlook:
    """What one room tells, or all of them together. ``dates`` are what is late and what comes within ``AHEAD``."""

    dates: list[Dated] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    #: Where all that is late stands: label and address.
    late_lists: list[tuple[str, str]] = field(default_factory=list)

    @property
    def late(self) -> list[Dated]:
        """What is late, the oldest first."""
        return [dated for dated in self.dates if dated.late][:MOST]

    @property
    def coming(self) -> list[Dated]:
        """What comes next."""
        return [dated for dated in self.dates if not dated.late][:MOST]


OutlookFunction = Callable[[Member, datetime.date], Outlook]

_OFFERED_BY: list[OutlookFunction] = []


def offers_outlook(function: OutlookFunction) -> OutlookFunction:
    """Registers ``function(member, today)``. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def outlook_of(member: Member, today: datetime.date) -> Outlook | None:
    """The state of things for those who steer; None for everybody else."""
    if not member.roles & STEERING:
        return None
    whole = Outlook()
    for function in _OFFERED_BY:
        part = function(member, today)
        whole.dates += part.dates
        whole.news += part.news
        whole.blocks += part.blocks
        whole.late_lists += part.late_lists
    whole.dates.sort(key=lambda d: (d.day, d.kind, d.title))
    whole.news = sorted(whole.news, key=lambda n: (not n.decision, -n.day.toordinal(), n.title))[: MOST + MOST // 2]
    whole.blocks.sort(key=lambda b: (b.position, b.title))
    return whole
