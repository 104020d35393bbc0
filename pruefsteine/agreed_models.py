"""What the district agreed on after talking, and what was said beside it."""

from typing import Any, ClassVar

from django.db import models

from checklist.models import Item
from districts.member import Member
from districts.models import Office
from districts.visibility import Matter, Sight, Viewer, sight, viewer_kinds
from districts.wall.tenancy import TenantModel, kept
from pruefsteine.models import Round
from pruefsteine.scales import Change, Level, RoundState


def sees_agreement_of(member: Member, path: str = "") -> models.Q:
    """What is agreed on in a round: everybody after closing (``visibility.py``, row CONSENSUS); while it is in
    Abstimmung those who agree on it, coordination and the offices taking part.

    ``path`` leads from the model asked to the thing that holds ``round``.
    """
    if not member.may("view_pruefsteine"):
        return models.Q(pk__in=[])
    viewers = viewer_kinds(member) | ({Viewer.OWN_OFFICE} if member.office_ids else set())
    seen = models.Q(pk__in=[])
    if any(sight(Matter.CONSENSUS, viewer) == Sight.YES for viewer in viewers):
        seen |= models.Q(**{f"{path}round__state": RoundState.CLOSED})
    return seen | _at_the_table(member, path)


def _at_the_table(member: Member, path: str) -> models.Q:
    """Coordination, and the offices that take part in the round."""
    begun = models.Q(**{f"{path}round__state__in": RoundState.talked_about()})
    if Viewer.COORDINATION in viewer_kinds(member):
        return models.Q(**{f"{path}round__state__in": [RoundState.OPEN, *RoundState.talked_about()]})
    if not member.office_ids:
        return models.Q(pk__in=[])
    taking_part = Round.objects.filter(assessments__office__in=member.office_ids).values("pk")
    return begun & models.Q(**{f"{path}round__in": taking_part})


class AgreementQuerySet(models.QuerySet[Any]):
    """For models that hold ``round``."""

    def visible_to(self, member: Member) -> "AgreementQuerySet":
        """Those ``member`` may read."""
        return self.filter(sees_agreement_of(member))


@kept()
class ActorView(TenantModel):
    """Sicht der Akteure: what a Stadtteilkonferenz said to Prüfstein 3, 7 or 8. Recorded, and without a level."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="actor_views")
    item = models.ForeignKey(Item, verbose_name="Prüfstein", on_delete=models.PROTECT, related_name="+")
    #: Where it was said, if that Gremium is kept here. Name and day stand in the row as well: they are what was said
    #: when, also where the Gremium is called otherwise one day.
    meeting = models.ForeignKey(
        "partners.Meeting", verbose_name="Sitzung", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField("Wer hat gesprochen?", max_length=160, help_text="Zum Beispiel eine Stadtteilkonferenz.")
    held_on = models.DateField("am")
    text = models.TextField("Was wurde gesagt?", max_length=10_000)

    objects: ClassVar[Any] = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Sicht der Akteure"
        verbose_name_plural = "Sichten der Akteure"
        ordering = ["item__position", "-held_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "round", "item", "body", "held_on"],
                name="actor_view_once",
                violation_error_message="Das Ergebnis dieser Runde vom selben Tag steht schon da.",
            )
        ]


@kept()
class Consensus(TenantModel):
    """Gemeinsame Einschätzung: the level a round agreed on for one Prüfstein, and why."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="consensus")
    item = models.ForeignKey(Item, verbose_name="Prüfstein", on_delete=models.PROTECT, related_name="+", editable=False)
    #: "" until agreed.
    level = models.CharField("Gemeinsame Einschätzung", max_length=16, choices=Level, blank=True)
    change = models.CharField("Seit der Ausgangslage", max_length=16, choices=Change, blank=True)
    reasons = models.TextField("Begründung", max_length=10_000, blank=True)
    agreed_on = models.DateField("verabredet am", null=True, blank=True)

    objects: ClassVar[Any] = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Gemeinsame Einschätzung"
        verbose_name_plural = "Gemeinsame Einschätzungen"
        ordering = ["item__position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "round", "item"], name="consensus_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=["", *Level.values]),
                name="consensus_level_on_the_scale",
                violation_error_message="Diese Stufe gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=models.Q(change__in=["", *Change.values]),
                name="consensus_change_on_the_scale",
                violation_error_message="Diese Veränderung gibt es nicht.",
            ),
        ]


class DissentQuerySet(models.QuerySet["Dissent"]):
    def visible_to(self, member: Member) -> "DissentQuerySet":
        """At the table of the Abstimmung; further only where the author's office agrees."""
        if not member.may("view_pruefsteine"):
            return self.none()
        further = sees_agreement_of(member, "consensus__") & models.Q(may_go_further=True)
        return self.filter(models.Q(office__in=member.office_ids) | _at_the_table(member, "consensus__") | further)


@kept()
class Dissent(TenantModel):
    """A deviating opinion as a sentence of its own. It leaves the Abstimmung only with the consent of its author."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="dissents")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Abweichende Meinung", max_length=5_000)
    may_go_further = models.BooleanField(
        "darf weitergegeben werden",
        default=False,
        help_text="Ohne Haken bleibt der Satz in der Abstimmung der Ämter.",
    )

    objects: ClassVar[Any] = DissentQuerySet.as_manager()

    class Meta:
        verbose_name = "Abweichende Meinung"
        verbose_name_plural = "Abweichende Meinungen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "consensus", "office"],
                name="dissent_once",
                violation_error_message="Ihr Amt hat seine abweichende Meinung hier schon festgehalten.",
            )
        ]


@kept()
class ConsensusThread(TenantModel):
    """A discussion about a gemeinsame Einschätzung."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("discussions.Thread", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "consensus", "thread"], name="consensus_thread_once")
        ]


@kept()
class ConsensusAssignment(TenantModel):
    """A measure that became an Auftrag."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="measures")
    assignment = models.ForeignKey("assignments.Assignment", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "consensus", "assignment"], name="consensus_assignment_once")
        ]
