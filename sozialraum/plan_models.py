"""Planungen und Vorhaben: what an office plans in which regions and when (B2.1, B2.5, B3.8, B4.5, footnote 5)."""

import datetime
from typing import Any, ClassVar, Self

from django.db import models

from districts.models import Office, Region, SortKey
from districts.visibility import Matter
from districts.wall.tenancy import TenantModel, kept
from sozialraum.own_words import OwnWords, OwnWordsQuerySet


class PlanState(models.TextChoices):
    """How far it has come."""

    IDEA = "idea", "in Überlegung"
    WORK = "work", "in Arbeit"
    DECIDED = "decided", "beschlossen"
    RUNNING = "running", "in Umsetzung"
    DONE = "done", "abgeschlossen"
    DROPPED = "dropped", "aufgegeben"

    @classmethod
    def over(cls) -> list["PlanState"]:
        """Nothing is left to agree on."""
        return [cls.DONE, cls.DROPPED]


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    PlanState.IDEA: "open",
    PlanState.WORK: "talking",
    PlanState.DECIDED: "answered",
    PlanState.RUNNING: "moving",
    PlanState.DONE: "settled",
    PlanState.DROPPED: "set-aside",
}


class PlanQuerySet(OwnWordsQuerySet):
    def going_on(self) -> Self:
        """Neither finished nor given up."""
        return self.exclude(state__in=PlanState.over())

    def in_time(self, first: datetime.date, last: datetime.date | None) -> Self:
        """Whose period meets ``first`` to ``last`` (None: open end)."""
        found = self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=first))
        return found.filter(starts_on__lte=last) if last else found


@kept(exclude=["sort_key"])
class Plan(OwnWords):
    """A plan of one office; without regions it is for the whole district. Days are those of whole months."""

    class Kind(models.TextChoices):
        FIELD = "field", "Fachplanung"
        SITE = "site", "Standort oder Infrastruktur"
        PROJECT = "project", "Vorhaben"
        OFFER = "offer", "Angebot"
        CONCEPT = "concept", "integriertes Handlungskonzept"

    matter = Matter.PLAN

    kind = models.CharField("Art", max_length=8, choices=Kind)
    title = models.CharField("Titel", max_length=160)
    text = models.TextField("Worum es geht", max_length=10_000, blank=True)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="PlanRegion", blank=True, related_name="+", verbose_name="Regionen"
    )
    starts_on = models.DateField("Beginn")
    ends_on = models.DateField("Ende", null=True, blank=True)
    state = models.CharField("Stand", max_length=8, choices=PlanState, default=PlanState.IDEA)
    contact = models.EmailField(
        "Kontakt",
        max_length=254,
        blank=True,
        help_text="Am besten ein Funktionspostfach Ihres Amtes, keines einer Person.",
    )
    wanted: "models.ManyToManyField[Office, Any]" = models.ManyToManyField(
        Office, through="PlanOffice", blank=True, related_name="+", verbose_name="Abstimmung gewünscht mit"
    )
    sort_key = models.GeneratedField(expression=SortKey("title"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "Planung"
        verbose_name_plural = "Planungen"
        ordering = ["starts_on", "sort_key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "office", "title"],
                name="plan_title",
                violation_error_message="Ihr Amt hat schon eine Planung mit diesem Titel.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="plan_period",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
        ]
        indexes = [models.Index(fields=["district", "starts_on"], name="plan_begin")]

    def __str__(self) -> str:
        return self.title

    @property
    def badge(self) -> str:
        """The shape of the badge of its state."""
        return BADGES[self.state]

    @property
    def is_over(self) -> bool:
        """Finished or given up: nothing is left to agree on."""
        return self.state in PlanState.over()


@kept()
class PlanRegion(TenantModel):
    """A region a plan is for."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "plan", "region"], name="plan_region_once")]


@kept()
class PlanOffice(TenantModel):
    """An office with which agreement is wanted; once they have talked, the day and what came of it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(
        Office, verbose_name="Abstimmung gewünscht mit", on_delete=models.PROTECT, related_name="+"
    )
    agreed_on = models.DateField("Abgestimmt am", null=True, blank=True)
    outcome = models.TextField("Ergebnis", max_length=2_000, blank=True)

    class Meta:
        verbose_name = "Abstimmung zu einer Planung"
        verbose_name_plural = "Abstimmungen zu Planungen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "plan", "office"],
                name="plan_office_once",
                violation_error_message="Mit diesem Amt ist Abstimmung schon gewünscht.",
            )
        ]
