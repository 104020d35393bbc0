"""Rules of inviting: who invites whom, the secret link, and how somebody accepts."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.mail import send_after_commit
from accounts.models import User
from districts.member import Member
from districts.membership import appointable, check_shape, require_appointment, start_membership
from districts.models import BusinessArea, District, Invitation, InvitationRegion, Membership, Office, Region
from districts.refusals import NotNow, Refused
from districts.roles import INVITES, Role, StatewideRole
from districts.wall.session import DatabaseRole, acting_as

#: How long the link in an invitation works.
VALID_FOR = datetime.timedelta(days=14)


def token_hash(token: str) -> str:
    """What is stored of the secret in the link: its SHA-256 as 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    district: District,
    by: Member | StatewideRole,
    inviter: User,
    email: str,
    role: Role,
    office: Office | None = None,
    area: BusinessArea | None = None,
    regions: Iterable[Region] = (),
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Invitation:
    """Stores an invitation and sends its mail after the commit.

    ``by`` is the member who invites, or the operator's role. Raises ``Refused`` if ``by`` may not invite this role,
    ``NotNow`` if the shape does not fit the role, the person holds or is invited to this very role already, or
    somebody invites themselves. An expired invitation to the same role gives way to the new one.
    """
    email = email.strip().lower()
    regions = list(regions)
    problems = check_shape(role, office=office, area=area, regions=regions)
    if problems:
        raise NotNow(" ".join(problems.values()))
    if isinstance(by, Member):
        require_appointment(by, role, office=office)
    elif role not in INVITES[by]:
        raise Refused("manage_members")
    if email == inviter.email:
        raise NotNow("Sich selbst können Sie nicht einladen: Niemand erweitert die eigenen Rechte.")
    if office is not None and not office.is_active:
        raise NotNow("Dieses Amt besteht nicht mehr.")
    if _held(district, email=email, role=role, office=office, area=area).exists():
        raise NotNow("Diese Person hat diese Rolle im Bezirk schon.")
    same = Invitation.objects.filter(
        district=district, email=email, role=role, office=office, area=area, accepted_at=None, revoked_at=None
    )
    same.filter(expires_at__lte=timezone.now()).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                district=district,
                email=email,
                role=role,
                office=office,
                area=area,
                token_hash=token_hash(token),
                invited_by=inviter,
                starts_on=starts_on or timezone.localdate(),
                ends_on=ends_on,
                expires_at=timezone.now() + VALID_FOR,
            )
    except IntegrityError as error:
        raise NotNow(
            "Für diese Person und Rolle gibt es schon eine offene Einladung. Sie können sie erneut senden."
        ) from error
    InvitationRegion.objects.bulk_create(
        InvitationRegion(district=district, invitation=invitation, region=region) for region in regions
    )
    _send(invitation, district=district, inviter=inviter, token=token)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, district: District, by: Member | StatewideRole, inviter: User) -> None:
    """A new link for an open or expired invitation; the old link stops working. Errors as in ``invite``."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("office").get(pk=invitation.pk)
    _require(locked, by)
    if locked.accepted_at or locked.revoked_at:
        raise NotNow("Diese Einladung ist schon angenommen oder zurückgezogen.")
    token = secrets.token_urlsafe(32)
    locked.token_hash = token_hash(token)
    locked.expires_at = timezone.now() + VALID_FOR
    locked.save(update_fields=["token_hash", "expires_at"])
    _send(locked, district=district, inviter=inviter, token=token)


@transaction.atomic
def revoke(*, invitation: Invitation, by: Member | StatewideRole) -> None:
    """Makes the link useless. Raises ``NotNow`` if it was accepted meanwhile."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("office").get(pk=invitation.pk)
    _require(locked, by)
    if locked.accepted_at:
        raise NotNow("Diese Einladung wurde inzwischen angenommen. Sie können die Mitgliedschaft beenden.")
    locked.revoked_at = locked.revoked_at or timezone.now()
    locked.save(update_fields=["revoked_at"])


def visible_invitations(member: Member) -> QuerySet[Invitation]:
    """Invitations ``member`` sees, sends again and revokes: those to roles they may give."""
    return Invitation.objects.filter(appointable(member))


def find_open(*, district: District, token: str) -> Invitation | None:
    """The invitation behind a link, or None if the link does not work (any more). Call inside the district's wall."""
    found = (
        Invitation.objects.select_related("office", "area")
        .filter(district=district, token_hash=token_hash(token))
        .first()
    )
    return found if found and _works(found) else None


def _works(invitation: Invitation) -> bool:
    """True if the link may still be accepted: open, the membership not over already, the office still there."""
    if invitation.ends_on is not None and invitation.ends_on < timezone.localdate():
        return False
    return invitation.is_open and (invitation.office is None or invitation.office.is_active)


def _held(
    district: District, *, email: str, role: Role | str, office: Office | None, area: BusinessArea | None
) -> QuerySet[Membership]:
    """Memberships of that very role which hold today or later."""
    return Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()),
        district=district,
        user__email=email,
        role=role,
        office=office,
        area=area,
    )


def accept(*, district: District, token: str, user: User | None, name: str = "", password: str = "") -> User:
    """Turns an invitation into a membership and returns the person.

    Called outside the wall (whoever accepts belongs to no district yet). ``user`` is the signed-in person, whose
    address must be the invited one; without it an account is created with ``name`` and ``password``.
    Raises ``NotNow`` where the link does not work, the address has an account already, or somebody else is signed in.
    """
    with transaction.atomic():
        with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
            invitation = find_open(district=district, token=token)
        if invitation is None:
            raise NotNow("Dieser Einladungslink gilt nicht mehr. Bitten Sie um eine neue Einladung.")
        if user is None:
            user = _new_account(invitation.email, name=name, password=password)
        elif user.email != invitation.email:
            raise NotNow("Diese Einladung gilt einer anderen E-Mail-Adresse. Bitte melden Sie sich zuerst ab.")
        context = {"user": str(user.pk), "roles": invitation.role, "offices": str(invitation.office_id or "")}
        with acting_as(DatabaseRole.DISTRICT, district_id=district.pk, user_id=user.pk, context=context):
            locked = Invitation.objects.select_for_update(of=("self",)).select_related("office").get(pk=invitation.pk)
            if not _works(locked):
                raise NotNow("Dieser Einladungslink gilt nicht mehr. Bitten Sie um eine neue Einladung.")
            role = Role(invitation.role)
            if _held(district, email=user.email, role=role, office=invitation.office, area=invitation.area).exists():
                raise NotNow("Sie haben diese Rolle im Bezirk schon.")
            start_membership(
                district=district,
                user=user,
                role=role,
                office=invitation.office,
                area=invitation.area,
                regions=invitation.regions.all(),
                starts_on=invitation.starts_on,
                ends_on=invitation.ends_on,
            )
            locked.accepted_at = timezone.now()
            locked.save(update_fields=["accepted_at"])
    return user


def _new_account(email: str, *, name: str, password: str) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
    except IntegrityError as error:
        raise NotNow("Mit dieser E-Mail-Adresse gibt es schon ein Konto. Bitte melden Sie sich zuerst an.") from error
    # The link reached this mailbox, so the address is confirmed.
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _require(invitation: Invitation, by: Member | StatewideRole) -> None:
    if isinstance(by, Member):
        require_appointment(by, Role(invitation.role), office=invitation.office)
    elif invitation.role not in INVITES[by]:
        raise Refused("manage_members")


def _send(invitation: Invitation, *, district: District, inviter: User, token: str) -> None:
    link = settings.BASE_URL + reverse("accept_invitation", args=[district.slug, token])
    context = {
        "invitation": invitation,
        "district": district,
        "inviter": inviter,
        "link": link,
        "demo": settings.DEMO,
        "operator": settings.OPERATOR,
    }
    message = EmailMultiAlternatives(
        subject=f"Querlinie: Einladung in den Bezirk {district.name}",
        body=render_to_string("districts/email/invitation.txt", context),
        to=[invitation.email],
    )
    message.attach_alternative(render_to_string("districts/email/invitation.html", context), "text/html")
    send_after_commit(message)
