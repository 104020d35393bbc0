"""Gremien: who meets there, in which rhythm, and by which rules (A5.6, B3.8; footnote 4 for the vertical ones)."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import Office, Region, SortKey
from districts.own_regions import is_outside, regions_of
from districts.wall.tenancy import TenantModel, kept


class Sort(models.TextChoices):
    """Who sits at the table."""

    INTERNAL = "internal", "innerhalb der Bezirksverwaltung"
    WITH_ACTORS = "with_actors", "mit Akteuren"
    VERTICAL = "vertical", "Fachamt und Fachressort der Senatsverwaltung"


@kept(exclude=["sort_key"])
class BodyKind(TenantModel):
    """What a district calls its kinds of Gremien. Laid out at the founding; used ones are hidden, never deleted."""

    #: Key of the list that comes with the tool; "" for what the district added.
    key = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField("Name", max_length=120)
    sort = models.CharField("Wer sitzt am Tisch?", max_length=12, choices=Sort, default=Sort.WITH_ACTORS)
    is_active = models.BooleanField("wird angeboten", default=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        verbose_name = "Art von Gremium"
        verbose_name_plural = "Arten von Gremien"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="body_kind_name",
                violation_error_message="Eine Art mit diesem Namen gibt es schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, member: Member) -> "BodyQuerySet":
        """Those ``member`` may read: all for whoever reads Gremien; for a Stadtteilkoordination those it belongs to.

        It belongs to a Gremium with actors (never to an internal or a vertical one) where an actor of its regions sits
        today, or to which the Stadtteilkoordinationen of its regions are invited (docs/decisions/0020).
        """
        if not member.may("view_bodies"):
            return self.none()
        if not is_outside(member):
            return self.all()
        own = regions_of(member).order_by()
        around = own.values("pk")
        # Of a Prognoseraum those of all its Bezirksregionen are invited.
        above = models.Q(region__in=own.values("parent")) | models.Q(region__in=own.values("parent__parent"))
        today = timezone.localdate()
        sits = BodyMember.objects.current(today).filter(
            models.Q(actor__region__in=around), body=models.OuterRef("pk"), actor__isnull=False
        )
        named = BodyRegion.objects.filter(body=models.OuterRef("pk"))
        invited = named.filter(models.Q(region__in=around) | above)
        belongs = models.Exists(sits) | models.Q(neighbourhood_invited=True) & models.Exists(invited)
        return self.filter(belongs, sort=Sort.WITH_ACTORS)

    def run_by(self, member: Member) -> "BodyQuerySet":
        """Those ``member`` prepares: all for coordination, else those whose Geschäftsführung is an own office's."""
        if member.may("edit_bodies"):
            return self.all()
        return self.filter(office__in=[pk for pk in member.office_ids if member.may("prepare_office", pk)])


@kept(exclude=["sort_key"])
class Body(TenantModel):
    """A Gremium: an Arbeitskreis, a Beirat, a Runder Tisch, the AG SRO …"""

    class Level(models.TextChoices):
        DISTRICT = "district", "Bezirk"
        REGION = "region", "Bezirksregion oder Kiez"
        LAND = "land", "Land Berlin"

    class Rhythm(models.TextChoices):
        WEEKS = "weeks", "Wochen"
        MONTHS = "months", "Monate"

    class Footing(models.TextChoices):
        YES = "yes", "ja"
        PARTLY = "partly", "teilweise"
        NO = "no", "noch nicht"

    name = models.CharField("Name", max_length=160)
    kind = models.ForeignKey(BodyKind, verbose_name="Art", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField("Wer sitzt am Tisch?", max_length=12, choices=Sort, default=Sort.WITH_ACTORS)
    level = models.CharField("Ebene", max_length=10, choices=Level, default=Level.DISTRICT)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="BodyRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    aim = models.TextField("Worum es geht", max_length=5_000, blank=True)
    #: Of vertical ones: with whom the Fachamt meets.
    department = models.CharField(
        "Fachressort der Senatsverwaltung",
        max_length=160,
        blank=True,
        help_text="Nur bei Gremien mit der Senatsverwaltung.",
    )
    office = models.ForeignKey(
        Office,
        verbose_name="Geschäftsführung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Dieses Amt bereitet die Sitzungen vor. Leer: die Planungskoordination.",
    )
    rhythm = models.PositiveSmallIntegerField(
        "Takt: alle …",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Leer lassen, wenn das Gremium nach Bedarf zusammenkommt.",
    )
    rhythm_unit = models.CharField("Wochen oder Monate", max_length=6, choices=Rhythm, default=Rhythm.MONTHS)
    rules = models.TextField(
        "Verbindliche Regeln",
        max_length=5_000,
        blank=True,
        help_text="Geschäftsordnung, Beschlüsse, Stimmrecht: was gilt und worauf sich alle verlassen können.",
    )
    footing = models.CharField("Auf Augenhöhe?", max_length=8, choices=Footing, blank=True)
    footing_how = models.TextField(
        "Auf Augenhöhe: wie?",
        max_length=2_000,
        blank=True,
        help_text="Zum Beispiel: Wer lädt ein, wer setzt Themen, wer moderiert, wer entscheidet?",
    )
    neighbourhood_invited = models.BooleanField(
        "Stadtteilkoordinationen seiner Regionen sind eingeladen",
        default=False,
        help_text="Dann lesen sie hier Tagesordnung und Ergebnis, auch ohne dass ein Akteur ihrer Regionen Mitglied "
        "ist. Nur bei Gremien mit Akteuren.",
    )
    is_active = models.BooleanField("besteht", default=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="body_name",
                violation_error_message="Ein Gremium mit diesem Namen gibt es schon.",
            ),
            models.CheckConstraint(
                condition=models.Q(department="") | models.Q(sort=Sort.VERTICAL),
                name="body_department_if_vertical",
                violation_error_message="Ein Fachressort gehört nur zu Gremien mit der Senatsverwaltung.",
            ),
            models.CheckConstraint(
                condition=models.Q(neighbourhood_invited=False) | models.Q(sort=Sort.WITH_ACTORS),
                name="body_invites_if_with_actors",
                violation_error_message="Eingeladen werden Stadtteilkoordinationen nur zu Gremien mit Akteuren.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@kept()
class BodyRegion(TenantModel):
    """A region a Gremium works in."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "body", "region"], name="body_region_once")]


class BodyMemberQuerySet(models.QuerySet["BodyMember"]):
    def current(self, today: Any) -> "BodyMemberQuerySet":
        """Those who belong to it on ``today`` (both bounds included; unknown beginnings count)."""
        begun = models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=today)
        return self.filter(begun).filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))


@kept()
class BodyMember(TenantModel):
    """An office or an actor that belongs to a Gremium, from/until. Never a person."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="members")
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        "partners.Actor", verbose_name="Akteur", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField("seit", null=True, blank=True)
    ends_on = models.DateField("bis", null=True, blank=True)

    objects: ClassVar[Any] = BodyMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitglied eines Gremiums"
        verbose_name_plural = "Mitglieder eines Gremiums"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(office__isnull=True) ^ models.Q(actor__isnull=True),
                name="body_member_office_or_actor",
                violation_error_message="Mitglied ist entweder ein Amt oder ein Akteur.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="body_member_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            models.UniqueConstraint(
                fields=["district", "body", "office"],
                condition=models.Q(ends_on__isnull=True),
                name="body_office_once",
                violation_error_message="Dieses Amt gehört schon dazu.",
            ),
            models.UniqueConstraint(
                fields=["district", "body", "actor"],
                condition=models.Q(ends_on__isnull=True),
                name="body_actor_once",
                violation_error_message="Dieser Akteur gehört schon dazu.",
            ),
        ]
        indexes = [models.Index(fields=["district", "actor"], name="body_member_actor")]

    def __str__(self) -> str:
        return str(self.office or self.actor)
