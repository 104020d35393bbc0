"""Addresses in the register of actors, for pages that name an actor."""

import uuid

from django.urls import NoReverseMatch, reverse


def actor_url(slug: str, pk: uuid.UUID) -> str:
    """The page of an actor; "" while the register has none, then the name stands without a link."""
    return _address("actor", slug, pk)


def actors_url(slug: str) -> str:
    """The register; "" while it has no page."""
    return _address("actors", slug)


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
