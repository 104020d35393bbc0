"""Which Hinweise wait for a person on the first page."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.member import Member
from districts.own_regions import is_outside
from districts.tasks import Pile, Task
from partners.models import Signal, SignalAnswer, SignalOffice
from partners.offered import uses_partners
from partners.signals.rules import offices_of

#: So long an answer stands under "zur Kenntnis".
_NEWS = datetime.timedelta(days=14)
#: Hinweise on the first page; the rest is in the list.
_MOST = 20


def tasks_from_signals(member: Member, today: datetime.date) -> Iterable[Task]:
    """What coordination has not put to an office yet, what an office was asked to take up, answers to own Hinweise.

    One query. Nothing of it has a date, so nothing of it is ever late.
    """
    if not uses_partners(member, "view_signals"):
        return []
    ties = SignalOffice.objects.filter(signal=OuterRef("pk"))
    answers = SignalAnswer.objects.filter(signal=OuterRef("pk"), said_at__date__gte=today - _NEWS)
    own = offices_of(member)
    if not own and not member.may("assign_signals") and not is_outside(member):
        # The Verwaltungsspitze reads Hinweise; nothing of them waits for it.
        return []
    rows = Signal.objects.visible_to(member).annotate(
        asked_us=Exists(ties.filter(office__in=own, taken_on__isnull=True)),
        told=Exists(answers.exclude(author=member.user)),
        assigned=Exists(ties),
    )
    waits = Q(pk__in=[])
    if own:
        waits |= Q(asked_us=True, closed_on=None)
    if member.may("assign_signals"):
        waits |= Q(assigned=False, closed_on=None)
    waits |= Q(told=True) if is_outside(member) else Q(told=True, author=member.user)
    found = []
    for row in rows.filter(waits).order_by("-observed_on", "pk")[:_MOST]:
        pile, words = _told(row, member)
        found.append(Task(pile, row.title, reverse("signal", args=[member.district.slug, row.pk]), words))
    return found


def _told(row: Signal, member: Member) -> tuple[Pile, str]:
    if getattr(row, "asked_us", False) and not row.closed_on:
        return Pile.WORK, "Die Planungskoordination bittet Ihr Amt, diesen Hinweis zu übernehmen."
    if member.may("assign_signals") and not getattr(row, "assigned", True) and not row.closed_on:
        return Pile.WORK, "Hinweis aus dem Stadtteil, noch keinem Amt zugeordnet."
    return Pile.KNOW, "Zu diesem Hinweis gibt es eine neue Antwort."
