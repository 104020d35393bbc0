"""Bezirksregionenprofile (A3c) and figures of regions: what a profile says, and what was counted."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import Region, SortKey
from districts.own_regions import is_outside, regions_of
from districts.wall.tenancy import TenantModel, kept

#: Who keeps the data of the regions also reads what is not released.
KEEPS = "manage_regions"


class RegionProfileQuerySet(models.QuerySet["RegionProfile"]):
    def visible_to(self, member: Member) -> "RegionProfileQuerySet":
        """All for whoever keeps them; for others what is released, a Stadtteilkoordination of its own regions."""
        if member.may(KEEPS):
            return self
        found = self.filter(released_on__isnull=False)
        return found.filter(region__in=regions_of(member).order_by().values("pk")) if is_outside(member) else found


@kept()
class RegionProfile(TenantModel):
    """The Bezirksregionenprofil of one Bezirksregion: how far its two parts are, and what it says in own words."""

    class State(models.TextChoices):
        NONE = "none", "nicht begonnen"
        WORKING = "working", "in Arbeit"
        THERE = "there", "liegt vor"
        REVISING = "revising", "in Fortschreibung"

    region = models.ForeignKey(Region, verbose_name="Bezirksregion", on_delete=models.PROTECT, related_name="+")
    part1_state = models.CharField("Teil I", max_length=10, choices=State, default=State.NONE)
    part1_on = models.DateField("Teil I: Stand vom", null=True, blank=True)
    part1_decision = models.CharField(
        "Teil I: Beschluss",
        max_length=300,
        blank=True,
        help_text="Wer hat ihn wann beschlossen, mit welcher Drucksache? Datei oder Link fügen Sie als Nachweis hinzu.",
    )
    part2_state = models.CharField("Teil II", max_length=10, choices=State, default=State.NONE)
    part2_on = models.DateField("Teil II: Stand vom", null=True, blank=True)
    part2_decision = models.CharField("Teil II: Beschluss", max_length=300, blank=True)
    needs = models.TextField("Bedarfe", max_length=10_000, blank=True)
    potentials = models.TextField("Potenziale", max_length=10_000, blank=True)
    trends = models.TextField("Trends", max_length=10_000, blank=True)
    released_on = models.DateField("freigegeben am", null=True, blank=True)

    #: Part of the district's memory: never deleted.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = RegionProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "Bezirksregionenprofil"
        verbose_name_plural = "Bezirksregionenprofile"
        ordering = ["region__key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "region"],
                name="region_profile_once",
                violation_error_message="Für diese Bezirksregion gibt es schon ein Profil.",
            ),
            *(
                models.CheckConstraint(
                    condition=~models.Q(**{f"part{number}_state__in": ["there", "revising"]})
                    | models.Q(**{f"part{number}_on__isnull": False}),
                    name=f"region_profile_part{number}_day",
                    violation_error_message=f"Wenn Teil {roman} vorliegt, gehört sein Stand dazu.",
                )
                for number, roman in ((1, "I"), (2, "II"))
            ),
        ]

    def __str__(self) -> str:
        return f"Profil {self.region}"


@kept()
class RegionProfileEvidence(TenantModel):
    """Evidence that belongs to a profile: the document itself, its Beschluss, a link."""

    profile = models.ForeignKey(RegionProfile, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "profile", "evidence"], name="region_profile_evidence_once")
        ]


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, member: Member) -> "FigureQuerySet":
        """All for whoever keeps them, for others what is released."""
        return self if member.may(KEEPS) else self.filter(released_on__isnull=False)


@kept(exclude=["sort_key"])
class Figure(TenantModel):
    """An indicator (Kennzahl): what is counted, in which unit, from which source. It says nothing of good or bad."""

    class Kind(models.TextChoices):
        NUMBER = "number", "Zahl"
        CLASS = "class", "Stufe in Worten"

    name = models.CharField("Name", max_length=160)
    unit = models.CharField(
        "Einheit", max_length=40, blank=True, help_text="Zum Beispiel: %, je 1.000 Einwohner/innen."
    )
    description = models.TextField("Was gezählt wird", max_length=2_000, blank=True)
    source = models.CharField("Quelle", max_length=300, blank=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.NUMBER, editable=False)
    decimals = models.PositiveSmallIntegerField(
        "Nachkommastellen", default=1, validators=[MinValueValidator(0), MaxValueValidator(6)]
    )
    adds_up = models.BooleanField(
        "Anzahl, die sich zusammenzählen lässt",
        default=False,
        help_text="Nur für Anzahlen, etwa Einwohner/innen. Anteile und Quoten werden nie zusammengezählt.",
    )
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    #: The latest year any region has a value of; kept with the values.
    latest_year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    released_on = models.DateField("freigegeben am", null=True, blank=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[Any] = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "Kennzahl"
        verbose_name_plural = "Kennzahlen"
        ordering = ["position", "sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="figure_name",
                violation_error_message="Eine Kennzahl mit diesem Namen gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.unit}" if self.unit else self.name


class FigureValue(TenantModel):
    """One value of a region in a year: a number, a class in words, or suppressed ("k. A."). No row: not there at all.

    No history: the values are published statistics, written by imports alone, and ``FigureImport`` keeps who read in
    what and when (docs/decisions/0026).
    """

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    word = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        default_permissions = ()
        constraints = [
            # A number and a word exclude each other; neither of both is suppressed.
            models.UniqueConstraint(fields=["district", "region", "figure", "year"], name="figure_value_once"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(word=""), name="figure_value_one_kind"
            ),
        ]


@kept()
class FigureImport(TenantModel):
    """What was read in: of which file, how many values were new, how many it changed. Kept instead of each value."""

    file_name = models.CharField("Datei", max_length=200)
    figures = models.TextField("Kennzahlen", max_length=10_000)
    years = models.CharField("Jahre", max_length=200)
    added = models.PositiveIntegerField("neue Werte")
    changed = models.PositiveIntegerField("geänderte Werte")
    taken_on = models.DateField("eingelesen am", default=timezone.localdate)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Einlesen von Kennzahlen"
        verbose_name_plural = "Einlesen von Kennzahlen"
        ordering = ["-taken_on", "id"]
        default_permissions = ()


class PendingFigures(TenantModel):
    """A file that was read and not yet taken over: its person's alone, removed with the taking over.

    No history: what is not taken over must not stay. ``columns`` holds what each column says of the figure, ``values``
    [column, key, year, number as text or None, word], ``faults`` [where, sentence].
    """

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+", editable=False)
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    released = models.BooleanField(default=False)
    columns = models.JSONField()
    values = models.JSONField()
    notes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    uploaded_on = models.DateField(default=timezone.localdate)

    class Meta:
        default_permissions = ()
