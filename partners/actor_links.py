"""Addresses in the register of actors, for pages that name an actor."""

import uuid

from django.urls import reverse


def actor_url(slug: str, pk: uuid.UUID) -> str:
    """The page of an actor."""
    return reverse("actor", args=[slug, pk])


def actors_url(slug: str) -> str:
    """The register."""
    return reverse("actors", args=[slug])
