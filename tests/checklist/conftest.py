"""The real catalogue below two small districts."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """Mitte and Pankow with the whole cast, on the real catalogue."""
    call_command("load_catalogue", stdout=StringIO())
    return World.build()
