"""Addresses in the register of actors, and who may be named, for pages that name an actor."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.member import Member
from districts.navigation import thing_address
from partners.models import Actor
from partners.states import ActorState


def actor_url(slug: str, pk: uuid.UUID) -> str:
    """The page of an actor."""
    return thing_address("actor", slug, pk=pk)


def actors_url(slug: str) -> str:
    """The register."""
    return reverse("actors", args=[slug])


def named_actor(member: Member) -> Any:
    """For rows with an ``actor``: whether its name may be told to ``member``.

    What the district released may be named wherever it stands; any other entry to those alone who read it.
    """
    visible = Actor.objects.visible_to(member).filter(pk=OuterRef("actor"))
    return Exists(visible) | Q(actor__state=ActorState.APPROVED)
