"""What waits for one person, gathered from the rooms for the page "Meine Aufgaben".

Each room registers one function in its ``AppConfig.ready``. It asks what the person may see and do today; nothing is
stored, so nothing can be out of date, and nobody else can look at it.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from districts.member import Member


class Pile(StrEnum):
    """Where a task lies."""

    DECIDE = "zur Entscheidung"
    WORK = "zu bearbeiten"
    KNOW = "zur Kenntnis"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: its title, where it is, and what happens next as a German sentence."""

    pile: Pile
    title: str
    url: str
    next_step: str
    due_on: datetime.date | None = None
    late: bool = False
    #: The person is named for it: counts for the hint that much rests on one person.
    personal: bool = False


TaskFunction = Callable[[Member, datetime.date], Iterable[Task]]

_OFFERED_BY: list[TaskFunction] = []


def offers_tasks(function: TaskFunction) -> TaskFunction:
    """Registers ``function(member, today)``. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


def tasks_of(member: Member, today: datetime.date) -> list[Task]:
    """Everything that waits for ``member``, the most urgent first, what has no date last."""
    found = [task for function in _OFFERED_BY for task in function(member, today)]
    return sorted(found, key=lambda t: (not t.late, t.due_on or datetime.date.max, t.title))
