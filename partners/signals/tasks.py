"""Which Hinweise wait for a person on the first page."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, UUIDField

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.own_regions import is_outside
from districts.tasks import Pile, Task
from lists.compiled import Given
from partners.models import Signal, SignalAnswer, SignalOffice
from partners.offered import uses_partners
from partners.signals.rules import offices_of

#: So long an answer stands under "zur Kenntnis".
_NEWS = datetime.timedelta(days=14)
#: Hinweise on the first page; the rest is in the list.
_MOST = 20


def _waiting(asker: Member, today: datetime.date, has_offices: bool, *, own: Given) -> Any:
    """``own``: the offices for which the asker may take a Hinweis up; ``has_offices``: whether there are any."""
    ties = SignalOffice.objects.filter(signal=OuterRef("pk"))
    answers = SignalAnswer.objects.filter(signal=OuterRef("pk"), said_at__date__gte=today - _NEWS)
    ours: Any = own if has_offices else []
    rows = Signal.objects.visible_to(asker).annotate(
        asked_us=Exists(ties.filter(office__in=ours, taken_on__isnull=True)),
        told=Exists(answers.exclude(author=asker.user)),
        assigned=Exists(ties),
    )
    waits = Q(pk__in=[])
    if has_offices:
        waits |= Q(asked_us=True, closed_on=None)
    if asker.may("assign_signals"):
        waits |= Q(assigned=False, closed_on=None)
    waits |= Q(told=True) if is_outside(asker) else Q(told=True, author=asker.user)
    return rows.filter(waits).order_by("-observed_on", "pk")[:_MOST]


_WAITING: MemberQuery[Signal] = MemberQuery(_waiting, own=[UUIDField()])


def tasks_from_signals(member: Member, today: datetime.date) -> Iterable[Task]:
    """What coordination has not put to an office yet, what an office was asked to take up, answers to own Hinweise.

    One query. Nothing of it has a date, so nothing of it is ever late.
    """
    if not uses_partners(member, "view_signals"):
        return []
    own = offices_of(member)
    if not own and not member.may("assign_signals") and not is_outside(member):
        # The Verwaltungsspitze reads Hinweise; nothing of them waits for it.
        return []
    found = []
    for row in _WAITING.rows_for(member, today, bool(own), own=own):
        pile, words = _told(row, member)
        found.append(Task(pile, row.title, thing_address("signal", member.district.slug, pk=row.pk), words))
    return found


def _told(row: Signal, member: Member) -> tuple[Pile, str]:
    if getattr(row, "asked_us", False) and not row.closed_on:
        return Pile.WORK, "Die Planungskoordination bittet Ihr Amt, diesen Hinweis zu übernehmen."
    if member.may("assign_signals") and not getattr(row, "assigned", True) and not row.closed_on:
        return Pile.WORK, "Hinweis aus dem Stadtteil, noch keinem Amt zugeordnet."
    return Pile.KNOW, "Zu diesem Hinweis gibt es eine neue Antwort."
