"""Districts, their areas, offices and regions, and the tables of rights on them."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.expressions import Func
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from districts.roles import DISTRICT_RIGHTS, OFFICE_RIGHTS
from districts.wall.tenancy import TenantModel, kept


class SortKey(Func):
    """The German sorting and searching key of a text: lower case, umlauts beside their vowel (WALL)."""

    function = "german_key"
    output_field = models.TextField()


class District(models.Model):
    """A Bezirk, the tenant. ``id`` is never shown; ``key`` ("01") and ``slug`` are."""

    id = models.SmallAutoField(primary_key=True)
    key = models.CharField("Schlüssel", max_length=3, unique=True)
    slug = models.SlugField("Kurzname in der Adresse", max_length=60, unique=True)
    name = models.CharField("Name", max_length=100)
    contact = models.TextField(
        "Ansprechstelle",
        max_length=500,
        blank=True,
        help_text="An wen sich Mitglieder wenden: Stelle, Telefon, Funktionspostfach. Erscheint auf Hinweisseiten.",
    )
    #: Rooms of the tool this district has switched on (``rooms.py``).
    rooms = models.JSONField("Bereiche", default=list, blank=True)
    is_active = models.BooleanField("freigeschaltet", default=True)
    #: B3.5. Nobody but the person learns that they are above it.
    hint_above = models.PositiveSmallIntegerField(
        "Hinweis bei mehr als",
        default=7,
        validators=[MinValueValidator(2), MaxValueValidator(50)],
        help_text="So viele offene Dinge dürfen auf einer Person liegen. Sind es mehr, liest sie selbst einen Hinweis; "
        "sonst erfährt es niemand.",
    )
    #: B3.7. A hint, never a refusal.
    topics_hint_above = models.PositiveSmallIntegerField(
        "Hinweis bei mehr als … offenen Themen quer zur Linie",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="Zusammenarbeit über Ämter hinweg lohnt für vorrangige Themen (B3.7). Sind mehr offen, steht das als "
        "Hinweis über der Liste; anlegen lassen sich trotzdem weitere.",
    )
    lead_open_days = models.PositiveSmallIntegerField(
        "Tage, die eine Federführung offen bleiben darf",
        default=28,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
        help_text="Danach kommt ein Bedarf ohne Federführung auf die Tagesordnung der AG SRO, nach noch einmal so "
        "vielen Tagen auf die des Bezirksamts.",
    )

    wall_grants: ClassVar[dict[str, str]] = {
        "login": "SELECT",
        "district": "SELECT UPDATE",
        "senate": "SELECT",
        "operator": "SELECT INSERT UPDATE",
    }

    class Meta:
        verbose_name = "Bezirk"
        verbose_name_plural = "Bezirke"
        ordering = ["key"]
        default_permissions = ()
        permissions = [(codename, label) for codename, label in DISTRICT_RIGHTS.items()]

    def __str__(self) -> str:
        return self.name


@kept()
class BusinessArea(TenantModel):
    """Geschäftsbereich of a member of the Bezirksamt. Every district cuts them in its own way."""

    name = models.CharField("Name", max_length=160)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    is_mayors = models.BooleanField(
        "Geschäftsbereich der Bezirksbürgermeisterin/des Bezirksbürgermeisters", default=False
    )

    wall_grants: ClassVar[dict[str, str]] = {
        "district": "SELECT INSERT UPDATE DELETE",
        "operator": "SELECT INSERT",
    }

    class Meta:
        verbose_name = "Geschäftsbereich"
        verbose_name_plural = "Geschäftsbereiche"
        ordering = ["position", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="area_name",
                violation_error_message="Einen Geschäftsbereich mit diesem Namen gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=models.Q(is_mayors=True),
                name="area_one_mayor",
                violation_error_message="Der Bezirk hat schon einen Geschäftsbereich der Bezirksbürgermeisterin oder "
                "des Bezirksbürgermeisters. Nehmen Sie das Merkmal dort zuerst weg.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(models.QuerySet["Office"]):
    def included(self) -> "OfficeQuerySet":
        """Offices to ask and to remind: they exist, and have not said that it is not sensible for them (B3.1d)."""
        return self.filter(is_active=True, not_sensible_because="")


@kept(exclude=["sort_key"])
class Office(TenantModel):
    """An Amt, a Serviceeinheit, another Organisationseinheit or a Beauftragte/r of the district."""

    class Kind(models.TextChoices):
        FACHAMT = "fachamt", "Amt"
        SERVICE_UNIT = "serviceeinheit", "Serviceeinheit"
        UNIT = "organisationseinheit", "Organisationseinheit"
        COMMISSIONER = "beauftragte", "Beauftragte/r"

    name = models.CharField("Name", max_length=160)
    short_name = models.CharField("Kurzname", max_length=20)
    kind = models.CharField("Art", max_length=24, choices=Kind, default=Kind.FACHAMT)
    area = models.ForeignKey(
        BusinessArea, verbose_name="Geschäftsbereich", on_delete=models.PROTECT, related_name="offices"
    )
    independent = models.BooleanField(
        "weisungsfrei",
        default=False,
        help_text="Weisungsfreie Beauftragte erhalten keinen Auftrag, sondern eine Bitte um Mitwirkung.",
    )
    is_active = models.BooleanField("besteht", default=True)
    #: B3.1d, in the office's own words and by its head alone; empty for most. Who says so is asked in no round.
    not_sensible_because = models.TextField("Warum nicht sinnvoll (B3.1d)", max_length=2_000, blank=True, default="")
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    wall_grants: ClassVar[dict[str, str]] = {
        "district": "SELECT INSERT UPDATE DELETE",
        "operator": "SELECT INSERT",
    }

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "Amt/OE"
        verbose_name_plural = "Ämter und OE"
        ordering = ["sort_key"]
        default_permissions = ()
        permissions = [(codename, label) for codename, label in OFFICE_RIGHTS.items()]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="office_name",
                violation_error_message="Ein Amt oder eine OE mit diesem Namen gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["district", "short_name"],
                name="office_short_name",
                violation_error_message="Diesen Kurznamen gibt es schon.",
            ),
        ]
        indexes = [models.Index(fields=["district", "sort_key", "id"], name="office_order")]

    def __str__(self) -> str:
        return self.name


class Region(TenantModel):
    """A lebensweltlich orientierter Raum (LOR 2021). A directory: written by imports, read by everybody inside."""

    class Level(models.TextChoices):
        PROGNOSERAUM = "prognoseraum", "Prognoseraum"
        BEZIRKSREGION = "bezirksregion", "Bezirksregion"
        PLANUNGSRAUM = "planungsraum", "Planungsraum"

    level = models.CharField("Ebene", max_length=16, choices=Level)
    key = models.CharField("Schlüssel", max_length=8)
    name = models.CharField("Name", max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    geometry = models.JSONField("Umriss (GeoJSON)", null=True, blank=True)
    #: None means suppressed or unknown ("k. A."), never zero.
    population = models.PositiveIntegerField("Einwohner/innen", null=True, blank=True)
    population_on = models.DateField("Stand der Einwohnerzahl", null=True, blank=True)
    lor_version = models.CharField("LOR-Fassung", max_length=10, default="2021")
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT", "senate": "SELECT", "operator": "SELECT"}

    class Meta:
        verbose_name = "Region"
        verbose_name_plural = "Regionen"
        ordering = ["key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "key"], name="region_key"),
        ]

    def __str__(self) -> str:
        # Names are not unique ("Heerstraße" stands for two Bezirksregionen), the key is.
        return f"{self.name} ({self.key})"

    @property
    def population_text(self) -> str:
        """Residents as a German reader writes the number; "k. A." where it is suppressed or unknown, never 0."""
        return "k. A." if self.population is None else f"{self.population:,}".replace(",", ".")


class DistrictUserObjectPermission(UserObjectPermissionBase):
    """Not used (rights go through groups), but guardian wants the pair."""

    content_object = models.ForeignKey(District, on_delete=models.CASCADE)

    wall_grants: ClassVar[dict[str, str]] = {}


class DistrictGroupObjectPermission(GroupObjectPermissionBase):
    """A right on a district, held by a group."""

    content_object = models.ForeignKey(District, on_delete=models.CASCADE)

    wall_grants: ClassVar[dict[str, str]] = {
        "district": "SELECT INSERT DELETE",
        "operator": "SELECT INSERT DELETE",
    }


class OfficeUserObjectPermission(UserObjectPermissionBase):
    """Not used (rights go through groups), but guardian wants the pair."""

    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)

    wall_grants: ClassVar[dict[str, str]] = {}


class OfficeGroupObjectPermission(GroupObjectPermissionBase):
    """A right on an office, held by a group."""

    content_object = models.ForeignKey(Office, on_delete=models.CASCADE)

    wall_grants: ClassVar[dict[str, str]] = {
        "district": "SELECT INSERT DELETE",
        "operator": "SELECT INSERT DELETE",
    }


from districts.address_models import Address  # noqa: E402  (these point at the models above)
from districts.membership_models import (  # noqa: E402
    Invitation,
    InvitationRegion,
    Membership,
    MembershipQuerySet,
    MembershipRegion,
    StatewideMembership,
)
from districts.relief_models import Relief  # noqa: E402

__all__ = [
    "Address",
    "BusinessArea",
    "District",
    "DistrictGroupObjectPermission",
    "DistrictUserObjectPermission",
    "Invitation",
    "InvitationRegion",
    "Membership",
    "MembershipQuerySet",
    "MembershipRegion",
    "Office",
    "OfficeGroupObjectPermission",
    "OfficeUserObjectPermission",
    "Region",
    "Relief",
    "SortKey",
    "StatewideMembership",
]
