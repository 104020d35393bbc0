"""The sweep under Celery: beat puts it into the queue, any worker takes it."""

from celery import shared_task

from reminders.sweep import sweep


@shared_task  # type: ignore[untyped-decorator]  # celery has no types
def sweep_reminders() -> None:
    """One sweep. Lost, doubled or late tasks change nothing: the database knows what is owed."""
    sweep()
