"""How django-allauth behaves here: no open sign-up, mail after the commit."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest

from accounts.mail import send_after_commit


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone."""

    # The library's own German says "du"; here everybody is addressed as "Sie".
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Mit diesem Konto ist keine Anmeldung möglich.",
        "cannot_remove_primary_email": "Die Hauptadresse kann nicht entfernt werden.",
        "duplicate_email": "Diese E-Mail-Adresse gehört schon zu Ihrem Konto.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht.",
        "email_taken": "Mit dieser E-Mail-Adresse gibt es schon ein Konto.",
        "enter_current_password": "Das jetzige Passwort stimmt nicht.",
        "incorrect_password": "Das Passwort stimmt nicht.",
        "invalid_login": "E-Mail-Adresse oder Passwort stimmen nicht.",
        "invalid_or_expired_key": "Dieser Link gilt nicht mehr.",
        "invalid_password_reset": "Dieser Link gilt nicht mehr. Fordern Sie einen neuen an.",
        "max_email_addresses": "Mehr als %d E-Mail-Adressen kann ein Konto nicht haben.",
        "rate_limited": "Das waren zu viele Versuche. Bitte warten Sie einige Minuten.",
        "same_as_current": "Der neue Wert muss sich vom jetzigen unterscheiden.",
        "select_only_one": "Bitte wählen Sie nur eine aus.",
        "too_many_login_attempts": "Das waren zu viele Versuche. Bitte warten Sie einige Minuten.",
        "unverified_primary_email": "Die Hauptadresse muss bestätigt sein.",
        "username_blacklisted": "Dieser Name kann nicht verwendet werden. Bitte wählen Sie einen anderen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders inside the transaction, sends after it: the library would send at once, even if we roll back."""
        values = {
            "request": allauth_context.request,
            "email": email,
            "site_name": "Querlinie",
            "base_url": settings.BASE_URL,
            **context,
        }
        send_after_commit(self.render_mail(template_prefix, email, values))
