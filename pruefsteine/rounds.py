"""Rules of an Erhebungsrunde: plan, choose offices, open, extend, bring onto the table (DESIGN § 6)."""

import datetime
import uuid
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from checklist.models import Item, Kind
from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.models import Office
from districts.refusals import NotNow, Unfit
from pruefsteine.models import Operationalisation, Rating, Round, RoundPruefstein, SelfAssessment
from pruefsteine.scales import AnswerState, RoundState

STALE = (
    "Die Runde hat sich inzwischen geändert. Es wurde nichts gespeichert. Sehen Sie sich den heutigen Stand an und "
    "entscheiden Sie dann."
)
#: What may still change while offices are answering: nothing that was asked.
WHILE_OPEN = frozenset(["closes_on", "hint", "responsible"])


def locked(round_id: uuid.UUID) -> Round:
    """The round, locked for this transaction."""
    found: Round = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    return found


def check_version(row: Round | SelfAssessment, version: int) -> None:
    """Raises ``NotNow`` where somebody took a step since the page was opened."""
    if row.version != version:
        raise NotNow(STALE)


@transaction.atomic
def plan_round(*, values: Mapping[str, object], offices: Collection[Office], by: Member) -> Round:
    """A planned round. Raises ``Refused``, or ``Unfit`` where a rule of the model objects."""
    by.require("run_rounds")
    row = Round(**values)
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Unfit({"name": " ".join(error.messages)}) from error
    row.save()
    SelfAssessment.objects.bulk_create(SelfAssessment(round=row, office=office) for office in offices)
    return row


@transaction.atomic
def change_round(
    *,
    round_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_offices: Collection[uuid.UUID],
    offices: Collection[uuid.UUID],
    by: Member,
) -> None:
    """Changes what was really changed; while the round is open only deadline, hint and contact (``WHILE_OPEN``).

    Raises ``Refused``, ``NotNow`` once offices no longer answer, ``Conflict`` and ``Unfit``.
    """
    by.require("run_rounds")
    row = locked(round_id)
    if row.state not in (RoundState.PLANNED, RoundState.OPEN):
        raise NotNow(f"Die Runde ist {row.get_state_display()} und wird nicht mehr geändert.")
    if row.state == RoundState.OPEN:
        new = {name: value for name, value in new.items() if name in WHILE_OPEN}
    merge_and_save(row, seen=seen, new=new)
    if row.state == RoundState.PLANNED:
        merge_ties(SelfAssessment, "office", seen=seen_offices, new=offices, round=row)


@transaction.atomic
def remove_round(*, round_id: uuid.UUID, by: Member) -> None:
    """Takes a planned round away; nobody has been asked yet. Raises ``NotNow`` for any other."""
    by.require("run_rounds")
    row = locked(round_id)
    if row.state != RoundState.PLANNED:
        raise NotNow("Eine Runde, die schon geöffnet war, bleibt erhalten.")
    SelfAssessment.objects.filter(round=row).delete()
    # Not Model.delete(): what was frozen at an opening may not be deleted by anybody, and here there is none.
    Round.objects.filter(pk=row.pk)._raw_delete("default")


@transaction.atomic
def open_round(*, round_id: uuid.UUID, version: int, by: Member) -> Round:
    """Opens a planned round: freezes wording and Operationalisierungen, and lays ten empty answers before each office.

    Offices dissolved since the planning are left out, and those that said it is not sensible for them (B3.1d). Raises
    ``NotNow`` without offices or with a deadline gone by.
    """
    by.require("run_rounds")
    row = locked(round_id)
    if row.state != RoundState.PLANNED:
        raise NotNow(f"Die Runde ist schon {row.get_state_display()}.")
    check_version(row, version)
    today = timezone.localdate()
    if row.closes_on < today:
        raise NotNow("Die Abgabe liegt in der Vergangenheit. Ändern Sie zuerst das Datum.")
    SelfAssessment.objects.filter(round=row).exclude(office__in=Office.objects.included()).delete()
    answers = list(SelfAssessment.objects.filter(round=row))
    if not answers:
        raise NotNow("Die Runde hat noch keine Ämter. Wählen Sie zuerst aus, welche teilnehmen.")
    stones = list(Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position"))
    meanings = {(m.item_id, m.office_id): m for m in Operationalisation.objects.in_force()}
    RoundPruefstein.objects.bulk_create(
        RoundPruefstein(
            round=row, item=item, text_version=item.version, operationalisation=meanings.get((item.pk, None))
        )
        for item in stones
    )
    for answer in answers:
        _lay_out(answer, {item.pk: meanings.get((item.pk, answer.office_id)) for item in stones})
    row.state = RoundState.OPEN
    row.opens_on = today
    row.version += 1
    row.save(update_fields=["state", "opens_on", "version"])
    return row


def _lay_out(answer: SelfAssessment, meanings: Mapping[int, Operationalisation | None]) -> None:
    Rating.objects.bulk_create(
        Rating(assessment=answer, item_id=key, operationalisation=own) for key, own in meanings.items()
    )


@transaction.atomic
def add_office(*, round_id: uuid.UUID, office: Office, by: Member) -> SelfAssessment:
    """Another office joins an open round; deadline and contact are those of the round.

    It answers what the others answer: the wording frozen at the opening. Raises ``NotNow`` in any other state, or for
    an office that takes part already or no longer exists.
    """
    by.require("run_rounds")
    row = locked(round_id)
    if row.state != RoundState.OPEN:
        raise NotNow("Ein Amt kommt nur dazu, solange die Runde offen ist.")
    found = Office.objects.filter(pk=office.pk, is_active=True).first()
    if found is None:
        raise NotNow("Dieses Amt besteht nicht mehr.")
    if found.not_sensible_because:
        raise NotNow("Dieses Amt hält es für sich nicht für sinnvoll (B3.1d). Ändern kann das nur das Amt selbst.")
    try:
        with transaction.atomic():
            answer = SelfAssessment.objects.create(round=row, office=office)
    except IntegrityError as error:
        raise NotNow("Dieses Amt nimmt an der Runde schon teil.") from error
    own = {m.item_id: m for m in Operationalisation.objects.in_force().filter(office=office)}
    asked = RoundPruefstein.objects.filter(round=row).order_by("item__position").values_list("item_id", flat=True)
    _lay_out(answer, {key: own.get(key) for key in asked})
    return answer


@transaction.atomic
def extend(*, assessment_id: uuid.UUID, to: datetime.date, reason: str, by: Member) -> SelfAssessment:
    """A later deadline for one office, with a reason. Raises ``NotNow``, or ``Unfit`` for an earlier date."""
    by.require("run_rounds")
    answer = _locked_answer(assessment_id)
    if answer.round.state != RoundState.OPEN or answer.state == AnswerState.SUBMITTED:
        raise NotNow("Verlängern lässt sich die Abgabe nur, solange das Amt noch antwortet.")
    if to <= answer.due_on:
        raise Unfit({"extended_to": f"Das ist nicht später als die jetzige Frist ({answer.due_on:%d.%m.%Y})."})
    answer.extended_to, answer.extension_reason = to, reason
    answer.save(update_fields=["extended_to", "extension_reason"])
    return answer


@transaction.atomic
def begin_discussion(*, round_id: uuid.UUID, version: int, by: Member) -> Round:
    """Brings the round onto the table: from now on the offices taking part read what was submitted.

    Offices that have not submitted may no longer write. Raises ``NotNow`` where nothing was submitted at all.
    """
    by.require("run_rounds")
    row = locked(round_id)
    if row.state != RoundState.OPEN:
        raise NotNow(f"Die Runde ist {row.get_state_display()}; in die Abstimmung geht nur eine offene Runde.")
    check_version(row, version)
    if not SelfAssessment.objects.filter(round=row, state=AnswerState.SUBMITTED).exists():
        raise NotNow("Noch kein Amt hat eingereicht. Ohne Einschätzungen gibt es nichts abzustimmen.")
    row.state = RoundState.DISCUSSING
    row.version += 1
    row.save(update_fields=["state", "version"])
    return row


def _locked_answer(assessment_id: uuid.UUID) -> SelfAssessment:
    rows = SelfAssessment.objects.select_for_update(of=("self",)).select_related("round", "office")
    found: SelfAssessment = rows.get(pk=assessment_id)
    return found
