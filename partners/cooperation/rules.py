"""Rules of Kooperationen and Beteiligung: who enters what, renewal, evidence."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.refusals import Refused, Unfit
from evidence.models import Evidence
from partners.entering import entered
from partners.models import Cooperation, CooperationEvidence, Participation, ParticipationRegion


def may_enter(member: Member) -> bool:
    """True for coordination, and for whoever prepares for an office."""
    return member.may("edit_partnership") or member.may("prepare_office")


def may_edit(member: Member, row: Cooperation | Participation) -> bool:
    """True for coordination, and for the office whose it is."""
    return member.may("edit_partnership") or (row.office_id is not None and member.may("prepare_office", row.office_id))


def _require(member: Member, row: Cooperation | Participation) -> None:
    if not may_edit(member, row):
        raise Refused("edit_partnership")


def _own_office(values: Mapping[str, Any], by: Member) -> None:
    office = values.get("office")
    if by.may("edit_partnership"):
        return
    if office is None or not by.may("prepare_office", office.pk):
        raise Unfit({"office": "Bitte wählen Sie Ihr Amt. Für andere trägt die Planungskoordination ein."})


@transaction.atomic
def enter_cooperation(*, values: Mapping[str, Any], by: Member) -> Cooperation:
    """A new Kooperation of an office with an actor. Raises ``Refused``, ``Unfit``."""
    if not may_enter(by):
        raise Refused("edit_partnership")
    _own_office(values, by)
    return entered(Cooperation(**values))


@transaction.atomic
def change_cooperation(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], by: Member) -> None:
    """Merges a change field by field; office and actor stay. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    row: Cooperation = Cooperation.objects.select_for_update(of=("self",)).get(pk=pk)
    _require(by, row)
    merge_and_save(row, seen=seen, new=new)


def attach_evidence(*, cooperation: Cooperation, evidence: Evidence) -> None:
    """Ties the contract to a Kooperation; the caller has asked who may."""
    CooperationEvidence.objects.create(cooperation=cooperation, evidence=evidence)


def evidence_of_hidden(member: Member) -> QuerySet[CooperationEvidence, Any]:
    """Ids of contracts ``member`` may not open (``evidence.models.hides_evidence``)."""
    if member.may("view_cooperations"):
        return CooperationEvidence.objects.none().values("evidence_id")
    return CooperationEvidence.objects.values("evidence_id")


@transaction.atomic
def enter_participation(*, values: Mapping[str, Any], regions: Iterable[Any], by: Member) -> Participation:
    """A new entry of Beteiligung. Raises ``Refused``, ``Unfit``."""
    if not may_enter(by):
        raise Refused("edit_partnership")
    _own_office(values, by)
    row = entered(Participation(**values))
    ParticipationRegion.objects.bulk_create(ParticipationRegion(participation=row, region=r) for r in regions)
    return row


@transaction.atomic
def change_participation(
    *,
    pk: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, Any],
    seen_regions: Iterable[uuid.UUID],
    regions: Iterable[uuid.UUID],
    by: Member,
) -> None:
    """Merges a change field by field, regions one by one. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    row: Participation = Participation.objects.select_for_update(of=("self",)).get(pk=pk)
    _require(by, row)
    _own_office(new, by)
    merge_and_save(row, seen=seen, new=new)
    merge_ties(ParticipationRegion, "region", seen=seen_regions, new=regions, participation=row)


@transaction.atomic
def remove_participation(*, pk: uuid.UUID, by: Member) -> None:
    """Takes an entry away; its history stays in the database. Raises ``Refused``."""
    row: Participation = Participation.objects.select_for_update(of=("self",)).get(pk=pk)
    _require(by, row)
    row.delete()
