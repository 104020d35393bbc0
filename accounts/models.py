"""People. Who may do what stands in ``districts``; here is only who somebody is and how they sign in."""

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Creates people; the e-mail address is the login and is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person with ``email``; without ``password`` nobody can sign in until a reset."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A technical administrator. Sees no district's content: rights come from memberships alone."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person. ``groups`` is filled from memberships only (``districts.membership``), never by hand."""

    class MailWish(models.TextChoices):
        """When reminders come by mail. Escalations come in any case (``reminders``)."""

        ALWAYS = "always", "an jedem Tag, an dem etwas ansteht"
        DAYS = "days", "nur an bestimmten Wochentagen"
        NEVER = "never", "gar nicht, nur hier im Werkzeug"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(
        "E-Mail-Adresse",
        max_length=254,
        unique=True,
        error_messages={"unique": "Mit dieser E-Mail-Adresse gibt es schon ein Konto."},
    )
    name = models.CharField("Name", max_length=200)
    is_active = models.BooleanField("darf sich anmelden", default=True)
    is_superuser = models.BooleanField(default=False)
    groups: "models.ManyToManyField[Group, Any]" = models.ManyToManyField(Group, blank=True, related_name="people")
    #: Part of every session's fingerprint: a new value ends all sessions of this person.
    session_salt = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Who is reminded instead while this person is away; the deputy must hold a like place in the same district.
    deputy = models.ForeignKey(
        "self", verbose_name="Vertretung", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_from = models.DateField("Vertretung von", null=True, blank=True)
    deputy_until = models.DateField("Vertretung bis", null=True, blank=True)
    mail_wish = models.CharField("Mails mit Erinnerungen", max_length=8, choices=MailWish, default=MailWish.ALWAYS)
    #: Weekdays of the mail where only some are wanted: 0 is Monday, 4 Friday.
    mail_days = ArrayField(models.SmallIntegerField(), verbose_name="Wochentage", default=list, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True)
                | models.Q(
                    deputy_from__isnull=False, deputy_until__isnull=False, deputy_until__gte=models.F("deputy_from")
                ),
                name="accounts_user_deputy_dated",
                violation_error_message="Eine Vertretung braucht Anfang und Ende, das Ende nicht vor dem Anfang.",
            ),
            models.CheckConstraint(
                condition=models.Q(mail_days__contained_by=[0, 1, 2, 3, 4])
                & (~models.Q(mail_wish="days") | models.Q(mail_days__len__gt=0)),
                name="accounts_user_mail_days",
                violation_error_message="Bitte wählen Sie mindestens einen Wochentag von Montag bis Freitag.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Asked by libraries; there is no administration site here."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own fingerprint covers the password; the salt adds "überall abmelden" without a password change
        # and without keeping a list of devices.
        key_salt = "accounts.models.User.session"
        value = f"{self.password}:{self.session_salt}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()

    def deputy_on(self, day: datetime.date) -> uuid.UUID | None:
        """The id of whoever stands in on ``day`` (both bounds included), or None."""
        if self.deputy_from is None or self.deputy_until is None:
            return None
        return self.deputy_id if self.deputy_from <= day <= self.deputy_until else None

    def end_all_sessions(self) -> None:
        """Ends every session of this person, the present one too."""
        self.session_salt = uuid.uuid4()
        self.save(update_fields=["session_salt"])
