"""A process that sweeps once, for the tests that kill it: ``python -m tests.reminders.sweeper``.

Everybody of the office staff has one thing that is due today.
"""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()

    from districts.models import Membership
    from reminders.due import Due, offers_due
    from reminders.sweep import sweep

    @offers_due()
    def everybodys(district, today):
        """One thing for each of the staff."""
        held = Membership.objects.filter(role="office_staff").values_list("user_id", flat=True)
        return [
            Due(f"thing:{person}", today, "Probe", f"/bezirk/{district.slug}/", "Bitte.", "Auftrag", holders=(person,))
            for person in held
        ]

    sweep()
