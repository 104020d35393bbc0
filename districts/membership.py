"""Rules of belonging: who starts and ends whose membership, and what must never happen.

Nobody raises their own rights, nobody removes the last coordination of a district (DESIGN § 6).
"""

import datetime
import uuid
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from districts.member import Member
from districts.models import (
    BusinessArea,
    District,
    Membership,
    MembershipQuerySet,
    MembershipRegion,
    Office,
    Region,
)
from districts.refusals import NotNow, Refused
from districts.rights import grant_rights, group_name
from districts.roles import INVITES, NEEDS_AREA, NEEDS_OFFICE, NEEDS_REGIONS, Role, StatewideRole


def start_membership(
    *,
    district: District,
    user: User,
    role: Role,
    office: Office | None = None,
    area: BusinessArea | None = None,
    regions: Iterable[Region] = (),
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Membership:
    """Stores one membership with the group that carries its rights. Asks nobody: the callers are the rules."""
    name = group_name(district.pk, role, office.pk if office else None)
    group = Group.objects.filter(name=name).first()
    if group is None:
        grant_rights(district, offices=[office] if office else None)
        group = Group.objects.get(name=name)
    membership = Membership.objects.create(
        district=district,
        user=user,
        role=role,
        office=office,
        area=area,
        group=group,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    MembershipRegion.objects.bulk_create(
        MembershipRegion(district=district, membership=membership, region=region) for region in regions
    )
    user.groups.add(group)
    return membership


def may_appoint(member: Member, role: Role, *, office: Office | None) -> bool:
    """True if ``member`` invites and ends people in ``role`` (for ``office``), by the table ``INVITES``."""
    return may_appoint_in(
        member, role, office_id=office.pk if office else None, area_id=office.area_id if office else None
    )


def may_appoint_in(member: Member, role: Role, *, office_id: uuid.UUID | None, area_id: uuid.UUID | None) -> bool:
    """The same by keys: of the office, and of the Geschäftsbereich that office belongs to."""
    for holding in member.holdings:
        if role not in INVITES.get(holding.role, set()):
            continue
        if role not in NEEDS_OFFICE:
            return True
        if office_id is None:
            continue
        if holding.role == Role.OFFICE_HEAD and holding.office_id == office_id:
            return True
        if holding.area_id and holding.area_id == area_id:
            return True
    return False


def appointable(member: Member) -> models.Q:
    """Condition on memberships and invitations: those whose role ``member`` may give and take, as ``may_appoint``."""
    condition = models.Q(pk__in=[])
    for holding in member.holdings:
        roles = INVITES.get(holding.role, set())
        condition |= models.Q(role__in=roles - NEEDS_OFFICE)
        if holding.role == Role.OFFICE_HEAD:
            condition |= models.Q(role__in=roles & NEEDS_OFFICE, office_id=holding.office_id)
        if holding.area_id:
            condition |= models.Q(role__in=roles & NEEDS_OFFICE, office__area_id=holding.area_id)
    return condition


def visible_memberships(member: Member) -> MembershipQuerySet:
    """Memberships ``member`` may see in the list: coordination all of the district, others whom they appoint.

    Coordination serves every office and must know whom to write to; it still ends only whom it may appoint.
    """
    if member.may("manage_members"):
        return Membership.objects.all()
    return Membership.objects.filter(appointable(member))


def right_to_appoint(role: Role) -> str:
    """The right whose holders appoint ``role``: for the page that refuses."""
    if role == Role.OFFICE_STAFF:
        return "manage_staff"
    return "name_heads" if role == Role.OFFICE_HEAD else "manage_members"


def require_appointment(member: Member, role: Role, *, office: Office | None) -> None:
    """Raises ``Refused`` unless ``member`` may appoint ``role`` in ``office``."""
    if not may_appoint(member, role, office=office):
        raise Refused(right_to_appoint(role))


def check_shape(
    role: Role, *, office: Office | None, area: BusinessArea | None, regions: Iterable[Region]
) -> dict[str, str]:
    """What does not fit the role, as field name -> German sentence; empty where all fits."""
    problems = {}
    if role in NEEDS_OFFICE and office is None:
        problems["office"] = "Bitte wählen Sie das Amt, zu dem die Person gehört."
    if role not in NEEDS_OFFICE and office is not None:
        problems["office"] = f"Zur Rolle „{role.label}“ gehört kein Amt."
    if role in NEEDS_AREA and area is None:
        problems["area"] = "Bitte wählen Sie den Geschäftsbereich."
    if role not in NEEDS_AREA and area is not None:
        problems["area"] = f"Zur Rolle „{role.label}“ gehört kein Geschäftsbereich."
    if role in NEEDS_REGIONS and not list(regions):
        problems["regions"] = "Bitte wählen Sie mindestens eine Region."
    if role not in NEEDS_REGIONS and list(regions):
        problems["regions"] = f"Zur Rolle „{role.label}“ gehören keine Regionen."
    return problems


@transaction.atomic
def end_membership(*, membership: Membership, by: Member | StatewideRole, on: datetime.date | None = None) -> None:
    """Ends ``membership`` on ``on`` (default: yesterday, so that it holds no more from now on).

    Raises ``Refused`` if ``by`` may not end this role, ``NotNow`` if it is the last coordination, already ended, or
    if ``on`` would lengthen it: whoever holds it could otherwise raise their own rights.
    """
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    last_day = on if on is not None else yesterday
    if last_day < yesterday:
        raise NotNow("Eine Mitgliedschaft endet frühestens sofort, nicht rückwirkend.")
    coordinations = lock_coordinations([membership.district_id])
    locked = Membership.objects.select_for_update(of=("self",)).select_related("office").get(pk=membership.pk)
    if isinstance(by, Member):
        require_appointment(by, Role(locked.role), office=locked.office)
    elif locked.role not in INVITES[by]:
        raise Refused("manage_members")
    if locked.ends_on is not None and locked.ends_on < today:
        raise NotNow("Diese Mitgliedschaft ist schon beendet.")
    if locked.ends_on is not None and locked.ends_on < last_day:
        raise NotNow(
            "Diese Mitgliedschaft endet schon früher. Verlängern lässt sie sich nur durch eine neue Einladung."
        )
    if locked.role == Role.COORDINATION and not _others_stay(coordinations, locked, last_day):
        raise NotNow(
            "Das ist die letzte Planungskoordination des Bezirks. Laden Sie zuerst eine Nachfolge ein; "
            "danach können Sie diese Mitgliedschaft beenden."
        )
    if last_day < locked.starts_on:
        # A membership that never held: it ends on its first day and is pushed into the past as a whole.
        locked.starts_on = last_day
    locked.ends_on = last_day
    locked.save(update_fields=["starts_on", "ends_on"])


def lock_coordinations(district_ids: Iterable[int]) -> list[Membership]:
    """All coordinations of the districts, locked in one order: two people cannot remove each other at once."""
    return list(
        Membership.objects.select_for_update(of=("self",))
        .filter(district_id__in=list(district_ids), role=Role.COORDINATION)
        .order_by("pk")
    )


def require_successor(user: User) -> None:
    """Raises ``NotNow`` where ``user`` is the last coordination of a district. As operator, before deactivating."""
    today = timezone.localdate()
    held = Membership.objects.valid_on(today).filter(user=user, role=Role.COORDINATION).values_list("district_id")
    coordinations = lock_coordinations(district_id for (district_id,) in held)
    for leaving in coordinations:
        if leaving.user_id != user.pk or (leaving.ends_on is not None and leaving.ends_on < today):
            continue
        others = [other for other in coordinations if other.district_id == leaving.district_id]
        if not _others_stay(others, leaving, today):
            district = District.objects.get(pk=leaving.district_id)
            raise NotNow(
                f"Das ist die letzte Planungskoordination im Bezirk {district.name}. Laden Sie zuerst eine Nachfolge "
                "ein; danach können Sie dieses Konto sperren."
            )


def _others_stay(coordinations: list[Membership], leaving: Membership, last_day: datetime.date) -> bool:
    """True if another active person coordinates, without a set end, on the day after ``last_day``."""
    following = last_day + datetime.timedelta(days=1)
    active = set(
        User.objects.filter(pk__in=[m.user_id for m in coordinations], is_active=True).values_list("pk", flat=True)
    )
    return any(
        other.user_id != leaving.user_id
        and other.user_id in active
        and other.ends_on is None
        and other.starts_on <= following
        for other in coordinations
    )
