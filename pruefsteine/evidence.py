"""Evidence at answers: hidden from whoever does not see the Selbsteinschätzung."""

from typing import Any

from django.db.models import QuerySet

from districts.member import Member
from pruefsteine.models import RatingEvidence, SelfAssessment


def evidence_of_hidden(member: Member) -> QuerySet[RatingEvidence, Any]:
    """Ids of evidence at answers ``member`` does not read (``evidence.models.hides_evidence``)."""
    seen = SelfAssessment.objects.visible_to(member).values("pk")
    return RatingEvidence.objects.exclude(rating__assessment__in=seen).values("evidence_id")
