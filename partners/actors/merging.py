"""Two entries of the same actor become one. The other stays in the archive with its history and points at it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from districts.member import Member
from districts.refusals import NotNow
from partners.actors.workflow import locked
from partners.models import (
    Actor,
    ActorEvidence,
    ActorTargetGroup,
    ActorTheme,
    AgendaItem,
    BodyMember,
    ContactPerson,
    Cooperation,
    MeetingPart,
    Offer,
    Participation,
    Signal,
)
from partners.states import ActorState

#: Facts that are taken over where the remaining entry has none.
FILLED = (
    "kind", "carrier", "funding", "tasks_defined_by", "knowledge", "works_on", "street", "house_number", "postcode",
    "region", "website", "mailbox", "phone", "notes",
)  # fmt: skip
#: Yes of either counts.
JOINED = (
    "activates", "coordinates", "makes_offers", "brings_knowledge", "brings_engagement", "brings_rooms", "brings_money",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Follower:
    """A table whose rows go with an actor that is merged into another."""

    model: type[models.Model]
    #: The foreign key to the actor.
    link: str = "actor"
    #: What must not stand twice at one actor.
    unique: tuple[str, ...] = ()
    #: What stands at both is removed here; otherwise it stays with the archived entry.
    drop_doubles: bool = False


#: Every table that points at actors; a test reads the models and fails for one that is missing.
FOLLOWERS: list[Follower] = [
    Follower(ActorTheme, unique=("theme_id",), drop_doubles=True),
    Follower(ActorTargetGroup, unique=("target_group_id",), drop_doubles=True),
    Follower(ActorEvidence, unique=("evidence_id",), drop_doubles=True),
    Follower(Offer, unique=("title",)),
    Follower(ContactPerson, unique=("name",)),
    Follower(BodyMember, unique=("body_id", "ends_on"), drop_doubles=True),
    Follower(MeetingPart, unique=("meeting_id",), drop_doubles=True),
    Follower(AgendaItem),
    Follower(Signal),
    Follower(Cooperation, unique=("office_id", "title", "starts_on")),
    Follower(Participation),
]


@transaction.atomic
def merge_actors(*, actor_id: uuid.UUID, into_id: uuid.UUID, version: int, by: Member) -> Actor:
    """The entry ``actor_id`` becomes part of ``into_id``, which is returned. Coordination alone.

    Offers, contact persons, themes and whatever else points at it move along; empty fields of the remaining entry are
    filled. Raises ``Refused``, ``NotNow``.
    """
    if actor_id == into_id:
        raise NotNow("Ein Eintrag lässt sich nicht mit sich selbst zusammenführen.")
    # Always in the same order, so that two people merging the same pair do not wait for each other for ever.
    for key in sorted((actor_id, into_id)):
        locked(actor_id=key, by=by, right="release_actors")
    gone = locked(actor_id=actor_id, by=by, right="release_actors", version=version)
    stays = locked(actor_id=into_id, by=by, right="release_actors")
    if gone.merged_into_id or stays.merged_into_id:
        raise NotNow("Einer der beiden Einträge ist schon in einem anderen aufgegangen.")
    if stays.state == ActorState.ARCHIVED:
        raise NotNow("Der Eintrag, der bleiben soll, ist archiviert. Nehmen Sie ihn zuerst wieder auf.")
    filled = list(_fill(stays, gone))
    stays.version += 1
    stays.save(update_fields=[*filled, "version"])
    for follower in FOLLOWERS:
        _follow(follower, gone, stays)
    # Entries merged into this one earlier point at the one that is left.
    Actor.objects.filter(merged_into=gone).update(merged_into=stays)
    gone.state, gone.merged_into, gone.confirm_by, gone.changed_on = ActorState.ARCHIVED, stays, None, None
    gone.archived_because = "Doppelter Eintrag"
    gone.version += 1
    gone.save(update_fields=["state", "merged_into", "confirm_by", "changed_on", "archived_because", "version"])
    return stays


def _fill(stays: Actor, gone: Actor) -> Iterator[str]:
    for name in FILLED:
        if getattr(stays, name) in ("", None) and getattr(gone, name) not in ("", None):
            setattr(stays, name, getattr(gone, name))
            yield name
    for name in JOINED:
        if getattr(gone, name) and not getattr(stays, name):
            setattr(stays, name, True)
            yield name
    if stays.latitude is None and gone.latitude is not None and stays.street == gone.street:
        stays.latitude, stays.longitude = gone.latitude, gone.longitude
        yield from ("latitude", "longitude")


def _follow(follower: Follower, gone: Actor, stays: Actor) -> None:
    rows: Any = follower.model._default_manager.filter(**{follower.link: gone})
    there: Any = follower.model._default_manager.filter(**{follower.link: stays})
    if follower.unique:
        held = set(there.values_list(*follower.unique))
        doubles = [row.pk for row in rows if tuple(getattr(row, name) for name in follower.unique) in held]
        if follower.drop_doubles:
            rows.filter(pk__in=doubles).delete()
        else:
            rows = rows.exclude(pk__in=doubles)
    rows.update(**{follower.link: stays})
