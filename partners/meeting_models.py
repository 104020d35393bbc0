"""Sitzungen of Gremien: when and where, what is on the agenda, which offices and actors took part, what came of it."""

import datetime
from typing import Any, ClassVar

from django.db import models

from districts.models import Office
from districts.wall.tenancy import TenantModel, kept
from partners.body_models import Body


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def ahead(self, today: datetime.date) -> "MeetingQuerySet":
        """Planned, today or later."""
        return self.filter(state=Meeting.State.PLANNED, starts_on__gte=today)


@kept()
class Meeting(TenantModel):
    """One Sitzung. Who took part are offices and actors, never persons."""

    class State(models.TextChoices):
        PLANNED = "planned", "geplant"
        HELD = "held", "hat stattgefunden"
        CANCELLED = "cancelled", "ausgefallen"

    body = models.ForeignKey(Body, verbose_name="Gremium", on_delete=models.PROTECT, related_name="meetings")
    starts_on = models.DateField("Tag")
    starts_at = models.TimeField("Beginn", null=True, blank=True)
    ends_at = models.TimeField("Ende", null=True, blank=True)
    place = models.CharField("Ort", max_length=200, blank=True)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.PLANNED)
    #: The agenda stands and the invitation is out: nobody needs to be reminded of it any more.
    prepared = models.BooleanField("vorbereitet", default=False)
    outcome = models.TextField(
        "Ergebnis", max_length=10_000, blank=True, help_text="Was wurde verabredet? Bitte keine Namen von Personen."
    )

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ["-starts_on", "-starts_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "body", "starts_on", "starts_at"],
                nulls_distinct=False,
                name="meeting_once",
                violation_error_message="Zu diesem Zeitpunkt steht schon eine Sitzung dieses Gremiums.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_times",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "starts_on"], name="meeting_day"),
            models.Index(fields=["district", "body", "-starts_on"], name="meeting_of_body"),
        ]

    def __str__(self) -> str:
        return f"Sitzung am {self.starts_on:%d.%m.%Y}"


@kept()
class AgendaItem(TenantModel):
    """A topic for a Gremium: on the agenda of one Sitzung, or waiting for the next (``meeting`` empty).

    Topics come from other rooms too (``bodies/agenda.py``): then ``url`` leads to the thing, for those who hold
    ``url_right``, and ``subject`` names it, so that the same thing does not stand there twice.
    """

    class State(models.TextChoices):
        OPEN = "open", "offen"
        DONE = "done", "behandelt"

    body = models.ForeignKey(Body, verbose_name="Gremium", on_delete=models.CASCADE, related_name="topics")
    meeting = models.ForeignKey(
        Meeting, verbose_name="Sitzung", null=True, blank=True, on_delete=models.SET_NULL, related_name="topics"
    )
    title = models.CharField("Thema", max_length=200)
    office = models.ForeignKey(
        Office, verbose_name="eingebracht von (Amt/OE)", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    actor = models.ForeignKey(
        "partners.Actor", verbose_name="eingebracht von (Akteur)", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    state = models.CharField("Stand", max_length=6, choices=State, default=State.OPEN)
    result = models.TextField("Ergebnis", max_length=5_000, blank=True)
    subject = models.CharField(max_length=80, blank=True, editable=False)
    url = models.CharField(max_length=300, blank=True, editable=False)
    url_right = models.CharField(max_length=40, blank=True, editable=False)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0, editable=False)
    #: Put off: it comes on no Sitzung before this day.
    not_before = models.DateField("vertagt, frühestens wieder am", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnungspunkte"
        ordering = ["position", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "body", "subject"],
                condition=models.Q(state="open") & ~models.Q(subject=""),
                name="agenda_subject_once",
                violation_error_message="Das steht bei diesem Gremium schon auf der Tagesordnung.",
            ),
            models.UniqueConstraint(
                fields=["district", "body", "meeting", "title"],
                nulls_distinct=False,
                condition=models.Q(state="open"),
                name="agenda_title_once",
                violation_error_message="Dieses Thema steht schon da.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class MeetingPart(TenantModel):
    """An office or an actor that took part in a Sitzung. Never a person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="parts")
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        "partners.Actor", verbose_name="Akteur", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(office__isnull=True) ^ models.Q(actor__isnull=True),
                name="meeting_part_office_or_actor",
            ),
            models.UniqueConstraint(
                fields=["district", "meeting", "office", "actor"], nulls_distinct=False, name="meeting_part_once"
            ),
        ]


@kept()
class MeetingEvidence(TenantModel):
    """Evidence for a Sitzung: invitation, minutes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "meeting", "evidence"], name="meeting_evidence_once")
        ]
