"""Rules of coordination: how the district reminds, and sending again what could not be delivered."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from districts.merge import merge_and_save
from districts.models import District
from districts.refusals import NotNow
from reminders.models import Reminder, ReminderSettings


@transaction.atomic
def set_up(*, district: District, seen: Mapping[str, object], new: Mapping[str, object]) -> ReminderSettings:
    """Stores what was changed, field by field. Raises ``Conflict`` with both values, ``Unfit`` with a sentence."""
    ReminderSettings.objects.bulk_create([ReminderSettings(district=district)], ignore_conflicts=True)
    settings = ReminderSettings.objects.select_for_update(of=("self",)).get(district=district)
    merge_and_save(settings, seen=seen, new=new)
    return settings


@transaction.atomic
def send_again(*, person_id: uuid.UUID) -> None:
    """Lets the next sweep try once more what one person could not be sent. Raises ``NotNow`` if there is nothing."""
    failed = Reminder.objects.filter(person=person_id, state=Reminder.State.FAILED)
    if not failed.update(state=Reminder.State.PENDING, mail_id=None):
        raise NotNow("Für diese Person gibt es keine Erinnerung, die nicht zugestellt werden konnte.")
