"""Themen "quer zur Linie" (B2.1, B3.7): what needs more than one office, and why it has priority."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from districts.models import Office, Region, SortKey
from districts.wall.tenancy import TenantModel, kept
from sozialraum.places_models import FundingStream


@kept(exclude=["sort_key"])
class Topic(TenantModel):
    """A Thema quer zur Linie: open while the offices work on it together, closed with an outcome."""

    title = models.CharField("Thema", max_length=160)
    text = models.TextField("Worum geht es?", max_length=10_000)
    priority_because = models.TextField(
        "Warum hat es Vorrang?",
        max_length=5_000,
        help_text="Zusammenarbeit über Ämter hinweg lohnt für vorrangige Themen (B3.7).",
    )
    lead = models.ForeignKey(
        Office, verbose_name="Federführung", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offices: "models.ManyToManyField[Office, Any]" = models.ManyToManyField(
        Office, through="TopicOffice", blank=True, related_name="+", verbose_name="Beteiligte Ämter"
    )
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="TopicRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    bodies: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "partners.Body", through="TopicBody", blank=True, related_name="+", verbose_name="Gremien"
    )
    funding: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        FundingStream, through="TopicFunding", blank=True, related_name="+", verbose_name="Mittel"
    )
    outcome = models.TextField("Ergebnis", max_length=5_000, blank=True)
    opened_on = models.DateField("seit", default=timezone.localdate)
    closed_on = models.DateField("abgeschlossen am", null=True, blank=True)
    sort_key = models.GeneratedField(expression=SortKey("title"), output_field=models.TextField(), db_persist=True)

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        verbose_name = "Thema quer zur Linie"
        verbose_name_plural = "Themen quer zur Linie"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "title"],
                name="topic_title",
                violation_error_message="Ein Thema mit diesem Namen gibt es schon.",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | ~models.Q(outcome=""),
                name="topic_closed_with_outcome",
                violation_error_message="Ein abgeschlossenes Thema hat ein Ergebnis.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class TopicOffice(TenantModel):
    """An office that works on a Thema."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "topic", "office"], name="topic_office_once")]


@kept()
class TopicRegion(TenantModel):
    """A region a Thema is about; none means the whole district."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "topic", "region"], name="topic_region_once")]


@kept()
class TopicBody(TenantModel):
    """A Gremium that follows a Thema."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey("partners.Body", verbose_name="Gremium", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "topic", "body"], name="topic_body_once")]


@kept()
class TopicFunding(TenantModel):
    """Mittel that serve a Thema. Whoever removes the Mittel removes the tie."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    funding = models.ForeignKey(FundingStream, verbose_name="Mittel", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "topic", "funding"], name="topic_funding_once")]
