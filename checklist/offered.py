"""What the checklist offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from districts.navigation import Offer, Section


def offered_by_checklist(request: HttpRequest) -> Iterable[Offer]:
    """Entries for whoever reads the checklist."""
    member = getattr(request, "member", None)
    if member is None or not member.may("view_checklist"):
        return []
    slug = member.district.slug
    return [
        Offer(Section.WORK, "Checkliste", reverse("checklist", args=[slug]), position=10),
        Offer(Section.WORK, "Leitfragen", reverse("questions", args=[slug]), position=20),
    ]
