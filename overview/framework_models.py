"""Rahmenvorgaben: what Senate departments set for all districts (Teil B 3, opening), and who took note of it."""

import datetime
import uuid
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone

from districts.wall.tenancy import TenantModel

#: What is binding is not rewritten: a new version replaces it. Only its end may still be set.
TEXT_IS_FROZEN = pgtrigger.Trigger(
    name="text_is_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""IF OLD.published_on IS NULL THEN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF;
        IF TG_OP = 'DELETE' OR (to_jsonb(OLD) - 'ends_on') IS DISTINCT FROM (to_jsonb(NEW) - 'ends_on')
        THEN RAISE EXCEPTION 'a published text is frozen' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;""",
)


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def published(self) -> "FrameworkQuerySet":
        """What districts read; their database role cannot read anything else."""
        return self.filter(published_on__isnull=False)

    def holding(self, today: Any) -> "FrameworkQuerySet":
        """What is in force and what comes: all but ``Time.FORMER``, as ``times_of`` says it."""
        newer = Framework.objects.published().filter(
            series=models.OuterRef("series"), valid_from__gt=models.OuterRef("valid_from"), valid_from__lte=today
        )
        over = models.Q(ends_on__lt=today) | models.Exists(newer)
        return self.published().exclude(over & models.Q(valid_from__lte=today))


class Framework(models.Model):
    """One version of a Rahmenvorgabe. Written by a Ressort's editor, the same for all districts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: The same for all versions of one Rahmenvorgabe.
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField("Fassung", default=1, editable=False)
    department = models.CharField("Ressort", max_length=160)
    title = models.CharField("Titel", max_length=160)
    text = models.TextField("Text", max_length=20_000)
    #: Codes of the points of the Arbeitshilfe it concerns.
    codes = models.JSONField("Zu welchen Punkten der Arbeitshilfe?", default=list, blank=True)
    valid_from = models.DateField("Gültig ab")
    ends_on = models.DateField("Gilt bis", null=True, blank=True)
    published_on = models.DateField("veröffentlicht am", null=True, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT", "senate": "SELECT INSERT UPDATE DELETE"}

    objects: ClassVar[Any] = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = "Rahmenvorgabe"
        verbose_name_plural = "Rahmenvorgaben"
        ordering = ["title", "series", "number"]
        default_permissions = ()
        triggers = [TEXT_IS_FROZEN]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="framework_number",
                violation_error_message="Eine neue Fassung ist schon in Vorbereitung.",
            ),
            # A form posted twice makes one draft.
            models.UniqueConstraint(
                fields=["department", "title"],
                condition=models.Q(published_on__isnull=True),
                name="framework_one_draft",
                violation_error_message="Einen Entwurf mit diesem Titel hat Ihr Ressort schon.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("valid_from")),
                name="framework_ends_after_beginning",
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FrameworkNote(TenantModel):
    """ "Zur Kenntnis genommen": by the district, on a day. Who did it is kept nowhere."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    noted_on = models.DateField("zur Kenntnis genommen am", default=timezone.localdate)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT", "senate": "SELECT"}

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "framework"], name="framework_note_once")]


class Time(models.TextChoices):
    """Where a published version stands on a day."""

    IN_FORCE = "in_force", "gilt"
    COMING = "coming", "kommt"
    FORMER = "former", "galt früher"


#: Time -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {Time.IN_FORCE: "settled", Time.COMING: "open", Time.FORMER: "set-aside"}


def times_of(versions: "list[Framework]", today: datetime.date) -> dict[uuid.UUID, Time]:
    """How each of the published ``versions`` stands on ``today``; all versions of a series must be there.

    Of a series the latest that has begun is in force, until its end if it has one.
    """
    latest: dict[uuid.UUID, Framework] = {}
    for row in sorted(versions, key=lambda v: (v.valid_from, v.number)):
        if row.valid_from <= today:
            latest[row.series] = row
    found = {}
    for row in versions:
        if row.valid_from > today:
            found[row.pk] = Time.COMING
        elif latest[row.series] is row and not (row.ends_on and row.ends_on < today):
            found[row.pk] = Time.IN_FORCE
        else:
            found[row.pk] = Time.FORMER
    return found
