"""What every test stands on.

The test connection belongs to the owner of the tables, who is not bound by the wall; requests become the login user,
as in production. Every test makes its own data with ``tests.factories``.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from psycopg._preparing import PrepareManager

from tests.factories import World


class WallClient(Client):
    """A browser without JavaScript whose requests reach the database as ``querlinie_login``."""

    def request(self, **request: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE querlinie_login")
        try:
            return super().request(**request)
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")


@pytest.fixture(autouse=True, scope="session")
def _quick_password_hash() -> Iterator[None]:
    # The real hash takes 0.2 s on purpose; here it would be most of the time.
    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    settings.PASSWORD_HASHERS = before


@pytest.fixture(autouse=True, scope="session")
def _requests_cost_what_they_cost_in_production() -> Iterator[None]:
    """Two things that only tests pay for, together a quarter of the time of a request."""
    discards = PrepareManager._should_discard

    def keeps_at_rollback(manager: Any, prepare: Any, results: Any) -> bool:
        return discards(manager, prepare, [result for result in results if result.command_status != b"ROLLBACK"])

    with pytest.MonkeyPatch.context() as patched:
        # psycopg forgets what it has prepared at every rollback, and here nearly all ends in one. Planning under the
        # wall takes longer than reading (docs/decisions/0010).
        patched.setattr("psycopg._preparing.PrepareManager._should_discard", keeps_at_rollback)
        # Django's test client keeps a copy of the context of every template. Nobody here asks for one: a page is
        # looked at from outside.
        patched.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_evidence_folder(tmp_path_factory: Any) -> Iterator[None]:
    evidence = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path_factory.mktemp("evidence"))},
    }
    with override_settings(STORAGES={**settings.STORAGES, "evidence": evidence}):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def shared_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A furnished world for all tests of a module (``tests.worlds.Cast``). Ask for ``cast`` instead."""
    from tests.worlds import build_cast, build_once, thrown_away

    with django_db_blocker.unblock(), thrown_away():
        yield build_once(build_cast)


@pytest.fixture
def cast(shared_cast: Any, db: None) -> Any:
    """The module's furnished world; what the test changes is undone (``db`` lies inside the module's transaction)."""
    return shared_cast


@pytest.fixture
def client() -> Client:
    """Not signed in."""
    return WallClient()


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for all tests of a module. Ask for ``world`` instead."""
    from tests.worlds import build_once, thrown_away

    with django_db_blocker.unblock(), thrown_away():
        yield build_once(World.build)


@pytest.fixture
def world(request: pytest.FixtureRequest, shared_world: World, db: None) -> World:
    """Two districts, Mitte and Pankow, each with two offices in two areas and the whole cast.

    The module's, in a copy: what a test changes in the database is undone, what it changes in memory is its own.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        pytest.fail("A test that really commits builds on committed_world: the shared one lies in a transaction.")
    return copy.deepcopy(shared_world)


@pytest.fixture
def committed_world(db: None) -> World:
    """The same for a test that really commits: one of its own."""
    return World.build()


@pytest.fixture
def sign_in() -> Any:
    """``sign_in(person)`` returns a client of that person."""

    def make(person: Any) -> Client:
        client = WallClient()
        client.force_login(person)
        return client

    return make
