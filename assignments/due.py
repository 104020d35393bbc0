"""What is due in Aufträge: what they wait for (``waiting.py``), as reminders want to hear it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import DateField, Q, QuerySet, UUIDField

from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.offered import ROOM
from assignments.states import State
from assignments.waiting import SUBJECTS, TOLD_FOR, By, Wait, waits_of
from districts.models import District
from districts.navigation import address
from districts.rooms import in_use
from lists.compiled import CompiledQuery, Given
from reminders.due import Due, To, offers_due

_TO = {By.LEADERSHIP: To.LEADERSHIP, By.OFFICE: To.OFFICE, By.COORDINATION: To.COORDINATION}
#: What is asked for -> how the mail calls it. Aufträge call themselves what they are.
_KINDS = {
    "assignment-decision": "Entscheidung",
    "assignment-record": "Nachgetragener Auftrag",
    "objection": "Einwand",
    "contribution": "Beitrag",
    "milestone": "Meilenstein",
}

_ANY = uuid.UUID(int=0)


@offers_due(watch="assignments_due_districts")
def due_in_assignments(
    district: District,
    today: datetime.date,
    until: datetime.date = datetime.date.max,
    only: Collection[str] | None = None,
) -> Iterable[Due]:
    """What open Aufträge wait for. Two queries, however many there are; nothing where the room is switched off.

    ``until``: what is due later may be left out. ``only``: these subjects alone.
    """
    if ROOM not in in_use(district.rooms):
        return
    parts: dict[uuid.UUID, list[AssignmentOffice]] = defaultdict(list)
    for part in _PARTS.rows(until=until, since=today - TOLD_FOR) if only is None else _parts_of(only):
        parts[part.assignment_id].append(part)
    marks: dict[uuid.UUID, list[Milestone]] = defaultdict(list)
    if only is None or any(subject.startswith("milestone:") for subject in only):
        for mark in _MARKS.rows(until=until):
            marks[mark.assignment_id].append(mark)
    for key, offices in parts.items():
        row = offices[0].assignment
        for wait in waits_of(row, offices, marks[key], today=today):
            if wait.reminded and wait.due_on and (only is None or wait.name in only):
                yield _due(row, wait, wait.due_on, district)


def _open_parts(wanted: Q) -> QuerySet[AssignmentOffice]:
    found = AssignmentOffice.objects.filter(assignment__state__in=State.open(), assignment__due_on__isnull=False)
    return found.filter(wanted).select_related("assignment", "office").order_by("-lead", "office__sort_key")


def _near_marks(*, until: Given) -> QuerySet[Milestone]:
    near = Milestone.objects.filter(reached_on=None, due_on__lte=until)
    return near.filter(assignment__state__in=State.with_the_office())


def _near_parts(*, until: Given, since: Given) -> QuerySet[AssignmentOffice]:
    marked = Q(assignment__in=_near_marks(until=until).values("assignment_id"))
    near = Q(assignment__due_on__lte=until) | Q(assignment__decide_by__lte=until)
    return _open_parts(near | Q(assignment__recorded_on__gte=since) | marked)


def _named_parts(
    by_part: bool, by_mark: bool, *, rows: Given, parts: Given, marks: Given
) -> QuerySet[AssignmentOffice]:
    named = Q(assignment__in=rows)
    if by_part:
        named |= Q(assignment__in=AssignmentOffice.objects.filter(pk__in=parts).values("assignment_id"))
    if by_mark:
        named |= Q(assignment__in=Milestone.objects.filter(pk__in=marks).values("assignment_id"))
    return _open_parts(named)


# The sweep asks once for each mail: building the SQL took longer than reading (docs/decisions/0013).
_PARTS: CompiledQuery[AssignmentOffice] = CompiledQuery(_near_parts, until=DateField(), since=DateField())
_MARKS: CompiledQuery[Milestone] = CompiledQuery(_near_marks, until=DateField())
_NAMED: CompiledQuery[AssignmentOffice] = CompiledQuery(
    _named_parts, rows=[UUIDField()], parts=[UUIDField()], marks=[UUIDField()]
)


def _parts_of(subjects: Collection[str]) -> list[AssignmentOffice]:
    """The parts of the Aufträge that ``subjects`` are about."""
    keys: dict[str, list[uuid.UUID]] = defaultdict(list)
    for subject in subjects:
        kind, _, key = subject.partition(":")
        # What another room calls its things need not end in a key.
        if kind in SUBJECTS:
            keys[kind].append(uuid.UUID(key))
    parts, marks = keys.pop("contribution", []), keys.pop("milestone", [])
    rows = [key for found in keys.values() for key in found]
    return _NAMED.rows(bool(parts), bool(marks), rows=rows, parts=parts, marks=marks)


def _due(row: Assignment, wait: Wait, due_on: datetime.date, district: District) -> Due:
    office = wait.part.office if wait.part else None
    return Due(
        subject=wait.name,
        due_on=due_on,
        title=f"{wait.milestone} (Auftrag: {row.title})" if wait.milestone else row.title,
        # Working out an address takes longer than all the rest here, and they differ in the key alone.
        url=address("assignment", args=(district.slug, _ANY)).replace(str(_ANY), str(row.pk)),
        what_next=wait.words,
        kind=_KINDS.get(wait.subject) or row.get_kind_display(),
        office_id=office.pk if office else None,
        area_id=office.area_id if office else row.area_id,
        holders=(wait.holder,) if wait.holder else (),
        to=_TO[wait.by],
        escalates=wait.escalates,
    )
