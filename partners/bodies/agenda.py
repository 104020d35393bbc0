"""Topics of a Gremium. Other rooms put theirs on the agenda here, without being known: ``put_on_agenda``."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import DateField, Max, Q, UUIDField
from django.utils import timezone

from districts.member import Member
from districts.merge import merge_and_save
from districts.models import Office
from districts.refusals import NotNow, Refused, Unfit
from districts.roles import known_right
from lists.compiled import CompiledQuery
from partners.bodies.rules import may_run, require_run
from partners.models import Actor, AgendaItem, Body, BodyMember, Meeting


def may_bring(member: Member, body: Body) -> bool:
    """True for whoever prepares the Gremium, and for offices that belong to it today. One query at most."""
    if may_run(member, body):
        return True
    own = [pk for pk in member.office_ids if member.may("prepare_office", pk)]
    return bool(own) and _SITS.row(body=body.pk, own=own, today=timezone.localdate()) is not None


_SITS: CompiledQuery[Any] = CompiledQuery(
    lambda *, body, own, today: (
        BodyMember.objects.current(today).filter(body=body, office__in=own).values_list("pk")[:1]
    ),
    body=UUIDField(),
    own=[UUIDField()],
    today=DateField(),
)


def bodies_open_to(member: Member) -> Any:
    """Gremien that exist and that ``member`` may bring topics to."""
    if member.may("edit_bodies"):
        return Body.objects.filter(is_active=True).order_by("sort_key")
    own = [pk for pk in member.office_ids if member.may("prepare_office", pk)]
    sits = BodyMember.objects.current(timezone.localdate()).filter(office__in=own).values("body_id")
    return Body.objects.filter(Q(office__in=own) | Q(pk__in=sits), is_active=True).order_by("sort_key")


@transaction.atomic
def put_on_agenda(
    body: Body,
    title: str,
    url: str = "",
    *,
    subject: str = "",
    url_right: str = "",
    office: Office | None = None,
    actor: Actor | None = None,
    by: Member | None = None,
) -> AgendaItem:
    """Puts a topic on the agenda of the next planned Sitzung of ``body``; without one it waits for the next.

    ``title`` is read by everybody who may read the Gremium, a Stadtteilkoordination included. ``url`` leads to the
    thing and is shown to those who hold ``url_right``. ``subject`` ("need:<uuid>") names the thing: while it stands
    there open, putting it there again changes nothing and returns what is there. ``office`` or ``actor`` bring it.
    ``by`` may bring topics to ``body``, otherwise ``Refused``; None for what a room decides by its own rules.
    """
    if by is not None and not may_bring(by, body):
        raise Refused("edit_bodies")
    if url_right:
        known_right(url_right)
    locked = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if not locked.is_active:
        raise NotNow("Dieses Gremium besteht nicht mehr.")
    open_topics = AgendaItem.objects.filter(body=locked, state=AgendaItem.State.OPEN)
    found: AgendaItem | None = open_topics.filter(subject=subject).first() if subject else None
    if found is not None:
        return found
    meeting = next_meeting(locked)
    if open_topics.filter(meeting=meeting, title=title).exists():
        raise Unfit({"title": "Dieses Thema steht schon da."})
    return AgendaItem.objects.create(
        body=locked, meeting=meeting, title=title, url=url, url_right=url_right, subject=subject, office=office,
        actor=actor, position=_last(locked) + 1,
    )  # fmt: skip


def next_meeting(body: Body) -> Meeting | None:
    """The next Sitzung that is planned, today's included."""
    found: Meeting | None = (
        Meeting.objects.ahead(timezone.localdate()).filter(body=body).order_by("starts_on", "starts_at").first()
    )
    return found


def carry_over(body: Body) -> None:
    """Open topics that are on no Sitzung to come go to the next one that is planned; without one they wait.

    Called when a Sitzung is planned, held or cancelled: nothing that was not dealt with gets lost.
    """
    today = timezone.localdate()
    ahead = Meeting.objects.ahead(today).filter(body=body)
    to_come = list(ahead.order_by("starts_on", "starts_at"))
    # What stands on a planned Sitzung stays there, also where its day is over and nobody has recorded it yet.
    waiting = AgendaItem.objects.filter(body=body, state=AgendaItem.State.OPEN).exclude(
        meeting__state=Meeting.State.PLANNED
    )
    if not to_come:
        waiting = waiting.exclude(meeting=None)
    for topic in waiting.select_for_update(of=("self",)).order_by("position", "pk"):
        _move_on(topic, to_come)


def _move_on(topic: AgendaItem, to_come: Sequence[Meeting]) -> bool:
    """To the first of the Sitzungen it was not put off beyond; without one it waits. False where its title stands there
    already: then it stays.
    """
    following = next((m for m in to_come if topic.not_before is None or m.starts_on >= topic.not_before), None)
    there = AgendaItem.objects.filter(body=topic.body_id, meeting=following, state=AgendaItem.State.OPEN)
    if there.filter(title=topic.title).exclude(pk=topic.pk).exists():
        return False
    if topic.meeting != following:
        topic.meeting = following
        topic.save(update_fields=["meeting"])
    return True


def _last(body: Body) -> int:
    found = AgendaItem.objects.filter(body=body).aggregate(last=Max("position"))
    return min(found["last"] or 0, 32_000)


def _locked(pk: uuid.UUID, by: Member) -> AgendaItem:
    row: AgendaItem = AgendaItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
    own = row.office_id is not None and by.may("prepare_office", row.office_id) and row.state == AgendaItem.State.OPEN
    if not may_run(by, row.body) and not own:
        raise Refused("edit_bodies")
    return row


def _in_order(row: AgendaItem) -> list[AgendaItem]:
    """The topics of the same Sitzung, or those that wait with it, in the order of the page."""
    beside = AgendaItem.objects.filter(body=row.body_id, meeting=row.meeting_id)
    if row.meeting_id is None:
        beside = beside.filter(state=AgendaItem.State.OPEN)
    return list(beside.order_by("position", "pk"))


@transaction.atomic
def reorder_topic(*, pk: uuid.UUID, beside: uuid.UUID, after: bool, by: Member) -> AgendaItem:
    """Puts a topic right before (or ``after``) the one it stood beside on the page; whoever prepares the Gremium may.

    Named by its neighbour and not by "one up": sent twice, or by two people at once, it stands where both wanted it.
    Raises ``Refused``, and ``NotNow`` where the other is not on the same list any more.
    """
    row = _run(pk, by)
    order = _in_order(row)
    other = next((topic for topic in order if topic.pk == beside), None)
    if other is None or other.pk == row.pk:
        raise NotNow("Die Tagesordnung hat sich inzwischen geändert. Sehen Sie sich an, wie sie jetzt steht.")
    order.remove(row)
    order.insert(order.index(other) + after, row)
    for position, topic in enumerate(order, start=1):
        if topic.position != position:
            topic.position = position
            topic.save(update_fields=["position"])
    return row


@transaction.atomic
def put_off(*, pk: uuid.UUID, meeting_id: uuid.UUID, by: Member) -> AgendaItem:
    """A topic of the planned Sitzung ``meeting_id`` goes to the one after it; without one it waits. Repeatable.

    Raises ``Refused``, and ``NotNow`` for what was dealt with or is over.
    """
    row = _run(pk, by)
    meeting = row.meeting
    if meeting is None or meeting.pk != meeting_id:
        # The other of two people has done it already.
        return row
    if row.state == AgendaItem.State.DONE or meeting.state != Meeting.State.PLANNED:
        raise NotNow("Vertagen lässt sich, was noch offen ist und auf einer geplanten Sitzung steht.")
    row.not_before = meeting.starts_on + datetime.timedelta(days=1)
    row.position = _last(row.body) + 1
    ahead = Meeting.objects.ahead(timezone.localdate()).filter(body=row.body_id)
    if not _move_on(row, list(ahead.order_by("starts_on", "starts_at"))):
        raise NotNow("Dort steht schon ein Thema mit diesem Titel.")
    row.save(update_fields=["position", "not_before"])
    return row


def _run(pk: uuid.UUID, by: Member) -> AgendaItem:
    """The topic, for whoever prepares its Gremium. Locks the Gremium first: one at a time orders an agenda."""
    body_id = AgendaItem.objects.values_list("body_id", flat=True).get(pk=pk)
    require_run(by, Body.objects.select_for_update(of=("self",)).get(pk=body_id))
    found: AgendaItem = AgendaItem.objects.select_for_update(of=("self",)).select_related("body", "meeting").get(pk=pk)
    return found


@transaction.atomic
def change_topic(*, pk: uuid.UUID, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Changes a topic field by field: whoever prepares the Gremium, and the office that brought it while it is open.

    Raises ``Refused``, ``Conflict``, ``Unfit``.
    """
    row = _locked(pk, by)
    if not may_run(by, row.body):
        new = {name: value for name, value in new.items() if name == "title"}
    merge_and_save(row, seen=seen, new=new)


@transaction.atomic
def remove_topic(*, pk: uuid.UUID, by: Member) -> None:
    """Takes a topic off the agenda. Raises ``Refused``, ``NotNow`` for what was dealt with."""
    row = _locked(pk, by)
    if row.state == AgendaItem.State.DONE:
        raise NotNow("Was behandelt wurde, bleibt stehen.")
    row.delete()
