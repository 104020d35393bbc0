"""What the side navigation offers, gathered from the rooms.

Each room registers one function in its ``AppConfig.ready``; the frame calls them all for every page. They ask only what
the request has read already (``request.member``, ``request.belongings``): no query of their own.
"""

import uuid
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse


class Section(IntEnum):
    """Headings of the navigation, in this order. The first one stands without a heading."""

    START = 0
    WORK = 10
    SOZIALRAUM = 13
    PARTNERS = 16
    DISTRICT = 20
    SETTINGS = 30
    BERLIN = 40
    OPERATION = 50
    ACCOUNT = 60


LABELS = {
    Section.START: "",
    Section.WORK: "Arbeitshilfe",
    Section.SOZIALRAUM: "Sozialraum",
    Section.PARTNERS: "Partner",
    Section.DISTRICT: "Bezirk",
    Section.SETTINGS: "Verwalten",
    Section.BERLIN: "Berlin",
    Section.OPERATION: "Betrieb",
    Section.ACCOUNT: "Konto",
}


# Tuples: three or four dozen are made for every page, and a dataclass takes five times as long.
class Offer(NamedTuple):
    """One entry: where it stands, what it says, where it leads; ``position`` orders within a section."""

    section: Section
    label: str
    url: str
    position: int = 50


#: The path of a page, remembered: the navigation asks for the same dozen on every page.
address = lru_cache(maxsize=1024)(reverse)
_ANY = uuid.UUID(int=0)


def thing_address(name: str, *where: str, pk: object) -> str:
    """The path of the page ``name`` of one thing, as ``reverse(name, args=[*where, pk])``, many times quicker."""
    return address(name, args=(*where, _ANY)).replace(str(_ANY), str(pk))


_OFFERED_BY: list[Callable[[HttpRequest], Iterable[Offer]]] = []


def offers(function: Callable[[HttpRequest], Iterable[Offer]]) -> Callable[[HttpRequest], Iterable[Offer]]:
    """Registers ``function(request)``. Registering it twice does nothing."""
    if function not in _OFFERED_BY:
        _OFFERED_BY.append(function)
    return function


class Entry(NamedTuple):
    """One entry as the page shows it."""

    label: str
    url: str
    current: bool


class Shown(NamedTuple):
    """One section with its entries."""

    label: str
    entries: tuple[Entry, ...]


def navigation(request: HttpRequest) -> tuple[Shown, ...]:
    """The sections that have entries, as ``parts/navigation.html`` shows them: hashable, so that the frame may
    remember the markup.

    Current is the entry with the longest address that the page's address begins with.
    """
    found = [offer for function in _OFFERED_BY for offer in function(request)]
    current = max((o.url for o in found if request.path.startswith(o.url)), key=len, default="")
    found.sort(key=lambda o: (o.section, o.position, o.label))
    return tuple(
        Shown(LABELS[section], tuple(Entry(o.label, o.url, o.url == current) for o in entries))
        for section, entries in groupby(found, key=lambda o: o.section)
    )
