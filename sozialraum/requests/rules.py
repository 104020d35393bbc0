"""Rules of Anfragen: ask, accept, answer, say that it is not possible, withdraw, ask back.

The OE SPK answers as a whole: whoever of it does a step is kept by the history alone.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from discussions.models import Comment
from discussions.talking import open_thread, reply
from districts.member import Member
from districts.merge import merge_and_save
from districts.models import BusinessArea, Office
from districts.refusals import NotNow, Refused, Unfit
from evidence.models import Evidence
from partners.entering import entered
from sozialraum.models import RequestEvidence, ServiceRequest
from sozialraum.requests_models import State


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does with an Anfrage; ``key`` stands in the address."""

    key: str
    label: str
    #: Right whose holders may; ``own`` adds (or, without a right, means) whoever asked.
    right: str
    states: tuple[State, ...]
    own: bool = False
    #: Label of the words that belong to it; "" where none do.
    words: str = ""
    #: What is said when it is done.
    done: str = ""
    minutes: int = 2


_OPEN = tuple(State.open())
_STANDING = (*_OPEN, State.ANSWERED, State.DECLINED)

STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("annehmen", "Annehmen", "answer_requests", (State.ASKED,), done="Die Anfrage ist angenommen.", minutes=1),
        Step("beantworten", "Beantworten", "answer_requests", _OPEN, words="Antwort",
             done="Die Antwort steht bei der Anfrage.", minutes=5),
        Step("nachweis", "Nachweis hinzufügen", "answer_requests", (*_OPEN, State.ANSWERED), done="Hinzugefügt."),
        Step("rueckfrage", "Rückfrage oder Antwort darauf", "answer_requests", _STANDING, own=True, words="Ihr Beitrag",
             done="Ihr Beitrag steht bei der Anfrage."),
        Step("nicht-moeglich", "Nicht möglich", "answer_requests", _OPEN, words="Warum ist es nicht möglich?",
             done="Die Begründung steht bei der Anfrage."),
        Step("zurueckziehen", "Zurückziehen", "ask_coordination", _OPEN, own=True, minutes=1,
             done="Die Anfrage ist zurückgezogen."),
    )
}  # fmt: skip


def asked_by(member: Member, row: ServiceRequest) -> bool:
    """True for who belongs to the office or Geschäftsbereich that asks."""
    own = row.office_id in member.office_ids if row.office_id else row.area_id in member.area_ids
    return own and member.may("ask_coordination")


def may(member: Member, step: Step, row: ServiceRequest) -> bool:
    """True for the right person, whatever the state."""
    if step.own and asked_by(member, row):
        return True
    return step.right == "answer_requests" and member.may("answer_requests")


def open_steps(member: Member, row: ServiceRequest) -> list[Step]:
    """What ``member`` may do with ``row`` now, in the order of the table."""
    return [step for step in STEPS.values() if row.state in step.states and may(member, step, row)]


def check(member: Member, step: Step, row: ServiceRequest) -> None:
    """Raises ``Refused`` for the wrong person, ``NotNow`` for the wrong moment."""
    if not may(member, step, row):
        raise Refused(step.right)
    if row.state not in step.states:
        raise NotNow(f"„{step.label}“ ist im Stand „{row.get_state_display()}“ nicht möglich.")


def askers(member: Member) -> list[Office | BusinessArea]:
    """For whom ``member`` may ask: own offices and Geschäftsbereiche. Two queries at most."""
    if not member.may("ask_coordination"):
        return []
    found: list[Office | BusinessArea] = []
    if member.office_ids:
        found += Office.objects.filter(pk__in=member.office_ids, is_active=True).order_by("sort_key")
    if member.area_ids:
        found += BusinessArea.objects.filter(pk__in=member.area_ids).order_by("position", "name")
    return found


@transaction.atomic
def ask(*, values: Mapping[str, Any], asker: Office | BusinessArea, by: Member) -> ServiceRequest:
    """A new Anfrage of an own office or Geschäftsbereich. Raises ``Refused``, ``Unfit``."""
    if asker not in askers(by):
        raise Refused("ask_coordination")
    _check(values)
    whose: dict[str, Any] = {"office": asker} if isinstance(asker, Office) else {"area": asker}
    return entered(ServiceRequest(**values, **whose))


@transaction.atomic
def change(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], by: Member) -> None:
    """Whoever asked corrects it until it is accepted. Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``."""
    row = _locked(pk, by)
    require_change(by, row)
    if str(new["wanted_by"]) != str(row.wanted_by):
        _check(new)
    merge_and_save(row, seen=seen, new=new)


def require_change(member: Member, row: ServiceRequest) -> None:
    """Raises ``Refused`` for others than who asked, ``NotNow`` once it is accepted."""
    if not asked_by(member, row):
        raise Refused("ask_coordination")
    if row.state != State.ASKED:
        raise NotNow("Die Anfrage ist schon angenommen. Ergänzen Sie sie mit einem Beitrag.")


def _check(values: Mapping[str, Any]) -> None:
    if values["wanted_by"] and values["wanted_by"] < timezone.localdate():
        raise Unfit({"wanted_by": "Dieser Tag ist schon vorbei."})


def _locked(pk: uuid.UUID, by: Member) -> ServiceRequest:
    rows = ServiceRequest.objects.visible_to(by).select_for_update(of=("self",))
    row: ServiceRequest | None = rows.filter(pk=pk).first()
    if row is None:
        raise Refused("answer_requests")
    return row


@transaction.atomic
def take_step(key: str, *, pk: uuid.UUID, text: str = "", by: Member) -> None:
    """Does a step of ``STEPS`` but "nachweis". Raises ``Refused``, ``NotNow``, ``Unfit`` where words are missing."""
    step, row = STEPS[key], _locked(pk, by)
    check(by, step, row)
    words = text.strip().replace("\r\n", "\n")
    if step.words and not words:
        raise Unfit({"text": "Bitte füllen Sie dieses Feld aus."})
    if key == "rueckfrage":
        _say(row, words, by)
        return
    row.state = _LEADS_TO[key]
    row.asked_back = False
    if row.state in (State.ANSWERED, State.DECLINED):
        row.answer, row.answered_on = words, timezone.localdate()
    row.save(update_fields=["state", "asked_back", "answer", "answered_on"])


_LEADS_TO = {
    "annehmen": State.ACCEPTED,
    "beantworten": State.ANSWERED,
    "nicht-moeglich": State.DECLINED,
    "zurueckziehen": State.WITHDRAWN,
}


def _say(row: ServiceRequest, words: str, by: Member) -> None:
    """The one thread of an Anfrage. What is sent twice is said once."""
    if row.thread is None:
        row.thread = open_thread(title="Rückfragen", text=words, by=by)
    else:
        last = Comment.objects.filter(thread=row.thread).order_by("-said_at", "-id").first()
        if last is not None and last.author_id == by.user.pk and last.text == words:
            return
        reply(thread=row.thread, text=words, by=by)
    row.asked_back = not asked_by(by, row) and row.state in State.open()
    row.save(update_fields=["thread", "asked_back"])


@transaction.atomic
def attach_evidence(*, pk: uuid.UUID, evidence: Evidence, by: Member) -> None:
    """Ties a file or link to the answer. Raises ``Refused``, ``NotNow``."""
    row = _locked(pk, by)
    check(by, STEPS["nachweis"], row)
    RequestEvidence.objects.create(request=row, evidence=evidence)


def evidence_of_hidden(member: Member) -> QuerySet[RequestEvidence, Any]:
    """Ids of evidence at Anfragen ``member`` may not read (``evidence.models.hides_evidence``)."""
    seen = ServiceRequest.objects.visible_to(member).order_by().values("pk")
    return RequestEvidence.objects.exclude(request__in=seen).values("evidence_id")
