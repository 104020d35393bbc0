"""The line below every export of a district."""

from django.conf import settings
from django.utils import timezone

from districts.models import District


def export_note(district: District, what: str) -> str:
    """What was exported, whose it is, of which day, and whether it is invented."""
    demo = " – Demodaten, frei erfunden" if settings.DEMO else ""
    return f"{what}, Bezirk {district.name}, Stand {timezone.localdate():%d.%m.%Y}{demo}"
