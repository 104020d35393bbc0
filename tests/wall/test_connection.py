"""What a request leaves behind on its connection. Really committed, hence apart from the tests that share a world."""

import pytest
from django.db import connection

from districts.wall.session import DatabaseRole
from tests.wall import catalogue


@pytest.mark.django_db(transaction=True)
def test_a_request_leaves_nothing_on_the_connection(committed_world, sign_in):
    """Outside a test's transaction a setting that outlives the request would be seen by the next one."""
    assert catalogue.session_settings() == []
    sign_in(committed_world.mitte.people["coordination"]).get("/bezirk/mitte/")
    assert catalogue.session_settings() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] not in {role.value for role in DatabaseRole}
