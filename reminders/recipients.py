"""To whom a due thing goes: the chain of DESIGN § 7, over the people who may be reached in the district today."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from districts.models import Membership, Office
from districts.roles import Role
from reminders.due import Due, To
from reminders.models import Reminder, ReminderSettings
from reminders.steps import holder_step, late_step

Reason = Reminder.Reason


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder that is owed today: to whom, of what, at which step, and why this person."""

    person_id: uuid.UUID
    due: Due
    step: int
    reason: Reminder.Reason
    #: For ``reminders --dry-run``: English, never shown to users.
    because: str
    office_name: str = ""

    @property
    def key(self) -> tuple[uuid.UUID, str, datetime.date]:
        """What identifies it, whatever the step."""
        return (self.person_id, self.due.subject, self.due.due_on)


@dataclass
class Staff:
    """Who can be reached in the active district today, read with two queries."""

    day: datetime.date
    members: dict[uuid.UUID, list[Membership]] = field(default_factory=dict)
    offices: dict[uuid.UUID, Office] = field(default_factory=dict)

    @classmethod
    def read(cls, day: datetime.date) -> "Staff":
        """Inside the district's wall: memberships valid on ``day`` with active people, and the offices."""
        staff = cls(day)
        for membership in Membership.objects.valid_on(day).select_related("user").order_by("starts_on", "pk"):
            staff.members.setdefault(membership.user_id, []).append(membership)
        staff.offices = {office.pk: office for office in Office.objects.all()}
        return staff

    def holding(self, role: Role, *, office: uuid.UUID | None = None, area: uuid.UUID | None = None) -> list[uuid.UUID]:
        """People in ``role`` (of ``office`` or ``area``), each once; two heads are head and ständige Vertretung."""
        return [
            person
            for person, held in self.members.items()
            if any(m.role == role and m.office_id == office and m.area_id == area for m in held)
        ]

    def present(self, person: uuid.UUID) -> uuid.UUID | None:
        """``person`` if they can be reached, today's deputy if they are away, None if neither is there."""
        if person not in self.members:
            return None
        deputy = self.members[person][0].user.deputy_on(self.day)
        if deputy is None or deputy not in self.members or not self._alike(person, deputy):
            return person
        return deputy

    def _alike(self, person: uuid.UUID, deputy: uuid.UUID) -> bool:
        # A deputy reads what the mail says: only somebody of the same office, area or of coordination may.
        return any(
            (own.office_id is not None and own.office_id == other.office_id)
            or (own.area_id is not None and own.area_id == other.area_id)
            or own.role == other.role == Role.COORDINATION
            for own in self.members[person]
            for other in self.members[deputy]
        )

    def all_present(self, people: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """Those of ``people`` (or their deputies) who can be reached, each once."""
        return list(dict.fromkeys(found for person in people if (found := self.present(person))))


def first_line(due: Due, staff: Staff) -> tuple[list[uuid.UUID], str]:
    """Who is asked to do it, and why: the first of its holders, else the heads or leadership, else coordination."""
    for holder in due.holders:
        if found := staff.present(holder):
            return [found], "holder" if found == holder else "deputy of the holder"
    if due.to == To.OFFICE and due.office_id and (heads := _heads(due.office_id, staff)):
        return heads, "head of the office" + (": no holder can be reached" if due.holders else "")
    if due.to == To.LEADERSHIP and due.area_id and (leaders := _leadership(due.area_id, staff)):
        return leaders, "leadership of the area"
    return (
        staff.all_present(staff.holding(Role.COORDINATION)),
        "coordination" + ("" if due.to == To.COORDINATION else ": nobody else can be reached"),
    )


def _heads(office_id: uuid.UUID, staff: Staff) -> list[uuid.UUID]:
    return staff.all_present(staff.holding(Role.OFFICE_HEAD, office=office_id))


def _leadership(area_id: uuid.UUID, staff: Staff) -> list[uuid.UUID]:
    return staff.all_present(staff.holding(Role.LEADERSHIP, area=area_id))


def owed_for(due: Due, staff: Staff, settings: ReminderSettings) -> Iterator[Owed]:
    """Everybody who is owed a reminder of ``due`` today, each once and in the nearest role."""
    today = staff.day
    office = staff.offices.get(due.office_id) if due.office_id else None
    name = office.name if office else ""
    told: set[uuid.UUID] = set()

    def tell(people: list[uuid.UUID], step: int | None, reason: Reminder.Reason, because: str) -> Iterator[Owed]:
        for person in people:
            if step is not None and person not in told:
                told.add(person)
                yield Owed(person, due, step, reason, because, name)

    people, because = first_line(due, staff)
    yield from tell(people, holder_step(due_on=due.due_on, today=today, settings=settings), Reason.HOLDER, because)
    if office is None:
        return
    # Whoever was asked above hears of it once, even before their step has come.
    told.update(people)
    late = late_step(after=settings.head_after, due_on=due.due_on, today=today)
    yield from tell(_heads(office.pk, staff), late, Reason.HEAD, f"late for {settings.head_after} days or more")
    if due.escalates:
        late = late_step(after=settings.leadership_after, due_on=due.due_on, today=today)
        because = f"escalates, late for {settings.leadership_after} days or more"
        yield from tell(_leadership(office.area_id, staff), late, Reason.LEADERSHIP, because)
