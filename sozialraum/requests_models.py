"""Anfragen an die OE SPK (B3.4): what offices and the Verwaltungsspitze ask the coordination for, and the answers."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import BusinessArea, Office, Region
from districts.visibility import Matter, Sight, Viewer, sight
from districts.wall.tenancy import TenantModel, kept


class State(models.TextChoices):
    """Where an Anfrage stands."""

    ASKED = "asked", "gestellt"
    ACCEPTED = "accepted", "angenommen"
    ANSWERED = "answered", "beantwortet"
    DECLINED = "declined", "nicht möglich"
    WITHDRAWN = "withdrawn", "zurückgezogen"

    @classmethod
    def open(cls) -> list["State"]:
        """With the coordination."""
        return [cls.ASKED, cls.ACCEPTED]


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    State.ASKED: "open",
    State.ACCEPTED: "moving",
    State.ANSWERED: "settled",
    State.DECLINED: "set-aside",
    State.WITHDRAWN: "set-aside",
}


class Duty(models.TextChoices):
    """The five tasks of the OE SPK, as the Arbeitshilfe names them (Teil B 3 (4) a–e)."""

    DATA = "a", "Daten und Informationen bündeln und vermitteln"
    HINTS = "b", "Hinweise auf Entwicklungen und Handlungsbedarfe geben"
    AGREEMENT = "c", "Abstimmungs- und Entscheidungsprozesse organisieren"
    SOLUTIONS = "d", "Lösungsstrategien entwickeln und ihre Umsetzung koordinieren"
    APPROACH = "e", "sozialraumorientiertes Vorgehen weiterentwickeln"


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def visible_to(self, member: Member) -> "ServiceRequestQuerySet":
        """The row SERVICE_REQUEST of ``visibility.py``: who asked, and the OE SPK that answers. Nobody else."""
        if member.may("answer_requests") and sight(Matter.SERVICE_REQUEST, Viewer.COORDINATION) == Sight.YES:
            return self.all()
        if not member.may("ask_coordination"):
            return self.none()
        return self.filter(models.Q(office__in=member.office_ids) | models.Q(area__in=member.area_ids))


@kept()
class ServiceRequest(TenantModel):
    """An Anfrage. Neither who wrote it nor who answers it is kept here: an office asks, the OE SPK answers."""

    duty = models.CharField(
        "Worum bitten Sie?",
        max_length=1,
        choices=Duty,
        help_text="Die fünf Aufgaben der OE SPK (Teil B 3 (4)). Daten oder ein Überblick gehören zur ersten, "
        "Moderation zur dritten, ein Kontakt zu Akteuren zur vierten.",
    )
    title = models.CharField("Kurz gesagt", max_length=160)
    text = models.TextField("Was brauchen Sie und wofür?", max_length=5_000)
    region = models.ForeignKey(
        Region, verbose_name="Für welche Region?", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wanted_by = models.DateField("Gewünscht bis", null=True, blank=True)
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        editable=False,
    )  # fmt: skip
    area = models.ForeignKey(
        BusinessArea, verbose_name="Geschäftsbereich", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", editable=False,
    )  # fmt: skip
    state = models.CharField("Stand", max_length=10, choices=State, default=State.ASKED)
    asked_on = models.DateField("gestellt am", default=timezone.localdate, editable=False)
    #: The answer, or why it is not possible.
    answer = models.TextField("Antwort", max_length=10_000, blank=True)
    answered_on = models.DateField("beantwortet am", null=True, blank=True, editable=False)
    #: The one talk about it; a Rückfrage of the coordination waits for whoever asked.
    thread = models.ForeignKey(
        "discussions.Thread", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    asked_back = models.BooleanField("Rückfrage offen", default=False)

    #: Withdrawn, never deleted.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "Anfrage an die OE SPK"
        verbose_name_plural = "Anfragen an die OE SPK"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(office__isnull=False, area__isnull=True)
                | models.Q(office__isnull=True, area__isnull=False),
                name="request_one_asker",
            ),
            # A form posted twice makes one Anfrage.
            models.UniqueConstraint(
                fields=["district", "office", "area", "title", "asked_on"],
                nulls_distinct=False,
                name="request_once",
                violation_error_message="Diese Anfrage ist heute schon gestellt worden.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["answered", "declined"])
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="request_answer_has_words",
            ),
        ]
        indexes = [
            # Asked for every district at every sweep (``sozialraum_requests_due_districts``).
            models.Index(
                fields=["district", "wanted_by"],
                condition=models.Q(state__in=["asked", "accepted"], wanted_by__isnull=False),
                name="request_wanted_by",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: datetime.date) -> bool:
        """Still with the coordination after the wished day."""
        return is_late(self.state, self.wanted_by, today)


def is_late(state: str, wanted_by: datetime.date | None, today: datetime.date) -> bool:
    """Whether an Anfrage is still with the coordination after the wished day."""
    return bool(wanted_by and wanted_by < today and state in State.open())


@kept()
class RequestEvidence(TenantModel):
    """What belongs to the answer: a file or a link."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "request", "evidence"], name="request_evidence_once")
        ]
