"""Ties between offices, Gremien and actors as one address asks for them: memberships, and Kooperationen that run.

Ties of organisations, never of persons, and no numbers beside each other: who has how many says nothing (DESIGN § 1,
sentence 4).
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from districts.member import Member
from districts.models import Office, Region
from lists.query import cleaned
from partners.models import Actor, ActorKind, Body, BodyMember, BodyRegion, Cooperation


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
    key: uuid.UUID
    name: str
    place: uuid.UUID | None = None


@dataclass
class Web:
    """Everything that is tied, and what is not yet."""

    things: dict[uuid.UUID, Thing] = field(default_factory=dict)
    ties: dict[tuple[uuid.UUID, uuid.UUID], How] = field(default_factory=dict)
    #: Bezirksregionen where a Gremium works: (Gremium, Bezirksregion).
    places: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    regions: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)
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

    def neighbours(self, key: uuid.UUID) -> list[tuple[Thing, How]]:
        """What is tied to the thing ``key``, by kind and name."""
        found = [
            (self.things[other], how)
            for (one, two), how in self.ties.items()
            if key in (one, two) and (other := two if key == one else one)
        ]
        return sorted(found, key=lambda entry: (entry[0].kind, entry[0].name.casefold()))


class _Regions:
    """The directory, read once: which Räume lie in a region, and which Bezirksregionen a Raum stands for."""

    def __init__(self) -> None:
        rows = Region.objects.order_by("key").values_list("pk", "key", "name", "level", "parent")
        self.rows: dict[Any, Any] = {pk: tuple(row) for pk, *row in rows}
        self.shown = {pk: (row[0], row[1]) for pk, row in self.rows.items() if row[2] == Region.Level.BEZIRKSREGION}

    def within(self, region: uuid.UUID) -> set[uuid.UUID]:
        """``region`` and the Räume below it."""
        found = {region}
        for _ in range(2):
            found |= {pk for pk, (*_, parent) in self.rows.items() if parent in found}
        return found

    def around(self, region: uuid.UUID | None) -> uuid.UUID | None:
        """The Bezirksregion a Planungsraum lies in; a Bezirksregion itself; a Prognoseraum has none."""
        if region in self.shown or region not in self.rows:
            return region
        parent = self.rows[region][3]
        return parent if parent in self.shown else None

    def places(self, region: uuid.UUID) -> set[uuid.UUID]:
        """The Bezirksregionen ``region`` is, lies in or holds."""
        around = self.around(region)
        return {around} if around else self.within(region) & self.shown.keys()


def read_web(params: QueryDict, member: Member, today: datetime.date) -> Web:
    """The ties ``member`` may read, narrowed by ``region`` and ``art``, or all of them for ``um``. Eight queries at
    most, however many there are.
    """
    regions = _Regions()
    web = Web(regions=regions.shown)
    web.kinds = [(str(pk), name) for pk, name in ActorKind.objects.order_by("sort_key").values_list("pk", "name")]
    seen, inside = _narrowed(web, regions, params, member)
    offices = {
        pk: (Thing(Kind.OFFICE, pk, name), because)
        for pk, name, because in Office.objects.filter(is_active=True).values_list("pk", "name", "not_sensible_because")
    }
    visible = Body.objects.visible_to(member).filter(is_active=True)
    bodies = {pk: Thing(Kind.BODY, pk, name) for pk, name in visible.values_list("pk", "name")}
    members = list(_members(visible, seen, today))
    for body, region in BodyRegion.objects.filter(body__in=visible.order_by().values("pk")).values_list(
        "body", "region"
    ):
        web.places |= {(body, place) for place in regions.places(region)}
    kept = set(bodies)
    if web.narrowed:
        kept = {body for body, _, actor, *_ in members if actor} | {b for b, place in web.places if place in inside}
    for body, office, actor, name, region in members:
        if body in kept and (actor or office in offices):
            other = Thing(Kind.ACTOR, actor, name, regions.around(region)) if actor else offices[office][0]
            web.tie(bodies[body], other, How.MEMBER)
    running = Cooperation.objects.visible_to(member).running(today).filter(actor__in=seen)
    for office, actor, name, region in running.values_list("office", "actor", "actor__name", "actor__region"):
        if office in offices:
            web.tie(offices[office][0], Thing(Kind.ACTOR, actor, name, regions.around(region)), How.COOPERATION)
    _find_focus(web, params, seen, {pk: office for pk, (office, _) in offices.items()} | bodies)
    if not web.narrowed:
        # Who says that the approach is not sensible for it (B3.1d) is not named here either.
        alone = [office.name for pk, (office, because) in offices.items() if pk not in web.things and not because]
        web.offices_without = sorted(alone, key=str.casefold)
        tied = {thing.place for thing in web.things.values()} | {place for _, place in web.places}
        web.regions_without = [row for pk, row in web.regions.items() if pk not in tied]
    return web


def _narrowed(web: Web, regions: _Regions, params: QueryDict, member: Member) -> tuple[Any, set[uuid.UUID]]:
    """Keys of the released actors asked for, and the regions they may lie in (empty: anywhere)."""
    seen = Actor.objects.visible_to(member).approved()
    if params.get("um"):
        return seen.order_by().values("pk"), set()
    region = cleaned(params, "region", [key for key, _ in web.regions.values()])
    kind = cleaned(params, "art", [key for key, _ in web.kinds])
    inside: set[uuid.UUID] = set()
    if region:
        inside = regions.within(next(pk for pk, (key, _) in web.regions.items() if key == region))
        seen = seen.filter(region__in=inside)
    if kind:
        seen = seen.filter(kind=uuid.UUID(kind))
    web.narrowed = bool(region or kind)
    return seen.order_by().values("pk"), set() if kind else inside


def _members(bodies: Any, seen: Any, today: datetime.date) -> Iterable[tuple[Any, ...]]:
    rows = BodyMember.objects.current(today).filter(body__in=bodies.order_by().values("pk"))
    found: Iterable[tuple[Any, ...]] = rows.filter(Q(actor=None) | Q(actor__in=seen)).values_list(
        "body", "office", "actor", "actor__name", "actor__region"
    )
    return found


def _find_focus(web: Web, params: QueryDict, seen: Any, others: dict[uuid.UUID, Thing]) -> None:
    try:
        key = uuid.UUID(params.get("um", ""))
    except ValueError:
        return
    web.focus = web.things.get(key) or others.get(key)
    if web.focus is None:
        name = Actor.objects.filter(pk=key, pk__in=seen).values_list("name", flat=True).first()
        web.focus = Thing(Kind.ACTOR, key, name) if name else None
