"""Ties between offices, Gremien and actors as one address asks for them: memberships, and Kooperationen that run.

Ties of organisations, never of persons, and no numbers beside each other: who has how many says nothing (DESIGN § 1,
sentence 4).
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from django.db.models import DateField, Q, UUIDField
from django.http import QueryDict

from districts.choices import ALL_REGIONS
from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import Office, Region
from lists.compiled import CompiledQuery, rows_together
from lists.query import cleaned
from partners.models import Actor, ActorKind, Body, BodyMember, BodyRegion, Cooperation

Row = dict[str, Any]


class Kind(IntEnum):
    """What is tied, in the order of the columns."""

    OFFICE = 0
    BODY = 1
    ACTOR = 2


class How(StrEnum):
    """What ties them."""

    MEMBER = "Mitglied"
    COOPERATION = "Kooperation"


@dataclass(frozen=True, slots=True)
class Thing:
    """An office, a Gremium or an actor. ``place`` is the Bezirksregion of an actor."""

    kind: Kind
    key: str
    name: str
    place: str | None = None


@dataclass
class Web:
    """Everything that is tied, and what is not yet."""

    things: dict[str, Thing] = field(default_factory=dict)
    ties: dict[tuple[str, str], How] = field(default_factory=dict)
    #: Bezirksregionen where a Gremium works: (Gremium, Bezirksregion).
    places: set[tuple[str, str]] = field(default_factory=set)
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: list[tuple[str, str]] = field(default_factory=list)
    offices_without: list[str] = field(default_factory=list)
    regions_without: list[tuple[str, str]] = field(default_factory=list)
    narrowed: bool = False
    focus: Thing | None = None

    def tie(self, one: Thing, other: Thing, how: How) -> None:
        """Notes that ``one`` and ``other`` are tied."""
        self.things[one.key], self.things[other.key] = one, other
        first, second = sorted((one, other), key=lambda thing: thing.kind)
        self.ties[first.key, second.key] = how

    def neighbours(self, key: str) -> list[tuple[Thing, How]]:
        """What is tied to the thing ``key``, by kind and name."""
        found = [
            (self.things[other], how)
            for (one, two), how in self.ties.items()
            if key in (one, two) and (other := two if key == one else one)
        ]
        return sorted(found, key=lambda entry: (entry[0].kind, entry[0].name.casefold()))


class _Regions:
    """The directory, read once: which Räume lie in a region, and which Bezirksregionen a Raum stands for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.parents: dict[str, str | None] = {row["pk"]: row["parent_id"] for row in rows}
        self.shown = {
            row["pk"]: (row["key"], row["name"]) for row in rows if row["level"] == Region.Level.BEZIRKSREGION
        }

    def within(self, region: str) -> set[str]:
        """``region`` and the Räume below it."""
        found = {region}
        for _ in range(2):
            found |= {pk for pk, parent in self.parents.items() if parent in found}
        return found

    def around(self, region: str | None) -> str | None:
        """The Bezirksregion a Planungsraum lies in; a Bezirksregion itself; a Prognoseraum has none."""
        if region in self.shown or region not in self.parents:
            return region
        parent = self.parents[region]
        return parent if parent in self.shown else None

    def places(self, region: str) -> set[str]:
        """The Bezirksregionen ``region`` is, lies in or holds."""
        around = self.around(region)
        return {around} if around else self.within(region) & self.shown.keys()


_KINDS: CompiledQuery[Any] = CompiledQuery(lambda: ActorKind.objects.order_by("sort_key").values("pk", "name"))
_OFFICES: CompiledQuery[Any] = CompiledQuery(
    lambda: Office.objects.filter(is_active=True).values("pk", "name", "not_sensible_because")
)


def _bodies(member: Member) -> Any:
    return Body.objects.visible_to(member).filter(is_active=True)


def _seen(member: Member, asked: frozenset[str], *, kind: Any, inside: Any) -> Any:
    """The released actors asked for."""
    seen = Actor.objects.visible_to(member).approved().order_by()
    seen = seen.filter(kind=kind) if "kind" in asked else seen
    return seen.filter(region__in=inside) if "inside" in asked else seen


def _members(member: Member, asked: frozenset[str], *, kind: Any, inside: Any, today: Any) -> Any:
    rows = BodyMember.objects.current(today).filter(body__in=_bodies(member).order_by().values("pk"))
    seen = _seen(member, asked, kind=kind, inside=inside).values("pk")
    rows = rows.filter(Q(actor=None) | Q(actor__in=seen))
    return rows.values("body_id", "office_id", "actor_id", "actor__name", "actor__region_id")


def _places(member: Member) -> Any:
    rows = BodyRegion.objects.filter(body__in=_bodies(member).order_by().values("pk"))
    return rows.values("body_id", "region_id")


def _cooperations(member: Member, asked: frozenset[str], *, kind: Any, inside: Any, today: Any) -> Any:
    seen = _seen(member, asked, kind=kind, inside=inside).values("pk")
    rows: Any = Cooperation.objects.visible_to(member).running(today).filter(actor__in=seen)
    return rows.values("office_id", "actor_id", "actor__name", "actor__region_id")


_NARROW: dict[str, Any] = {"kind": UUIDField(), "inside": [UUIDField()], "today": DateField()}
_BODIES: MemberQuery[Row] = MemberQuery(lambda member: _bodies(member).values("pk", "name"))
_MEMBERS: MemberQuery[Row] = MemberQuery(_members, **_NARROW)
_PLACES: MemberQuery[Row] = MemberQuery(_places)
_COOPERATIONS: MemberQuery[Row] = MemberQuery(_cooperations, **_NARROW)
_ACTOR: MemberQuery[Any] = MemberQuery(
    lambda member, *, key: Actor.objects.visible_to(member).approved().filter(pk=key).values("pk", "name"),
    key=UUIDField(),
)


def read_web(params: QueryDict, member: Member, today: datetime.date) -> Web:
    """The ties ``member`` may read, narrowed by ``region`` and ``art``, or all of them for ``um``. Two queries, however
    many there are.
    """
    all_regions, kinds = rows_together([ALL_REGIONS.asked(), _KINDS.asked()])
    regions = _Regions(all_regions)
    web = Web(regions=regions.shown, kinds=[(row["pk"], row["name"]) for row in kinds])
    kind, inside = _narrowed(web, regions, params)
    asked = frozenset(name for name, value in (("kind", kind), ("inside", inside)) if value)
    narrow = {"kind": kind or None, "inside": sorted(inside), "today": today}
    um = _key(params)
    found = rows_together([
        _OFFICES.asked(),
        _BODIES.asked_for(member),
        _MEMBERS.asked_for(member, asked, **narrow),
        _PLACES.asked_for(member),
        _COOPERATIONS.asked_for(member, asked, **narrow),
        _ACTOR.asked_for(member, key=um),
    ])  # fmt: skip
    offices = {row["pk"]: Thing(Kind.OFFICE, row["pk"], row["name"]) for row in found[0]}
    bodies = {row["pk"]: Thing(Kind.BODY, row["pk"], row["name"]) for row in found[1]}
    for row in found[3]:
        web.places |= {(row["body_id"], place) for place in regions.places(row["region_id"])}
    _tie(web, regions, offices, bodies, members=found[2], cooperations=found[4], inside=set() if kind else inside)
    if um:
        actors = {row["pk"]: Thing(Kind.ACTOR, row["pk"], row["name"]) for row in found[5]}
        web.focus = web.things.get(um) or (offices | bodies | actors).get(um)
    if not web.narrowed:
        # Who says that the approach is not sensible for it (B3.1d) is not named here either.
        alone = [row["name"] for row in found[0] if row["pk"] not in web.things and not row["not_sensible_because"]]
        web.offices_without = sorted(alone, key=str.casefold)
        tied = {thing.place for thing in web.things.values()} | {place for _, place in web.places}
        web.regions_without = [row for pk, row in web.regions.items() if pk not in tied]
    return web


def _tie(
    web: Web, regions: _Regions, offices: Mapping[str, Thing], bodies: Mapping[str, Thing], *,
    members: Iterable[Row], cooperations: Iterable[Row], inside: set[str],
) -> None:  # fmt: skip
    def actor_of(row: Row) -> Thing:
        return Thing(Kind.ACTOR, row["actor_id"], row["actor__name"], regions.around(row["actor__region_id"]))

    kept = set(bodies)
    if web.narrowed:
        kept = {row["body_id"] for row in members if row["actor_id"]} | {
            b for b, place in web.places if place in inside
        }
    for row in members:
        if row["body_id"] in kept and (row["actor_id"] or row["office_id"] in offices):
            other = actor_of(row) if row["actor_id"] else offices[row["office_id"]]
            web.tie(bodies[row["body_id"]], other, How.MEMBER)
    for row in cooperations:
        if row["office_id"] in offices:
            web.tie(offices[row["office_id"]], actor_of(row), How.COOPERATION)


def _narrowed(web: Web, regions: _Regions, params: QueryDict) -> tuple[str, set[str]]:
    """The kind of actors asked for, and the regions they may lie in; nothing of it where one thing is looked at."""
    if params.get("um"):
        return "", set()
    region = cleaned(params, "region", [key for key, _ in web.regions.values()])
    kind = cleaned(params, "art", [key for key, _ in web.kinds])
    web.narrowed = bool(region or kind)
    return kind, regions.within(next(pk for pk, (key, _) in web.regions.items() if key == region)) if region else set()


def _key(params: QueryDict) -> str | None:
    """The key of the thing looked at, written as the database writes it."""
    try:
        return str(uuid.UUID(params.get("um", "")))
    except ValueError:
        return None
