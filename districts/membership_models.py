"""Who belongs to a district or beside the districts, in which role and from when to when; and who is invited."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from districts.models import BusinessArea, Office, Region
from districts.roles import Role, StatewideRole
from districts.wall.tenancy import TenantModel, kept


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: datetime.date) -> "MembershipQuerySet":
        """Memberships that hold on ``day`` (both bounds included)."""
        return self.filter(starts_on__lte=day).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day), user__is_active=True
        )


@kept()
class Membership(TenantModel):
    """One role of one person in one district, from/until. Ended, never deleted."""

    user = models.ForeignKey(
        "accounts.User", verbose_name="Person", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("Rolle", max_length=20, choices=Role)
    office = models.ForeignKey(
        Office,
        verbose_name="Amt/OE",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    area = models.ForeignKey(
        BusinessArea,
        verbose_name="Geschäftsbereich",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="MembershipRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    #: The group that carries this membership's rights (``membership.py`` keeps it and the person's groups alike).
    group = models.ForeignKey("auth.Group", on_delete=models.PROTECT, related_name="+", editable=False)
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)

    wall_grants: ClassVar[dict[str, str]] = {
        "login": "SELECT",
        "district": "SELECT INSERT UPDATE",
        "operator": "SELECT INSERT UPDATE",
    }

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ["role", "starts_on"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_dates",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["office_head", "office_staff"], office__isnull=False)
                | (~models.Q(role__in=["office_head", "office_staff"]) & models.Q(office__isnull=True)),
                name="membership_office",
                violation_error_message="Zu dieser Rolle gehört genau ein Amt.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["leadership", "leadership_staff"], area__isnull=False)
                | (~models.Q(role__in=["leadership", "leadership_staff"]) & models.Q(area__isnull=True)),
                name="membership_area",
                violation_error_message="Zu dieser Rolle gehört genau ein Geschäftsbereich.",
            ),
        ]
        indexes = [models.Index(fields=["user", "district"], name="membership_user")]

    def __str__(self) -> str:
        return self.get_role_display()


@kept()
class MembershipRegion(TenantModel):
    """A region that a Stadtteilkoordination serves."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE DELETE", "operator": "SELECT"}

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "membership", "region"], name="membership_region_once")
        ]


class Invitation(TenantModel):
    """An invitation by mail. Holds an address of somebody who may never come, so it has no history."""

    email = models.EmailField("E-Mail-Adresse", max_length=254)
    role = models.CharField("Rolle", max_length=20, choices=Role)
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(
        BusinessArea,
        verbose_name="Geschäftsbereich",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="InvitationRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)
    #: SHA-256 of the secret in the link; the secret itself is only in the mail.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("gültig bis")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    wall_grants: ClassVar[dict[str, str]] = {
        "district": "SELECT INSERT UPDATE DELETE",
        "operator": "SELECT INSERT UPDATE",
    }

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-created_at"]
        default_permissions = ()
        constraints = [
            # A form posted twice, or two people inviting at once, must not make two links to the same role.
            models.UniqueConstraint(
                fields=["district", "email", "role", "office", "area"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                nulls_distinct=False,
                name="invitation_once",
                violation_error_message="Für diese Person und Rolle gibt es schon eine offene Einladung.",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def is_open(self) -> bool:
        """True while the link in the mail still works."""
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()


class InvitationRegion(TenantModel):
    """A region named in an invitation."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "invitation", "region"], name="invitation_region_once")
        ]


class StatewideMembership(models.Model):
    """A role beside the districts: Senate (names its Ressort), Senate editor, operator."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="statewide")
    role = models.CharField("Rolle", max_length=20, choices=StatewideRole)
    department = models.CharField("Ressort", max_length=160, blank=True)
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)

    wall_grants: ClassVar[dict[str, str]] = {
        "login": "SELECT",
        "senate": "SELECT",
        "operator": "SELECT INSERT UPDATE",
    }

    class Meta:
        default_permissions = ()


# Direct foreign keys instead of guardian's generic tables: real constraints, one join (guardian's documentation calls
# them direct foreign key models). Named here before the first migration, as guardian asks for.
