"""The page of a region: what the directory says of it, and what the rooms know about it.

Each room registers its sections in its ``AppConfig.ready``. A section asks what the person may read, and shows nothing
else: to a Stadtteilkoordination only what is released about its own regions. All that the sections ask travels to the
database in one statement (docs/decisions/0034).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, DateField, ExpressionWrapper, Field, Q, QuerySet, UUIDField
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from districts.member import Member
from districts.member_query import MemberQuery, given_of, powers_of
from districts.models import Region
from districts.navigation import address
from districts.own_regions import is_outside, regions_of
from districts.page_part import PagePart
from lists.compiled import rows_together


@dataclass(frozen=True, slots=True)
class Place:
    """What a section asks about. While a query is built, all of it is yet to be given."""

    region: Any
    #: The region and the Räume directly in it.
    direct: Any
    #: The region and all Räume in it.
    inside: Any
    #: Those, and the larger ones it lies in: what is there for a larger region is there for this one.
    around: Any
    today: Any


@dataclass(frozen=True, slots=True)
class Family:
    """A region with those it lies in, the largest first, and those directly below it, as far as they may be opened."""

    region: Region
    above: list[Region]
    below: list[Region]
    #: Itself and all directly below it, whoever may open them.
    direct: list[Region]
    #: Keys, as ``Place`` says.
    inside: list[uuid.UUID]
    around: list[uuid.UUID]


Found = list[dict[str, Any]]
Rows = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True)
class RegionSection:
    """What one room tells of a region.

    ``opens(member, region)`` says whether it has anything to say to somebody. ``asks(member, place)`` returns a
    queryset of ``.values()``; it is compiled (``MemberQuery``), so it depends on its arguments alone. ``tells(member,
    family, rows)`` makes the section of the rows, or None where there is none.
    """

    opens: Callable[[Member, Region], bool]
    asks: Callable[[Member, Place], Rows]
    tells: Callable[[Member, Family, Found], PagePart | None]
    query: MemberQuery[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        def asks(member: Member, **place: Any) -> Rows:
            return self.asks(member, Place(**place))

        many: list[Field[Any, Any]] = [UUIDField()]
        query: MemberQuery[dict[str, Any]] = MemberQuery(
            asks, region=UUIDField(), direct=many, inside=many, around=many, today=DateField()
        )
        object.__setattr__(self, "query", query)


_SHOWN_BY: list[RegionSection] = []


def shows_in_region(section: RegionSection) -> RegionSection:
    """Registers ``section``. Registering it twice does nothing."""
    if section not in _SHOWN_BY:
        _SHOWN_BY.append(section)
    return section


def parts_of(member: Member, family: Family) -> list[PagePart]:
    """What the rooms show of the region to ``member``, in the order of their positions. One query."""
    given = given_of(member) | {
        "region": family.region.pk, "direct": [row.pk for row in family.direct], "inside": family.inside,
        "around": family.around, "today": timezone.localdate(),
    }  # fmt: skip
    powers = powers_of(member)
    shown = [section for section in _SHOWN_BY if section.opens(member, family.region)]
    answers = rows_together([section.query.asked(powers, **given) for section in shown])
    told = (section.tells(member, family, rows) for section, rows in zip(shown, answers, strict=True))
    return sorted((part for part in told if part), key=lambda part: (part.position, part.title))


def _relatives(member: Member, *, key: Any) -> QuerySet[Region]:
    """The region ``key``, those it lies in and the Räume in it; ``opens`` where ``member`` may open its page."""
    itself = Region.objects.filter(key=key).order_by()
    below = Q(parent__in=itself.values("pk")) | Q(parent__parent__in=itself.values("pk"))
    above = Q(pk__in=itself.values("parent")) | Q(pk__in=itself.values("parent__parent"))
    opens = Q(pk__in=regions_of(member).order_by().values("pk")) if is_outside(member) else Q(pk__isnull=False)
    found: QuerySet[Region] = Region.objects.filter(Q(key=key) | below | above).defer("geometry").order_by("key")
    return found.annotate(opens=ExpressionWrapper(opens, output_field=BooleanField()))


_RELATIVES: MemberQuery[Any] = MemberQuery(_relatives, key=CharField())


def family_of(member: Member, key: str) -> Family | None:
    """The region ``key`` with its relatives; None where ``member`` may not open it. One query."""
    rows = {row.pk: row for row in _RELATIVES.rows_for(member, key=key)}
    region = next((row for row in rows.values() if row.key == key), None)
    if region is None or not region.opens:
        return None
    larger: list[Region] = []
    while (parent := rows.get((larger[0] if larger else region).parent_id)) is not None:
        larger.insert(0, parent)
    above = [row.pk for row in larger]
    return Family(
        region,
        [row for row in larger if rows[row.pk].opens],
        [row for row in rows.values() if row.parent_id == region.pk and row.opens],
        [row for row in rows.values() if region.pk in (row.pk, row.parent_id)],
        [pk for pk in rows if pk not in above],
        list(rows),
    )


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
