"""A real Chromium on a real server whose threads stand behind the wall."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.pages import PAGES
from tests.worlds import Cast, build_cast

#: Debian's, where there is one; otherwise Playwright's own.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def _behind_the_wall(connection: Any, **kwargs: Any) -> None:
    # Threads of the server are what gunicorn's are in production; the test's own thread stays the owner.
    if threading.current_thread() is not threading.main_thread():
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE querlinie_login")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, Cast]]:
    """Address of a running server, and the furnished world it serves. The world is really stored, then removed.

    The tests that use it only look, so one world serves them all.
    """
    # Playwright keeps an event loop in this thread; Django's queries here are made between its calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    connection_created.connect(_behind_the_wall)
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                cast = build_cast()
                # Some rows of the registry make their thing when they are first asked: now, while it is still stored.
                for listed in PAGES:
                    listed.address(cast.world.mitte)
            server = LiveServer("127.0.0.1")
            try:
                yield server.url, cast
            finally:
                server.stop()
        finally:
            connection_created.disconnect(_behind_the_wall)
            # As after every test with real commits: empty tables, and what migrating leaves behind.
            call_command("flush", verbosity=0, interactive=False, allow_cascade=True)
            connection.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module; every page gets a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
