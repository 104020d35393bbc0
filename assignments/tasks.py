"""Which Aufträge wait for a person, and what happens next with them (``waiting.py`` decides it)."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.offered import uses_assignments
from assignments.reading import agent_gone_on, heads_on, standings_of, with_offices
from assignments.standing import Standing
from assignments.states import State
from assignments.waiting import By, Wait, waits_of
from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.roles import Role
from districts.tasks import Pile, Task

#: Days before the due date from which coordination reads of an Auftrag nobody has taken over.
_SOON = datetime.timedelta(days=14)


def _waiting(asker: Member, today: datetime.date) -> Any:
    rows = Assignment.objects.visible_to(asker).filter(state__in=[State.DRAFT, *State.open()])
    if not asker.office_ids and not asker.area_ids:
        # Coordination serves: it reads what is stuck, not all there is.
        parts = AssignmentOffice.objects.filter(assignment=OuterRef("pk"))
        unstaffed = Exists(parts.filter(~heads_on(today) | agent_gone_on(today)))
        late = Q(state__in=State.with_the_office(), due_on__lte=today + _SOON)
        rows = rows.filter(Q(state=State.DRAFT) | Q(objected=True) | late | Q(unstaffed))
    return with_offices(rows, staffed_on=today)


_WAITING: MemberQuery[AssignmentOffice] = MemberQuery(_waiting)


def tasks_from_assignments(member: Member, today: datetime.date) -> Iterable[Task]:
    """One line per Auftrag at most, with the most pressing thing this person does about it. One query."""
    if not uses_assignments(member) or not (member.office_ids or member.area_ids or Role.COORDINATION in member.roles):
        return []
    found = (_task(standing, today) for standing in standings_of(member, _WAITING.rows_for(member, today)))
    return [task for task in found if task is not None]


def _task(standing: Standing, today: datetime.date) -> Task | None:
    waits = waits_of(standing.row, standing.offices, _next_mark(standing), today=today)
    told = _asked(standing, waits, today) or _to_know(standing, waits, today)
    if told is None:
        return None
    pile, words = told
    row, member = standing.row, standing.member
    mark = next((wait for wait in waits if wait.milestone), None)
    if mark and mark.due_on and standing.works_in_lead:
        words += f" Nächster Meilenstein: {mark.milestone}, {mark.due_on:%d.%m.%Y}."
    return Task(
        pile=pile,
        title=row.title,
        url=thing_address("assignment", member.district.slug, pk=row.pk),
        next_step=words,
        due_on=row.due_on,
        late=row.is_late(today),
        personal=any(part.agent_id == member.user.pk for part in standing.offices),
    )


def _next_mark(standing: Standing) -> list[Milestone]:
    data = getattr(standing.offices[0], "next_mark", None)
    if not data:
        return []
    day = datetime.date.fromisoformat(data["due_on"])
    return [Milestone(id=uuid.UUID(data["id"]), title=data["title"], due_on=day)]


def _asked(standing: Standing, waits: list[Wait], today: datetime.date) -> tuple[Pile, str] | None:
    """What this person is asked for."""
    for wait in waits:
        if not wait.milestone and (pile := _pile(wait, standing, today)):
            return pile, wait.words
    return None


def _pile(wait: Wait, standing: Standing, today: datetime.date) -> Pile | None:
    if wait.by == By.LEADERSHIP:
        return wait.pile if standing.gives else None
    if wait.by == By.COORDINATION:
        return wait.pile if standing.coordinates else None
    if wait.by == By.PREPARERS:
        return wait.pile if standing.prepares else None
    part, me = wait.part, standing.member
    if part is None:
        return None
    if part.agent_id == me.user.pk and not wait.for_head:
        return wait.pile
    if not me.may("represent_office", part.office_id):
        return None
    # Somebody of the office is on it: its head knows, and steps in once it is late.
    named = not wait.for_head and (part.agent_id or part.agent_name)
    return Pile.KNOW if named and not standing.row.is_late(today) else wait.pile


def _to_know(standing: Standing, waits: list[Wait], today: datetime.date) -> tuple[Pile, str] | None:
    """Where nothing is asked of this person: what they should know."""
    row = standing.row
    if standing.gives:
        return Pile.KNOW, f"{row.get_state_display()[:1].upper()}{row.get_state_display()[1:]}; das Amt ist am Zug."
    if row.state != State.DRAFT and any(part.office_id in standing.member.office_ids for part in standing.offices):
        if row.state == State.REPORTED:
            return Pile.KNOW, "Wartet auf die Verwaltungsspitze."
        if row.objected:
            return Pile.KNOW, "Die Verwaltungsspitze hat Einwand erhoben; er wird geklärt."
        if not standing.works_in_lead:
            return Pile.KNOW, "Ihr Amt wirkt mit."
        taken = row.state != State.GIVEN
        return Pile.KNOW, (
            "Ist in Ihrem Amt in Arbeit." if taken else "Die Amtsleitung hat die Übernahme noch nicht bestätigt."
        )
    if standing.coordinates:
        return _for_coordination(standing, today)
    if standing.prepares and row.state == State.DRAFT:
        return Pile.WORK, "Entwurf: Sie bereiten vor; erteilen kann ihn die Verwaltungsspitze."
    decides = any(wait.by == By.LEADERSHIP and wait.pile == Pile.DECIDE for wait in waits)
    return (Pile.KNOW, "Wartet auf die Verwaltungsspitze.") if decides else None


def _for_coordination(standing: Standing, today: datetime.date) -> tuple[Pile, str] | None:
    row = standing.row
    if row.state == State.DRAFT:
        return Pile.KNOW, "Entwurf: wartet auf die Verwaltungsspitze."
    if sentence := unstaffed_sentence(standing):
        return Pile.KNOW, sentence
    if row.is_late(today):
        return Pile.KNOW, "Überfällig; fragen Sie, was fehlt."
    if row.state == State.GIVEN:
        return Pile.KNOW, "Noch nicht übernommen."
    return None


def unstaffed_sentence(standing: Standing) -> str:
    """Where an office has no head here, or who was named to work on it has left: which office, never who."""
    without = [part.office.name for part in standing.offices if not getattr(part, "has_head", True)]
    if without:
        return f"Ohne Leitung in Querlinie: {', '.join(without)}. Niemand kann dort bestätigen oder melden."
    gone = [part.office.name for part in standing.offices if getattr(part, "agent_gone", False)]
    if gone:
        return f"Wer ihn bearbeiten sollte, gehört nicht mehr zum Amt: {', '.join(gone)}."
    return ""
