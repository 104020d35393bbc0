"""What the district shows the Senate: a frozen picture, and nothing that points back into the district."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.fields.json import KT

from districts.member import Member
from districts.models import Office
from districts.wall.tenancy import TenantModel, kept
from pruefsteine.models import Round, SelfAssessment
from pruefsteine.scales import ReleaseState

#: Offices comment on, leadership releases and the Senate reads one and the same picture.
PICTURE_IS_FROZEN = pgtrigger.Trigger(
    name="picture_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""IF OLD.state <> 'prepared' AND (OLD.picture IS DISTINCT FROM NEW.picture
            OR OLD.catalogue_version IS DISTINCT FROM NEW.catalogue_version OR OLD.round_id <> NEW.round_id)
        THEN RAISE EXCEPTION 'a released picture is frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;""",
)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, member: Member) -> "ReleaseQuerySet":
        """Prepared: coordination and leadership. Zur Stellungnahme: the offices taking part, too. Then everybody."""
        if not member.may("view_pruefsteine"):
            return self.none()
        if member.may("prepare_release") or member.may("release_to_senate"):
            return self
        seen = models.Q(state__in=[ReleaseState.RELEASED, ReleaseState.WITHDRAWN])
        if member.office_ids:
            taking_part = SelfAssessment.objects.filter(office__in=member.office_ids).values("round_id")
            seen |= models.Q(state=ReleaseState.COMMENTING, round__in=taking_part)
        return self.filter(seen)

    def in_force(self) -> "ReleaseQuerySet":
        """What the Senate reads; its database role cannot read anything else."""
        return self.filter(state=ReleaseState.RELEASED)


@kept(exclude=["closed"])
class Release(TenantModel):
    """Freigabe of a round: the picture as it will be seen, with the version of the catalogue it was made with.

    The Senate's role reads rows in force, whole: nothing internal may become a column here.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    state = models.CharField("Stand", max_length=10, choices=ReleaseState, default=ReleaseState.PREPARED)
    #: What was chosen to go along: reasons, spread, Mindestmaß, texts.
    chosen = models.JSONField("Was mitgeht", default=dict, blank=True)
    picture = models.JSONField("Bild", default=dict, blank=True, editable=False)
    #: The day the round was closed, as the picture has it: the order of Freigaben without unpacking long pictures.
    closed = models.GeneratedField(
        expression=KT("picture__round__closed"),
        output_field=models.TextField(),
        db_persist=True,
    )
    catalogue_version = models.PositiveSmallIntegerField("Fassung der Prüfsteine", default=1, editable=False)
    prepared_on = models.DateField("vorbereitet am", null=True, blank=True)
    comments_until = models.DateField("Stellungnahmen bis", null=True, blank=True)
    released_on = models.DateField("freigegeben am", null=True, blank=True)
    #: Empty where the Bezirksbürgermeister/in released it.
    resolution = models.ForeignKey(
        "checklist.Resolution",
        verbose_name="Beschluss",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_on = models.DateField("zurückgezogen am", null=True, blank=True)
    withdrawal_reason = models.TextField("Grund der Rücknahme", max_length=2_000, blank=True)
    #: Counted up by every step: guards transitions against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE DELETE", "senate": "SELECT"}

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        ordering = ["-prepared_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "round"],
                condition=models.Q(state=ReleaseState.RELEASED),
                name="release_one_in_force",
                violation_error_message="Diese Runde ist schon freigegeben.",
            ),
            models.CheckConstraint(condition=models.Q(state__in=ReleaseState.values), name="release_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.RELEASED) | models.Q(released_on__isnull=False),
                name="release_released_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.WITHDRAWN)
                | models.Q(withdrawn_on__isnull=False, withdrawal_reason__gt=""),
                name="release_withdrawn_has_reason",
                violation_error_message="Eine Rücknahme braucht einen Grund.",
            ),
        ]
        triggers = [PICTURE_IS_FROZEN]


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, member: Member) -> "StatementQuerySet":
        """The own office's; all of them for who prepares or releases, and for the heads of offices taking part."""
        if not member.may("view_pruefsteine"):
            return self.none()
        if member.may("prepare_release") or member.may("release_to_senate"):
            return self
        heads = SelfAssessment.objects.filter(office__in=member.headed_office_ids).values("round_id")
        return self.filter(models.Q(office__in=member.office_ids) | models.Q(release__round__in=heads))


@kept()
class Statement(TenantModel):
    """Stellungnahme of an office to a Freigabe. Stays in the district."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="statements")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Stellungnahme", max_length=5_000)
    said_on = models.DateField("am")

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "Stellungnahme"
        verbose_name_plural = "Stellungnahmen"
        ordering = ["said_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "release", "office"],
                name="statement_once",
                violation_error_message="Ihr Amt hat schon Stellung genommen.",
            )
        ]
