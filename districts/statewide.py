"""Rules beside the districts, all the operator's: roles of the Senate and of operation, and closing an account.

Nobody gives a role to themselves, and at least one operator stays.
"""

import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.first_password import create_without_password, first_password_link
from accounts.mail import send_after_commit
from accounts.models import User
from districts.membership import require_successor
from districts.models import StatewideMembership
from districts.refusals import NotNow
from districts.roles import StatewideRole
from districts.wall.session import DatabaseRole, acting_as


def held_today() -> QuerySet[StatewideMembership]:
    """Roles beside the districts that hold today or later."""
    today = timezone.localdate()
    return StatewideMembership.objects.exclude(ends_on__lt=today)


@transaction.atomic
def add_statewide(*, email: str, name: str, role: StatewideRole, department: str, by: User) -> StatewideMembership:
    """Gives ``role`` to the person with ``email``; an unknown address gets an account and a link for its password.

    Mails the person after the commit. Raises ``NotNow`` if it is ``by`` themselves, the account is closed, or the
    role is held already.
    """
    email = email.strip().lower()
    if email == by.email:
        raise NotNow("Sich selbst können Sie keine Rolle geben: Niemand erweitert die eigenen Rechte.")
    user = User.objects.select_for_update().filter(email=email).first()
    link = ""
    if user is None:
        try:
            # The operator's database role cannot make accounts; the sign-in role does it, as for every invitation.
            with transaction.atomic(), acting_as(DatabaseRole.LOGIN):
                user = create_without_password(email=email, name=name)
                link = first_password_link(user)
        except IntegrityError as error:
            raise NotNow("Dieses Konto wurde gerade angelegt. Bitte versuchen Sie es noch einmal.") from error
    elif not user.is_active:
        raise NotNow("Dieses Konto ist gesperrt. Geben Sie es zuerst unter „Personen“ wieder frei.")
    if held_today().filter(user=user, role=role).exists():
        raise NotNow("Diese Person hat diese Rolle schon.")
    membership = StatewideMembership.objects.create(user=user, role=role, department=department)
    context = {
        "membership": membership,
        "person": user,
        "inviter": by,
        "link": link or settings.BASE_URL + "/",
        "is_new": bool(link),
        "demo": settings.DEMO,
        "operator": settings.OPERATOR,
    }
    message = EmailMultiAlternatives(
        subject=f"Querlinie: Ihr Zugang als {role.label}",
        body=render_to_string("districts/email/statewide.txt", context),
        to=[email],
    )
    message.attach_alternative(render_to_string("districts/email/statewide.html", context), "text/html")
    send_after_commit(message)
    return membership


@transaction.atomic
def end_statewide(*, membership: StatewideMembership) -> None:
    """Ends a role at once. Raises ``NotNow`` if it has ended already or is the last operator's."""
    locked = _locked_with_operators(membership)
    today = timezone.localdate()
    if locked.ends_on is not None and locked.ends_on < today:
        raise NotNow("Diese Rolle ist schon beendet.")
    if locked.role == StatewideRole.OPERATOR:
        _require_another_operator(locked.user)
    locked.ends_on = today - datetime.timedelta(days=1)
    locked.starts_on = min(locked.starts_on, locked.ends_on)
    locked.save(update_fields=["starts_on", "ends_on"])


@transaction.atomic
def deactivate(*, person: User, by: User) -> None:
    """Closes an account: all sessions end at once, nothing of the person's work is removed.

    Raises ``NotNow`` for oneself, the last operator, and the last coordination of a district.
    """
    if person.pk == by.pk:
        raise NotNow("Das eigene Konto können Sie nicht sperren.")
    _lock_operators()
    require_successor(person)
    if held_today().filter(user=person, role=StatewideRole.OPERATOR).exists():
        _require_another_operator(person)
    locked = User.objects.select_for_update().get(pk=person.pk)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    # Otherwise the old sessions would live again with the account.
    locked.end_all_sessions()


@transaction.atomic
def reactivate(*, person: User) -> None:
    """Opens a closed account again, with the memberships it still has."""
    User.objects.filter(pk=person.pk).update(is_active=True)


def _lock_operators() -> None:
    """Locks all roles of operation in one order: two operators cannot remove each other at once."""
    list(StatewideMembership.objects.select_for_update().filter(role=StatewideRole.OPERATOR).order_by("pk"))


def _locked_with_operators(membership: StatewideMembership) -> StatewideMembership:
    _lock_operators()
    return StatewideMembership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)


def _require_another_operator(leaving: User) -> None:
    today = timezone.localdate()
    others = held_today().filter(
        role=StatewideRole.OPERATOR, user__is_active=True, starts_on__lte=today, ends_on__isnull=True
    )
    if not others.exclude(user=leaving).exists():
        raise NotNow("Das ist der letzte Zugang für den Betrieb. Richten Sie zuerst einen weiteren ein.")
