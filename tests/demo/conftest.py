"""The demo data, loaded once for all tests of this folder and thrown away afterwards."""

import datetime
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from config.demo.cast import address
from districts.models import District
from tests.conftest import WallClient
from tests.worlds import build_once, thrown_away


class Demo:
    """The loaded demo data: districts by slug and a browser for every part of the cast."""

    def __init__(self) -> None:
        self.districts = {district.slug: district for district in District.objects.all()}

    def client(self, part: str, slug: str = "") -> Client:
        """A browser in which ``part`` ("planung") of the district, or of nobody's, is signed in."""
        client = WallClient()
        client.force_login(User.objects.get(email=address(part, slug)))
        return client


def _load() -> Demo:
    call_command("load_catalogue", stdout=StringIO())
    call_command("demo", stdout=StringIO())
    return Demo()


@pytest.fixture(scope="package")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """Ask for ``demo`` instead."""
    with django_db_blocker.unblock(), thrown_away(), override_settings(DEMO=True):
        if not connection.settings_dict["NAME"].startswith("test_"):
            raise RuntimeError("Not a test database: the module must be marked with django_db.")
        yield build_once(_load)


@pytest.fixture
def demo(loaded: Demo, db: None) -> Demo:
    """The demo data; what the test changes is undone (``db`` lies inside the module's transaction)."""
    return loaded


@pytest.fixture(scope="session")
def today() -> datetime.date:
    from django.utils import timezone

    return timezone.localdate()
