"""Compiled queries that depend on who asks: built once for all who may the same, never for one person."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar, cast

from django.db.models import Field, QuerySet, UUIDField
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from districts.member import Member
from districts.models import District
from districts.roles import Rights, Role
from lists.compiled import Asked, CompiledQuery

Row = TypeVar("Row")


#: Where somebody belongs: as it is given to a query -> as a member tells it.
_PLACES = {"offices": "office_ids", "headed": "headed_office_ids", "areas": "area_ids", "led": "led_area_ids"}


@dataclass(frozen=True, slots=True)
class Powers:
    """What a query of ``visible_to`` depends on beside the person: the same for all who may the same on one day."""

    roles: frozenset[Role]
    rights: frozenset[str]
    #: Rights on some office or other.
    on_offices: frozenset[str]
    #: Of the kinds of ``_PLACES`` those the person has any of.
    belongs_to: frozenset[str]
    #: What holds on a day (the regions somebody serves) is asked of the day; tomorrow the query is built anew.
    day: datetime.date


def powers_of(member: Member) -> Powers:
    """The powers of ``member`` today."""
    offices = member.rights.offices.values()
    belongs_to = frozenset(name for name, places in _PLACES.items() if getattr(member, places))
    return Powers(member.roles, member.rights.district, frozenset().union(*offices), belongs_to, timezone.localdate())


class Anybody(Member):
    """Stands in for every member of the same powers while a query is built: who it is, is given when it is sent.

    What would differ between two members of the same powers, and is not given, it refuses to tell.
    """

    def __init__(self, powers: Powers, *, user: Any, **places: Any) -> None:
        """``places``: what is given for each of ``_PLACES``; nothing where the person has none."""
        known = {name: places[name] if name in powers.belongs_to else frozenset() for name in _PLACES}
        # The class it stands in for is frozen.
        object.__setattr__(self, "user", cast(User, user))
        object.__setattr__(self, "district", cast(District, None))
        object.__setattr__(self, "rights", Rights(powers.rights, {None: powers.on_offices}))
        object.__setattr__(self, "_roles", powers.roles)
        object.__setattr__(self, "_places", known)

    @property
    def holdings(self) -> NoReturn:
        """Not given: which role is held where."""
        raise TypeError("A query built for many does not know which role somebody holds where.")

    @property
    def roles(self) -> frozenset[Role]:
        """The same for all of the same powers."""
        found: frozenset[Role] = self.__dict__["_roles"]
        return found

    @property
    def office_ids(self) -> Any:
        """Given when the query is sent, as the others below."""
        return self.__dict__["_places"]["offices"]

    @property
    def headed_office_ids(self) -> Any:
        """As for a member."""
        return self.__dict__["_places"]["headed"]

    @property
    def area_ids(self) -> Any:
        """As for a member."""
        return self.__dict__["_places"]["areas"]

    @property
    def led_area_ids(self) -> Any:
        """As for a member."""
        return self.__dict__["_places"]["led"]

    def may(self, codename: str, office: uuid.UUID | None = None) -> bool:
        """As for a member, without an office."""
        if office is not None:
            raise TypeError("A query built for many does not know rights on one office.")
        return self.rights.may(codename)


class MemberQuery(CompiledQuery[Row]):
    """What ``build(member, *shape, **given)`` returns, compiled once for all of the same powers, and each shape."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], **given: Field[Any, Any] | list[Field[Any, Any]]
    ) -> None:
        def built(powers: Powers, *shape: Hashable, user: Any, **more: Any) -> QuerySet[Any, Row]:
            places = {name: more.pop(name) for name in _PLACES}
            return build(Anybody(powers, user=user, **places), *shape, **more)

        many: list[Field[Any, Any]] = [UUIDField()]
        super().__init__(built, user=UUIDField(), **dict.fromkeys(_PLACES, many), **given)

    def rows_for(self, member: Member, *shape: Hashable, **values: Any) -> list[Row]:
        """As ``rows``, for ``member``."""
        return self.rows(powers_of(member), *shape, **given_of(member), **values)

    def asked_for(self, member: Member, *shape: Hashable, **values: Any) -> Asked:
        """As ``asked``, for ``member``."""
        return self.asked(powers_of(member), *shape, **given_of(member), **values)

    def row_for(self, member: Member, *shape: Hashable, **values: Any) -> Row | None:
        """The first row for ``member``, or None."""
        return next(iter(self.rows_for(member, *shape, **values)), None)

    def found_for(self, member: Member, *shape: Hashable, **values: Any) -> Row:
        """The first row for ``member``. Raises ``Http404`` where there is none, or none the member may see."""
        row = self.row_for(member, *shape, **values)
        if row is None:
            raise Http404
        return row


def given_of(member: Member) -> dict[str, Any]:
    """What tells ``member`` from others of the same powers, as a ``MemberQuery`` is given it."""
    return {"user": member.user.pk} | {name: list(getattr(member, places)) for name, places in _PLACES.items()}
