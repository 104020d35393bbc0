"""Sitzungen of Gremien where actors said something to a Prüfstein: the way there and back."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from partners.models import Meeting, Sort
from partners.offered import uses_partners
from pruefsteine.models import ActorView
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.rating import number_of

#: So far back a Sitzung is offered to point at.
_BACK = datetime.timedelta(days=3 * 365)


def meetings_to_choose(chosen: object = None) -> QuerySet[Meeting]:
    """Sitzungen with actors that have begun, the latest first; always with ``chosen``."""
    today = timezone.localdate()
    begun = Q(starts_on__range=(today - _BACK, today), body__sort=Sort.WITH_ACTORS) & ~Q(state=Meeting.State.CANCELLED)
    rows: QuerySet[Meeting] = Meeting.objects.filter(begun | Q(pk=chosen)).select_related("body")
    return rows.order_by("-starts_on", "body__sort_key", "pk")


def label_of(meeting: Meeting) -> str:
    """ "Stadtteilkonferenz, 22.11.2026"."""
    return f"{meeting.body.name}, {meeting.starts_on:%d.%m.%Y}"


def meeting_url(view: ActorView, member: Member) -> str:
    """The page of the Sitzung ``view`` points at; "" where there is none or ``member`` does not read Gremien."""
    if view.meeting_id is None or not uses_partners(member, "view_bodies"):
        return ""
    return reverse("meeting", args=[member.district.slug, view.meeting_id])


def said_at(member: Member, meeting: Meeting) -> Iterable[tuple[str, str]]:
    """The Prüfsteine to which actors said something at ``meeting``, where ``member`` reads it. One query."""
    if not uses_pruefsteine(member):
        return
    for view in ActorView.objects.visible_to(member).filter(meeting=meeting).select_related("item"):
        number = number_of(view.item.code)
        url = reverse("consensus_stone", args=[member.district.slug, view.round_id, number])
        yield f"Sicht der Akteure zu Prüfstein {number}", f"{url}#akteure"
