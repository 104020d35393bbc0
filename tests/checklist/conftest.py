"""The real catalogue below two small districts, and what the tests of the subjects share."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import World
from tests.worlds import build_once, thrown_away

_CONTROL = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|RESET|SELECT (set_config|current_setting))", re.I)
#: The four reads of every page: session, user, membership, rights.
_FIXED = re.compile(r'FROM "django_session"|FROM "accounts_user"|SELECT m\.role, m\.office_id|WITH held AS', re.I)


@pytest.fixture
def count_queries() -> Any:
    """Statements of a GET beyond transaction control and the four fixed reads."""

    def count(client: Any, url: str) -> int:
        ContentType.objects.get_for_models()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        statements = [q["sql"].strip() for q in queries.captured_queries if not _CONTROL.match(q["sql"].strip())]
        fixed = {m.group(0).lower() for s in statements if (m := _FIXED.search(s))}
        return len(statements) - len(fixed)

    return count


@pytest.fixture
def as_(world: Any, sign_in: Any) -> Any:
    """``as_("reader")``: a client of that role in Mitte."""
    return lambda role: sign_in(world.mitte.people[role])


def _on_the_catalogue() -> World:
    call_command("load_catalogue", stdout=StringIO())
    return World.build()


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Mitte and Pankow with the whole cast, on the real catalogue; ``world`` is a copy of it."""
    with django_db_blocker.unblock(), thrown_away():
        yield build_once(_on_the_catalogue)


@pytest.fixture
def committed_world(db: None) -> World:
    """The same for a test that really commits: one of its own."""
    return _on_the_catalogue()
