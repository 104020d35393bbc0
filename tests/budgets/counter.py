"""Counting what a page asks the database, as a budget counts: without what every request needs anyway."""

import re
from typing import Any

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.worlds import Cast, thrown_away

#: Transaction control, role and settings.
_CONTROL = re.compile(
    r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET |RESET |SELECT set_config\(|SELECT current_setting\()", re.I
)
#: The four fixed reads of a signed-in request. Each is forgiven once: a second one is the page's own.
_FIXED = {
    "session": re.compile(r'FROM "django_session" WHERE .*"session_key"', re.S),
    "user": re.compile(r'FROM "accounts_user" WHERE "accounts_user"."id" = \S+$', re.S),
    "membership": re.compile(r"FROM districts_membership m JOIN districts_district d", re.S),
    "rights": re.compile(r"WITH held AS \(", re.S),
}


def own_statements(statements: list[str]) -> list[str]:
    """Those of ``statements`` that count against a budget."""
    forgiven: set[str] = set()
    counted = []
    for sql in statements:
        if _CONTROL.match(sql):
            continue
        fixed = next((name for name, pattern in _FIXED.items() if pattern.search(sql)), None)
        if fixed and fixed not in forgiven:
            forgiven.add(fixed)
        else:
            counted.append(sql)
    return counted


def statements_of(cast: Cast, persona: str, address: str) -> tuple[int, list[str]]:
    """Status and own statements of one GET. The very first also warms caches (content types, templates)."""
    reset_queries()  # Django's log holds 9,000 statements, and then nothing more.
    with thrown_away(), CaptureQueriesContext(connection) as captured:
        response: Any = cast.client(persona, raise_request_exception=False).get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return response.status_code, own_statements([query["sql"] for query in captured])
