"""The application as it is served, and beside it the bare page in the surroundings of a new Django project."""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

_full = get_wsgi_application()
with override_settings(
    SESSION_ENGINE="django.contrib.sessions.backends.db",
    MIDDLEWARE=[
        # As ``django-admin startproject`` writes them.
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
):
    _bare = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Both in one process, so that they are measured on the same server."""
    handler = _bare if environ["PATH_INFO"] == "/benchmark/" else _full
    return handler(environ, start_response)
