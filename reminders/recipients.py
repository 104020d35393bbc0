"""To whom a due thing goes: the chain of DESIGN § 7, over the people who may be reached in the district today."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from accounts.models import User
from districts.models import Membership, Office
from districts.roles import Role
from reminders.due import Due, To
from reminders.models import Reminder, ReminderSettings
from reminders.steps import holder_step, late_step
from reminders.wishes import Period, period_of

Reason = Reminder.Reason
#: Says of a membership whether it is the one by which somebody is asked.
AskedAs = Callable[[Membership], bool]


def anyhow(membership: Membership) -> bool:
    """Asked by whatever they hold in the district."""
    return True


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder that is owed today: to whom, of what, at which step, and why this person."""

    person_id: uuid.UUID
    due: Due
    step: int
    reason: Reminder.Reason
    #: Why this person, in German: for ``reminders --dry-run``.
    because: str
    office_name: str = ""
    #: „Anna Beispiel (bis 04.12.2026)“ where this person stands in for somebody today.
    instead_of: str = ""
    #: Coordination hears of it because nobody who should answer can be reached.
    last_resort: bool = False
    #: False where the person reads it in the inbox alone, by their own wish.
    by_mail: bool = True
    #: False where the mail waits for the next day the person has chosen.
    leaves: bool = True

    @property
    def key(self) -> tuple[uuid.UUID, str, datetime.date]:
        """What identifies it, whatever the step."""
        return (self.person_id, self.due.subject, self.due.due_on)


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who is there today: asked for themselves, or standing in for somebody who is away."""

    person_id: uuid.UUID
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked to do a thing, and why."""

    people: list[Reached]
    because: str
    #: Coordination, because nobody who should answer can be reached: whatever it wishes, it must hear of it.
    last_resort: bool = False


@dataclass
class Staff:
    """Who can be reached in the active district today, read with two queries."""

    day: datetime.date
    members: dict[uuid.UUID, list[Membership]] = field(default_factory=dict)
    offices: dict[uuid.UUID, Office] = field(default_factory=dict)
    #: False: as if nobody were away.
    deputies: bool = True

    @classmethod
    def read(cls, day: datetime.date) -> "Staff":
        """Inside the district's wall: memberships valid on ``day`` with active people, and the offices."""
        staff = cls(day)
        for membership in Membership.objects.valid_on(day).select_related("user").order_by("starts_on", "pk"):
            staff.members.setdefault(membership.user_id, []).append(membership)
        staff.offices = {office.pk: office for office in Office.objects.all()}
        return staff

    def without_deputies(self) -> "Staff":
        """The same people on a day on which nobody is away."""
        return replace(self, deputies=False)

    def user(self, person: uuid.UUID) -> User:
        """The member ``person``."""
        return self.members[person][0].user

    def holding(self, role: Role, *, office: uuid.UUID | None = None, area: uuid.UUID | None = None) -> list[uuid.UUID]:
        """People in ``role`` (of ``office`` or ``area``), each once; two heads are head and ständige Vertretung."""
        return [
            person
            for person, held in self.members.items()
            if any(m.role == role and m.office_id == office and m.area_id == area for m in held)
        ]

    def present(self, person: uuid.UUID, asked_as: AskedAs = anyhow) -> Reached | None:
        """``person`` if they are there, today's deputy if they are away, None if they are no member any more.

        A deputy who is away has a deputy, too; where nobody fits, the mail stays with whoever did.
        """
        if person not in self.members:
            return None
        current, seen = person, {person}
        while self.deputies:
            deputy = self.user(current).deputy_on(self.day)
            if deputy is None or deputy in seen or not self.may_stand_in(deputy, person, asked_as):
                break
            seen.add(deputy)
            current = deputy
        if current == person:
            return Reached(person)
        absent = self.user(person)
        return Reached(current, f"{absent.name} (bis {absent.deputy_until:%d.%m.%Y})")

    def may_stand_in(self, deputy: uuid.UUID, person: uuid.UUID, asked_as: AskedAs = anyhow) -> bool:
        """True if ``deputy`` is a member today and may read what ``person`` is asked ``asked_as``.

        That is somebody of the same office or area, or of coordination. Whoever shares one office with a person learns
        nothing of what that person does elsewhere.
        """
        held = self.members.get(person, [])
        return any(
            (own.office_id is not None and own.office_id == other.office_id)
            or (own.area_id is not None and own.area_id == other.area_id)
            or own.role == other.role == Role.COORDINATION
            for own in [m for m in held if asked_as(m)] or held
            for other in self.members.get(deputy, ())
        )

    def all_present(self, people: Iterable[uuid.UUID], asked_as: AskedAs) -> list[Reached]:
        """Those of ``people`` (or their deputies) who can be reached, each once and for themselves if possible."""
        found: dict[uuid.UUID, Reached] = {}
        for person in people:
            reached = self.present(person, asked_as)
            if reached and (reached.person_id not in found or not reached.instead_of):
                found[reached.person_id] = reached
        return list(found.values())

    def heads(self, office_id: uuid.UUID) -> list[Reached]:
        """The Amtsleitung of an office and its ständige Vertretung."""
        return self.all_present(
            self.holding(Role.OFFICE_HEAD, office=office_id), lambda held: held.office_id == office_id
        )

    def leadership(self, area_id: uuid.UUID) -> list[Reached]:
        """The member of the Bezirksamt for an area."""
        return self.all_present(self.holding(Role.LEADERSHIP, area=area_id), lambda held: held.area_id == area_id)

    def coordination(self) -> list[Reached]:
        """Everybody of the Planungskoordination."""
        return self.all_present(self.holding(Role.COORDINATION), lambda held: held.role == Role.COORDINATION)


def first_line(due: Due, staff: Staff) -> Asked:
    """Who is asked to do it, and why: the first of its holders, else the heads or leadership, else coordination."""
    for holder in due.holders:
        if found := staff.present(holder, _as_holder(due)):
            return Asked([found], "zuständige Person")
    nobody = "; niemand sonst, der zuständig ist, ist erreichbar" if due.holders else ""
    if due.to == To.OFFICE and due.office_id and (heads := staff.heads(due.office_id)):
        return Asked(heads, f"Amtsleitung{nobody}")
    if due.to == To.LEADERSHIP and due.area_id and (leaders := staff.leadership(due.area_id)):
        return Asked(leaders, f"Verwaltungsspitze{nobody}")
    if due.to == To.COORDINATION:
        return Asked(staff.coordination(), f"Planungskoordination{nobody}")
    missing = "Amtsleitung" if due.to == To.OFFICE else "Verwaltungsspitze"
    because = f"Planungskoordination, weil keine {missing} erreichbar ist"
    return Asked(staff.coordination(), because, last_resort=True)


def _as_holder(due: Due) -> AskedAs:
    def asked_as(held: Membership) -> bool:
        in_office = due.office_id is not None and held.office_id == due.office_id
        return in_office or (due.area_id is not None and held.area_id == due.area_id)

    return asked_as


def owed_for(due: Due, staff: Staff, settings: ReminderSettings) -> Iterator[Owed]:
    """Everybody who is owed a reminder of ``due`` today, each once and in the nearest role."""
    today = staff.day
    office = staff.offices.get(due.office_id) if due.office_id else None
    name = office.name if office else ""
    asked = first_line(due, staff)
    for reached in asked.people:
        user = staff.user(reached.person_id)
        period = period_of(user, today)
        step = step_for(due, period, settings)
        if step is not None:
            yield Owed(
                reached.person_id,
                due,
                step,
                Reason.HOLDER,
                asked.because,
                name,
                reached.instead_of,
                asked.last_resort,
                by_mail=asked.last_resort or user.mail_wish != User.MailWish.NEVER,
                # What falls due before the next mail and was not told in the last one cannot wait.
                leaves=asked.last_resort or today == period.first or due.due_on <= period.last,
            )
    if office is None:
        return
    # Whoever was asked above hears of it once, even before their step has come. Nobody can wish escalations away.
    told = {reached.person_id for reached in asked.people}

    def tell(people: list[Reached], step: int | None, reason: Reminder.Reason, because: str) -> Iterator[Owed]:
        for reached in people:
            if step is not None and reached.person_id not in told:
                told.add(reached.person_id)
                yield Owed(reached.person_id, due, step, reason, because, name, reached.instead_of)

    late = late_step(after=settings.head_after, due_on=due.due_on, today=today)
    because = f"Amtsleitung, weil es seit mindestens {settings.head_after} Tagen überfällig ist"
    yield from tell(staff.heads(office.pk), late, Reason.HEAD, because)
    if due.escalates:
        late = late_step(after=settings.leadership_after, due_on=due.due_on, today=today)
        because = f"Mitglied des Bezirksamts, weil es seit mindestens {settings.leadership_after} Tagen überfällig ist"
        yield from tell(staff.leadership(office.area_id), late, Reason.LEADERSHIP, because)


def step_for(due: Due, period: Period, settings: ReminderSettings) -> int | None:
    """The last step that is reached until the end of ``period``; what falls due within it is not late yet."""
    step = holder_step(due_on=due.due_on, today=period.last, settings=settings)
    return 0 if step is not None and step < 0 and due.due_on >= period.first else step
