"""Sessions in the database, as Django keeps them; read with a statement that is not built anew for every page."""

import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from lists.compiled import CompiledQuery, Given


def _session(*, key: Given, now: Given) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_SESSION: CompiledQuery[Session] = CompiledQuery(_session, key=CharField(), now=DateTimeField())


class SessionStore(db.SessionStore):
    """Django's store. Every page begins with reading its session, and half of that was building the query."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Letters and digits alone: a cookie may hold what the database refuses to compare with."""
        return bool(key and key.isalnum() and super()._validate_session_key(key))  # type: ignore[misc]  # unknown to the stubs

    def _get_session_from_db(self) -> Session | None:
        now: datetime.datetime = timezone.now()
        session = _SESSION.row(key=self.session_key, now=now)
        if session is None:
            # As Django's own: a session that has ended is not written again under its key.
            self._session_key = None
        return session
