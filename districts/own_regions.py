"""Which regions somebody sees: everybody inside the district all of them, a Stadtteilkoordination its own."""

from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import MembershipRegion, Region
from districts.roles import Role


def is_outside(member: Member) -> bool:
    """Somebody who looks from outside the administration: a Stadtteilkoordination that holds no other role in the
    district; in-house staff hold a second one.
    """
    return member.roles == {Role.NEIGHBOURHOOD}


def regions_of(member: Member) -> models.QuerySet[Region]:
    """The regions a Stadtteilkoordination serves today, with the Räume below them.

    Asked anew with every request: a region that was moved away is gone at once.
    """
    today = timezone.localdate()
    held = (
        MembershipRegion.objects.filter(
            membership__user=member.user,
            membership__role=Role.NEIGHBOURHOOD,
            membership__starts_on__lte=today,
        )
        .exclude(membership__ends_on__lt=today)
        .values("region_id")
    )
    return Region.objects.filter(
        models.Q(pk__in=held) | models.Q(parent__in=held) | models.Q(parent__parent__in=held)
    ).order_by("key")


def regions_seen_by(member: Member) -> models.QuerySet[Region]:
    """Regions whose page ``member`` may open."""
    return regions_of(member) if is_outside(member) else Region.objects.order_by("key")
