"""How django-allauth behaves here: no open sign-up, mail after the commit."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest

from accounts.mail import send_after_commit


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations alone."""

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
