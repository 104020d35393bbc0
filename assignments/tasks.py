"""Which Aufträge wait for a person, and what happens next with them."""

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch, Q
from django.urls import reverse

from assignments.models import Assignment, AssignmentOffice
from assignments.offered import uses_assignments
from assignments.standing import Standing
from assignments.states import State
from districts.member import Member
from districts.roles import Role
from districts.tasks import Pile, Task

#: Days before the due date from which coordination reads of an Auftrag nobody has taken over.
_SOON = 14


def tasks_from_assignments(member: Member, today: datetime.date) -> Iterable[Task]:
    """One line per Auftrag at most, with the most pressing thing this person does about it. Two queries."""
    if not uses_assignments(member) or not (member.office_ids or member.area_ids or Role.COORDINATION in member.roles):
        return []
    rows = Assignment.objects.visible_to(member).with_permission()
    if not member.office_ids and not member.area_ids:
        # Coordination serves: it reads what is stuck, not all there is.
        soon = today + datetime.timedelta(days=_SOON)
        stuck = Q(state=State.DRAFT) | Q(objected=True) | Q(state__in=State.with_the_office(), due_on__lte=soon)
        rows = rows.filter(stuck)
    parts = AssignmentOffice.objects.select_related("office").order_by("-lead", "office__sort_key")
    rows = rows.filter(state__in=[State.DRAFT, *State.open()]).prefetch_related(Prefetch("offices", queryset=parts))
    found = (_task(Standing.of(member, row, row.offices.all()), today) for row in rows)
    return [task for task in found if task is not None]


def _task(standing: Standing, today: datetime.date) -> Task | None:
    pile_and_words = _for_leadership(standing) or _for_office(standing, today) or _for_others(standing, today)
    if pile_and_words is None:
        return None
    pile, words = pile_and_words
    row, member = standing.row, standing.member
    return Task(
        pile=pile,
        title=row.title,
        url=reverse("assignment", args=[member.district.slug, row.pk]),
        next_step=words,
        due_on=row.due_on,
        late=row.is_late(today),
        personal=any(part.agent_id == member.user.pk for part in standing.offices),
    )


def _for_leadership(standing: Standing) -> tuple[Pile, str] | None:
    row = standing.row
    if not standing.gives:
        return None
    if row.state == State.DRAFT:
        ready = "Prüfen und erteilen." if row.due_on else "Es fehlt noch die Frist."
        return Pile.DECIDE, f"Entwurf: {ready}"
    if row.state == State.REPORTED:
        return Pile.DECIDE, "Erledigung gemeldet: abschließen oder Nachbesserung verlangen."
    if row.asked_due_on:
        return Pile.DECIDE, f"Über die Fristverlängerung bis {row.asked_due_on:%d.%m.%Y} entscheiden."
    if row.question_open:
        return Pile.DECIDE, "Rückfrage beantworten."
    if row.on_paper and not row.objected:
        return Pile.KNOW, "Von der Planungskoordination nachgetragen; Sie können Einwand erheben."
    return Pile.KNOW, f"{row.get_state_display()[:1].upper()}{row.get_state_display()[1:]}; das Amt ist am Zug."


def _for_office(standing: Standing, today: datetime.date) -> tuple[Pile, str] | None:
    row, me = standing.row, standing.member.user.pk
    if row.state == State.DRAFT:
        return None
    if standing.heads_lead and row.state == State.GIVEN:
        return Pile.DECIDE, "Übernahme bestätigen oder eine Rückfrage stellen."
    if standing.open_contributions and (not standing.heads_lead or row.state == State.REPORTED):
        return Pile.WORK, "Eigenen Beitrag bestätigen, sobald er getan ist."
    if standing.works_in_lead and row.state in State.with_the_office():
        named = standing.lead.agent_id or standing.lead.agent_name if standing.lead else None
        mine = standing.lead is not None and standing.lead.agent_id == me
        if mine or standing.heads_lead:
            if row.question_open:
                return Pile.KNOW, "Ihre Rückfrage wartet auf Antwort."
            if mine or not named:
                words = (
                    "Sachstand eintragen" if not standing.heads_lead else "Sachstand eintragen oder Erledigung melden"
                )
                return Pile.WORK, f"{words}."
            return Pile.WORK if row.is_late(today) else Pile.KNOW, "Ist in Ihrem Amt in Arbeit."
        return Pile.KNOW, "Ist in Ihrem Amt in Arbeit."
    if any(part.agent_id == me and not part.lead for part in standing.offices):
        return Pile.WORK, "Den Beitrag Ihres Amtes vorbereiten."
    if any(part.office_id in standing.member.office_ids for part in standing.offices):
        waits = "Wartet auf die Verwaltungsspitze." if row.state == State.REPORTED else "Ihr Amt wirkt mit."
        return Pile.KNOW, waits
    return None


def _for_others(standing: Standing, today: datetime.date) -> tuple[Pile, str] | None:
    row = standing.row
    if standing.coordinates:
        if row.objected:
            return Pile.DECIDE, "Einwand der Verwaltungsspitze: klären und, wenn er zutrifft, zurückziehen."
        if row.state == State.DRAFT:
            return Pile.WORK if not row.due_on else Pile.KNOW, (
                "Entwurf: Es fehlt noch die Frist." if not row.due_on else "Entwurf: wartet auf die Verwaltungsspitze."
            )
        if row.is_late(today):
            return Pile.KNOW, "Überfällig; fragen Sie, was fehlt."
        if row.state == State.GIVEN:
            return Pile.KNOW, "Noch nicht übernommen."
        return None
    if standing.prepares and row.state == State.DRAFT:
        return Pile.WORK, "Entwurf vorbereiten; erteilen kann ihn die Verwaltungsspitze."
    if row.area_id in standing.member.area_ids:
        waiting = row.question_open or row.asked_due_on or row.state == State.REPORTED
        return (Pile.KNOW, "Wartet auf die Verwaltungsspitze.") if waiting else None
    return None
