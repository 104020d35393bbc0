"""Somebody asks the own Amtsleitung for relief (B3.5). Personal: no history, and gone some days after it was seen."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from districts.wall.tenancy import TenantModel

if TYPE_CHECKING:
    from districts.member import Member


class ReliefQuerySet(models.QuerySet["Relief"]):
    def visible_to(self, member: "Member") -> "ReliefQuerySet":
        """Own ones, and those put to the offices ``member`` leads. Nobody else, whatever their role."""
        own = models.Q(person=member.user) | models.Q(office__in=member.headed_office_ids)
        since = timezone.localdate() - Relief.KEPT
        return self.filter(own).filter(models.Q(seen_on=None) | models.Q(seen_on__gte=since))


class Relief(TenantModel):
    """One person's request to the head of one office, in their own words. How much rests on them is not in it."""

    #: So long after it was seen to it is still shown; then the row is removed.
    KEPT = datetime.timedelta(days=14)

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey("districts.Office", on_delete=models.PROTECT, related_name="+", editable=False)
    text = models.TextField("Ihre Worte", max_length=2_000)
    asked_on = models.DateField(default=timezone.localdate, editable=False)
    seen_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ReliefQuerySet.as_manager()

    class Meta:
        verbose_name = "Bitte um Entlastung"
        verbose_name_plural = "Bitten um Entlastung"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "person", "office"],
                name="relief_once",
                violation_error_message="Ihre Bitte liegt der Amtsleitung schon vor.",
            )
        ]

    def __str__(self) -> str:
        return "Bitte um Entlastung"
