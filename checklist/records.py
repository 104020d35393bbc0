"""What a district records while it introduces the approach: understanding, resolutions, roles, qualification."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import Office, Region
from districts.wall.tenancy import TenantModel, kept


@kept()
class Understanding(TenantModel):
    """The district's process of reaching understanding (footnote 1, B3.0). One row per district."""

    starting_point = models.TextField("Ausgangslage", max_length=20_000, blank=True)
    aims = models.TextField("Zielsetzungen", max_length=20_000, blank=True)
    contents = models.TextField("Inhalte", max_length=20_000, blank=True)
    structures = models.TextField("Umsetzungsstrukturen", max_length=20_000, blank=True)
    moderation = models.CharField("Moderation oder Begleitung von außen", max_length=300, blank=True)

    class Meta:
        verbose_name = "Verständigung im Bezirk"
        verbose_name_plural = "Verständigung im Bezirk"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district"], name="understanding_once")]

    def __str__(self) -> str:
        return "Verständigung im Bezirk"


@kept()
class Workshop(TenantModel):
    """A workshop or round of the process."""

    title = models.CharField("Bezeichnung", max_length=200)
    held_on = models.DateField("Datum")
    outcome = models.TextField("Ergebnis", max_length=10_000, blank=True)
    offices: "models.ManyToManyField[Office, Any]" = models.ManyToManyField(
        Office, through="WorkshopOffice", blank=True, related_name="+", verbose_name="Beteiligte Ämter"
    )

    class Meta:
        verbose_name = "Workshop"
        verbose_name_plural = "Workshops"
        ordering = ["-held_on", "title"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


@kept()
class WorkshopOffice(TenantModel):
    """An office that took part in a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "workshop", "office"], name="workshop_office_once")]


@kept()
class Agreement(TenantModel):
    """An office that agreed to the understanding, and when. Entered by the office's head."""

    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField("zugestimmt am", default=timezone.localdate)
    note = models.CharField("Anmerkung", max_length=500, blank=True)

    class Meta:
        verbose_name = "Zustimmung"
        verbose_name_plural = "Zustimmungen"
        ordering = ["agreed_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office"],
                name="agreement_once",
                violation_error_message="Dieses Amt hat schon zugestimmt.",
            )
        ]


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, member: Member) -> "ResolutionQuerySet":
        """Taken ones; those still in preparation only for whoever may record them."""
        return self if member.may("record_resolutions") else self.filter(decided_on__isnull=False)

    def hidden_from(self, member: Member) -> "ResolutionQuerySet":
        """The others."""
        return self.none() if member.may("record_resolutions") else self.filter(decided_on__isnull=True)


@kept()
class Resolution(TenantModel):
    """A political or administrative decision, or the declaration of the Verwaltungsspitze (A2a, A2b)."""

    class Kind(models.TextChoices):
        POLITICAL = "political", "Politischer Beschluss"
        BOARD = "board", "Beschluss des Bezirksamts"
        DECLARATION = "declaration", "Willenserklärung der Verwaltungsspitze"
        ORDER = "order", "Verfügung"

    kind = models.CharField("Art", max_length=12, choices=Kind)
    title = models.CharField("Bezeichnung", max_length=200)
    body = models.CharField(
        "Gremium oder Stelle", max_length=160, help_text="Zum Beispiel Bezirksverordnetenversammlung, Bezirksamt."
    )
    #: Empty while in preparation.
    decided_on = models.DateField(
        "beschlossen am",
        null=True,
        blank=True,
        help_text="Leer lassen, solange der Beschluss vorbereitet wird. Dann sehen ihn nur Verwaltungsspitze, ihr Büro "
        "und die Planungskoordination.",
    )
    printed_matter = models.CharField("Drucksache", max_length=60, blank=True)
    carried_by = models.CharField(
        "getragen von", max_length=300, blank=True, help_text="Möglichst parteiübergreifend: Wer hat zugestimmt?"
    )
    text = models.TextField("Wortlaut oder Kern", max_length=20_000, blank=True)

    objects: ClassVar[Any] = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = [models.F("decided_on").desc(nulls_first=True), "title"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


@kept()
class ResolutionEvidence(TenantModel):
    """The text of a resolution as file or link."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "resolution", "evidence"], name="resolution_evidence_once")
        ]


@kept()
class FunctionLevel(TenantModel):
    """One of the three functional levels (B3.3); the district may name it otherwise (B3.2)."""

    class Code(models.TextChoices):
        DATA = "data", "Datenkoordination"
        DISTRICT = "district", "Bezirkskoordination"
        NEIGHBOURHOOD = "neighbourhood", "Stadtteilkoordination"

    code = models.CharField("Ebene", max_length=16, choices=Code, editable=False)
    name = models.CharField("Bezeichnung im Bezirk", max_length=100)
    mandate = models.TextField("Auftrag und Befugnisse", max_length=5_000, blank=True)

    class Meta:
        verbose_name = "Funktionsebene"
        verbose_name_plural = "Funktionsebenen"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="function_level_once")]

    def __str__(self) -> str:
        return self.name


@kept(exclude=["person"])
class FunctionalRole(TenantModel):
    """A person or post on a level, with hours per week. The name is personal, so history does not keep it."""

    level = models.ForeignKey(
        FunctionLevel, verbose_name="Funktionsebene", on_delete=models.PROTECT, related_name="roles"
    )
    title = models.CharField("Funktion", max_length=160)
    person = models.CharField("Person", max_length=160, blank=True, help_text="Leer lassen, wenn die Stelle frei ist.")
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hours = models.DecimalField(
        "Stunden je Woche",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    powers = models.TextField(
        "Kompetenzen", max_length=5_000, blank=True, help_text="Was diese Stelle entscheiden darf."
    )
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="FunctionalRoleRegion", blank=True, related_name="+", verbose_name="Zuständig für"
    )
    starts_on = models.DateField("von", null=True, blank=True)
    ends_on = models.DateField("bis", null=True, blank=True)

    class Meta:
        verbose_name = "Funktion"
        verbose_name_plural = "Funktionen"
        ordering = ["title", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="functional_role_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class FunctionalRoleRegion(TenantModel):
    """A region that a function serves."""

    role = models.ForeignKey(FunctionalRole, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "role", "region"], name="functional_role_region_once")
        ]


@kept()
class Qualification(TenantModel):
    """An offer of the learning process over several years (A4c, B3.6). Numbers of people, never names."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Information"
        ADVICE = "advice", "Beratung"
        TRAINING = "training", "Fortbildung"
        COACHING = "coaching", "Coaching"

    kind = models.CharField("Art", max_length=12, choices=Kind)
    title = models.CharField("Bezeichnung", max_length=200)
    content = models.TextField("Inhalt und Bezug zur eigenen Arbeit", max_length=5_000, blank=True)
    audience = models.CharField("Für wen?", max_length=200, blank=True)
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis", null=True, blank=True)
    took_place = models.BooleanField("hat stattgefunden", default=False)
    benefit = models.TextField("Nutzen für die eigene Arbeit", max_length=5_000, blank=True)
    offices: "models.ManyToManyField[Office, Any]" = models.ManyToManyField(
        Office, through="QualificationOffice", blank=True, related_name="+", verbose_name="Ämter"
    )

    class Meta:
        verbose_name = "Qualifizierungsangebot"
        verbose_name_plural = "Qualifizierungsangebote"
        ordering = ["starts_on", "title"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="qualification_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class QualificationOffice(TenantModel):
    """An office that takes part, with the number of its people once it took place."""

    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="participations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField("Teilnehmende", null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "qualification", "office"], name="qualification_office_once")
        ]
