"""Background work in production: ``celery -A config worker``, and ``celery -A config beat`` once per
installation. Its settings are the CELERY_… of config/settings.py.

``make run`` does without: what is due there runs under the supervisor (config/local/run.py).
"""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("querlinie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "clear expired sessions": {
        "task": "accounts.tasks.clear_expired_sessions",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 12 * 60 * 60},
    },
    "sweep reminders": {
        "task": "reminders.tasks.sweep_reminders",
        "schedule": settings.REMINDER_EVERY_SECONDS,
        # Once the next one is asked for, a sweep that still waits is not needed any more: nine days without a worker
        # leave thousands of them in the queue.
        "options": {"expires": max(settings.REMINDER_EVERY_SECONDS * 0.8, 10.0)},
    },
}
app.autodiscover_tasks()
