"""Actors outside the administration (Teil A 5): who is there, what they bring, and who sees which of them."""

import datetime
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models

from districts.member import Member
from districts.models import Region, SortKey
from districts.own_regions import regions_of
from districts.roles import Role
from districts.wall.tenancy import TenantModel, kept
from partners.choice_models import ActorKind, TargetGroup, Theme
from partners.search_models import told, words_kept
from partners.states import ActorState


def _of_own_regions(member: Member) -> models.Q:
    mine = models.Q(region__in=regions_of(member).values("pk"))
    # A draft of one's own may still lack its region.
    return mine | models.Q(region__isnull=True, entered_by=member.user, state=ActorState.DRAFT)


class ActorQuerySet(models.QuerySet["Actor"]):
    def visible_to(self, member: Member) -> "ActorQuerySet":
        """Those ``member`` may read; which of their fields, says ``partners.fields``. Nothing else asks.

        Coordination checks and releases, so it sees all; offices, the Verwaltungsspitze and the Datenkoordination what
        was released once, who only reads what is released now; a Stadtteilkoordination everything in its regions, and
        a draft of its own that has no region yet.
        """
        if not member.may("view_actors"):
            return self.none()
        if member.may("release_actors"):
            return self
        seen = models.Q(pk__in=[])
        if Role.NEIGHBOURHOOD in member.roles:
            seen |= _of_own_regions(member)
        if member.may("see_actor_internals"):
            seen |= models.Q(state__in=ActorState.settled())
        elif member.roles - {Role.NEIGHBOURHOOD}:
            seen |= models.Q(state=ActorState.APPROVED)
        return self.filter(seen)

    def kept_by(self, member: Member) -> "ActorQuerySet":
        """Those ``member`` enters, changes and confirms: all for coordination, else those of the own regions."""
        if member.may("release_actors"):
            return self
        if not member.may("enter_actors"):
            return self.none()
        return self.filter(_of_own_regions(member))

    def editable_by(self, member: Member) -> "ActorQuerySet":
        """Of those, the ones that are not archived."""
        return self.kept_by(member).filter(state__in=ActorState.open())

    def approved(self) -> "ActorQuerySet":
        """Released by the district."""
        return self.filter(state=ActorState.APPROVED)

    def unconfirmed(self, day: datetime.date) -> "ActorQuerySet":
        """Released, and the half-yearly confirmation falls on ``day`` or before."""
        return self.filter(state=ActorState.APPROVED, confirm_by__lte=day)


@kept(exclude=["sort_key", "name_key", "carrier_key", "address_key", "haystack"])
class Actor(TenantModel):
    """An organisation, institution or initiative outside the administration."""

    name = models.CharField("Name", max_length=200)
    kind = models.ForeignKey(
        ActorKind, verbose_name="Art", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("Stand", max_length=10, choices=ActorState, default=ActorState.DRAFT)

    # A 5.1: the intermediary function.
    activates = models.BooleanField("aktiviert Bewohner/innen", default=False)
    coordinates = models.BooleanField("koordiniert im Stadtteil", default=False)
    makes_offers = models.BooleanField("macht Angebote für Bewohner/innen", default=False)

    # A 5.2: who carries it, how it is funded, who defines its tasks.
    carrier = models.CharField("Träger", max_length=200, blank=True)
    funding = models.TextField("Finanzierung", max_length=2_000, blank=True)
    tasks_defined_by = models.CharField("Wer bestimmt die Aufgaben?", max_length=300, blank=True)

    # A 5.3, A 5.0: what it knows of the Quartier, what it brings in.
    knowledge = models.TextField("Kenntnisse über das Quartier", max_length=2_000, blank=True)
    brings_knowledge = models.BooleanField("Wissen", default=False)
    brings_engagement = models.BooleanField("Engagement", default=False)
    brings_rooms = models.BooleanField("Räume", default=False)
    brings_money = models.BooleanField("Geld", default=False)
    #: B 3.10: an internal sentence. No label is made of it, nothing counts or filters by it.
    works_on = models.TextField("wirkt mit an …", max_length=2_000, blank=True)

    street = models.CharField("Straße", max_length=120, blank=True)
    house_number = models.CharField("Hausnummer", max_length=20, blank=True)
    #: Text: a postcode is no number.
    postcode = models.CharField(
        "Postleitzahl",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}\Z", "Eine Postleitzahl hat fünf Ziffern.")],
    )
    town = models.CharField("Ort", max_length=80, blank=True, default="Berlin")
    region = models.ForeignKey(
        Region, verbose_name="Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: WGS 84.
    latitude = models.DecimalField(
        "geografische Breite",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "geografische Länge",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = models.URLField(
        "Internetseite", max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    mailbox = models.EmailField("Funktionspostfach", max_length=254, blank=True)
    phone = models.CharField("Telefon der Einrichtung", max_length=60, blank=True)
    notes = models.TextField("Interne Bemerkungen", max_length=5_000, blank=True)

    themes: "models.ManyToManyField[Theme, Any]" = models.ManyToManyField(
        Theme, through="ActorTheme", blank=True, related_name="+", verbose_name="Themen"
    )
    target_groups: "models.ManyToManyField[TargetGroup, Any]" = models.ManyToManyField(
        TargetGroup, through="ActorTargetGroup", blank=True, related_name="+", verbose_name="Zielgruppen"
    )

    #: Why coordination gave it back; empty once it is submitted again.
    question = models.TextField("Rückfrage", max_length=2_000, blank=True)
    released_on = models.DateField("freigegeben am", null=True, blank=True)
    #: Changed from outside since it was released, and not yet looked at (decision 19).
    changed_on = models.DateField("seit der Freigabe geändert am", null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField("zuletzt bestätigt am", null=True, blank=True)
    #: Half a year later; kept so that the sweep finds it by index.
    confirm_by = models.DateField("zu bestätigen bis", null=True, blank=True, editable=False)
    archived_because = models.CharField("Grund der Archivierung", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name="zusammengeführt mit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    #: Counted up by every step: guards transitions against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)
    name_key = told("name")
    carrier_key = told("carrier")
    address_key = told("street", "house_number", "postcode")
    haystack = told("name", "carrier", "street", "house_number", "postcode", "town")

    #: Archived or merged, never deleted: the history of a partner is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = "Akteur"
        verbose_name_plural = "Akteure"
        ordering = ["sort_key", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[ActorState.DRAFT, ActorState.ARCHIVED])
                | models.Q(kind__isnull=False, region__isnull=False),
                name="actor_submitted_is_complete",
                violation_error_message="Zum Einreichen fehlen noch die Art oder die Region.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ActorState.ARCHIVED) | models.Q(merged_into__isnull=True),
                name="actor_merged_is_archived",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="actor_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ActorState.APPROVED) | models.Q(confirm_by__isnull=False),
                name="actor_approved_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="actor_point_is_whole",
                violation_error_message="Breite und Länge gehören zusammen: Bitte geben Sie beide an oder keine.",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "sort_key", "id"], name="actor_order"),
            # Facets and counts read the index alone.
            models.Index(
                fields=["district", "state", "region", "kind"], include=["id", "confirm_by"], name="actor_facets"
            ),
            models.Index(fields=["district", "kind", "state"], name="actor_by_kind"),
            models.Index(fields=["district", "region", "state"], name="actor_by_region"),
            models.Index(fields=["district", "carrier_key", "state"], name="actor_by_carrier"),
            models.Index(
                fields=["district", "confirm_by", "region"],
                condition=models.Q(state=ActorState.APPROVED),
                name="actor_to_confirm",
            ),
            models.Index(
                fields=["district", "changed_on"], condition=models.Q(changed_on__isnull=False), name="actor_changed"
            ),
            # Used by the functions of ``search_functions.py`` alone: LIKE and similarity are not leakproof.
            GinIndex(fields=["district", "haystack"], opclasses=["int2_ops", "gin_trgm_ops"], name="actor_search"),
            GinIndex(fields=["district", "name_key"], opclasses=["int2_ops", "gin_trgm_ops"], name="actor_name_search"),
            models.Index(fields=["district", "address_key"], name="actor_by_address"),
        ]
        triggers = [words_kept("name, carrier, street, house_number, postcode, town")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_intermediary(self) -> bool:
        """Has one of the functions of A 5.1."""
        return self.activates or self.coordinates or self.makes_offers

    @property
    def address(self) -> str:
        """One line: street and number, postcode and town; "" without a street."""
        street = f"{self.street} {self.house_number}".strip()
        town = f"{self.postcode} {self.town}".strip()
        return f"{street}, {town}" if street and town else street or (town if self.postcode else "")

    def is_unconfirmed(self, today: datetime.date) -> bool:
        """Released, and the half year is over."""
        return self.state == ActorState.APPROVED and bool(self.confirm_by and self.confirm_by <= today)


@kept()
class ActorTheme(TenantModel):
    """What an actor deals with."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, verbose_name="Thema", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "actor", "theme"], name="actor_theme_once")]
        indexes = [models.Index(fields=["district", "theme", "actor"], name="actor_theme_facet")]


@kept()
class ActorTargetGroup(TenantModel):
    """For whom an actor is there."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    target_group = models.ForeignKey(TargetGroup, verbose_name="Zielgruppe", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "actor", "target_group"], name="actor_target_group_once")
        ]
        indexes = [models.Index(fields=["district", "target_group", "actor"], name="actor_target_group_facet")]


@kept()
class ActorEvidence(TenantModel):
    """Evidence at an actor: a flyer, an annual report."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "actor", "evidence"], name="actor_evidence_once")]
