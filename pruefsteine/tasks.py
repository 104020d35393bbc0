"""What waits for a person in rounds."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from districts.member import Member
from districts.tasks import Pile, Task
from pruefsteine.models import Round, SelfAssessment
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import AnswerState, RoundState


def tasks_from_pruefsteine(member: Member, today: datetime.date) -> Iterable[Task]:
    """The own office's open answers; for coordination the rounds that need a step. A query each."""
    if not uses_pruefsteine(member):
        return []
    found: list[Task] = []
    if member.may("prepare_office"):
        rows = SelfAssessment.objects.waiting().filter(office__in=member.office_ids).select_related("round", "office")
        found += [_answer(member, row, today) for row in rows]
    if member.may("run_rounds"):
        rounds = Round.objects.filter(state__in=[RoundState.PLANNED, RoundState.OPEN])
        found += [task for row in rounds if (task := _round(member, row, today)) is not None]
    return found


def _answer(member: Member, row: SelfAssessment, today: datetime.date) -> Task:
    heads = member.may("submit_office", row.office_id)
    words = "Die zehn Prüfsteine beantworten und einreichen." if heads else "Die Antworten Ihres Amtes vorbereiten."
    if row.state == AnswerState.RETURNED:
        words = "Zurückgegeben: die Rückfrage der Planungskoordination beantworten."
    return Task(
        pile=Pile.WORK,
        title=f"Selbsteinschätzung: {row.round.name}",
        url=reverse("answer", args=[member.district.slug, row.pk]),
        next_step=words,
        due_on=row.due_on,
        late=row.due_on < today,
    )


def _round(member: Member, row: Round, today: datetime.date) -> Task | None:
    url = reverse("round_page", args=[member.district.slug, row.pk])
    title = f"Erhebungsrunde: {row.name}"
    if row.state == RoundState.PLANNED:
        late = row.opens_on < today
        return Task(Pile.WORK, title, url, "Runde öffnen, damit die Ämter antworten können.", row.opens_on, late)
    if row.closes_on < today:
        return Task(Pile.DECIDE, title, url, "Die Frist ist um: nachfragen oder in die Abstimmung geben.", None)
    return None
