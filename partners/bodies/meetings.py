"""Rules of Sitzungen: plan, change, prepare, cancel, and record who took part and what came of it."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save, merge_sets, merge_ties
from districts.refusals import NotNow
from evidence.models import Evidence
from partners.bodies.agenda import carry_over
from partners.bodies.rules import require_run
from partners.entering import entered
from partners.models import AgendaItem, Body, Meeting, MeetingEvidence, MeetingPart


def _locked(pk: uuid.UUID, by: Member) -> Meeting:
    row: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
    require_run(by, row.body)
    return row


@transaction.atomic
def plan_meeting(*, body_id: uuid.UUID, values: Mapping[str, Any], by: Member) -> Meeting:
    """A Sitzung to come, or one that was and is entered afterwards. Open topics move to the next to come.

    Raises ``Refused``, ``NotNow``, ``Unfit``.
    """
    body: Body = Body.objects.select_for_update(of=("self",)).get(pk=body_id)
    require_run(by, body)
    if not body.is_active:
        raise NotNow("Dieses Gremium besteht nicht mehr.")
    row = entered(Meeting(body=body, **values))
    carry_over(body)
    return row


@transaction.atomic
def change_meeting(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Merges day, time and place field by field. Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``."""
    row = _locked(pk, by)
    if row.state != Meeting.State.PLANNED:
        raise NotNow(f"Diese Sitzung {row.get_state_display()}: Tag und Ort ändern sich nicht mehr.")
    merge_and_save(row, seen=seen, new=new)
    carry_over(row.body)


@transaction.atomic
def call_prepared(*, pk: uuid.UUID, prepared: bool, by: Member) -> Meeting:
    """The agenda stands and the invitation is out, or not yet after all. Harmless to repeat."""
    row = _locked(pk, by)
    if row.state != Meeting.State.PLANNED:
        raise NotNow(f"Diese Sitzung {row.get_state_display()}.")
    row.prepared = prepared
    row.save(update_fields=["prepared"])
    return row


@transaction.atomic
def cancel_meeting(*, pk: uuid.UUID, by: Member) -> Meeting:
    """A planned Sitzung does not take place; its open topics go to the next one. Raises ``Refused``, ``NotNow``."""
    row = _locked(pk, by)
    if row.state == Meeting.State.HELD:
        raise NotNow("Diese Sitzung hat stattgefunden.")
    row.state = Meeting.State.CANCELLED
    row.save(update_fields=["state"])
    carry_over(row.body)
    return row


@transaction.atomic
def record_meeting(
    *,
    pk: uuid.UUID,
    seen_outcome: str,
    outcome: str,
    seen: Mapping[str, Iterable[uuid.UUID]],
    new: Mapping[str, Iterable[uuid.UUID]],
    by: Member,
) -> Meeting:
    """Which offices and actors took part, what was dealt with, what came of it; then it has taken place.

    ``seen`` and ``new`` hold the keys of ``offices``, ``actors`` and ``topics``; they merge one by one. Topics that
    were not dealt with go to the next Sitzung. Raises ``Refused``, ``NotNow`` before the day, ``Conflict``.
    """
    row = _locked(pk, by)
    if row.starts_on > timezone.localdate():
        raise NotNow("Diese Sitzung liegt noch vor Ihnen. Festhalten können Sie sie ab dem Tag selbst.")
    if row.state == Meeting.State.CANCELLED:
        raise NotNow("Diese Sitzung ist ausgefallen.")
    merge_and_save(row, seen={"outcome": seen_outcome}, new={"outcome": outcome})
    if row.state != Meeting.State.HELD:
        row.state = Meeting.State.HELD
        row.save(update_fields=["state"])
    for name in ("office", "actor"):
        merge_ties(MeetingPart, name, seen=seen[f"{name}s"], new=new[f"{name}s"], meeting=row)
    _deal_with(row, seen["topics"], new["topics"])
    carry_over(row.body)
    return row


def _deal_with(row: Meeting, seen: Iterable[uuid.UUID], new: Iterable[uuid.UUID]) -> None:
    topics = AgendaItem.objects.filter(meeting=row)
    done = set(topics.filter(state=AgendaItem.State.DONE).values_list("pk", flat=True))
    added, removed = merge_sets(stored=done, seen=seen, new=new)
    for keys, state in ((added, AgendaItem.State.DONE), (removed, AgendaItem.State.OPEN)):
        topics.filter(pk__in=keys).update(state=state)


def attach_evidence(*, meeting: Meeting, evidence: Evidence) -> None:
    """Ties ``evidence`` to ``meeting``; the caller has asked who may."""
    MeetingEvidence.objects.create(meeting=meeting, evidence=evidence)
