"""The catalogue common to all, and what one district made of each of its points."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Greatest
from django.utils import timezone

from checklist.states import State, kinds_with_states, states_for
from districts.member import Member
from districts.models import Office
from districts.wall.tenancy import TenantModel, kept

#: Words whose version nobody noted were written beside this one: there was no other.
FIRST_VERSION = 1

EVERYBODY_READS = {"login": "SELECT", "district": "SELECT", "senate": "SELECT", "operator": "SELECT"}


class Kind(models.TextChoices):
    """What a point of the Arbeitshilfe is."""

    CHAPTER = "chapter", "Kapitel"
    THOUGHT = "thought", "Grundgedanke"
    DECISION = "decision", "Weichenstellung"
    STEP = "step", "Schritt"
    QUESTION = "question", "Leitfrage"
    CORNERSTONE = "cornerstone", "Eckpfeiler"
    BENEFIT = "benefit", "Nutzen"
    CONCERN = "concern", "Bedenken"
    PRUEFSTEIN = "pruefstein", "Prüfstein"
    FOOTNOTE = "footnote", "Fußnote"


class Chapter(models.TextChoices):
    """The chapters people work through."""

    A1 = "A1", "A 1 Worum es geht"
    A2 = "A2", "A 2 Aufgaben der Bezirkspolitik"
    A3 = "A3", "A 3 Grundlegende Schritte"
    A4 = "A4", "A 4 Unterstützung des Prozesses"
    A5 = "A5", "A 5 Partner"
    B1 = "B1", "B 1 Eckpfeiler"
    B2 = "B2", "B 2 Nutzen"
    B3 = "B3", "B 3 Schritte"


class Item(models.Model):
    """A point of the catalogue in its present wording, common to all districts.

    ``load_catalogue`` writes it, and for its wording ``publish_wording`` (``overview/migrations``): no role may.
    """

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    chapter = models.CharField(max_length=4, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=120)
    text = models.TextField()
    hint = models.TextField(blank=True)
    #: A Prüfstein as one office answers it: „Unser Amt hat …“.
    office_text = models.TextField(blank=True, default="")
    place = models.CharField(max_length=60)
    room = models.CharField(max_length=20)
    minimum = models.BooleanField(default=False)
    compares_with_before = models.BooleanField(default=False)
    #: A Stadtteilkonferenz is heard on it too („Sicht der Akteure“).
    asks_actors = models.BooleanField(default=False)
    answered_by = models.CharField(max_length=10, blank=True)
    footnotes = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()

    wall_grants = EVERYBODY_READS

    class Meta:
        verbose_name = "Punkt der Arbeitshilfe"
        ordering = ["position"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ItemText(models.Model):
    """A wording an item had or has: a later version never changes what was shown with an earlier one."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="texts")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    hint = models.TextField(blank=True, default="")
    office_text = models.TextField(blank=True, default="")
    #: Why it was changed, for everybody to read. Empty for what came with the files.
    reason = models.TextField(blank=True, default="")
    valid_from = models.DateField(default=timezone.localdate)

    wall_grants = EVERYBODY_READS

    class Meta:
        ordering = ["item", "version"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="item_text_version")]

    def __str__(self) -> str:
        return f"{self.item_id} Fassung {self.version}"


class ProgressQuerySet(models.QuerySet["Progress"]):
    def overdue(self, today: Any) -> "ProgressQuerySet":
        """Points whose target date has passed and that are neither settled nor set aside."""
        return self.filter(target_date__lt=today, state__in=State.moving())

    def beside_older_text(self) -> "ProgressQuerySet":
        """Points with words of the district that were written beside an older wording of the common text."""
        newer = self.filter(item__version__gt=Greatest("text_version", FIRST_VERSION))
        return newer.exclude(own_text="", answer="")


@kept()
class Progress(TenantModel):
    """What one district did with one point of the catalogue, or with a point of its own (``item`` empty)."""

    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    code = models.CharField("Kennung", max_length=12, editable=False)
    chapter = models.CharField("Kapitel", max_length=4, choices=Chapter)
    kind = models.CharField("Art", max_length=12, choices=Kind)
    own_title = models.CharField("Titel", max_length=120, blank=True)
    state = models.CharField("Stand", max_length=16, choices=State, blank=True)
    own_text = models.TextField(
        "Eigene Formulierung des Bezirks",
        max_length=20_000,
        blank=True,
        help_text="Was dieser Punkt in Ihrem Bezirk heißt. Der gemeinsame Text bleibt daneben stehen.",
    )
    answer = models.TextField("Antwort des Bezirks", max_length=20_000, blank=True)
    reason = models.TextField(
        "Begründung",
        max_length=5_000,
        blank=True,
        help_text="Nötig nur für „nicht vorgesehen“ und „vorerst zurückgestellt“.",
    )
    anchored_by = models.TextField(
        "Woran man es erkennt",
        max_length=5_000,
        blank=True,
        help_text="Für „verankert“ genügt ein Satz oder ein Nachweis.",
    )
    responsible = models.ForeignKey(
        Office, verbose_name="Zuständiges Amt", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target_date = models.DateField("Zieldatum", null=True, blank=True)
    position = models.IntegerField("Reihenfolge", editable=False)
    #: Version of the common text beside which the district's words were written, or left as they are.
    text_version = models.PositiveSmallIntegerField(default=0, editable=False)
    #: Empty until somebody first works on the point.
    changed_at = models.DateTimeField(null=True, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE DELETE"}

    objects: ClassVar[Any] = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "Stand im Bezirk"
        verbose_name_plural = "Stand im Bezirk"
        ordering = ["position", "code"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code"],
                name="progress_code",
                violation_error_message="Diese Kennung gibt es im Bezirk schon.",
            ),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False) | models.Q(own_title__gt=""), name="progress_has_title"
            ),
        ]
        indexes = [models.Index(fields=["district", "position"], name="progress_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The title people read: of the catalogue, or of the district's own point."""
        return self.item.title if self.item else self.own_title

    @property
    def is_own(self) -> bool:
        """True for a point the district added itself."""
        return self.item_id is None

    @property
    def has_state(self) -> bool:
        """Eckpfeiler and Nutzen have none: own text, own examples."""
        return self.kind in kinds_with_states()

    @property
    def beside_older_text(self) -> bool:
        """As ``ProgressQuerySet.beside_older_text``."""
        words = self.own_text or self.answer
        return bool(self.item and words and max(self.text_version, FIRST_VERSION) < self.item.version)

    @property
    def minimum(self) -> bool:
        """Part of the Mindestmaß: can be set aside for now, not left out."""
        return bool(self.item and self.item.minimum)

    @property
    def state_from_before(self) -> bool:
        """Its state is one that such a point cannot take any more: the Mindestmaß has changed since."""
        return bool(self.state) and self.state not in states_for(self.kind, minimum=self.minimum)


@kept()
class ProgressEvidence(TenantModel):
    """Evidence for a point."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "progress", "evidence"], name="progress_evidence_once")
        ]


@kept()
class ProgressThread(TenantModel):
    """A thread about a point."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("discussions.Thread", on_delete=models.CASCADE, related_name="progress_threads")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "progress", "thread"], name="progress_thread_once")]


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, member: Member) -> "ContributionQuerySet":
        """Shared ones, and those of the own offices (``visibility.py``, row EXAMPLE). The district's own are shared."""
        return self.filter(models.Q(shared=True) | models.Q(office__in=member.office_ids))


@kept()
class Contribution(TenantModel):
    """A local example for a benefit, or what a point means in one office: the office's own words."""

    progress = models.ForeignKey(Progress, on_delete=models.CASCADE, related_name="contributions")
    #: Empty for what coordination writes for the whole district.
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("Überschrift", max_length=160)
    text = models.TextField("Beispiel oder Erläuterung", max_length=10_000)
    shared = models.BooleanField(
        "für den Bezirk sichtbar",
        default=False,
        help_text="Solange hier kein Haken steht, sieht den Text nur Ihr Amt.",
    )
    written_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    #: Set for the page: whether the reader writes for this office.
    may_edit: bool

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        ordering = ["written_at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


# Django finds models by this module; the subjects stand in files of their own.
from checklist.concern_models import Concern, ConcernEcho, ConcernTopic  # noqa: E402
from checklist.records import (  # noqa: E402
    Agreement,
    FunctionalRole,
    FunctionalRoleRegion,
    FunctionLevel,
    Qualification,
    QualificationOffice,
    Resolution,
    ResolutionEvidence,
    Understanding,
    Workshop,
    WorkshopOffice,
)

__all__ = [
    "Agreement",
    "Chapter",
    "Concern",
    "ConcernEcho",
    "ConcernTopic",
    "Contribution",
    "FunctionLevel",
    "FunctionalRole",
    "FunctionalRoleRegion",
    "Item",
    "ItemText",
    "Kind",
    "Progress",
    "ProgressEvidence",
    "ProgressThread",
    "Qualification",
    "QualificationOffice",
    "Resolution",
    "ResolutionEvidence",
    "Understanding",
    "Workshop",
    "WorkshopOffice",
]
