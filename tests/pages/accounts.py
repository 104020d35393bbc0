"""Signing in and the own account (``/konto/``): pages of django-allauth."""

from typing import Any

from tests.factories import PASSWORD, Place
from tests.pages.row import row
from tests.personas import ANYONE, NOBODY, SIGNED_IN


def credentials(place: Place) -> dict[str, Any]:
    return {"login": place.people["reader"].email, "password": PASSWORD}


def reset_key(place: Place) -> dict[str, Any]:
    return {"uidb36": "1", "key": "abc-def"}


ROWS = [
    row("my_account", get=SIGNED_IN, post=SIGNED_IN, data=lambda place: {"name": "Neuer Name"}, posted=302, budget=1),
    row("sign_out_everywhere", post=SIGNED_IN, posted=302),
    row("account_login", get=NOBODY, post=NOBODY, data=credentials, posted=302, budget=0),
    row("account_logout", get=SIGNED_IN, post=SIGNED_IN, posted=302, budget=0),
    row("account_inactive", get=ANYONE, budget=0),
    # Accounts come from invitations alone: a closed door for everybody.
    row("account_signup", get=NOBODY, post=NOBODY, budget=0),
    row("account_reauthenticate", get=SIGNED_IN, post=SIGNED_IN, budget=0),
    row("account_change_password", get=SIGNED_IN, post=SIGNED_IN, budget=0),
    row("account_reset_password", get=ANYONE, post=ANYONE, budget=0),
    row("account_reset_password_done", get=ANYONE, budget=0),
    row("account_reset_password_from_key", reset_key, get=ANYONE, budget=1),
    row("account_reset_password_from_key_done", get=ANYONE, budget=0),
]
