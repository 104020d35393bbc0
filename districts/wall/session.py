"""Entering a database role and a district, always local to the transaction.

A setting for the whole session would leak into the next request of the same connection, so everything here uses
``set_config(..., is_local => true)`` and insists on a transaction.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from psycopg.pq import TransactionStatus


class DatabaseRole(StrEnum):
    """The roles of ``roles.sql`` that a request can act as."""

    LOGIN = "querlinie_login"
    DISTRICT = "querlinie_district"
    SENATE = "querlinie_senate"
    OPERATOR = "querlinie_operator"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a transaction stands: role, active district, person, Ressorts, and what history notes of the actor."""

    role: str
    district_id: str
    user_id: str
    #: A JSON list of names; "" for whoever belongs to no Ressort of the Senate.
    departments: str
    context_id: str
    context: str


_SET = """SELECT set_config('role', %s, true), set_config('app.district_id', %s, true),
 set_config('app.user_id', %s, true), set_config('app.departments', %s, true),
 set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true),
 set_config('plan_cache_mode', 'force_generic_plan', true)"""
_GET = """SELECT current_setting('role', true), current_setting('app.district_id', true),
 current_setting('app.user_id', true), current_setting('app.departments', true),
 current_setting('pghistory.context_id', true), current_setting('pghistory.context_metadata', true)"""


def current_standing() -> Standing:
    """What the running transaction acts as right now."""
    with connection.cursor() as cursor:
        cursor.execute(_GET)
        row = cursor.fetchone()
    return Standing(*[value or "" for value in row])


def take(standing: Standing) -> None:
    """Acts as ``standing`` until the transaction ends."""
    if not connection.in_atomic_block:
        raise RuntimeError("A role is only ever taken inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            _SET,
            [
                standing.role or "none",
                standing.district_id,
                standing.user_id,
                standing.departments,
                standing.context_id,
                standing.context,
            ],
        )


def standing_of(
    role: DatabaseRole,
    *,
    district_id: int | None = None,
    user_id: uuid.UUID | None = None,
    departments: Iterable[str] = (),
    context: dict[str, str] | None = None,
) -> Standing:
    """The standing of one actor; ``departments`` are the Ressorts somebody of the Senate belongs to.

    ``context`` is what the history keeps beside each change (user, office, role).
    """
    names = sorted(departments)
    return Standing(
        role=role.value,
        district_id="" if district_id is None else str(district_id),
        user_id="" if user_id is None else str(user_id),
        departments=json.dumps(names) if names else "",
        context_id=str(uuid.uuid4()) if context else "",
        context=json.dumps(context) if context else "",
    )


@contextmanager
def acting_as(
    role: DatabaseRole,
    *,
    district_id: int | None = None,
    user_id: uuid.UUID | None = None,
    departments: Iterable[str] = (),
    context: dict[str, str] | None = None,
) -> Iterator[None]:
    """Acts as ``role`` (in ``district_id``, for ``departments``) inside the block and returns to what was before.

    For work that crosses the wall on purpose and district by district: accepting an invitation, the reminder sweep.
    Needs an open transaction. After an error in the database the transaction is lost anyway, so the old standing is
    only restored where that is still possible.
    """
    before = current_standing()
    take(standing_of(role, district_id=district_id, user_id=user_id, departments=departments, context=context))
    try:
        yield
    finally:
        if not connection.needs_rollback and _usable():
            take(before)


def _usable() -> bool:
    """False after an error in the database, when PostgreSQL refuses every statement until the rollback."""
    return bool(connection.connection.info.transaction_status == TransactionStatus.INTRANS)
