"""Aufträge with their offices in one query, as one person stands to them."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from assignments.models import Assignment, AssignmentOffice, Milestone, OnBehalf
from assignments.standing import Standing
from districts.member import Member
from districts.models import Membership
from districts.roles import Role


class OfThese(Func):
    """``assignment_id = ANY (ARRAY(SELECT …))``: ``rows`` are worked out once, whatever the planner believes.

    As ``IN (SELECT …)`` a thousand rows it had no statistics of took a minute: loops within loops.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, rows: QuerySet[Assignment]) -> None:
        super().__init__(F("assignment_id"), ArraySubquery(rows.order_by().values("pk")))


def heads_on(day: datetime.date) -> Exists:
    """For rows with an ``office``: somebody leads it on ``day``."""
    return Exists(Membership.objects.valid_on(day).filter(role=Role.OFFICE_HEAD, office=OuterRef("office")))


def agent_gone_on(day: datetime.date) -> Any:
    """For offices at an Auftrag: who is named to work on it does not belong to the office on ``day``."""
    there = Membership.objects.valid_on(day).filter(office=OuterRef("office"), user=OuterRef("agent"))
    return Q(agent__isnull=False) & ~Exists(there)


def read_standings(
    member: Member,
    rows: QuerySet[Assignment],
    *,
    beside: Sequence[str] = (),
    lock: bool = False,
    staffed_on: datetime.date | None = None,
) -> list[Standing]:
    """``rows`` with all their offices, the federführende first, ``beside`` with them (``assignment__area``). One query.

    ``lock`` locks the Aufträge, not their offices: every rule takes the lock on the Auftrag first. ``staffed_on`` asks
    of each office whether somebody leads it that day (``has_head``) and whether who is named has left (``agent_gone``).
    """
    parts = with_offices(rows, beside=beside, staffed_on=staffed_on)
    return standings_of(member, parts.select_for_update(of=("assignment",)) if lock else parts)


def with_offices(
    rows: QuerySet[Assignment], *, beside: Sequence[str] = (), staffed_on: datetime.date | None = None
) -> QuerySet[AssignmentOffice]:
    """What ``read_standings`` reads, for queries that are built once (``MemberQuery``)."""
    allowed = OnBehalf.objects.filter(area=OuterRef("assignment__area"))
    first_mark = Milestone.objects.filter(assignment=OuterRef("assignment"), reached_on=None)
    parts = (
        AssignmentOffice.objects.filter(OfThese(rows))
        .select_related("assignment", "office", *beside)
        .annotate(
            allowed_on_behalf=Exists(allowed),
            next_mark=Subquery(first_mark.values(data=JSONObject(title="title", due_on="due_on", id="id"))[:1]),
        )
        .order_by("-lead", "office__sort_key")
    )
    if staffed_on:
        gone = AssignmentOffice.objects.filter(agent_gone_on(staffed_on), pk=OuterRef("pk"))
        parts = parts.annotate(has_head=heads_on(staffed_on), agent_gone=Exists(gone))
    return parts


def standings_of(member: Member, parts: Iterable[AssignmentOffice]) -> list[Standing]:
    """Aufträge as ``member`` stands to them, from their offices (``with_offices``)."""
    found: dict[uuid.UUID, list[AssignmentOffice]] = defaultdict(list)
    for part in parts:
        found[part.assignment_id].append(part)
    return [_standing(member, offices) for offices in found.values()]


def _standing(member: Member, offices: list[AssignmentOffice]) -> Standing:
    row = offices[0].assignment
    row.allowed_on_behalf = offices[0].allowed_on_behalf  # type: ignore[attr-defined]  # read by ``buero_may``
    return Standing.of(member, row, offices)
