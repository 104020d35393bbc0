"""Who is signed in: as allauth says, read with a statement that is not built anew for every page."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet, UUIDField

from accounts.models import User
from lists.compiled import CompiledQuery, Given


def _person(*, key: Given) -> QuerySet[User]:
    return User.objects.filter(pk=key)


_PERSON: CompiledQuery[User] = CompiledQuery(_person, key=UUIDField())


class Backend(AuthenticationBackend):
    """allauth's backend: signing in is its work. Here is only how every later page finds the person again."""

    def get_user(self, user_id: Any) -> User | None:
        """The person with the key ``user_id``; None where there is none, or where the account is closed."""
        person = _PERSON.row(key=user_id)
        return person if person and self.user_can_authenticate(person) else None
