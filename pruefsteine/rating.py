"""Rules of an office's answers: write field by field, submit, give back, show to the own leadership (DESIGN § 6)."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge
from districts.refusals import NotNow, Unfit
from evidence.models import Evidence
from pruefsteine.models import Rating, RatingEvidence, SelfAssessment
from pruefsteine.rounds import check_version
from pruefsteine.scales import AnswerState, Change, Level, RoundState

#: For the Prüfsteine that compare with the time before.
COMPARING = ("change", "before")
FIELDS = ("level", "not_assessable_reason", "words", *COMPARING, "measure")


def fields_of(row: Rating) -> tuple[str, ...]:
    """The fields an office fills in for this Prüfstein."""
    return FIELDS if row.item.compares_with_before else tuple(name for name in FIELDS if name not in COMPARING)


def why_not_writable(answer: SelfAssessment) -> str:
    """Why the office cannot write now, as a sentence; "" where it can."""
    state = answer.round.state
    if state == RoundState.PLANNED:
        return "Die Runde ist noch nicht geöffnet."
    if state != RoundState.OPEN:
        return f"Die Runde ist {answer.round.get_state_display()}; Einschätzungen werden nicht mehr geändert."
    if answer.state == AnswerState.SUBMITTED:
        return "Die Selbsteinschätzung ist eingereicht. Ändern lässt sie sich erst, wenn sie zurückgegeben wird."
    if not answer.office.is_active:
        return "Dieses Amt besteht nicht mehr. Was eingetragen ist, bleibt lesbar."
    return ""


def require_writable(answer: SelfAssessment) -> None:
    """Raises ``NotNow`` with ``why_not_writable``."""
    sentence = why_not_writable(answer)
    if sentence:
        raise NotNow(sentence)


@transaction.atomic
def save_rating(
    *, assessment_id: uuid.UUID, code: str, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> tuple[Rating, list[str]]:
    """Merges ``new`` into one answer field by field; returns it and the names of the changed fields.

    ``seen`` is what the form showed. Raises ``Rating.DoesNotExist``, ``Refused``, ``NotNow``, ``Unfit``, or
    ``Conflict`` where somebody changed the same field meanwhile. In all these cases nothing is stored. Three
    statements at most.
    """
    # The Selbsteinschätzung is locked as well, so that nobody submits between the check and the writing.
    rows = Rating.objects.select_for_update(of=("self", "assessment"))
    row = rows.select_related("assessment__round", "assessment__office", "item").get(
        assessment=assessment_id, item__code=code
    )
    answer = row.assessment
    by.require("prepare_office", answer.office_id)
    require_writable(answer)
    known = fields_of(row)
    changed = merge(row, seen=seen, new={name: value for name, value in new.items() if name in known})
    if row.level not in ("", *Level.values):
        raise Unfit({"level": "Diese Stufe gibt es nicht."})
    if row.change not in ("", *Change.values):
        raise Unfit({"change": "Diese Veränderung gibt es nicht."})
    if changed:
        row.save(update_fields=changed)
        if answer.state == AnswerState.NOT_BEGUN:
            answer.state = AnswerState.IN_PROGRESS
            answer.save(update_fields=["state"])
    return row, changed


def open_numbers(ratings: list[Rating]) -> list[int]:
    """Numbers of the Prüfsteine (1 to 10) that are neither answered nor called not assessable with a reason."""
    return [number_of(row.item.code) for row in ratings if not row.is_answered]


def number_of(code: str) -> int:
    """ "B4.3" is Prüfstein 3."""
    return int(code.removeprefix("B4."))


def _locked(assessment_id: uuid.UUID) -> SelfAssessment:
    rows = SelfAssessment.objects.select_for_update(of=("self",)).select_related("round", "office")
    found: SelfAssessment = rows.get(pk=assessment_id)
    return found


@transaction.atomic
def submit(*, assessment_id: uuid.UUID, version: int, by: Member) -> SelfAssessment:
    """The Amtsleitung or its Vertretung submits. Raises ``NotNow`` where something is unanswered, or twice."""
    answer = _locked(assessment_id)
    by.require("submit_office", answer.office_id)
    require_writable(answer)
    check_version(answer, version)
    missing = open_numbers(list(Rating.objects.filter(assessment=answer).select_related("item")))
    if missing:
        numbers = ", ".join(map(str, missing))
        raise NotNow(
            f"Noch nicht beantwortet: Prüfstein {numbers}. Wählen Sie eine Stufe, oder „nicht beurteilbar“ mit einem "
            "Grund."
        )
    answer.state, answer.submitted_on = AnswerState.SUBMITTED, timezone.localdate()
    answer.version += 1
    answer.save(update_fields=["state", "submitted_on", "version"])
    return answer


@transaction.atomic
def give_back(*, assessment_id: uuid.UUID, version: int, question: str, by: Member) -> SelfAssessment:
    """Coordination returns a submitted Selbsteinschätzung with a question; it never changes one."""
    by.require("run_rounds")
    answer = _locked(assessment_id)
    if answer.round.state != RoundState.OPEN or answer.state != AnswerState.SUBMITTED:
        raise NotNow("Zurückgeben lässt sich nur, was eingereicht ist, solange die Runde offen ist.")
    check_version(answer, version)
    if not question.strip():
        raise Unfit({"question": "Bitte schreiben Sie, was noch offen ist."})
    answer.state, answer.question, answer.submitted_on = AnswerState.RETURNED, question, None
    answer.version += 1
    answer.save(update_fields=["state", "question", "submitted_on", "version"])
    return answer


@transaction.atomic
def show_to_leadership(*, assessment_id: uuid.UUID, shown: bool, by: Member) -> SelfAssessment:
    """The Amtsleitung shows its own to its Stadträtin or Stadtrat, or stops it; only once it lies on the table."""
    answer = _locked(assessment_id)
    by.require("submit_office", answer.office_id)
    if answer.state != AnswerState.SUBMITTED or answer.round.state not in RoundState.talked_about():
        raise NotNow("Zeigen lässt sich eine eingereichte Selbsteinschätzung, sobald die Runde in Abstimmung ist.")
    answer.shown_to_leadership = shown
    answer.save(update_fields=["shown_to_leadership"])
    return answer


@transaction.atomic
def attach_evidence(*, rating: Rating, evidence: Evidence, by: Member) -> None:
    """Ties evidence to an answer. Raises ``Refused`` and ``NotNow`` like writing."""
    by.require("prepare_office", rating.assessment.office_id)
    require_writable(rating.assessment)
    RatingEvidence.objects.create(rating=rating, evidence=evidence)
