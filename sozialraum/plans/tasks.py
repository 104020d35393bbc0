"""Plans of other offices about which the own office is asked to talk, for the first page."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from districts.member import Member
from districts.tasks import Pile, Task
from sozialraum.models import Plan, PlanOffice
from sozialraum.offered import uses_sozialraum


def tasks_from_plans(member: Member, today: datetime.date) -> Iterable[Task]:
    """Shared plans with "Abstimmung gewünscht", until one side has noted that they have talked. One query."""
    own = [pk for pk in member.office_ids if member.may("prepare_office", pk)]
    if not own or not uses_sozialraum(member, "view_checklist"):
        return []
    shared = Plan.objects.visible_to(member).shared().going_on().values("pk")
    rows = PlanOffice.objects.filter(plan__in=shared, office__in=own, agreed_on=None).select_related("plan__office")
    slug = member.district.slug
    return [
        Task(
            Pile.KNOW,
            row.plan.title,
            reverse("plan", args=[slug, row.plan_id]),
            f"{row.plan.office.name} wünscht dazu Abstimmung mit Ihrem Amt.",
        )
        for row in rows.order_by("plan__starts_on", "pk")
    ]
