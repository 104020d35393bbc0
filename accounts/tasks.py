"""Background work around signing in."""

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task  # type: ignore[untyped-decorator]  # celery has no types
def clear_expired_sessions() -> None:
    """Delete sessions that have run out: they name a person, and nobody needs them any longer.

    May run twice at the same time or after a pause of any length.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
