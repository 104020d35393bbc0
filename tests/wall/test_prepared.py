"""Kept plans obey the wall: one statement, one connection, many roles (docs/decisions/0010)."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from districts.models import Office
from districts.wall.session import DatabaseRole, acting_as

pytestmark = pytest.mark.django_db
#: More than the threshold from which PostgreSQL keeps a plan, and from which it may choose a general one.
OFTEN = 12


def names():
    return sorted(Office.objects.filter(is_active=True).values_list("name", flat=True))


def test_a_kept_plan_shows_each_role_its_own_rows(world):
    own = {place.district.pk: sorted(o.name for o in place.offices) for place in (world.mitte, world.pankow)}
    everything = sorted(name for some in own.values() for name in some)
    for _ in range(OFTEN):
        assert names() == everything
        for district_id, expected in own.items():
            with acting_as(DatabaseRole.DISTRICT, district_id=district_id):
                assert names() == expected
        with acting_as(DatabaseRole.DISTRICT):
            assert names() == []


def test_a_plan_kept_for_a_district_is_denied_to_the_login_role(world):
    with acting_as(DatabaseRole.DISTRICT, district_id=world.mitte.district.pk):
        for _ in range(OFTEN):
            names()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        acting_as(DatabaseRole.LOGIN),
    ):
        names()


def test_statements_are_really_kept(world):
    for _ in range(OFTEN):
        names()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%districts_office%"])
        assert cursor.fetchone()[0] > 0
