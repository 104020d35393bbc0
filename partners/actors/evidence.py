"""Evidence at actors: internal, and hidden from whoever does not see the actor."""

from typing import Any

from django.db.models import QuerySet

from districts.member import Member
from partners.actors.fields import sees_evidence
from partners.models import Actor, ActorEvidence


def evidence_of_hidden(member: Member) -> QuerySet[ActorEvidence, Any]:
    """Ids of evidence at actors that ``member`` may not read (``evidence.models.hides_evidence``)."""
    ties = ActorEvidence.objects.all()
    if sees_evidence(member):
        seen = Actor.objects.visible_to(member)
        ties = ties.exclude(actor__in=seen.values("pk"))
    return ties.values("evidence_id")
