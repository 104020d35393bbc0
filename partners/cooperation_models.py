"""Kooperationen of offices with actors (A5.6), and Beteiligung of residents (B3.9)."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from districts.member import Member
from districts.models import Office, Region, SortKey
from districts.wall.tenancy import TenantModel, kept


class CooperationQuerySet(models.QuerySet["Cooperation"]):
    def visible_to(self, member: Member) -> "CooperationQuerySet":
        """All for offices, coordination and leadership (``view_cooperations``); funding is nobody else's."""
        return self.all() if member.may("view_cooperations") else self.none()

    def running(self, today: datetime.date) -> "CooperationQuerySet":
        """Begun and not over on ``today``."""
        return self.filter(starts_on__lte=today).filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))

    def with_day(self) -> Any:
        """With ``day``: until when it is to be decided whether it goes on."""
        return self.annotate(day=Coalesce("decide_by", "ends_on"))

    def undecided(self, until: datetime.date) -> "CooperationQuerySet":
        """To be decided on by ``until`` or before, with ``day``."""
        found: CooperationQuerySet = self.with_day().filter(renewal=Cooperation.Renewal.OPEN, day__lte=until)
        return found


@kept()
class Cooperation(TenantModel):
    """An office and an actor work together: in which form, with what money, from when until when."""

    class Form(models.TextChoices):
        CONTRACT = "contract", "Kooperationsvertrag"
        SERVICE = "service", "Leistungsvertrag"
        GRANT = "grant", "Zuwendung"
        AGREEMENT = "agreement", "schriftliche Vereinbarung"
        ROOMS = "rooms", "Nutzung von Räumen"
        SPOKEN = "spoken", "mündliche Absprache"
        OTHER = "other", "andere Form"

        @classmethod
        def binding(cls) -> list["Cooperation.Form"]:
            """Written down, so that both sides can rely on it (Prüfstein 8)."""
            return [cls.CONTRACT, cls.SERVICE, cls.GRANT, cls.AGREEMENT]

    class Renewal(models.TextChoices):
        OPEN = "open", "noch zu entscheiden"
        ENDS = "ends", "läuft aus"

    title = models.CharField("Worum es geht", max_length=160)
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey("partners.Actor", verbose_name="Akteur", on_delete=models.PROTECT, related_name="+")
    form = models.CharField("Form", max_length=10, choices=Form)
    funding = models.TextField(
        "Finanzierung",
        max_length=2_000,
        blank=True,
        help_text="Woher das Geld kommt und wofür es gebunden ist. Leer heißt: noch nicht bekannt.",
    )
    text = models.TextField("Was verabredet ist", max_length=5_000, blank=True)
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis", null=True, blank=True, help_text="Leer lassen, wenn kein Ende verabredet ist.")
    decide_by = models.DateField(
        "Über die Verlängerung entscheiden bis",
        null=True,
        blank=True,
        help_text="Daran wird das Amt erinnert. Leer: am letzten Tag der Laufzeit.",
    )
    renewal = models.CharField("Verlängerung", max_length=6, choices=Renewal, default=Renewal.OPEN)

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name = "Kooperation"
        verbose_name_plural = "Kooperationen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office", "actor", "title", "starts_on"],
                name="cooperation_once",
                violation_error_message="Diese Kooperation ist schon eingetragen.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="cooperation_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            models.CheckConstraint(
                condition=models.Q(decide_by__isnull=True)
                | models.Q(ends_on__isnull=False, decide_by__lte=models.F("ends_on")),
                name="cooperation_decided_in_time",
                violation_error_message="Entschieden wird vor dem Ende der Laufzeit; ohne Ende gibt es nichts zu "
                "verlängern.",
            ),
        ]
        indexes = [
            # Asked for every district at every sweep (``partners_meetings_cooperations_due_districts``).
            models.Index(
                fields=["district", "ends_on"],
                condition=models.Q(renewal="open", ends_on__isnull=False),
                name="cooperation_ends",
            ),
            models.Index(fields=["district", "actor"], name="cooperation_actor"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_on(self) -> datetime.date | None:
        """By when the office decides whether it goes on; None where nothing is to be decided."""
        if self.renewal != self.Renewal.OPEN:
            return None
        return self.decide_by or self.ends_on


@kept()
class CooperationEvidence(TenantModel):
    """The contract, as file or link; it may be confidential."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "cooperation", "evidence"], name="cooperation_evidence_once")
        ]


@kept(exclude=["sort_key"])
class Participation(TenantModel):
    """Residents were involved, or strengthened in organising themselves (B3.9): what, where, when, what came of it."""

    title = models.CharField("Was", max_length=160)
    text = models.TextField("Wie wurde beteiligt?", max_length=5_000, blank=True)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="ParticipationRegion", blank=True, related_name="+", verbose_name="Wo"
    )
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis", null=True, blank=True)
    outcome = models.TextField("Was ist daraus geworden?", max_length=5_000, blank=True)
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Wer es veranlasst hat; leer: der Bezirk.",
    )  # fmt: skip
    actor = models.ForeignKey(
        "partners.Actor", verbose_name="Akteur vor Ort", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    sort_key = models.GeneratedField(expression=SortKey("title"), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligung"
        ordering = ["-starts_on", "sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "title", "starts_on"],
                name="participation_once",
                violation_error_message="Das ist schon eingetragen.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="participation_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class ParticipationRegion(TenantModel):
    """A region people were involved in."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "participation", "region"], name="participation_region_once")
        ]
