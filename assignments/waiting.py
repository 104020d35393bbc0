"""What an Auftrag waits for, and for whom: decided here alone. Its page, Meine Aufgaben and reminders all ask it."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.states import State
from districts.tasks import Pile

#: So many days after an Auftrag on paper was recorded leadership is told of it; objecting is possible later, too.
TOLD_FOR = datetime.timedelta(days=14)


#: The first parts of what is reminded of; behind them stands the key of an Auftrag, an office at it or a milestone.
SUBJECTS = frozenset(
    ["assignment", "assignment-decision", "assignment-record", "objection", "contribution", "milestone"]
)


class By(StrEnum):
    """Whose turn it is."""

    LEADERSHIP = "leadership"  # of the Geschäftsbereich that gives it, or its Büro i. A.
    OFFICE = "office"  # of ``Wait.part``
    PREPARERS = "preparers"  # whoever writes the draft
    COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that is to be done next."""

    #: With ``key`` its ``name``: the same as long as the thing lives.
    subject: str
    key: uuid.UUID
    by: By
    pile: Pile
    #: What happens next, as a German sentence.
    words: str
    due_on: datetime.date | None
    #: Steps of the table (``steps.py``) that are called for.
    steps: tuple[str, ...] = ()
    part: AssignmentOffice | None = None
    #: Only the head of the office can do it; where somebody is named for it, it is theirs otherwise.
    for_head: bool = False
    #: False: it stands on the pages, and no mail is owed for it.
    reminded: bool = True
    #: Long overdue it also reaches the Stadträtin or Stadtrat of the office.
    escalates: bool = False
    milestone: str = ""

    @property
    def name(self) -> str:
        """Under which it is reminded of."""
        return f"{self.subject}:{self.key}"

    @property
    def holder(self) -> uuid.UUID | None:
        """Who is named in the office to do it; None where it is for the head."""
        return self.part.agent_id if self.part and not self.for_head else None


def waits_of(
    row: Assignment, parts: Sequence[AssignmentOffice], marks: Iterable[Milestone] = (), *, today: datetime.date
) -> list[Wait]:
    """What ``row`` waits for on ``today``, decisions of the Verwaltungsspitze first. Nothing once it is at an end."""
    if row.state == State.DRAFT:
        return [_draft(row)]
    if row.state not in State.open():
        return []
    found = [*_leadership(row, today)]
    if row.objected:
        found.append(
            Wait("objection", row.pk, By.COORDINATION, Pile.DECIDE,
                 "Die Verwaltungsspitze erhebt Einwand: Sie klären ihn und ziehen den Auftrag notfalls zurück.",
                 row.due_on)
        )  # fmt: skip
    lead = next((part for part in parts if part.lead), None)
    if lead and row.state in State.with_the_office():
        found.append(_lead(row, lead))
    found += [_contribution(row, part) for part in parts if not part.lead and part.state == AssignmentOffice.Part.OPEN]
    if lead and row.state in State.with_the_office():
        found += [_milestone(row, lead, mark) for mark in marks if mark.reached_on is None]
    return found


def _draft(row: Assignment) -> Wait:
    if row.due_on is None:
        words = "Entwurf: Es fehlt noch die Frist."
        return Wait("draft", row.pk, By.PREPARERS, Pile.WORK, words, None, reminded=False)
    words = "Entwurf: Sie prüfen und erteilen ihn."
    return Wait("draft", row.pk, By.LEADERSHIP, Pile.DECIDE, words, row.due_on, ("erteilen",), reminded=False)


def _leadership(row: Assignment, today: datetime.date) -> Iterable[Wait]:
    """Decisions; they share one subject, so that one Auftrag is one line in a mail."""
    decisions: list[tuple[str, tuple[str, ...]]] = []
    if row.state == State.REPORTED:
        decisions.append(("Erledigung gemeldet: Sie schließen ab oder verlangen eine Nachbesserung.",
                          ("abschliessen", "nachbessern")))  # fmt: skip
    if row.asked_due_on:
        words = f"Sie entscheiden über die Fristverlängerung bis {row.asked_due_on:%d.%m.%Y}."
        decisions.append((words, ("fristentscheidung",)))
    if row.question_open:
        decisions.append(("Sie beantworten die Rückfrage.", ("antworten",)))
    by = min((day for day in (row.due_on, row.decide_by) if day), default=None)
    for number, (words, steps) in enumerate(decisions):
        yield Wait("assignment-decision", row.pk, By.LEADERSHIP, Pile.DECIDE, words, by, steps,
                   reminded=number == 0)  # fmt: skip
    if row.recorded_on and not row.objected and today <= row.recorded_on + TOLD_FOR:
        yield Wait("assignment-record", row.pk, By.LEADERSHIP, Pile.KNOW,
                   "Von der Planungskoordination nachgetragen. Stimmt er nicht, können Sie Einwand erheben.",
                   row.recorded_on + TOLD_FOR)  # fmt: skip


def _lead(row: Assignment, lead: AssignmentOffice) -> Wait:
    request = row.kind == Assignment.Kind.REQUEST
    steps: tuple[str, ...] = ("erledigt",)
    pile, for_head = Pile.WORK, False
    if row.state == State.GIVEN:
        pile, steps, for_head = Pile.DECIDE, ("uebernehmen",), True
    if row.objected:
        pile, words, steps = Pile.KNOW, "Die Verwaltungsspitze hat Einwand erhoben; er wird geklärt.", ()
    elif row.question_open:
        pile, words = Pile.KNOW, "Die Rückfrage wartet auf Antwort; bis dahin gilt die Frist."
    elif row.asked_due_on:
        words = "Über die Fristverlängerung ist noch nicht entschieden; bis dahin gilt die Frist."
    elif row.state == State.GIVEN:
        words = (
            "Sie bestätigen die Übernahme, lehnen die Mitwirkung ab oder stellen eine Rückfrage."
            if request
            else "Sie bestätigen die Übernahme oder stellen eine Rückfrage."
        )
    else:
        words = "Ihr Amt hält den Sachstand fest und meldet die Erledigung oder beantragt eine Fristverlängerung."
    # Where the next word is leadership's, it is not told that the office is late.
    waits = row.question_open or row.asked_due_on is not None
    return Wait("assignment", row.pk, By.OFFICE, pile, words, row.due_on, steps, lead, for_head,
                reminded=not row.objected, escalates=not (request or lead.office.independent or waits))  # fmt: skip


def _contribution(row: Assignment, part: AssignmentOffice) -> Wait:
    words = "Ihr Amt bestätigt den eigenen Beitrag, sobald er getan ist."
    return Wait("contribution", part.pk, By.OFFICE, Pile.WORK, words, row.due_on, ("beitrag",), part,
                reminded=not row.objected)  # fmt: skip


def _milestone(row: Assignment, lead: AssignmentOffice, mark: Milestone) -> Wait:
    words = f"Ihr Amt kennzeichnet den Meilenstein „{mark.title}“ als erreicht, sobald er es ist."
    return Wait("milestone", mark.pk, By.OFFICE, Pile.WORK, words, mark.due_on, (), lead,
                reminded=not row.objected, milestone=mark.title)  # fmt: skip
