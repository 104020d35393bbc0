"""Evidence at Aufträge: tying it, and hiding it from whoever does not see the Auftrag."""

from typing import Any

from django.db.models import QuerySet

from assignments.models import Assignment, AssignmentEvidence
from districts.member import Member
from evidence.models import Evidence


def attach_evidence(*, assignment: Assignment, evidence: Evidence) -> None:
    """Ties ``evidence`` to ``assignment``; the caller has asked who may."""
    AssignmentEvidence.objects.create(assignment=assignment, evidence=evidence)


def evidence_of_hidden(member: Member) -> QuerySet[AssignmentEvidence, Any]:
    """Ids of evidence at Aufträge ``member`` does not see in full (``evidence.models.hides_evidence``)."""
    hidden = Assignment.objects.exclude(pk__in=Assignment.objects.visible_to(member).values("pk"))
    return AssignmentEvidence.objects.filter(assignment__in=hidden).values("evidence_id")
