"""Which topics this browser has already said "Das sehe ich auch so" to: in a signed cookie, and only there."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "querlinie_auch_so"
_SALT = "checklist.concerns.echo"
#: Enough for every topic a district will ever have, and small enough for a cookie.
_MOST = 200
_AGE = 60 * 60 * 24 * 365


def _mark(key: uuid.UUID) -> str:
    # Part of a random key: enough to recognise a topic, and the cookie stays small.
    return key.hex[:12]


def echoed(request: HttpRequest) -> set[str]:
    """Marks of the topics this browser has echoed; a forged or damaged cookie counts as none."""
    value = request.get_signed_cookie(NAME, default="", salt=_SALT)
    return {mark for mark in str(value).split(".") if mark}


def has_echoed(request: HttpRequest, key: uuid.UUID) -> bool:
    """True if this browser has echoed the topic."""
    return _mark(key) in echoed(request)


def remember(request: HttpRequest, response: HttpResponse, key: uuid.UUID, path: str) -> None:
    """Lets this browser keep that it echoed the topic; sent back to ``path`` alone, readable by no script."""
    marks = [*sorted(echoed(request) - {_mark(key)})[: _MOST - 1], _mark(key)]
    response.set_signed_cookie(
        NAME,
        ".".join(marks),
        salt=_SALT,
        max_age=_AGE,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
