"""What is due in Aufträge: what they wait for (``waiting.py``), as reminders want to hear it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.urls import reverse

from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.offered import ROOM
from assignments.states import State
from assignments.waiting import SUBJECTS, By, Wait, waits_of
from districts.models import District
from districts.rooms import in_use
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


@offers_due(watch="assignments_due_districts")
def due_in_assignments(district: District, today: datetime.date, only: Collection[str] | None = None) -> Iterable[Due]:
    """What open Aufträge wait for; with ``only``, of these subjects alone.

    Two queries, however many there are; nothing where the room is switched off.
    """
    if ROOM not in in_use(district.rooms):
        return
    chosen = Q() if only is None else _about(only)
    parts: dict[uuid.UUID, list[AssignmentOffice]] = defaultdict(list)
    found = AssignmentOffice.objects.filter(assignment__state__in=State.open(), assignment__due_on__isnull=False)
    for part in found.filter(chosen).select_related("assignment", "office").order_by("-lead", "office__sort_key"):
        parts[part.assignment_id].append(part)
    marks: dict[uuid.UUID, list[Milestone]] = defaultdict(list)
    open_marks = Milestone.objects.filter(reached_on=None, assignment__state__in=State.with_the_office())
    for mark in open_marks.filter(chosen):
        marks[mark.assignment_id].append(mark)
    for key, offices in parts.items():
        row = offices[0].assignment
        for wait in waits_of(row, offices, marks[key], today=today):
            if wait.reminded and wait.due_on and (only is None or wait.name in only):
                yield _due(row, wait, wait.due_on, district)


def _about(subjects: Collection[str]) -> Q:
    """Rows with an ``assignment`` that ``subjects`` speak of; what other rooms offer is left out."""
    keys = [key for kind, _, key in (subject.partition(":") for subject in subjects) if kind in SUBJECTS]
    parts = AssignmentOffice.objects.filter(pk__in=keys).values("assignment")
    marks = Milestone.objects.filter(pk__in=keys).values("assignment")
    return Q(assignment__in=keys) | Q(assignment__in=parts) | Q(assignment__in=marks)


def _due(row: Assignment, wait: Wait, due_on: datetime.date, district: District) -> Due:
    office = wait.part.office if wait.part else None
    return Due(
        subject=wait.name,
        due_on=due_on,
        title=f"{wait.milestone} (Auftrag: {row.title})" if wait.milestone else row.title,
        url=reverse("assignment", args=[district.slug, row.pk]),
        what_next=wait.words,
        kind=_KINDS.get(wait.subject) or row.get_kind_display(),
        office_id=office.pk if office else None,
        area_id=office.area_id if office else row.area_id,
        holders=(wait.holder,) if wait.holder else (),
        to=_TO[wait.by],
        escalates=wait.escalates,
    )
