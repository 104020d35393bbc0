"""Teil B 4: what the Prüfsteine mean here, the rounds, and what each office answers."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from checklist.models import Item
from districts.member import Member
from districts.models import Office
from districts.visibility import Matter, Sight, Viewer, sight, viewer_kinds
from districts.wall.tenancy import TenantModel, kept
from pruefsteine.scales import AnswerState, Change, Level, RoundState


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, member: Member) -> "RoundQuerySet":
        """A planned round is coordination's draft; everybody who reads the Prüfsteine knows of the others."""
        if not member.may("view_pruefsteine"):
            return self.none()
        return self if member.may("run_rounds") else self.exclude(state=RoundState.PLANNED)


@kept(exclude=["responsible"])
class Round(TenantModel):
    """One survey of the chosen offices."""

    name = models.CharField("Name", max_length=120)
    is_baseline = models.BooleanField(
        "Ausgangslage",
        default=False,
        help_text="Die erste Runde, mit der spätere verglichen werden. Davon gibt es in jedem Bezirk eine.",
    )
    state = models.CharField("Stand", max_length=10, choices=RoundState, default=RoundState.PLANNED, editable=False)
    opens_on = models.DateField("Beginn")
    closes_on = models.DateField("Abgabe bis")
    hint = models.TextField(
        "Hinweis an die Ämter", max_length=5_000, blank=True, help_text="Steht über dem Bogen jedes Amtes."
    )
    #: Whom the offices ask; each Selbsteinschätzung inherits it. Personal, so no history keeps it.
    responsible = models.ForeignKey(
        "accounts.User",
        verbose_name="Ansprechperson der Planungskoordination",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_on = models.DateField("abgeschlossen am", null=True, blank=True, editable=False)
    #: Counted up by every step: guards transitions against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "Erhebungsrunde"
        verbose_name_plural = "Erhebungsrunden"
        ordering = ["-opens_on", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="round_name",
                violation_error_message="Eine Runde mit diesem Namen gibt es schon.",
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=models.Q(is_baseline=True),
                name="round_one_baseline",
                violation_error_message="Der Bezirk hat schon eine Ausgangslage.",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message="Die Abgabe liegt vor dem Beginn.",
            ),
            models.CheckConstraint(condition=models.Q(state__in=RoundState.values), name="round_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state=RoundState.CLOSED) | models.Q(closed_on__isnull=False),
                name="round_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@kept()
class RoundPruefstein(TenantModel):
    """What a Prüfstein said and meant when the round was opened: the version of the catalogue, the Operationalisierung.

    Made at the opening and never changed, so that a later wording does not change what was asked.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pruefsteine")
    item = models.ForeignKey(Item, verbose_name="Prüfstein", on_delete=models.PROTECT, related_name="+")
    #: Version of ``ItemText``.
    text_version = models.PositiveSmallIntegerField("Fassung")
    operationalisation = models.ForeignKey(
        "pruefsteine.Operationalisation",
        verbose_name="Operationalisierung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Prüfstein der Runde"
        verbose_name_plural = "Prüfsteine der Runde"
        ordering = ["item__position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "round", "item"], name="round_pruefstein_once")]


def sees_answers_of(member: Member, path: str = "") -> models.Q:
    """Which Selbsteinschätzungen ``member`` reads: the rows SELF_ASSESSMENT_* of ``visibility.py``, in this one place.

    ``path`` leads from the model asked to the Selbsteinschätzung ("assessment__" for ratings).
    """

    def q(**conditions: Any) -> models.Q:
        return models.Q(**{path + name: value for name, value in conditions.items()})

    if not member.may("view_pruefsteine"):
        return models.Q(pk__in=[])
    on_the_table = q(state=AnswerState.SUBMITTED, round__state__in=RoundState.talked_about())
    # A planned round is coordination's draft: nobody has been asked yet.
    seen = q(office__in=member.office_ids) & ~q(round__state=RoundState.PLANNED)
    viewers = viewer_kinds(member)
    for matter, condition in (
        (Matter.SELF_ASSESSMENT_DRAFT, q(state__in=AnswerState.with_the_office())),
        (Matter.SELF_ASSESSMENT_SUBMITTED, q(state=AnswerState.SUBMITTED, round__state=RoundState.OPEN)),
        (Matter.SELF_ASSESSMENT_DISCUSSED, on_the_table),
    ):
        for viewer in viewers:
            if sight(matter, viewer) != Sight.YES:
                continue
            # Leading an office is not enough: the own office must take part in this very round.
            # By a list, not a join: a join doubles rows, and nested twice PostgreSQL loses its way in it.
            rounds = SelfAssessment.objects.filter(office__in=member.headed_office_ids).values("round_id")
            taking_part = q(round__in=rounds)
            seen |= condition & taking_part if viewer == Viewer.OFFICES_TAKING_PART else condition
    if member.led_area_ids:
        # An Amtsleitung may show its own to its Stadträtin or Stadtrat, once the round is in Abstimmung.
        seen |= on_the_table & q(shown_to_leadership=True, office__area__in=member.led_area_ids)
    return seen


#: Of a Selbsteinschätzung: the extended deadline, else the one of the round.
DUE = Coalesce("extended_to", "round__closes_on")


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def visible_to(self, member: Member) -> "SelfAssessmentQuerySet":
        """Those whose answers ``member`` may read; nothing else asks."""
        return self.filter(sees_answers_of(member))

    def progress(self, round_id: Any) -> list[dict[str, Any]]:
        """Office, state and dates as plain rows: what coordination follows, with no answer that could slip out."""
        rows: models.QuerySet[SelfAssessment] = self.filter(round=round_id).order_by("office__sort_key")
        office = (
            "office_id",
            "office__name",
            "office__short_name",
            "office__is_active",
            "office__not_sensible_because",
        )
        return [dict(row) for row in rows.values("pk", *office, "state", "extended_to", "round__closes_on")]

    def with_due(self) -> "SelfAssessmentQuerySet":
        """With ``due``."""
        return self.annotate(due=DUE)

    def waiting(self) -> "SelfAssessmentQuerySet":
        """Still to be answered: the round is open, the office is asked (``Office.included``), nothing is submitted."""
        return self.filter(
            round__state=RoundState.OPEN,
            office__is_active=True,
            office__not_sensible_because="",
            state__in=AnswerState.with_the_office(),
        )


@kept(exclude=["responsible"])
class SelfAssessment(TenantModel):
    """One office in one round. Deadline and contact are those of the round unless something else stands here."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assessments")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("Stand", max_length=12, choices=AnswerState, default=AnswerState.NOT_BEGUN, editable=False)
    #: Empty: the deadline of the round, also where that moves or the office was added later.
    extended_to = models.DateField("verlängert bis", null=True, blank=True)
    extension_reason = models.CharField("Grund der Verlängerung", max_length=500, blank=True)
    responsible = models.ForeignKey(
        "accounts.User",
        verbose_name="Ansprechperson",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: The question with which coordination gave it back.
    question = models.TextField("Rückfrage der Planungskoordination", max_length=5_000, blank=True)
    submitted_on = models.DateField("eingereicht am", null=True, blank=True, editable=False)
    shown_to_leadership = models.BooleanField(
        "der Stadträtin oder dem Stadtrat gezeigt",
        default=False,
        help_text="Nur in der Abstimmung, nur dem Geschäftsbereich des Amtes, und nur wenn die Amtsleitung es will.",
    )
    #: Counted up by every step: guards transitions against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Selbsteinschätzung"
        verbose_name_plural = "Selbsteinschätzungen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "round", "office"],
                name="self_assessment_once",
                violation_error_message="Dieses Amt nimmt an der Runde schon teil.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AnswerState.values), name="self_assessment_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(extended_to__isnull=True) | models.Q(extension_reason__gt=""),
                name="self_assessment_extended_with_reason",
                violation_error_message="Eine Verlängerung braucht einen Grund.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AnswerState.SUBMITTED) | models.Q(submitted_on__isnull=False),
                name="self_assessment_submitted_has_date",
            ),
        ]
        indexes = [models.Index(fields=["district", "office"], name="self_assessment_office")]

    def __str__(self) -> str:
        return f"Selbsteinschätzung {self.office.short_name}"

    @property
    def due_on(self) -> datetime.date:
        """The extended deadline, else the one of the round."""
        return self.extended_to or self.round.closes_on

    @property
    def is_open(self) -> bool:
        """True while the office may write."""
        return self.round.state == RoundState.OPEN and self.state in AnswerState.with_the_office()


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, member: Member) -> "RatingQuerySet":
        """Those of the Selbsteinschätzungen ``member`` may read."""
        return self.filter(sees_answers_of(member, "assessment__"))


@kept()
class Rating(TenantModel):
    """What one office says to one Prüfstein. Its history is the office's alone: it holds the drafts."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="ratings")
    item = models.ForeignKey(Item, verbose_name="Prüfstein", on_delete=models.PROTECT, related_name="+", editable=False)
    #: "" is unanswered, "nicht beurteilbar" an answer without a level.
    level = models.CharField("Einschätzung", max_length=16, choices=Level, blank=True)
    not_assessable_reason = models.TextField("Warum nicht beurteilbar?", max_length=2_000, blank=True)
    words = models.TextField("Erläuterung", max_length=10_000, blank=True)
    change = models.CharField("Seit der Ausgangslage", max_length=16, choices=Change, blank=True)
    before = models.TextField("Wie war es vor der Einführung?", max_length=10_000, blank=True)
    measure = models.TextField("Vorschlag für eine Maßnahme", max_length=5_000, blank=True)
    #: What the office itself agreed on ("was das in unserem Amt heißt") when its Bogen was opened.
    operationalisation = models.ForeignKey(
        "pruefsteine.Operationalisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[Any] = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "Einschätzung"
        verbose_name_plural = "Einschätzungen"
        ordering = ["item__position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "assessment", "item"], name="rating_once"),
            models.CheckConstraint(
                condition=models.Q(level__in=["", *Level.values]),
                name="rating_level_on_the_scale",
                violation_error_message="Diese Stufe gibt es nicht.",
            ),
            models.CheckConstraint(
                condition=models.Q(change__in=["", *Change.values]),
                name="rating_change_on_the_scale",
                violation_error_message="Diese Veränderung gibt es nicht.",
            ),
        ]

    @property
    def is_answered(self) -> bool:
        """A level, or "nicht beurteilbar" with a reason."""
        if self.level == Level.NOT_ASSESSABLE:
            return bool(self.not_assessable_reason.strip())
        return bool(self.level)


@kept()
class RatingEvidence(TenantModel):
    """Evidence for an Einschätzung."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "rating", "evidence"], name="rating_evidence_once")]


# Django finds models by this module; the subjects stand in files of their own.
from pruefsteine.agreed_models import (  # noqa: E402
    ActorView,
    Consensus,
    ConsensusAssignment,
    ConsensusThread,
    Dissent,
)
from pruefsteine.meaning_models import Indicator, Operationalisation, OperationalisationOffice  # noqa: E402
from pruefsteine.release_models import Release, Statement  # noqa: E402

__all__ = [
    "ActorView",
    "Consensus",
    "ConsensusAssignment",
    "ConsensusThread",
    "Dissent",
    "Indicator",
    "Operationalisation",
    "OperationalisationOffice",
    "Rating",
    "RatingEvidence",
    "Release",
    "Round",
    "RoundPruefstein",
    "SelfAssessment",
    "Statement",
]
