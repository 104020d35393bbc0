"""OfficeProfile: what an office says of itself and its work in social space (B3.1 a–d and h, B3.5, B4.1, B4.2)."""

from typing import Any, ClassVar

from django.db import models

from districts.models import Region
from districts.visibility import Matter
from districts.wall.tenancy import TenantModel, kept
from sozialraum.own_words import OwnWords, OwnWordsQuerySet

_LONG = 10_000


@kept()
class OfficeProfile(OwnWords):
    """One per office, and empty until the office writes. ``Office.not_sensible_because`` belongs to it (B3.1d)."""

    class Mirrors(models.TextChoices):
        YES = "yes", "ja"
        PARTLY = "partly", "teilweise"
        NO = "no", "nein"

    matter = Matter.OFFICE_PROFILE

    approaches = models.TextField("Ansätze und Erfahrungen (B3.1a)", max_length=_LONG, blank=True)
    mirrors = models.CharField(
        "Bildet das Amt den Sozialraum in seiner Arbeit ab? (B3.1b)", max_length=6, choices=Mirrors, blank=True
    )
    mirrors_level = models.CharField("Auf welcher Ebene? (B3.1b)", max_length=16, choices=Region.Level, blank=True)
    mirrors_how = models.TextField(
        "Wie? (B3.1b)",
        max_length=_LONG,
        blank=True,
        help_text="In der Regelstruktur oder für Projekte; auch ein eigener Zuschnitt gehört hierher.",
    )
    sites = models.TextField(
        "Standorte im Quartier, die sich nutzen lassen (B3.1c)",
        max_length=_LONG,
        blank=True,
        help_text="Wo das Amt im Quartier sitzt und wer die Räume mitnutzen könnte.",
    )
    sensible = models.TextField("Wo der Ansatz sinnvoll ist und wo nicht (B3.1d)", max_length=_LONG, blank=True)
    meaning = models.TextField(
        "Was das für die Arbeit des Amtes heißt (B3.1h)",
        max_length=_LONG,
        blank=True,
        help_text="Was sich ändert und was gleich bleibt.",
    )
    role = models.TextField("Rolle und Aufgaben (B4.1)", max_length=_LONG, blank=True)
    role_fixed_on = models.DateField("Festgelegt am", null=True, blank=True)
    role_fixed_by = models.CharField(
        "Festgelegt durch",
        max_length=160,
        blank=True,
        help_text="Zum Beispiel: Amtsleitung, Geschäftsverteilungsplan, Beschluss des Bezirksamts.",
    )
    direction = models.TextField(
        "Vorgabe der Leitung an die Mitarbeiter/innen (B4.2)",
        max_length=_LONG,
        blank=True,
        help_text="Der Wortlaut oder sein Kern. Das Schreiben selbst können Sie als Nachweis hinzufügen.",
    )
    direction_on = models.DateField("Vorgabe vom", null=True, blank=True)
    begin_with = models.TextField("Womit wir beginnen möchten (B3.5)", max_length=_LONG, blank=True)
    begin_needs = models.TextField("Was wir dafür brauchen (B3.5)", max_length=_LONG, blank=True)

    objects: ClassVar[Any] = OwnWordsQuerySet.as_manager()

    class Meta:
        verbose_name = "Profil eines Amtes"
        verbose_name_plural = "Profile der Ämter"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office"],
                name="office_profile_once",
                violation_error_message="Dieses Amt hat schon ein Profil.",
            )
        ]

    def __str__(self) -> str:
        return str(self.office)


@kept()
class ProfileEvidence(TenantModel):
    """Evidence at a profile: the head's direction, the plan of duties."""

    profile = models.ForeignKey(OfficeProfile, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "profile", "evidence"], name="profile_evidence_once")
        ]
