"""Rounds in the calendar and the timeline of a district."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from districts.dates import Dated
from districts.member import Member
from pruefsteine.models import Round
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import RoundState


def dates_from_pruefsteine(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Beginning and deadline of the rounds ``member`` may know of. One query."""
    if not uses_pruefsteine(member):
        return
    span = (first, last)
    near = Q(opens_on__range=span) | Q(closes_on__range=span)
    for row in Round.objects.visible_to(member).filter(near):
        url = reverse("round_page", args=[member.district.slug, row.pk])
        state = row.get_state_display()
        if first <= row.opens_on <= last:
            begun = row.state != RoundState.PLANNED
            late = not begun and row.opens_on < today
            yield Dated(row.opens_on, "Beginn einer Runde", row.name, url, state=state, late=late, past=begun)
        if first <= row.closes_on <= last:
            over = row.state in RoundState.talked_about()
            late = row.state == RoundState.OPEN and row.closes_on < today
            yield Dated(row.closes_on, "Abgabe", row.name, url, state=state, late=late, past=over)
