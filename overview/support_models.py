"""Support asked of the Senate (A0, B3.1g, B3.3): a district asks a Ressort, that Ressort answers. Nobody else reads."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import MD5
from django.utils import timezone

from checklist.models import Item
from districts.member import Member
from districts.models import Office
from districts.wall.tenancy import TenantModel, kept


class State(models.TextChoices):
    """Where a Bitte stands. Computed from the talk, but for the end, which is the district's."""

    OPEN = "open", "offen"
    ANSWERED = "answered", "beantwortet"
    DONE = "done", "erledigt"


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {State.OPEN: "open", State.ANSWERED: "answered", State.DONE: "settled"}


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, member: Member) -> "SupportRequestQuerySet":
        """All for coordination, leadership and its Büro; an office those it was asked to read along with."""
        if not member.may("view_support"):
            return self.none()
        if not member.office_ids or member.may("ask_senate"):
            return self.all()
        return self.filter(office__in=member.office_ids)

    def with_state(self) -> "SupportRequestQuerySet":
        """Each with ``stands``: who spoke last decides between open and answered."""
        said = SupportMessage.objects.filter(request=models.OuterRef("pk")).order_by("-said_at", "-id")
        last = models.Subquery(said.values("from_senate")[:1], output_field=models.BooleanField())
        return self.annotate(
            stands=models.Case(
                models.When(closed_on__isnull=False, then=models.Value(State.DONE.value)),
                models.When(models.Q(last), then=models.Value(State.ANSWERED.value)),
                default=models.Value(State.OPEN.value),
                output_field=models.CharField(),
            )
        )


@kept()
class SupportRequest(TenantModel):
    """A Bitte of a district to one Ressort. The members of that Ressort read the whole row: nothing internal here."""

    department = models.CharField("An welches Ressort?", max_length=160)
    title = models.CharField("Kurz gesagt", max_length=160)
    text = models.TextField("Was brauchen Sie und wofür?", max_length=5_000)
    item = models.ForeignKey(
        Item, verbose_name="Zu welchem Punkt der Arbeitshilfe?", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    #: The Senate reads its id and can look nothing up with it.
    office = models.ForeignKey(
        Office, verbose_name="Welches Amt liest mit?", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", help_text="Die Senatsverwaltung erfährt nicht, welches Amt mitliest.",
    )  # fmt: skip
    asked_on = models.DateField("gestellt am", default=timezone.localdate, editable=False)
    closed_on = models.DateField("erledigt am", null=True, blank=True, editable=False)

    #: Closed, never deleted; the Senate writes messages alone.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE", "senate": "SELECT"}

    objects: ClassVar[Any] = SupportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "Bitte um Unterstützung"
        verbose_name_plural = "Bitten um Unterstützung"
        ordering = ["-asked_on", "id"]
        default_permissions = ()
        constraints = [
            # A form posted twice makes one Bitte.
            models.UniqueConstraint(
                fields=["district", "department", "title", "asked_on"],
                name="support_once",
                violation_error_message="Diese Bitte haben Sie heute schon gestellt.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class SupportMessage(TenantModel):
    """What one side said to the other: the district or the Ressort, no person. Said is said."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="messages")
    from_senate = models.BooleanField(default=False)
    text = models.TextField("Ihre Nachricht", max_length=5_000)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT", "senate": "SELECT INSERT"}

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        ordering = ["said_at", "id"]
        default_permissions = ()
        constraints = [
            # What is sent twice is said once, at the very same moment too.
            models.UniqueConstraint("district", "request", "from_senate", MD5("text"), name="support_message_once")
        ]
