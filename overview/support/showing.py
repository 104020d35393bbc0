"""Support asked of the Senate as both sides see it."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from overview.models import SupportMessage, SupportRequest
from overview.support_models import BADGES, State


def lines(rows: Any, url: Any) -> list[dict[str, Any]]:
    """Bitten as lists show them, with how they stand and who spoke when last. One query."""
    found = rows.with_state().annotate(last=Max("messages__said_at")).select_related("item", "district")
    return [
        {
            "row": row,
            "url": url(row.pk),
            "state": State(row.stands).label,
            "badge": BADGES[row.stands],
            "waits": row.stands == State.OPEN,
            "last": timezone.localdate(row.last) if row.last else row.asked_on,
        }
        for row in found.order_by("-asked_on", "district__key", "title", "pk")
    ]


def talk_of(row: SupportRequest, *, district: str, own: bool) -> list[dict[str, Any]]:
    """The messages in their order, each with its side; ``own``: seen from the Senate. One query."""
    sides = {True: row.department, False: f"Bezirk {district}"}
    return [
        {
            "who": sides[said.from_senate],
            "mine": said.from_senate == own,
            "when": timezone.localdate(said.said_at),
            "text": said.text,
        }
        for said in SupportMessage.objects.filter(request=row)
    ]


def state_of(row: SupportRequest, talk: list[dict[str, Any]]) -> State:
    """How ``row`` stands after ``talk`` (as ``with_state`` says it in SQL)."""
    if row.closed_on:
        return State.DONE
    return State.ANSWERED if talk and talk[-1]["who"] == row.department else State.OPEN
