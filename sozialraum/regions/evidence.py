"""Evidence at Bezirksregionenprofile: as open as the profile it hangs on."""

from typing import Any

from django.db.models import QuerySet

from districts.member import Member
from sozialraum.models import RegionProfile, RegionProfileEvidence


def evidence_of_hidden(member: Member) -> QuerySet[Any]:
    """Ids of evidence at profiles ``member`` may not read."""
    visible = RegionProfile.objects.visible_to(member).order_by().values("pk")
    return RegionProfileEvidence.objects.exclude(profile__in=visible).values("evidence_id")
