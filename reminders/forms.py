"""The form of a district's reminders."""

from districts.forms import TenantForm
from reminders.models import ReminderSettings


class SettingsForm(TenantForm):
    """When and whom; every field has a default, so nothing has to be set."""

    class Meta:
        model = ReminderSettings
        fields = ["first_lead", "second_lead", "head_after", "leadership_after"]
