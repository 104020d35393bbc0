"""Rules of plans: an office enters and changes its own, offices agree, a shared plan comes on an agenda."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save, merge_sets, merge_ties
from districts.models import Office, Region
from districts.refusals import NotNow, Refused, Unfit
from partners.bodies.agenda import put_on_agenda
from partners.entering import entered
from partners.models import AgendaItem, Body
from sozialraum.models import Plan, PlanOffice, PlanRegion
from sozialraum.own_words import count_up

NOT_SHARED = "Auf eine Tagesordnung kommt eine Planung erst, wenn das Amt sie mit dem Bezirk geteilt hat."


def may_change(member: Member, plan: Plan) -> bool:
    """True for head and staff of the office. Also while it is shared: who works on it keeps it up to date."""
    return member.may("prepare_office", plan.office_id)


def _check_wanted(office_id: uuid.UUID, wanted: Iterable[uuid.UUID]) -> None:
    if office_id in wanted:
        raise Unfit({"wanted": "Bitte wählen Sie andere Ämter als Ihr eigenes."})


@transaction.atomic
def enter_plan(*, values: Mapping[str, Any], regions: Sequence[Region], wanted: Sequence[Office], by: Member) -> Plan:
    """A new plan of an own office, seen by that office alone. Raises ``Refused``, ``Unfit``."""
    by.require("prepare_office", values["office"].pk)
    _check_wanted(values["office"].pk, [office.pk for office in wanted])
    row = entered(Plan(**values))
    PlanRegion.objects.bulk_create(PlanRegion(plan=row, region=region) for region in regions)
    PlanOffice.objects.bulk_create(PlanOffice(plan=row, office=office) for office in wanted)
    return row


@transaction.atomic
def change_plan(
    *,
    pk: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, Any],
    chosen: Mapping[str, tuple[Iterable[uuid.UUID], Iterable[uuid.UUID]]],
    by: Member,
) -> None:
    """Merges a change field by field, regions and offices one by one.

    ``chosen`` maps "regions" and "wanted" to the keys that were seen and those chosen now. An office with which the
    plan was agreed stays, with what came of it. Raises ``Refused``, ``Conflict``, ``Unfit``.
    """
    row: Plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    by.require("prepare_office", row.office_id)
    _check_wanted(row.office_id, chosen["wanted"][1])
    changed = bool(merge_and_save(row, seen=seen, new=new))
    seen_regions, regions = chosen["regions"]
    added, removed = merge_ties(PlanRegion, "region", seen=seen_regions, new=regions, plan=row)
    ties = dict(PlanOffice.objects.filter(plan=row).values_list("office_id", "agreed_on"))
    asked, dropped = merge_sets(stored=ties, seen=chosen["wanted"][0], new=chosen["wanted"][1])
    dropped = {key for key in dropped if ties[key] is None}
    PlanOffice.objects.filter(plan=row, office__in=dropped).delete()
    PlanOffice.objects.bulk_create(PlanOffice(plan=row, office_id=key) for key in asked)
    if changed or added or removed or asked or dropped:
        count_up(row)


def may_agree(member: Member, tie: PlanOffice) -> bool:
    """True for both sides: the office that plans, and the office with which agreement is wanted."""
    return member.may("prepare_office", tie.plan.office_id) or member.may("prepare_office", tie.office_id)


@transaction.atomic
def agree(
    *, plan_id: uuid.UUID, office_id: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, Any], by: Member
) -> None:
    """Either side notes that they have talked, and what came of it. Raises ``Refused``, ``Conflict``, ``Unfit``."""
    day: datetime.date | None = new["agreed_on"]
    if day and day > timezone.localdate():
        raise Unfit({"agreed_on": "Dieser Tag liegt in der Zukunft."})
    seen_plans = Plan.objects.visible_to(by).values("pk")
    rows = PlanOffice.objects.select_for_update(of=("self",)).select_related("plan").filter(plan__in=seen_plans)
    row: PlanOffice | None = rows.filter(plan=plan_id, office=office_id).first()
    if row is None:
        raise NotNow("Die Planung nennt dieses Amt nicht mehr.")
    if not may_agree(by, row):
        raise Refused("prepare_office")
    merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def bring_before(*, plan: Plan, beside: Plan | None, body: Body, title: str, by: Member) -> AgendaItem:
    """Puts a shared plan, or it together with one it touches, on the agenda of a Gremium.

    Raises ``NotNow`` for a plan that is not shared: the title is read by all who read the Gremium.
    """
    pair = [plan, *([beside] if beside else [])]
    if not all(one.shared_on for one in pair):
        raise NotNow(NOT_SHARED)
    own = [pk for pk in by.office_ids if by.may("prepare_office", pk)]
    office = Office.objects.filter(pk=own[0]).first() if len(own) == 1 else None
    subject = "plan:" + "+".join(sorted(one.pk.hex for one in pair))
    url = reverse("plan", args=[by.district.slug, plan.pk])
    return put_on_agenda(body, title, url, subject=subject, url_right="view_checklist", office=office, by=by)
