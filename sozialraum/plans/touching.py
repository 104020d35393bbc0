"""Where plans of two offices touch: the same space on any level, the same time.

A region touches those it lies in and those that lie in it; a plan without regions is for the whole district and touches
all. The page of one plan and the list ask the same rule.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, OuterRef, QuerySet, UUIDField

from districts.member import Member
from districts.member_query import MemberQuery
from sozialraum.models import Plan, PlanRegion, PlanState

#: What ``with_places`` adds.
PLACES = ("region_names", "at", "parents", "grandparents")
#: Plans named on the page of one; the rest is in the list.
SHOWN = 10


def with_places(rows: Any) -> Any:
    """``rows`` of plans with ``region_names`` and what touching needs: ``at``, their regions, and ``under``, all
    that these lie in."""
    tied = PlanRegion.objects.filter(plan=OuterRef("pk")).order_by("region__key")
    return rows.annotate(
        region_names=ArraySubquery(tied.values("region__name")),
        at=ArraySubquery(tied.values("region_id")),
        parents=ArraySubquery(tied.values("region__parent_id")),
        grandparents=ArraySubquery(tied.values("region__parent__parent_id")),
    )


def _line(plan: Any) -> set[uuid.UUID]:
    return {key for key in (*plan.at, *plan.parents, *plan.grandparents) if key}


def same_space(one: Any, other: Any) -> bool:
    """True where two plans (read ``with_places``) share a region, or one lies in a region of the other."""
    if not one.at or not other.at:
        return True
    return not _line(one).isdisjoint(other.at) or not _line(other).isdisjoint(one.at)


def _same_time(one: Plan, other: Plan) -> bool:
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


def _others(member: Member, ends: bool, *, office: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    others = Plan.objects.visible_to(member).shared().going_on().in_time(first, last if ends else None)
    rows = with_places(others.exclude(office=office)).order_by("starts_on", "sort_key", "pk")
    shown = ("pk", "title", "state", "starts_on", "ends_on", "office__name")
    found: QuerySet[Any, Any] = rows.values_list(*shown, *PLACES, named=True)
    return found


_OTHERS: MemberQuery[Any] = MemberQuery(_others, office=UUIDField(), first=DateField(), last=DateField())


def plans_beside(plan: Any, member: Member) -> list[Any]:
    """Shared plans of other offices that touch ``plan`` (read ``with_places``), the closest space first. One query.

    Nothing for a plan that is over: there is nothing left to agree on.
    """
    if plan.is_over:
        return []
    ends = plan.ends_on is not None
    rows = _OTHERS.rows_for(member, ends, office=plan.office_id, first=plan.starts_on, last=plan.ends_on)
    found = [other for other in rows if same_space(plan, other)]
    return sorted(found, key=lambda other: not other.at or not plan.at)[:SHOWN]


def touched(plans: Iterable[Any]) -> set[uuid.UUID]:
    """Keys of those among ``plans`` (read ``with_places``) that touch another, shared one of another office."""
    going_on = [plan for plan in plans if plan.state not in PlanState.over()]
    shared = [plan for plan in going_on if plan.shared_on]
    everywhere = [plan for plan in shared if not plan.at]
    at, under = defaultdict(list), defaultdict(list)
    for plan in shared:
        for key in plan.at:
            at[key].append(plan)
        for key in _line(plan):
            under[key].append(plan)
    found = set()
    for plan in going_on:
        near: list[Any] = shared if not plan.at else list(everywhere)
        if plan.at:
            near += [other for key in _line(plan) for other in at[key]]
            near += [other for key in plan.at for other in under[key]]
        if any(other.office_id != plan.office_id and _same_time(plan, other) for other in near):
            found.add(plan.pk)
    return found
