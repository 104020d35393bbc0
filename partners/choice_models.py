"""Lists a district keeps for itself: kinds of actors, themes, target groups."""

from typing import ClassVar

from django.db import models

from districts.models import SortKey
from districts.wall.tenancy import TenantModel, kept


class _Choice(TenantModel):
    """An entry of a list that a district keeps for itself. Used ones are hidden, never deleted."""

    #: Key of the list that comes with the tool; "" for what the district added.
    key = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField("Bezeichnung", max_length=120)
    is_active = models.BooleanField("wird angeboten", default=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@kept(exclude=["sort_key"])
class ActorKind(_Choice):
    """A kind of actor: Stadtteilzentrum, Verein, Wohnungsgesellschaft …"""

    intermediary = models.BooleanField(
        "in der Regel intermediär",
        default=False,
        help_text="Einrichtungen dieser Art vermitteln in der Regel zwischen Bewohner/innen und Verwaltung (A 5.1).",
    )

    class Meta:
        verbose_name = "Art von Akteur"
        verbose_name_plural = "Arten von Akteuren"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="actor_kind_name",
                violation_error_message="Eine Art mit dieser Bezeichnung gibt es schon.",
            ),
        ]


@kept(exclude=["sort_key"])
class Theme(_Choice):
    """What an actor deals with."""

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="actor_theme_name",
                violation_error_message="Ein Thema mit dieser Bezeichnung gibt es schon.",
            ),
        ]


@kept(exclude=["sort_key"])
class TargetGroup(_Choice):
    """For whom an actor is there."""

    class Meta:
        verbose_name = "Zielgruppe"
        verbose_name_plural = "Zielgruppen"
        ordering = ["sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="actor_target_group_name",
                violation_error_message="Eine Zielgruppe mit dieser Bezeichnung gibt es schon.",
            ),
        ]
