"""Taking evidence away from what it hangs on: asked first, one page for every room."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from districts.form_page import Trail, answer_removal
from districts.member import Member, MemberRequest
from evidence.models import Evidence
from evidence.storing import remove, require_removable

#: The last step of the trail on that page.
REMOVING = ("Nachweis entfernen", "")


def tie_or_404(ties: QuerySet[Any], pk: UUID, member: Member) -> Any:
    """The one of ``ties`` (rows with a field ``evidence``) to the evidence ``pk``; 404 unless ``member`` may see it."""
    return get_object_or_404(
        ties.select_related("evidence"), evidence__in=Evidence.objects.visible_to(member), evidence=pk
    )


def answer_evidence_removal(
    request: MemberRequest, evidence: Evidence, *, back: str, trail: Trail, place: str = "#nachweise",
    first: Callable[[], Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Asks, then takes ``evidence`` away and leads to ``place`` on the page ``back`` it hung on.

    Whoever may not is told before the question (``NotNow``). ``first`` locks what it hangs on and asks its rules.
    """
    require_removable(evidence, request.member)

    def take_away() -> None:
        if first:
            first()
        remove(evidence=evidence, by=request.member)

    return answer_removal(
        request,
        title="Nachweis entfernen",
        question=f"Möchten Sie „{evidence.title}“ entfernen?"
        + (" Die Datei wird gelöscht." if evidence.is_file else ""),
        back=back,
        then=back + place,
        way=trail,
        remove=take_away,
        done="Der Nachweis ist entfernt.",
    )
