"""Rules without a browser: a member as the middleware makes it, and the wall as it opens it."""

from contextlib import AbstractContextManager
from typing import Any

from django.utils import timezone

from accounts.models import User
from districts.member import Member, holdings_in, read_belongings
from districts.rights import read_rights
from districts.wall.session import DatabaseRole, acting_as
from tests.factories import Place


def member_of(place: Place, person: User) -> Member:
    """``person`` inside ``place`` with the rights of today."""
    today = timezone.localdate()
    belongings = read_belongings(person.pk, today)
    rights = read_rights(user_id=person.pk, district_id=place.district.pk, day=today)
    return Member(person, place.district, rights, holdings_in(belongings.holdings, place.district.pk))


def acting(place: Place, person: User) -> AbstractContextManager[Any]:
    """One request of ``person``: the district's role, and what history notes."""
    member = member_of(place, person)
    return acting_as(
        DatabaseRole.DISTRICT,
        district_id=place.district.pk,
        user_id=person.pk,
        context={
            "user": str(person.pk),
            "roles": ",".join(sorted(member.roles)),
            "offices": ",".join(sorted(map(str, member.office_ids))),
        },
    )
