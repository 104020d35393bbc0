"""Dates of Aufträge for the calendar and the timeline, and what this room tells about the state of things."""

import datetime
from collections.abc import Iterable

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, Entry, Milestone
from assignments.offered import uses_assignments
from assignments.states import State
from districts.dates import Dated
from districts.member import Member
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
    return _read(member, rows, Q(due_on__range=(first, last)), today)


def _read(member: Member, rows: "Iterable[Assignment]", when: Q, today: datetime.date) -> list[Dated]:
    visible = Assignment.objects.filter(pk__in=rows.values("pk"))  # type: ignore[attr-defined]  # a queryset
    slug = member.district.slug
    # What is reported or closed is late for nobody.
    with_office = State.with_the_office()
    late = Case(When(due_on__lt=today, state__in=with_office, then=True), default=False, output_field=BooleanField())
    orders = visible.filter(when).values_list(Value("order"), "pk", "title", "due_on", "state", late)
    missed = Case(
        When(due_on__lt=today, reached_on=None, assignment__state__in=with_office, then=True),
        default=False,
        output_field=BooleanField(),
    )
    stands = Case(When(reached_on=None, then=Value("open")), default=Value("reached"))
    marks = Milestone.objects.filter(when, assignment__in=visible).filter(
        Q(reached_on__isnull=False) | Q(assignment__state__in=State.open())
    )
    marks = marks.values_list(Value("mark"), F("assignment_id"), "title", "due_on", stands, missed)
    found = []
    for kind, key, title, day, state, is_late in orders.union(marks.order_by(), all=True):
        past = state in (State.CLOSED, "reached")
        words = {"open": "offen", "reached": "erreicht"}.get(state) or State(state).label
        label = "Frist eines Auftrags" if kind == "order" else "Meilenstein"
        found.append(Dated(day, label, title, reverse("assignment", args=[slug, key]), words, is_late, past))
    return found


def outlook_from_assignments(member: Member, today: datetime.date) -> Outlook:
    """What is late and comes next, and what happened to Aufträge. Two queries."""
    if not uses_assignments(member):
        return Outlook()
    slug = member.district.slug
    visible = Assignment.objects.visible_to(member)
    # Everything late, however long ago.
    dates = _read(member, visible.filter(state__in=State.open()), Q(due_on__lte=today + AHEAD), today)
    since = timezone.make_aware(datetime.datetime.combine(today - BACK, datetime.time.min))
    entries = Entry.objects.filter(said_at__gte=since, assignment__in=visible).order_by("-said_at")
    # Of the others' closed ones the titles may be read, of these the entries too; a draft has none.
    news = [
        News(
            timezone.localtime(said_at).date(),
            Entry.Kind(kind).label,
            title,
            reverse("assignment", args=[slug, pk]),
            kind in DECISIONS,
        )
        for said_at, kind, title, pk in entries.values_list("said_at", "kind", "assignment__title", "assignment_id")[
            :200
        ]
    ]
    late_list = f"{reverse('assignments', args=[slug])}?termin=ueberfaellig"
    return Outlook(
        dates=[dated for dated in dates if dated.late or (dated.day >= today and not dated.past)],
        news=news,
        late_lists=[("Alle überfälligen Aufträge", late_list)],
    )
