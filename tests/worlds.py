"""Worlds that many tests share: built once per module inside a transaction, thrown away at its end.

A test in such a module asks for ``cast`` and runs inside a savepoint, so what it changes is gone afterwards. Much
cheaper than a world per test, and enough wherever tests only look or only try.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import connection, models, transaction
from django.test import Client

from tests.conftest import WallClient
from tests.factories import World
from tests.makers import furnish
from tests.personas import PERSONAS, person

T = TypeVar("T")


class Cast:
    """A furnished world with one signed-in session per persona."""

    def __init__(self, world: World) -> None:
        self.world = world
        #: Numbers of the rows made beside the furnishing, per model.
        self.grown: dict[type[models.Model], set[int]] = {}
        self._cookies: dict[str, Any] = {}
        self._handlers: dict[bool, Any] = {}
        for persona in PERSONAS:
            user = person(world, persona)
            if user is not None:
                client = WallClient()
                client.force_login(user)
                self._cookies[persona] = client.cookies

    def client(self, persona: str, **options: Any) -> Client:
        """A fresh browser in which ``persona`` is signed in."""
        client = WallClient(**options)
        # One for all: loading the middleware anew takes a twentieth of the time of a request.
        client.handler = self._handlers.setdefault(client.handler.enforce_csrf_checks, client.handler)
        if persona in self._cookies:
            client.cookies = self._cookies[persona].copy()
        return client


def build_cast(*, alone: bool = False) -> Cast:
    """The catalogue, two districts (``alone``: one) with one row of everything, everybody signed in."""
    if not connection.settings_dict["NAME"].startswith("test_"):
        raise RuntimeError("Not a test database: the test must ask for `db` or be marked with django_db.")
    call_command("load_catalogue", stdout=StringIO())
    world = World.build(alone=alone)
    furnish(world.mitte)
    if not alone:
        furnish(world.pankow)
    return Cast(world)


@contextmanager
def thrown_away() -> Iterator[None]:
    """A transaction or savepoint that never commits."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build_once(build: Callable[[], T]) -> T:
    """What ``build`` makes, for the tests of a module: checked now.

    Deferred constraints would otherwise wait for the end of the transaction, and Django asks for them after every test:
    10 ms each time, for one and the same rows.
    """
    built = build()
    connection.check_constraints()
    return built
