"""What works by social space and with which money (A3a, B2.5): units, sites, and the Mittel of programmes.

An entry belongs to an office, whose words they are; without an office it is what the Planungskoordination has recorded.
"""

import datetime
from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models

from districts.member import Member
from districts.models import Office, Region, SortKey
from districts.wall.tenancy import TenantModel, kept

_DATES = (
    models.Q(ends_on__isnull=True) | models.Q(starts_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on"))
)
_UPSIDE_DOWN = "Das Ende liegt vor dem Anfang."


class PlaceQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Member) -> "PlaceQuerySet":
        """All of them (``view_places``), or none: the Stadtteilkoordination and the Senate never read Mittel."""
        return self.all() if member.may("view_places") else self.none()

    def between(self, first: datetime.date, last: datetime.date) -> "PlaceQuerySet":
        """Those that hold on some day from ``first`` to ``last``; an empty date is no bound."""
        return self.filter(
            models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=last),
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=first),
        )


def _office() -> Any:
    return models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


@kept(exclude=["sort_key"])
class SpatialUnit(TenantModel):
    """A sozialräumliche Einheit: what works by social space in an office, at which level and where."""

    name = models.CharField("Bezeichnung", max_length=160)
    office = _office()
    level = models.CharField("Ebene", max_length=16, choices=Region.Level)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="SpatialUnitRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    tasks = models.TextField("Aufgaben", max_length=5_000, blank=True)
    mailbox = models.EmailField(
        "Funktionspostfach",
        max_length=254,
        blank=True,
        help_text="Ein Postfach der Einheit, keine Adresse einer Person.",
    )
    starts_on = models.DateField("arbeitet so seit", null=True, blank=True)
    ends_on = models.DateField("bis", null=True, blank=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "sozialräumliche Einheit"
        verbose_name_plural = "sozialräumliche Einheiten"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office", "name"],
                nulls_distinct=False,
                name="spatial_unit_name",
                violation_error_message="Eine Einheit mit dieser Bezeichnung ist schon eingetragen.",
            ),
            models.CheckConstraint(condition=_DATES, name="spatial_unit_dates", violation_error_message=_UPSIDE_DOWN),
        ]

    def __str__(self) -> str:
        return self.name


@kept()
class SpatialUnitRegion(TenantModel):
    """A region a unit works in."""

    unit = models.ForeignKey(SpatialUnit, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "unit", "region"], name="unit_region_once")]


@kept(exclude=["sort_key"])
class Site(TenantModel):
    """A Standort in the Quartier (B3.1c): where it is, whose, and what happens there."""

    name = models.CharField("Bezeichnung", max_length=160)
    office = _office()
    address = models.CharField("Straße und Hausnummer", max_length=160)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")
    units: "models.ManyToManyField[SpatialUnit, Any]" = models.ManyToManyField(
        SpatialUnit, through="SiteUnit", blank=True, related_name="+", verbose_name="Einheiten hier"
    )
    use = models.TextField("Was hier geschieht", max_length=5_000, blank=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "Standort"
        verbose_name_plural = "Standorte"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office", "name", "address"],
                nulls_distinct=False,
                name="site_once",
                violation_error_message="Dieser Standort ist schon eingetragen.",
            )
        ]
        indexes = [models.Index(fields=["district", "region"], name="site_region")]

    def __str__(self) -> str:
        return self.name


@kept()
class SiteUnit(TenantModel):
    """A unit that works at a site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(SpatialUnit, verbose_name="Einheit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "site", "unit"], name="site_unit_once")]


@kept(exclude=["sort_key"])
class Programme(TenantModel):
    """A Förderprogramm under its present name. What it was called before, ``FormerName`` says."""

    #: Key of the list that comes with the tool; "" for what the district added.
    key = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField("Name", max_length=120)
    starts_on = models.DateField("besteht seit", null=True, blank=True)
    ends_on = models.DateField("beendet am", null=True, blank=True)
    is_active = models.BooleanField("wird angeboten", default=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    #: Used ones are hidden, never deleted.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "Förderprogramm"
        verbose_name_plural = "Förderprogramme"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="programme_name",
                violation_error_message="Ein Förderprogramm mit diesem Namen gibt es schon.",
            ),
            models.CheckConstraint(condition=_DATES, name="programme_dates", violation_error_message=_UPSIDE_DOWN),
        ]

    def __str__(self) -> str:
        return self.name


@kept()
class FormerName(TenantModel):
    """What a programme was called until a day."""

    programme = models.ForeignKey(
        Programme, verbose_name="Förderprogramm", on_delete=models.CASCADE, related_name="former_names"
    )
    name = models.CharField("Früherer Name", max_length=120)
    until = models.DateField("hieß so bis")

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "früherer Name"
        verbose_name_plural = "frühere Namen"
        ordering = ["until"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "programme", "until"],
                name="former_name_day",
                violation_error_message="Bis zu diesem Tag steht schon ein Name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@kept(exclude=["sort_key"])
class FundingStream(TenantModel):
    """Mittel: from which programme, managed by whom, when, where, and in what range. Never an exact sum."""

    title = models.CharField("Bezeichnung", max_length=160)
    programme = models.ForeignKey(Programme, verbose_name="Förderprogramm", on_delete=models.PROTECT, related_name="+")
    office = _office()
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis", null=True, blank=True)
    bound = models.BooleanField("an Räume gebunden", default=False)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="FundingStreamRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    amount_from = models.PositiveIntegerField("Spanne in Euro, von", null=True, blank=True)
    amount_to = models.PositiveIntegerField("Spanne in Euro, bis", null=True, blank=True)
    purpose = models.TextField("Zweck", max_length=5_000, blank=True)
    link = models.URLField(
        "Beleg im Netz", max_length=1_000, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    sort_key = models.GeneratedField(expression=SortKey("title"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[Any] = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "Mittel"
        verbose_name_plural = "Mittel"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=_DATES, name="funding_dates", violation_error_message=_UPSIDE_DOWN),
            models.CheckConstraint(
                condition=models.Q(amount_from__isnull=True)
                | models.Q(amount_to__isnull=True)
                | models.Q(amount_from__lt=models.F("amount_to")),
                name="funding_range",
                violation_error_message="Bitte geben Sie eine Spanne an: Der zweite Betrag ist größer als der erste. "
                "Genaue Summen stehen hier nicht.",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "programme", "office"], name="funding_programme"),
            models.Index(fields=["district", "starts_on", "ends_on"], name="funding_period"),
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class FundingStreamRegion(TenantModel):
    """A region Mittel are for."""

    funding = models.ForeignKey(FundingStream, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "funding", "region"], name="funding_region_once")]
