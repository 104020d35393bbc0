"""Gute Beispiele (A4b, B2.9): what a district prepares, and the frozen copy of it that others read."""

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models

from districts.models import SortKey
from districts.wall.tenancy import TenantModel, kept


class State(models.TextChoices):
    """Where the district's own text stands. What others read stands in ``SharedPractice``."""

    DRAFT = "draft", "in Vorbereitung"
    SUBMITTED = "submitted", "zur Freigabe vorgelegt"
    RELEASED = "released", "freigegeben"
    WITHDRAWN = "withdrawn", "zurückgezogen"


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    State.DRAFT: "open",
    State.SUBMITTED: "talking",
    State.RELEASED: "settled",
    State.WITHDRAWN: "set-aside",
}


class PracticeText(models.Model):
    """What an example says: the same fields in the district's own text and in the copy others read."""

    title = models.CharField("Titel", max_length=160)
    text = models.TextField("Was ist gelungen, und wie?", max_length=10_000)
    regions = models.CharField(
        "Wo?", max_length=300, blank=True, help_text="Die Region oder Regionen in Worten, zum Beispiel mit Schlüssel."
    )
    offices = models.CharField(
        "Beteiligte Ämter und Partner",
        max_length=500,
        blank=True,
        help_text="Nennen Sie ein Amt oder einen Partner nur, wenn es dort recht ist.",
    )
    helped = models.TextField("Was hat geholfen?", max_length=5_000, blank=True)
    took = models.TextField(
        "Was hat es gebraucht?", max_length=2_000, blank=True, help_text="Zum Beispiel Zeit, Geld, Personen."
    )
    mailbox = models.EmailField(
        "Funktionspostfach für Rückfragen",
        max_length=254,
        blank=True,
        help_text="Bitte kein Postfach einer einzelnen Person. Nötig, bevor das Beispiel vorgelegt wird.",
    )
    link = models.URLField(
        "Link", max_length=500, blank=True, validators=[URLValidator(schemes=["https", "http"])],
        help_text="Mehr dazu im Netz.",
    )  # fmt: skip
    #: Codes of the points of the Arbeitshilfe it belongs to.
    codes = models.JSONField("Zu welchen Punkten der Arbeitshilfe?", default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


#: The fields of an example.
FIELDS = tuple(field.name for field in PracticeText._meta.local_concrete_fields)


@kept()
class GoodPractice(PracticeText, TenantModel):
    """An example as the district writes it. Never read outside the district."""

    state = models.CharField("Stand", max_length=10, choices=State, default=State.DRAFT)
    #: Why leadership gave it back.
    remark = models.TextField("Was noch fehlt", max_length=2_000, blank=True)
    #: Since when others read a copy; empty while none is shown.
    shared_on = models.DateField("für andere sichtbar seit", null=True, blank=True, editable=False)
    #: Counted up by every change: nothing is released that was not looked at.
    version = models.PositiveIntegerField(default=1, editable=False)

    #: Withdrawn, never deleted.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        verbose_name = "gutes Beispiel"
        verbose_name_plural = "gute Beispiele"
        ordering = ["title", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "title"],
                name="practice_title",
                violation_error_message="Ein Beispiel mit diesem Titel gibt es bei Ihnen schon.",
            )
        ]


class SharedPracticeQuerySet(models.QuerySet["SharedPractice"]):
    def in_order(self) -> "SharedPracticeQuerySet":
        """By district in the fixed order 01 to 12, then by title: it says nothing about quality."""
        return self.order_by("district_key", SortKey("title"), "pk")


class SharedPractice(PracticeText, TenantModel):
    """What every district and the Senate read: a copy, as it was released. Its id is that of the example.

    Only the own district writes it; nobody changes it: it is released anew or taken away.
    """

    #: Another district's name can be looked up by no district.
    district_key = models.CharField(max_length=3)
    district_name = models.CharField(max_length=100)
    released_on = models.DateField("freigegeben am")

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT DELETE", "senate": "SELECT"}

    objects: ClassVar[Any] = SharedPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = "freigegebenes gutes Beispiel"
        verbose_name_plural = "freigegebene gute Beispiele"
        default_permissions = ()
