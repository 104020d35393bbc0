"""Background work in production: ``celery -A config worker``, and ``celery -A config beat`` once per
installation.

``make run`` does without: what is due there runs under the supervisor (config/local/run.py).
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("querlinie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="Europe/Berlin",
    # A worker that dies in the middle hands its task to another: tasks are written to run twice.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_time_limit=600,
    broker_connection_retry_on_startup=True,
    beat_schedule={
        "clear expired sessions": {
            "task": "accounts.tasks.clear_expired_sessions",
            "schedule": crontab(hour=3, minute=17),
        },
        "sweep reminders": {
            "task": "reminders.tasks.sweep_reminders",
            "schedule": crontab(minute="*/5"),
        },
    },
)
app.autodiscover_tasks()
