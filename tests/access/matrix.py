"""What a refused person must get, and how one URL is tried as every persona.

The rows stand in ``tests/pages/``, one per URL name. The functions return complaints, so that a planted fault can be
seen to be caught.
"""

import re
import uuid
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import resolve_url

from districts.wall.middleware import DISTRICT_PATH, STATEWIDE_PATHS
from tests.pages.row import Row
from tests.personas import MEMBERS, NOBODY, PERSONAS
from tests.worlds import Cast, thrown_away

Method = Literal["GET", "POST"]
#: A slug no district has, as long as the one that exists, so that lengths can be compared.
NOWHERE = "atlas"
#: What differs between two answers to the same question: tokens against forged requests.
_TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ?"|X-CSRFToken&quot;: ?&quot;)[A-Za-z0-9]+')
_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM) +\"?(?!django_session)", re.IGNORECASE)


def refusals(path: str, persona: str) -> set[int]:
    """Statuses that are a right refusal of ``path`` for ``persona``."""
    if DISTRICT_PATH.match(path):
        if persona in NOBODY:
            return {302}
        # Inside the own district: 403 says who may, 404 hides what one may not even know of, 409 that it is another's.
        return {403, 404, 409} if persona in MEMBERS else {404}
    if any(path.startswith(prefix) for prefix in STATEWIDE_PATHS):
        return {302} if persona in NOBODY else {404}
    return {302, 403, 404, 405}


def sends_to_sign_in(response: Any) -> bool:
    """True for a redirect to the sign-in page."""
    location = str(getattr(response, "url", ""))
    return response.status_code == 302 and location.startswith(resolve_url(settings.LOGIN_URL))


def body(response: Any) -> str:
    """The text of a response, without what changes from request to request."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return _TOKEN.sub(r"\1", content.decode("utf-8", "replace"))


def ask(cast: Cast, persona: str, method: Method, path: str, data: dict[str, Any] | None = None) -> tuple[Any, int]:
    """The answer to one request and the number of statements in it that wrote; undone afterwards."""
    writes = 0

    def counting(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal writes
        writes += bool(_WRITES.match(str(sql)))
        return execute(sql, params, many, context)

    # Not Django's log of statements: writing their parameters into them takes a fifth of the time of a request.
    with thrown_away(), connection.execute_wrapper(counting):
        client = cast.client(persona, raise_request_exception=False)
        response: Any = client.get(path) if method == "GET" else client.post(path, data or {})
        if response.streaming:
            response = HttpResponse(body(response), status=response.status_code, headers=response.headers)
    return response, writes


def complaints(cast: Cast, row: Row, method: Method) -> list[str]:
    """Tries ``row`` as every persona. Empty where exactly those of the row may, and nobody learns of the other."""
    mitte, pankow = cast.world.mitte, cast.world.pankow
    path = row.address(mitte)
    data = row.data(mitte) if row.data and method == "POST" else None
    may = row.get if method == "GET" else row.post
    other = row.post if method == "GET" else row.get
    in_district = bool(DISTRICT_PATH.match(path))
    found = []
    answers = {}
    for persona in PERSONAS:
        response, writes = ask(cast, persona, method, path, data)
        answers[persona] = response
        status = response.status_code
        label = f"{method} {row} as {persona}: {status}"
        if persona in may:
            right = {row.status} if method == "GET" else row.posted
            if status not in right:
                found.append(f"{label}, but {persona} may ({sorted(right)})")
            elif in_district and sends_to_sign_in(response):
                found.append(f"{label}, sent to sign-in")
        elif not may and status == 405 and (persona in MEMBERS or not in_district):
            pass  # Nobody may; the view does not know the method.
        elif persona in other and status in {405, row.status if method == "POST" else 405}:
            # The other method is theirs. A view that takes a POST for a GET must write nothing.
            if writes:
                found.append(f"{label}, and {writes} statements wrote")
        elif status not in refusals(path, persona):
            found.append(f"{label}, but {persona} may not ({sorted(refusals(path, persona))})")
        elif status == 302 and in_district and not sends_to_sign_in(response):
            found.append(f"{label}, sent elsewhere than to sign-in")
        elif writes:
            found.append(f"{label}, refused, but {writes} statements wrote")
        foreign_word = mitte.district.name if persona == "foreign" else pankow.district.name
        if (in_district or persona not in may | other) and foreign_word in body(response):
            found.append(f"{label}, and says {foreign_word}")
    if in_district:
        found += _like_nowhere(cast, row, method, data, answers)
        found += _foreign_things(cast, row, method)
    return found


def _like_nowhere(
    cast: Cast, row: Row, method: Method, data: dict[str, Any] | None, answers: dict[str, Any]
) -> list[str]:
    """A district one does not belong to answers (``answers``, by persona) exactly as one that does not exist."""
    nowhere = row.address(cast.world.mitte, slug=NOWHERE)
    found = []
    for persona in ("foreign", "outsider", "senate", "operator", "superuser", "anonymous"):
        mine = answers[persona]
        other, _ = ask(cast, persona, method, nowhere, data)
        slug = cast.world.mitte.district.slug
        if mine.status_code != other.status_code or body(mine).replace(slug, NOWHERE) != body(other):
            found.append(f"{method} {row} as {persona}: tells that the district exists")
        headers = [{k: v.replace(slug, NOWHERE) for k, v in r.headers.items()} for r in (mine, other)]
        if headers[0] != headers[1]:
            found.append(f"{method} {row} as {persona}: headers tell that the district exists: {headers}")
    return found


def _foreign_things(cast: Cast, row: Row, method: Method) -> list[str]:
    """The id of another district's row answers, inside the own district, exactly as an id that does not exist."""
    mitte, pankow = cast.world.mitte, cast.world.pankow
    own, foreign = row.kwargs(mitte), row.kwargs(pankow)
    swapped = {name: value for name, value in foreign.items() if name != "slug" and value != own[name]}
    may = [p for p in PERSONAS if p in (row.get if method == "GET" else row.post) and p in MEMBERS]
    if not swapped or not may:
        return []
    data = row.data(mitte) if row.data and method == "POST" else None
    missing = {name: uuid.uuid4() if isinstance(value, uuid.UUID) else "ZZ99" for name, value in swapped.items()}
    theirs, _ = ask(cast, may[0], method, row.url(mitte, **swapped), data)
    nobodys, _ = ask(cast, may[0], method, row.url(mitte, **missing), data)
    texts = []
    for response, values in ((theirs, swapped), (nobodys, missing)):
        text = body(response)
        for name, value in values.items():
            text = text.replace(str(value), name)
        texts.append(text)
    found = []
    if theirs.status_code != 404:
        found.append(f"{method} {row} with a row of another district: {theirs.status_code}")
    if texts[0] != texts[1] or pankow.district.name in texts[0]:
        found.append(f"{method} {row}: tells that another district's row exists")
    return found
