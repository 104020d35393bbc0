"""Rules of good examples: coordination prepares, leadership releases, both take back (docs/decisions/0031)."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.refusals import NotNow, Refused, Unfit
from overview.models import GoodPractice, SharedPractice
from overview.practice_models import FIELDS, State
from partners.entering import entered

STALE = "Das Beispiel hat sich inzwischen geändert. Es wurde nichts getan. Bitte sehen Sie es sich noch einmal an."


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does with an example; ``key`` is what its button sends."""

    key: str
    label: str
    #: Rights whose holders may.
    rights: tuple[str, ...]
    states: tuple[State, ...]
    #: What is said when it is done.
    done: str


STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("vorlegen", "Zur Freigabe vorlegen", ("prepare_practice",), (State.DRAFT,),
             "Vorgelegt. Die Verwaltungsspitze sieht es unter „Meine Aufgaben“."),
        Step("freigeben", "Für alle Bezirke und den Senat freigeben", ("release_practice",), (State.SUBMITTED,),
             "Freigegeben. Alle Bezirke und die Senatsverwaltungen lesen das Beispiel ab jetzt."),
        Step("zurueckgeben", "Zur Bearbeitung zurückgeben", ("release_practice", "prepare_practice"),
             (State.SUBMITTED,), "Das Beispiel ist wieder in Vorbereitung."),
        Step("zurueckziehen", "Zurückziehen", ("release_practice", "prepare_practice"), tuple(State),
             "Zurückgezogen. Andere lesen das Beispiel nicht mehr; Kopien, die sie schon haben, sind davon nicht "
             "erfasst."),
    )
}  # fmt: skip


def may(member: Member, step: Step) -> bool:
    """True for the right person, whatever the state."""
    return any(member.may(right) for right in step.rights)


def open_steps(member: Member, row: GoodPractice) -> list[Step]:
    """What ``member`` may do with ``row`` now, in the order of the table."""
    return [step for step in STEPS.values() if may(member, step) and _possible(step, row)]


def _possible(step: Step, row: GoodPractice) -> bool:
    return row.shared_on is not None if step.key == "zurueckziehen" else row.state in step.states


def copy_of(row: GoodPractice, *, by: Member, today: datetime.date) -> SharedPractice:
    """What others would read of ``row``: the preview shows it, releasing saves it."""
    return SharedPractice(
        id=row.pk,
        district_key=by.district.key,
        district_name=by.district.name,
        released_on=today,
        **{name: getattr(row, name) for name in FIELDS},
    )


@transaction.atomic
def prepare(*, values: Mapping[str, Any], by: Member) -> GoodPractice:
    """A new example. Raises ``Refused``, ``Unfit``."""
    by.require("prepare_practice")
    return entered(GoodPractice(**values))


@transaction.atomic
def change(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], by: Member) -> None:
    """Changes the district's text; what others read stays as it was released. Raises ``NotNow``, ``Conflict``."""
    by.require("prepare_practice")
    row = _locked(pk)
    require_change(row)
    if merge_and_save(row, seen=seen, new=new):
        row.state = State.DRAFT
        _save(row, "state")


def require_change(row: GoodPractice) -> None:
    """Raises ``NotNow`` while leadership looks at it."""
    if row.state == State.SUBMITTED:
        raise NotNow("Das Beispiel liegt zur Freigabe vor. Geben Sie es zuerst zur Bearbeitung zurück.")


@transaction.atomic
def take_step(key: str, *, pk: uuid.UUID, version: int, remark: str = "", by: Member) -> None:
    """Does a step of ``STEPS`` with what was seen (``version``). Raises ``Refused``, ``NotNow``, ``Unfit``."""
    step, row = STEPS[key], _locked(pk)
    if not may(by, step):
        raise Refused(step.rights[0])
    if row.version != version:
        raise NotNow(STALE)
    if not _possible(step, row):
        raise NotNow(f"„{step.label}“ ist im Stand „{row.get_state_display()}“ nicht möglich.")
    if key == "vorlegen":
        if not row.mailbox:
            raise Unfit({"mailbox": "Bitte tragen Sie zuerst ein Funktionspostfach für Rückfragen ein."})
        row.state, row.remark = State.SUBMITTED, ""
    elif key == "freigeben":
        row.state, row.shared_on = State.RELEASED, timezone.localdate()
        SharedPractice.objects.filter(pk=row.pk).delete()
        copy_of(row, by=by, today=row.shared_on).save(force_insert=True)
    elif key == "zurueckgeben":
        row.state, row.remark = State.DRAFT, remark.strip()
    else:
        row.state, row.shared_on = State.WITHDRAWN, None
        SharedPractice.objects.filter(pk=row.pk).delete()
    _save(row, "state", "shared_on", "remark")


def _locked(pk: uuid.UUID) -> GoodPractice:
    row: GoodPractice | None = GoodPractice.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused("prepare_practice")
    return row


def _save(row: GoodPractice, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])
