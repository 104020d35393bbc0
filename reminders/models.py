"""What is owed to whom, how a district wants it, and the mails on their way.

A ``Reminder`` says that one person is to be reminded of one thing at one step; it holds no words of the thing. A
``Mail`` is one envelope for one person, over all districts; it holds no content at all, so nothing of a district stands
outside its wall.
"""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from districts.wall.tenancy import TenantModel, kept


@kept()
class ReminderSettings(TenantModel):
    """How a district reminds; without a row the defaults hold. All in days."""

    first_lead = models.PositiveSmallIntegerField(
        "erste Erinnerung",
        default=14,
        validators=[MinValueValidator(2), MaxValueValidator(60)],
        help_text="So viele Tage vor dem Termin.",
    )
    second_lead = models.PositiveSmallIntegerField(
        "zweite Erinnerung",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="So viele Tage vor dem Termin. Am Termin selbst und danach wöchentlich wird immer erinnert.",
    )
    head_after = models.PositiveSmallIntegerField(
        "auch an die Amtsleitung",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="So viele Tage nach dem Termin, wenn bis dahin nur die Bearbeiterin oder der Bearbeiter erinnert "
        "wurde.",
    )
    leadership_after = models.PositiveSmallIntegerField(
        "auch an das Mitglied des Bezirksamts",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        help_text="So viele Tage nach dem Termin, nur bei Aufträgen. Genannt wird das Amt, nie eine Person.",
    )

    class Meta:
        verbose_name = "Einstellung der Erinnerungen"
        verbose_name_plural = "Einstellungen der Erinnerungen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district"],
                name="reminder_settings_once",
                violation_error_message="Die Erinnerungen dieses Bezirks wurden inzwischen schon eingestellt.",
            ),
            models.CheckConstraint(
                condition=models.Q(first_lead__gt=models.F("second_lead")),
                name="reminder_settings_leads",
                violation_error_message="Die erste Erinnerung muss früher kommen als die zweite.",
            ),
            models.CheckConstraint(
                condition=models.Q(leadership_after__gte=models.F("head_after")),
                name="reminder_settings_after",
                violation_error_message="Das Mitglied des Bezirksamts erfährt nicht früher davon als die Amtsleitung.",
            ),
        ]

    def __str__(self) -> str:
        return "Erinnerungen"


class Reminder(TenantModel):
    """One person, one thing, one step, one due date: said once. A moved date arms anew. No history: personal data."""

    class Reason(models.TextChoices):
        HOLDER = "holder", "zu bearbeiten"
        HEAD = "head", "überfällig im Amt"
        LEADERSHIP = "leadership", "überfällig im Geschäftsbereich"

    class State(models.TextChoices):
        PENDING = "pending", "steht an"
        SENDING = "sending", "wird versandt"
        SENT = "sent", "versandt"
        FAILED = "failed", "nicht zustellbar"

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    subject = models.CharField(max_length=120, editable=False)
    #: Days before the date; 0 on the day, negative after it.
    step = models.SmallIntegerField(editable=False)
    due_on = models.DateField(editable=False)
    reason = models.CharField(max_length=12, choices=Reason, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING, editable=False)
    #: The envelope it travels in (``Mail.pk``). No foreign key: mails stand outside the district.
    mail_id = models.UUIDField(null=True, editable=False)
    failure = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, editable=False)

    #: What still has to leave.
    OPEN = ("pending", "sending")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "person", "subject", "step", "due_on"],
                name="reminder_once",
                violation_error_message="Daran wurde schon erinnert.",
            )
        ]
        indexes = [
            models.Index(
                fields=["district", "person"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="reminder_open",
            ),
            models.Index(
                fields=["person"], condition=models.Q(state__in=["pending", "sending"]), name="reminder_open_person"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Mail(models.Model):
    """One envelope for one person. Claimed by one sender at a time; its Message-ID never changes."""

    class State(models.TextChoices):
        PENDING = "pending"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    #: Of whoever is sending it right now; after ``lease_until`` somebody else may.
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    #: The Berlin day it was sent on: one mail per person and day.
    sent_on = models.DateField(null=True)

    wall_grants: ClassVar[dict[str, str]] = {"login": "SELECT INSERT UPDATE DELETE"}

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state__in=["pending", "sending"]), name="mail_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state__in=["pending", "sending"]), name="mail_next_try"
            ),
            models.Index(fields=["person", "sent_on"], name="mail_sent_on"),
        ]

    def __str__(self) -> str:
        return self.message_id


class LastSweep(models.Model):
    """One row for the whole installation: when the engine last came through, and what broke on the way."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    finished_at = models.DateTimeField()
    #: Numbers of districts that could not be planned. No names, no reasons: those stand in the log.
    broken = models.PositiveSmallIntegerField(default=0)

    wall_grants: ClassVar[dict[str, str]] = {
        "login": "SELECT INSERT UPDATE",
        "district": "SELECT",
        "operator": "SELECT",
    }

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="last_sweep_one_row")]

    def __str__(self) -> str:
        return self.finished_at.isoformat()


class CalendarFeed(models.Model):
    """The secret address of one person's calendar. Only its SHA-256 is kept; a new address replaces the old row's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    wall_grants: ClassVar[dict[str, str]] = {"login": "SELECT INSERT UPDATE DELETE"}

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"since {self.created_at.isoformat()}"
