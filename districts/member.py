"""The person who asks, as the wall sees them: which districts, which roles, which offices, which rights."""

import datetime
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpRequest

from accounts.models import User
from districts.models import District
from districts.refusals import Refused
from districts.roles import Rights, Role, StatewideRole


@dataclass(frozen=True, slots=True)
class Holding:
    """One membership valid today."""

    district_id: int
    role: Role
    office_id: uuid.UUID | None
    area_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Belongings:
    """Everything a person belongs to today: districts (in key order), holdings in them, roles beside them."""

    districts: tuple[District, ...] = ()
    holdings: tuple[Holding, ...] = ()
    statewide: tuple[tuple[StatewideRole, str], ...] = ()

    def district(self, slug: str) -> District | None:
        """The district called ``slug`` if the person belongs to it."""
        return next((d for d in self.districts if d.slug == slug), None)

    def holds_statewide(self, *roles: StatewideRole) -> bool:
        """True if the person holds one of ``roles`` beside the districts."""
        return any(role in roles for role, _ in self.statewide)

    def departments(self, *roles: StatewideRole) -> frozenset[str]:
        """The Ressorts for which the person holds one of ``roles``."""
        return frozenset(department for role, department in self.statewide if role in roles and department)


@dataclass(frozen=True, slots=True)
class Member:
    """A person inside one district: who they are there and what they may."""

    user: User
    district: District
    rights: Rights
    holdings: tuple[Holding, ...] = field(default=())

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held here today."""
        return frozenset(h.role for h in self.holdings)

    @property
    def office_ids(self) -> frozenset[uuid.UUID]:
        """Offices the person belongs to."""
        return frozenset(h.office_id for h in self.holdings if h.office_id)

    @property
    def headed_office_ids(self) -> frozenset[uuid.UUID]:
        """Offices the person leads."""
        return frozenset(h.office_id for h in self.holdings if h.office_id and h.role == Role.OFFICE_HEAD)

    @property
    def area_ids(self) -> frozenset[uuid.UUID]:
        """Geschäftsbereiche the person is a member of the Bezirksamt for, or works in the Büro of."""
        return frozenset(h.area_id for h in self.holdings if h.area_id)

    @property
    def led_area_ids(self) -> frozenset[uuid.UUID]:
        """Geschäftsbereiche the person is a member of the Bezirksamt for."""
        return frozenset(h.area_id for h in self.holdings if h.area_id and h.role == Role.LEADERSHIP)

    def may(self, codename: str, office: uuid.UUID | None = None) -> bool:
        """True if the person holds ``codename`` (on ``office`` for rights on offices)."""
        return self.rights.may(codename, office)

    def require(self, codename: str, office: uuid.UUID | None = None) -> None:
        """Raises ``Refused`` (403) if the person does not hold ``codename``."""
        if not self.may(codename, office):
            raise Refused(codename)


class MemberRequest(HttpRequest):
    """A request that has passed the wall into a district. For annotations only."""

    user: User
    member: Member
    belongings: Belongings


def belongings_of(request: HttpRequest) -> Belongings:
    """What the wall has read of the person; nothing for the anonymous, and on pages from before the wall."""
    found: Belongings | None = getattr(request, "belongings", None)
    return found or Belongings()


# Read as the login role, whose policies show a person's own memberships alone.
_READ = """
SELECT m.role, m.office_id, m.area_id, '' AS department,
       d.id, d.key, d.slug, d.name, d.contact, d.rooms, d.is_active, d.hint_above,
       d.topics_hint_above, d.lead_open_days
  FROM districts_membership m JOIN districts_district d ON d.id = m.district_id
 WHERE m.user_id = %(user)s AND m.starts_on <= %(day)s AND (m.ends_on IS NULL OR m.ends_on >= %(day)s)
UNION ALL
SELECT s.role, NULL, NULL, s.department, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM districts_statewidemembership s
 WHERE s.user_id = %(user)s AND s.starts_on <= %(day)s AND (s.ends_on IS NULL OR s.ends_on >= %(day)s)
"""
#: What is read of a district, as the statement names it.
_FIELDS = ("id", "key", "slug", "name", "contact", "rooms", "is_active", "hint_above", "topics_hint_above",
           "lead_open_days")  # fmt: skip


def read_belongings(user_id: uuid.UUID, day: datetime.date) -> Belongings:
    """What the person belongs to on ``day``, with one query."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"user": user_id, "day": day})
        rows = cursor.fetchall()
    districts: dict[int, District] = {}
    holdings = []
    statewide = []
    for role, office_id, area_id, department, district_id, *rest in rows:
        if district_id is None:
            statewide.append((StatewideRole(role), department))
            continue
        found = dict(zip(_FIELDS, (district_id, *rest), strict=True))
        if not found["is_active"]:
            continue
        if district_id not in districts:
            found["rooms"] = _json(found["rooms"])
            districts[district_id] = District.from_db("default", list(found), list(found.values()))
        holdings.append(Holding(district_id, Role(role), office_id, area_id))
    return Belongings(
        districts=tuple(sorted(districts.values(), key=lambda d: d.key)),
        holdings=tuple(holdings),
        statewide=tuple(statewide),
    )


def _json(value: object) -> object:
    # Raw cursors hand JSON over as text: Django switches psycopg's own decoding off.
    return json.loads(value) if isinstance(value, str) else value


def holdings_in(holdings: Iterable[Holding], district_id: int) -> tuple[Holding, ...]:
    """Those of ``holdings`` that lie in one district."""
    return tuple(h for h in holdings if h.district_id == district_id)
