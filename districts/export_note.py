"""The line below every export."""

from django.conf import settings
from django.utils import timezone

from districts.models import District


def export_note(district: District | None, what: str) -> str:
    """What was exported, whose it is (None: of all Berlin), of which day, and whether it is invented."""
    demo = " – Demodaten, frei erfunden" if settings.DEMO else ""
    whose = f"Bezirk {district.name}" if district else "Berlin"
    return f"{what}, {whose}, Stand {timezone.localdate():%d.%m.%Y}{demo}"
