"""Dates of Aufträge for the calendar and the timeline, and what this room tells about the state of things."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import JSONObject, TruncDate
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, Entry, Milestone
from assignments.offered import uses_assignments
from assignments.reading import OfThese
from assignments.states import State
from districts.dates import Dated, Row
from districts.member import Member
from districts.member_query import MemberQuery
from districts.outlook import AHEAD, BACK, News, Outlook

#: Entries in which the Verwaltungsspitze decided something.
DECISIONS = frozenset(
    [Entry.Kind.GIVEN, Entry.Kind.RECORDED, Entry.Kind.EXTENDED, Entry.Kind.DECLINED, Entry.Kind.MOVED,
     Entry.Kind.REWORK, Entry.Kind.CLOSED, Entry.Kind.WITHDRAWN, Entry.Kind.OBJECTED, Entry.Kind.UNOBJECTED]
)  # fmt: skip


def dates_from_assignments(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Fristen and milestones of given Aufträge that ``member`` may read in full. One query."""
    if not uses_assignments(member):
        return []
    rows = Assignment.objects.visible_to(member).exclude(state__in=[State.DRAFT, State.WITHDRAWN])
    return _dated(member, _with_marks(rows, Q(due_on__range=(first, last))), today)


def _with_marks(rows: Any, when: Q) -> Any:
    """Those of ``rows`` that have a day in ``when``, or a milestone: the milestones travel with their Auftrag."""
    marks = Milestone.objects.filter(when, assignment=OuterRef("pk"))
    data = JSONObject(title="title", due_on="due_on", reached="reached_on")
    rows = rows.annotate(on_days=ExpressionWrapper(when, BooleanField()), marks=ArraySubquery(marks.values(data=data)))
    return rows.filter(when | Exists(marks)).only("title", "state", "due_on")


def _near(asker: Member, today: datetime.date) -> Any:
    # Everything late, however long ago.
    rows = Assignment.objects.visible_to(asker).filter(state__in=State.open())
    return _with_marks(rows, Q(due_on__lte=today + AHEAD))


_NEAR: MemberQuery[Any] = MemberQuery(_near)


def _entries(asker: Member, today: datetime.date) -> Any:
    since = timezone.make_aware(datetime.datetime.combine(today - BACK, datetime.time.min))
    # Of the others' closed ones the titles may be read, of these the entries too; a draft has none.
    visible = Assignment.objects.visible_to(asker)
    return Entry.objects.filter(OfThese(visible), said_at__gte=since).order_by("-said_at")


def _dated(member: Member, rows: Iterable[Any], today: datetime.date) -> list[Dated]:
    """The days of ``rows`` (``_with_marks``)."""
    found: list[Dated] = []
    for row in rows:
        url = reverse("assignment", args=[member.district.slug, row.pk])
        if row.on_days:
            closed = row.state == State.CLOSED
            found.append(
                Dated(row.due_on, "Frist eines Auftrags", row.title, url, row.get_state_display(), row.is_late(today),
                      closed)
            )  # fmt: skip
        for mark in row.marks:
            if mark["reached"] or row.state in State.open():
                found.append(_milestone(mark, url, today, with_office=row.state in State.with_the_office()))
    return found


def _milestone(mark: dict[str, str], url: str, today: datetime.date, *, with_office: bool) -> Dated:
    day, reached = datetime.date.fromisoformat(mark["due_on"]), bool(mark["reached"])
    # What is reported is late for nobody.
    late = with_office and not reached and day < today
    return Dated(day, "Meilenstein", mark["title"], url, "erreicht" if reached else "offen", late, reached)


def outlook_from_assignments(member: Member, today: datetime.date) -> Outlook:
    """What is late and comes next, and what happened to Aufträge. One query, and one asked."""
    if not uses_assignments(member):
        return Outlook()
    slug = member.district.slug
    late_list = f"{reverse('assignments', args=[slug])}?termin=ueberfaellig"
    told = Outlook()
    for dated in _dated(member, _NEAR.rows_for(member, today), today):
        if dated.late or (dated.day >= today and not dated.past):
            told.date(dated, late_list, "Alle überfälligen Aufträge")

    def tell(row: Row) -> None:
        url = reverse("assignment", args=[slug, row.key])
        told.news.append(News(row.day, Entry.Kind(row.state).label, row.title, url, row.state in DECISIONS))

    told.ask("entry", _entries, tell, day=TruncDate("said_at"), most=200, key="assignment_id",
             title="assignment__title", state="kind")  # fmt: skip
    return told
