"""What the room of Bedarfe knows beside Prüfsteine 3, 6 and 9 (footnote 7): lists to open, never how many."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from districts.member import Member
from pruefsteine.known import SHOWN, Fact, Known, knows_about
from sozialraum.models import Need, NeedOffice
from sozialraum.offered import uses_sozialraum


def _known(member: Member, label: str, rows: Any, day: str) -> Known | None:
    if not uses_sozialraum(member, "view_needs"):
        return None
    slug = member.district.slug
    facts = tuple(
        Fact(row.title, reverse("need", args=[slug, row.pk]), getattr(row, day))
        for row in rows.order_by(f"-{day}", "pk")[:SHOWN]
    )
    return Known(label, facts, reverse("needs", args=[slug]))


def _of_several(member: Member) -> Any:
    """Bedarfe an agreement of several offices stands for."""
    pledged = Count("offices", filter=Q(offices__said=NeedOffice.Said.YES))
    visible = Need.objects.visible_to(member).filter(agreed_on__isnull=False)
    return visible.annotate(pledged=pledged).filter(pledged__gt=1)


@knows_about("B4.3")
def needs_from_signals(member: Member, code: str) -> Known | None:
    """Bedarfe that became known through a Hinweis."""
    rows = Need.objects.visible_to(member).filter(signal__isnull=False)
    return _known(member, "Bedarfe, die aus einem Hinweis aus dem Stadtteil geworden sind", rows, "reported_on")


@knows_about("B4.6", "B4.9")
def needs_of_several_offices(member: Member, code: str) -> Known | None:
    """Bedarfe that several offices agreed on or settled together: the way from there is on their pages."""
    return _known(member, "Bedarfe, die mehrere Ämter gemeinsam vereinbart haben", _of_several(member), "agreed_on")
