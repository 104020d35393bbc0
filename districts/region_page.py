"""The page of a region: what the directory says of it, and what the rooms know about it.

Each room registers one function in its ``AppConfig.ready``. It asks what the person may read, with one statement a
part, and shows nothing else: to a Stadtteilkoordination only what is released about its own regions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from districts.member import Member
from districts.models import Region
from districts.navigation import address
from districts.own_regions import is_outside, regions_seen_by


@dataclass(frozen=True, slots=True)
class RegionPart:
    """A section of the page: its heading, where it stands, and the template that shows ``context`` (as ``part``)."""

    title: str
    position: int
    template: str
    context: Mapping[str, Any]


PartFunction = Callable[[Member, Region], RegionPart | None]

_SHOWN_BY: list[PartFunction] = []


def shows_in_region(function: PartFunction) -> PartFunction:
    """Registers ``function(member, region)``, which returns None where there is nothing to show to ``member``.

    Registering it twice does nothing.
    """
    if function not in _SHOWN_BY:
        _SHOWN_BY.append(function)
    return function


def parts_of(member: Member, region: Region) -> list[RegionPart]:
    """What the rooms show of ``region`` to ``member``, in the order of their positions."""
    found = [part for function in _SHOWN_BY if (part := function(member, region))]
    return sorted(found, key=lambda part: (part.position, part.title))


@dataclass(frozen=True, slots=True)
class Family:
    """A region with those it lies in, the largest first, and those directly below it, as far as they may be opened."""

    region: Region
    above: list[Region]
    below: list[Region]


def family_of(member: Member, key: str) -> Family | None:
    """The region ``key`` with its relatives; None where ``member`` may not open it. One query."""
    itself = Region.objects.filter(key=key)
    larger = Q(pk__in=itself.values("parent")) | Q(pk__in=itself.values("parent__parent"))
    rows = regions_seen_by(member).filter(Q(key=key) | Q(parent__key=key) | larger).defer("geometry")
    found: dict[Any, Region] = {row.pk: row for row in rows}
    region = next((row for row in found.values() if row.key == key), None)
    if region is None:
        return None
    above: list[Region] = []
    while (parent := found.get((above[0] if above else region).parent_id)) is not None:
        above.insert(0, parent)
    return Family(region, above, [row for row in found.values() if row.parent_id == region.pk])


def within(region: Region) -> QuerySet[Any, Any]:
    """Keys of ``region`` and of the Räume below it, for ``__in``."""
    inside = Q(pk=region.pk) | Q(parent=region.pk) | Q(parent__parent=region.pk)
    return Region.objects.order_by().filter(inside).values("pk")


def concerning(region: Region) -> QuerySet[Any, Any]:
    """As ``within``, with the larger regions it lies in: what is there for all of them is there for this one, too."""
    # Not through ``children``: two outer joins under the wall took a minute at a hundred regions.
    itself = Region.objects.filter(pk=region.pk)
    above = Q(pk__in=itself.values("parent")) | Q(pk__in=itself.values("parent__parent"))
    return Region.objects.order_by().filter(above | Q(pk__in=within(region))).values("pk")


def region_url(member: Member, key: str) -> str:
    """The page of the region ``key``."""
    return address("region", args=(member.district.slug, key))


def region_links(member: Member, regions: Iterable[tuple[str, str]], *, own: bool = False) -> SafeString:
    """Names of ``regions`` (key, name) as links to their pages.

    From outside the administration only the own regions open: there the names stand alone, unless ``own`` says that
    they are.
    """
    if is_outside(member) and not own:
        return format_html_join(", ", "{}", ((name,) for _, name in regions))
    links = ((region_url(member, key), name) for key, name in regions)
    return format_html_join(", ", '<a href="{}">{}</a>', links)
