"""Entering and changing an actor, its offers and its contact persons. Different fields of two people merge."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from districts.member import Member
from districts.merge import merge_and_save, merge_ties
from districts.own_regions import regions_of
from districts.refusals import NotNow, Refused, Unfit
from evidence.models import Evidence
from partners.actors.fields import hidden_fields
from partners.actors.searching import maybe_the_same
from partners.actors.workflow import locked, note_change
from partners.models import (
    Actor,
    ActorEvidence,
    ActorTargetGroup,
    ActorTheme,
    ContactPerson,
    Offer,
)
from partners.states import ActorState

ARCHIVED = "Der Eintrag ist archiviert und lässt sich nicht mehr ändern."
P = TypeVar("P", Offer, ContactPerson)


def _check_region(region: Any, by: Member) -> None:
    """Somebody of a Stadtteilkoordination writes into the own regions alone."""
    if region is None or by.may("release_actors"):
        return
    if not regions_of(by).filter(pk=region.pk).exists():
        raise Unfit({"region": "Bitte wählen Sie eine Ihrer Regionen."})


def _check_names(names: Collection[str], by: Member) -> None:
    if hidden_fields(by) & set(names):
        raise Refused("see_actor_internals")


def twins_of(
    member: Member, *, name: str, carrier: str, address: str, besides: uuid.UUID | None = None, least: float = 0
) -> list[Actor]:
    """Actors that ``member`` may see and that may be the same, the likeliest first; at most five. Two queries.

    ``least`` is how likely it must be (``searching.PROBABLE``).
    """
    if len(name.strip()) < 4 and not address.strip():
        return []
    found_keys = maybe_the_same(name=name, carrier=carrier, address=address, least=least)
    keys = [key for key in found_keys if key != besides]
    rows = Actor.objects.visible_to(member).filter(pk__in=keys, merged_into=None).select_related("region", "kind")
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found][:5]


@transaction.atomic
def enter(
    *, values: Mapping[str, Any], themes: Collection[Any] = (), target_groups: Collection[Any] = (), by: Member
) -> Actor:
    """A new entry, as a draft. Raises ``Refused``, and ``Unfit`` for a region of somebody else."""
    by.require("enter_actors")
    _check_names(values.keys(), by)
    _check_region(values.get("region"), by)
    row: Actor = Actor.objects.create(**values, entered_by=by.user)
    ActorTheme.objects.bulk_create(ActorTheme(actor=row, theme_id=_key(chosen)) for chosen in themes)
    ActorTargetGroup.objects.bulk_create(
        ActorTargetGroup(actor=row, target_group_id=_key(chosen)) for chosen in target_groups
    )
    return row


def _key(chosen: Any) -> uuid.UUID:
    key: uuid.UUID = chosen.pk if isinstance(chosen, models.Model) else chosen
    return key


@transaction.atomic
def change(
    *,
    actor_id: uuid.UUID,
    seen: Mapping[str, Any],
    new: Mapping[str, Any],
    chosen: Mapping[type[ActorTheme] | type[ActorTargetGroup], tuple[Collection[uuid.UUID], Collection[uuid.UUID]]],
    by: Member,
) -> Actor:
    """Changes fields and lists. ``chosen`` maps a through table to the keys that were shown and those that are wanted.

    Raises ``Refused``, ``NotNow`` for an archived entry, ``Conflict`` with both texts, ``Unfit``.
    """
    row = locked(actor_id=actor_id, by=by)
    if row.state == ActorState.ARCHIVED:
        raise NotNow(ARCHIVED)
    _check_names(new.keys(), by)
    if "region" in new and new["region"] != row.region:
        _check_region(new["region"], by)
    changed = bool(merge_and_save(row, seen=seen, new=new))
    for model, (shown, wanted) in chosen.items():
        of = "theme" if model is ActorTheme else "target_group"
        changed |= any(merge_ties(model, of, seen=shown, new=wanted, actor=row))
    if changed:
        row.version += 1
        row.save(update_fields=["version"])
        note_change(row, by=by)
    return row


def _editable(actor_id: uuid.UUID, by: Member) -> Actor:
    row = locked(actor_id=actor_id, by=by)
    if row.state == ActorState.ARCHIVED:
        raise NotNow(ARCHIVED)
    return row


@transaction.atomic
def add_part(model: type[P], *, actor_id: uuid.UUID, values: Mapping[str, Any], by: Member) -> P:
    """An offer or a contact person. ``Unfit`` where it stands there already."""
    row = _editable(actor_id, by)
    part = model(actor=row, **values)
    _fit(part)
    try:
        with transaction.atomic():
            part.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow("Das wurde im selben Augenblick schon eingetragen.") from error
    note_change(row, by=by)
    return part


@transaction.atomic
def change_part(
    model: type[P], *, part_id: uuid.UUID, seen: Mapping[str, Any], new: Mapping[str, Any], by: Member
) -> P:
    """Changes an offer or a contact person; ``Conflict`` with both texts."""
    part = _part(model, part_id, by)
    if merge_and_save(part, seen=seen, new=new):
        note_change(part.actor, by=by)
    return part


@transaction.atomic
def remove_part(model: type[P], *, part_id: uuid.UUID, by: Member) -> None:
    """Removes it for good. A contact person has no history, so nothing of them is left.

    Also from an archived actor: nobody's address has to stay because an entry has ended.
    """
    found: Any = model.objects.filter(pk=part_id).values_list("actor_id", flat=True).first()
    if found is None:
        raise NotNow("Der Eintrag ist schon entfernt.")
    row = locked(actor_id=found, by=by)
    if row.state == ActorState.ARCHIVED and model is not ContactPerson:
        raise NotNow(ARCHIVED)
    model.objects.filter(pk=part_id).delete()
    note_change(row, by=by)


def _part(model: type[P], part_id: uuid.UUID, by: Member) -> P:
    key: Any = model.objects.filter(pk=part_id).values_list("actor_id", flat=True).first()
    if key is None:
        raise NotNow("Der Eintrag ist inzwischen entfernt.")
    # The lock on the actor first, as everywhere.
    _editable(key, by)
    part: P = model.objects.select_for_update(of=("self",)).select_related("actor").get(pk=part_id)
    return part


def _fit(part: Any) -> None:
    try:
        part.validate_constraints()
    except ValidationError as error:
        raise Unfit({NON_FIELD_ERRORS: " ".join(error.messages)}) from error


@transaction.atomic
def attach_evidence(*, actor: Actor, evidence: Evidence, by: Member) -> None:
    """Ties ``evidence`` to ``actor``; whoever releases may."""
    by.require("release_actors")
    ActorEvidence.objects.create(actor=actor, evidence=evidence)
