"""Sitzungen, and by when Kooperationen are decided on, for the calendar and the timeline."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from districts.dates import Dated
from districts.member import Member
from partners.models import Body, Cooperation, Meeting
from partners.offered import uses_partners

_NAMES = ("room", "key", "day", "title", "state", "open")


def dates_from_partners(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Sitzungen of the Gremien and Kooperationen that ``member`` may read. One query for both."""
    parts: list[QuerySet[Any, Any]] = []
    if uses_partners(member, "view_bodies"):
        parts.append(_meetings(member, first, last))
    if uses_partners(member, "view_cooperations"):
        parts.append(_cooperations(member, first, last))
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    slug = member.district.slug
    return [_dated(dict(zip(_NAMES, row, strict=True)), slug, today) for row in rows]


def _told(rows: Any, room: str, *, day: Any, title: str, state: str, still: Q) -> QuerySet[Any, Any]:
    """The same columns of either table, in the order of ``_NAMES``."""
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(room, output_field=CharField()),
        F("pk"),
        day,
        Cast(title, CharField()),
        Cast(state, CharField()),
        Case(When(still, then=True), default=False, output_field=BooleanField()),
    )
    return found


def _meetings(member: Member, first: datetime.date, last: datetime.date) -> QuerySet[Any, Any]:
    seen = Body.objects.visible_to(member).order_by().values("pk")
    rows = Meeting.objects.filter(starts_on__range=(first, last), body__in=seen)
    return _told(rows, "meeting", day=F("starts_on"), title="body__name", state="state",
                 still=Q(state=Meeting.State.PLANNED))  # fmt: skip


def _cooperations(member: Member, first: datetime.date, last: datetime.date) -> QuerySet[Any, Any]:
    day = Coalesce("decide_by", "ends_on")
    rows = Cooperation.objects.visible_to(member).annotate(day=day).filter(day__range=(first, last))
    return _told(rows, "cooperation", day=day, title="title", state="renewal",
                 still=Q(renewal=Cooperation.Renewal.OPEN))  # fmt: skip


def _dated(row: dict[str, Any], slug: str, today: datetime.date) -> Dated:
    url = reverse(row["room"], args=[slug, row["key"]])
    if row["room"] == "meeting":
        label = Meeting.State(row["state"]).label
        return Dated(row["day"], "Sitzung", row["title"], url, label, past=not row["open"] or row["day"] < today)
    label = Cooperation.Renewal(row["state"]).label
    late = row["open"] and row["day"] < today
    return Dated(row["day"], "Verlängerung einer Kooperation", row["title"], url, label, late, not row["open"])
