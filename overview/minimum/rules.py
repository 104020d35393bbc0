"""Rules of the Mindestmaß: draft, send, withdraw, put in force; and the answer of a district.

What is agreed only counts where every district in use agreed: the database says so itself
(``minimum_models.ONLY_AGREED_COUNTS``) and moves the marks of the catalogue in the same statement.
"""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from checklist.models import Item
from districts.member import Member
from districts.merge import merge, merge_and_save, merge_sets
from districts.refusals import NotNow, Unfit
from overview.marks import mark_of_words
from overview.minimum.forms import WORDLESS
from overview.minimum_models import MinimumAnswer, MinimumProposal, State, Word
from partners.entering import entered

MOVED = "Der Entwurf hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."
SENT = "Dieser Vorschlag ist schon bei den Bezirken. Was sich ändern soll, gehört in einen neuen Vorschlag."
OVER = "Dieser Vorschlag liegt nicht mehr bei den Bezirken. Ihre Antwort ist deshalb nicht gespeichert."


def mark_of(row: MinimumProposal) -> str:
    """Changes with anything in it: what was read is what is sent, or nothing is."""
    return mark_of_words(row.department, row.codes, row.reason, str(row.answer_by))


def _in_order(codes: Collection[str]) -> list[str]:
    """``codes`` in the order of the Arbeitshilfe, each once."""
    return list(Item.objects.filter(code__in=codes).order_by("position").values_list("code", flat=True))


@transaction.atomic
def draft(*, values: Mapping[str, Any]) -> MinimumProposal:
    """A new proposal. Raises ``Unfit`` while another is in preparation."""
    return entered(MinimumProposal(**{**values, "codes": _in_order(values["codes"])}))


@transaction.atomic
def change(*, pk: uuid.UUID, seen: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Changes a draft. Choices of points merge one by one; raises ``NotNow``, ``Conflict``, ``Unfit``."""
    row = _locked(pk, State.DRAFT, SENT)
    added, removed = merge_sets(stored=row.codes, seen=seen["codes"], new=new["codes"])
    codes = (set(row.codes) | added) - removed
    if not codes:
        raise Unfit({"codes": "So bliebe kein Punkt übrig. Bitte wählen Sie mindestens einen aus."})
    row.codes = _in_order(codes)
    merge_and_save(row, seen=seen, new={name: value for name, value in new.items() if name != "codes"})
    row.save(update_fields=["codes"])


@transaction.atomic
def send(*, pk: uuid.UUID, mark: str) -> None:
    """Shows the draft to every district, as it was read (``mark``); from now on it is frozen. Raises ``NotNow``."""
    row = _locked(pk, State.DRAFT, SENT)
    if mark_of(row) != mark:
        raise NotNow(MOVED)
    if row.answer_by < timezone.localdate():
        raise NotNow("Der Tag, bis zu dem die Bezirke antworten sollen, ist vorbei. Bitte setzen Sie einen neuen.")
    if MinimumProposal.objects.filter(state=State.OPEN).exists():
        raise NotNow("Ein Vorschlag liegt noch bei den Bezirken. Ziehen Sie ihn zurück, bevor Sie diesen senden.")
    row.state, row.sent_on = State.OPEN, timezone.localdate()
    row.save(update_fields=["state", "sent_on"])


@transaction.atomic
def discard(*, pk: uuid.UUID) -> None:
    """Takes a draft away. Raises ``NotNow`` for what was sent."""
    _locked(pk, State.DRAFT, SENT).delete()


def withdraw(*, pk: uuid.UUID) -> None:
    """Ends an open proposal; the Mindestmaß stays as it is. Raises ``NotNow``."""
    _settle(pk, State.WITHDRAWN)


def put_in_force(*, pk: uuid.UUID) -> None:
    """Makes an open proposal the Mindestmaß of Berlin. Raises ``NotNow`` unless every district agrees to it."""
    _settle(pk, State.AGREED)


@transaction.atomic
def _settle(pk: uuid.UUID, state: State) -> None:
    row = _locked(pk, State.OPEN, "Dieser Vorschlag ist schon abgeschlossen, oder er ist noch ein Entwurf.")
    row.state, row.settled_at = state, timezone.now()
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "settled_at"])
    except IntegrityError as error:
        raise NotNow("Noch sind nicht alle Bezirke einverstanden. Bis dahin gilt, was bisher galt.") from error


def _locked(pk: uuid.UUID, state: State, otherwise: str) -> MinimumProposal:
    row = MinimumProposal.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotNow("Diesen Entwurf gibt es nicht mehr.")
    if row.state != state:
        raise NotNow(otherwise)
    return row


@transaction.atomic
def answer(*, proposal: uuid.UUID, seen: Mapping[str, Any], new: Mapping[str, Any], by: Member) -> None:
    """What the district says, until the proposal is settled.

    Raises ``Refused``, ``NotNow``, ``Conflict``, and ``Unfit`` for "so nicht" without a word.
    """
    by.require("answer_minimum")
    if not MinimumProposal.objects.filter(pk=proposal, state=State.OPEN).exists():
        raise NotNow(OVER)
    row = MinimumAnswer.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
    if row is None:
        row = MinimumAnswer(proposal_id=proposal)
    changed = merge(row, seen=seen, new=new)
    if row.word == Word.NOT_SO and not row.text.strip():
        raise Unfit({"text": WORDLESS})
    if changed:
        row.answered_on = timezone.localdate()
        row.save()
