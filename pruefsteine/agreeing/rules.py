"""Rules of the Abstimmung: agree, disagree, record what actors said, talk, make an Auftrag, close the round."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assignments.models import Assignment
from assignments.preparing import prepare
from checklist.models import Item
from discussions.models import Thread
from discussions.talking import open_thread, reply
from districts.member import Member
from districts.merge import merge_and_save
from districts.models import Office
from districts.refusals import NotNow, Refused, Unfit
from pruefsteine.agreeing.table import number_of
from pruefsteine.models import (
    ActorView,
    Consensus,
    ConsensusAssignment,
    ConsensusThread,
    Dissent,
    Round,
    RoundPruefstein,
    SelfAssessment,
)
from pruefsteine.scales import Level, RoundState

#: What the form of an agreement sends.
FIELDS = ("level", "change", "reasons", "agreed_on")
NO_LONGER = "Die Runde ist {state}. Festgehalten wird nur, solange sie in Abstimmung ist."


def discussed(round_id: uuid.UUID) -> Round:
    """The round, locked. Raises ``NotNow`` unless it is in Abstimmung: nothing slips in while it is being closed."""
    row: Round = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if row.state != RoundState.DISCUSSING:
        raise NotNow(NO_LONGER.format(state=row.get_state_display()))
    return row


def agreement(row: Round, item: Item) -> Consensus:
    """The locked agreement on one Prüfstein; made where nobody has written anything yet.

    Call it with the round locked, so that two people never make two. Raises ``NotNow`` for what was not asked.
    """
    if not RoundPruefstein.objects.filter(round=row, item=item).exists():
        raise NotNow("Nach diesem Prüfstein wurde in der Runde nicht gefragt.")
    found, _ = Consensus.objects.select_for_update(of=("self",)).get_or_create(round=row, item=item)
    return found  # type: ignore[no-any-return]


@transaction.atomic
def agree(
    *, round_id: uuid.UUID, item: Item, seen: Mapping[str, object], new: Mapping[str, object], by: Member
) -> Consensus:
    """Writes down what was agreed; different fields of two people merge.

    Only "nicht beurteilbar" needs a reason. Without a date it was agreed today. Raises ``Refused``, ``NotNow``,
    ``Unfit``, ``Conflict``.
    """
    by.require("agree_levels")
    row = agreement(discussed(round_id), item)
    if new.get("level") == Level.NOT_ASSESSABLE and not str(new.get("reasons", "")).strip():
        raise Unfit({"reasons": "Bitte schreiben Sie dazu, warum sich das nicht beurteilen lässt."})
    merge_and_save(row, seen=seen, new=new)
    if row.level and row.agreed_on is None:
        row.agreed_on = timezone.localdate()
        row.save(update_fields=["agreed_on"])
    return row


@transaction.atomic
def disagree(
    *,
    round_id: uuid.UUID,
    item: Item,
    office: Office,
    seen: Mapping[str, object],
    new: Mapping[str, object],
    by: Member,
) -> Dissent:
    """An office's deviating opinion, in its own words and by its head alone.

    After closing only the consent may still change. Raises ``Refused``, ``NotNow``, ``Conflict``.
    """
    by.require("represent_office", office.pk)
    row: Round = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if not SelfAssessment.objects.filter(round=row, office=office).exists():
        raise NotNow("Ihr Amt nimmt an dieser Runde nicht teil.")
    stored = Dissent.objects.select_for_update(of=("self",)).filter(
        consensus__round=row, consensus__item=item, office=office
    )
    found = stored.first()
    if row.state == RoundState.CLOSED and found is not None:
        new = {"may_go_further": new["may_go_further"]}
    elif row.state != RoundState.DISCUSSING:
        raise NotNow(NO_LONGER.format(state=row.get_state_display()))
    if found is None:
        return Dissent.objects.create(consensus=agreement(row, item), office=office, **new)
    merge_and_save(found, seen=seen, new=new)
    return found


@transaction.atomic
def withdraw_dissent(*, dissent: Dissent, by: Member) -> None:
    """The office takes its deviating opinion back. Raises ``Refused``, ``NotNow``."""
    by.require("represent_office", dissent.office_id)
    discussed(dissent.consensus.round_id)
    dissent.delete()


@transaction.atomic
def record_view(*, round_id: uuid.UUID, item: Item, values: Mapping[str, Any], by: Member) -> ActorView:
    """What a Stadtteilkonferenz said to a Prüfstein that asks actors; without a level. Raises ``Unfit``, ``NotNow``."""
    by.require("agree_levels")
    if not item.asks_actors:
        raise NotNow("Zu diesem Prüfstein wird die Sicht der Akteure nicht festgehalten.")
    row = ActorView(round=discussed(round_id), item=item, **values)
    _fits(row)
    row.save()
    return row


@transaction.atomic
def change_view(*, view: ActorView, seen: Mapping[str, object], new: Mapping[str, object], by: Member) -> None:
    """Merges a change field by field. Raises ``Refused``, ``NotNow``, ``Conflict``, ``Unfit``."""
    by.require("agree_levels")
    discussed(view.round_id)
    _in_the_past(new)
    merge_and_save(ActorView.objects.select_for_update(of=("self",)).get(pk=view.pk), seen=seen, new=new)


@transaction.atomic
def remove_view(*, view: ActorView, by: Member) -> None:
    """Takes a recorded view away; its history stays."""
    by.require("agree_levels")
    discussed(view.round_id)
    view.delete()


def _fits(row: ActorView) -> None:
    _in_the_past({"held_on": row.held_on})
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Unfit({"body": " ".join(error.messages)}) from error


def _in_the_past(values: Mapping[str, object]) -> None:
    day = values.get("held_on")
    if day and day > timezone.localdate():  # type: ignore[operator]
        raise Unfit({"held_on": "Dieser Tag liegt in der Zukunft."})


@transaction.atomic
def discuss(*, round_id: uuid.UUID, item: Item, title: str, text: str, by: Member) -> Thread:
    """Opens a thread about a Prüfstein; the caller has asked whether ``by`` sits at the table."""
    consensus = agreement(discussed(round_id), item)
    thread = open_thread(title=title, text=text, by=by)
    ConsensusThread.objects.create(consensus=consensus, thread=thread)
    return thread


@transaction.atomic
def answer(*, tie: ConsensusThread, text: str, by: Member) -> None:
    """Answers in a thread, while the round is in Abstimmung."""
    discussed(tie.consensus.round_id)
    reply(thread=tie.thread, text=text, by=by)


@transaction.atomic
def make_assignment(
    *,
    consensus_of: tuple[uuid.UUID, Item],
    values: Mapping[str, Any],
    by: Member,
) -> list[Assignment]:
    """A measure becomes an Auftrag: a draft by the rules of that room, tied to the Prüfstein it came from.

    ``consensus_of`` names round and Prüfstein; in Abstimmung or after closing. Raises ``Refused``, ``NotNow``,
    ``Unfit``.
    """
    by.require("agree_levels")
    round_id, item = consensus_of
    row: Round = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if row.state not in RoundState.talked_about():
        raise NotNow(NO_LONGER.format(state=row.get_state_display()))
    values = dict(values)
    drafts = prepare(
        area=values.pop("area"),
        leads_=list(values.pop("leads")),
        contributing=list(values.pop("contributing")),
        values=values,
        by=by,
    )
    consensus = agreement(row, item)
    ConsensusAssignment.objects.bulk_create(
        ConsensusAssignment(consensus=consensus, assignment=draft) for draft in drafts
    )
    return drafts


def what_blocks(row: Round) -> list[tuple[int, str]]:
    """(number of the Prüfstein, sentence) for everything that still keeps the round from being closed."""
    agreed = {c.item_id: c for c in Consensus.objects.filter(round=row)}
    found = []
    for asked in RoundPruefstein.objects.filter(round=row).select_related("item").order_by("item__position"):
        consensus = agreed.get(asked.item_id)
        number = number_of(asked.item.code)
        if consensus is None or not consensus.level:
            found.append((number, f"Prüfstein {number} hat noch keine gemeinsame Einschätzung."))
    return found


@transaction.atomic
def close_round(*, round_id: uuid.UUID, version: int, by: Member) -> Round:
    """Closes a round in Abstimmung. Raises ``Refused``; ``NotNow`` naming what blocks, or where a step came between."""
    by.require("agree_levels")
    row = discussed(round_id)
    if row.version != version:
        raise NotNow(
            "Die Runde hat sich inzwischen geändert. Sehen Sie sich den heutigen Stand an und entscheiden Sie dann."
        )
    blocking = what_blocks(row)
    if blocking:
        raise NotNow(" ".join(sentence for _, sentence in blocking))
    row.state = RoundState.CLOSED
    row.closed_on = timezone.localdate()
    row.version += 1
    row.save(update_fields=["state", "closed_on", "version"])
    return row


def require_table(sees_all: bool) -> None:
    """Raises ``Refused`` for whoever does not read what all offices submitted."""
    if not sees_all:
        raise Refused("represent_office")
