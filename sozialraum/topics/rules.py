"""Rules of Themen quer zur Linie: open one, change it, close it with an outcome, open it again."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.refusals import NotNow, Refused, Unfit
from partners.entering import entered
from sozialraum.models import Topic, TopicBody, TopicFunding, TopicOffice, TopicRegion

#: Field of the form -> the tie it chooses, and what the tie points at.
TIES: dict[str, tuple[Any, str]] = {
    "offices": (TopicOffice, "office"),
    "regions": (TopicRegion, "region"),
    "bodies": (TopicBody, "body"),
    "funding": (TopicFunding, "funding"),
}


def may_keep(member: Member, topic: Topic) -> bool:
    """True for coordination, and for the head of the office with the Federführung."""
    leads = topic.lead_id is not None and member.may("represent_office", topic.lead_id)
    return member.may("edit_topics") or leads


def _locked(topic_id: uuid.UUID, by: Member) -> Topic:
    row: Topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic_id)
    if not may_keep(by, row):
        raise Refused("edit_topics")
    return row


def hint(member: Member) -> str:
    """A sentence where more Themen are open than the district set itself; "" otherwise. Never a refusal (B3.7)."""
    most = member.district.topics_hint_above
    if Topic.objects.filter(closed_on=None)[: most + 1].count() <= most:
        return ""
    return (
        f"Mehr als {most} Themen sind offen. Ihr Bezirk hat sich vorgenommen, sich auf die vorrangigen zu beschränken. "
        "Welche davon lassen sich abschließen?"
    )


@transaction.atomic
def open_topic(*, values: Mapping[str, Any], ties: Mapping[str, Iterable[uuid.UUID]], by: Member) -> Topic:
    """A new Thema. Raises ``Refused``, ``Unfit``."""
    by.require("edit_topics")
    row = entered(Topic(**values))
    for name, (tie, of) in TIES.items():
        merge_ties(tie, of, seen=(), new=ties[name], topic=row)
    return row


@transaction.atomic
def change_topic(
    *,
    topic_id: uuid.UUID,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    seen_ties: Mapping[str, Iterable[uuid.UUID]],
    ties: Mapping[str, Iterable[uuid.UUID]],
    by: Member,
) -> None:
    """Merges a change field by field, offices, regions and Gremien one by one.

    Raises ``Refused``, ``Conflict``, ``Unfit``.
    """
    row = _locked(topic_id, by)
    merge_and_save(row, seen=seen, new=new)
    for name, (tie, of) in TIES.items():
        merge_ties(tie, of, seen=seen_ties[name], new=ties[name], topic=row)


@transaction.atomic
def close_topic(*, topic_id: uuid.UUID, outcome: str, by: Member) -> None:
    """Closes it with its outcome. Raises ``Refused``, ``NotNow``, ``Unfit``."""
    row = _locked(topic_id, by)
    if row.closed_on:
        raise NotNow("Dieses Thema ist schon abgeschlossen.")
    if not outcome.strip():
        raise Unfit({"outcome": "Bitte schreiben Sie, was erreicht wurde."})
    row.outcome, row.closed_on = outcome.strip(), timezone.localdate()
    row.save(update_fields=["outcome", "closed_on"])


@transaction.atomic
def reopen_topic(*, topic_id: uuid.UUID, by: Member) -> None:
    """Opens it again; the outcome so far stays. Harmless to repeat."""
    row = _locked(topic_id, by)
    row.closed_on = None
    row.save(update_fields=["closed_on"])
