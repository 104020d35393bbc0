"""The way in for somebody whose account was made by others: a link by which they set their first password."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User


def create_without_password(*, email: str, name: str) -> User:
    """An account nobody can sign in to yet. Raises ``IntegrityError`` if the address has one. As login or owner."""
    user = User.objects.create_user(email, None, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def first_password_link(user: User) -> str:
    """An address that lets ``user`` set a password, once, within PASSWORD_RESET_TIMEOUT. As login or owner.

    It is the very link of "Passwort vergessen", so a used or expired one is refused in the same way, and whoever comes
    too late asks for a new one on the sign-in page.
    """
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.BASE_URL}{reverse('account_reset_password_from_key', kwargs=parts)}"
