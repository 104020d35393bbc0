"""Aufträge of the Verwaltungsspitze to the offices (Teil A 2 b), what happens to them, and who sees them."""

import datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone

from assignments.states import State
from districts.member import Member
from districts.models import BusinessArea, Office, SortKey
from districts.roles import Role
from districts.visibility import Matter, Sight, Viewer, sight
from districts.wall.tenancy import TenantModel, kept

# Ressortprinzip (§ 38 BezVG): beyond the own Geschäftsbereich only on a Beschluss. Checked when an Auftrag leaves the
# draft and when an office joins one, not later: offices move between Geschäftsbereiche, and old Aufträge stay.
_FOREIGN = """EXISTS (SELECT FROM assignments_assignmentoffice ao JOIN districts_office o ON o.id = ao.office_id
        WHERE ao.assignment_id = NEW.id AND NOT o.independent AND o.area_id <> NEW.area_id)"""
_COMPLAINT = "RAISE EXCEPTION 'across areas only on a resolution' USING ERRCODE = 'check_violation';"
GIVEN_WITHIN_AREA = pgtrigger.Trigger(
    name="given_within_area",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    func=f"""IF NEW.state NOT IN ('draft', 'withdrawn') AND NOT NEW.across
        AND (OLD.state = 'draft' OR OLD.across OR OLD.area_id <> NEW.area_id) AND {_FOREIGN}
        THEN {_COMPLAINT} END IF; RETURN NEW;""",
)
JOINED_WITHIN_AREA = pgtrigger.Trigger(
    name="joined_within_area",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("office_id"),  # type: ignore[no-untyped-call]
    func=f"""IF EXISTS (SELECT FROM assignments_assignment a, districts_office o
        WHERE a.id = NEW.assignment_id AND a.state NOT IN ('draft', 'withdrawn') AND NOT a.across
        AND o.id = NEW.office_id AND NOT o.independent AND o.area_id <> a.area_id)
        THEN {_COMPLAINT} END IF; RETURN NEW;""",
)


@kept()
class OnBehalf(TenantModel):
    """Leadership of a Geschäftsbereich lets its Büro act i. A. on Aufträge. The row says yes; without it: no."""

    area = models.ForeignKey(
        BusinessArea, verbose_name="Geschäftsbereich", on_delete=models.CASCADE, related_name="on_behalf"
    )
    allowed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = "Erlaubnis für das Büro"
        verbose_name_plural = "Erlaubnisse für das Büro"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "area"], name="on_behalf_once")]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, member: Member) -> "AssignmentQuerySet":
        """Those ``member`` may read in full: the row ASSIGNMENT of ``visibility.py``, and nothing else asks.

        A draft is not given yet: it stays with those who prepare and give it.
        """
        return self.filter(_in_full(member))

    def known_to(self, member: Member) -> "AssignmentQuerySet":
        """Those of which ``member`` learns title and state alone: closed Aufträge of others. Only for ``titles()``."""
        if not member.may("view_assignments") or sight(Matter.ASSIGNMENT, Viewer.OTHERS) != Sight.TITLE_ONCE_CLOSED:
            return self.none()
        seen = _in_full(member)
        # Who sees all needs no titles; and excluding an empty condition would exclude nothing.
        return self.filter(state=State.CLOSED).exclude(seen) if seen else self.none()

    def titles(self) -> list[dict[str, Any]]:
        """Title and state as plain rows, so that nothing else can slip into a page."""
        return [dict(row) for row in self.order_by(SortKey("title"), "pk").values("title", "state")]

    def with_permission(self) -> "AssignmentQuerySet":
        """What ``Standing`` asks: whether leadership lets its Büro act i. A., and which office leads."""
        allowed = OnBehalf.objects.filter(area=models.OuterRef("area"))
        lead = AssignmentOffice.objects.filter(assignment=models.OuterRef("pk"), lead=True)
        return self.annotate(
            allowed_on_behalf=models.Exists(allowed), lead_office_id=models.Subquery(lead.values("office_id")[:1])
        )

    def overdue(self, today: datetime.date) -> "AssignmentQuerySet":
        """With an office, and the due date has passed. Computed, never stored."""
        return self.filter(due_on__lt=today, state__in=State.with_the_office())


def _in_full(member: Member) -> models.Q:
    if not member.may("view_assignments"):
        return models.Q(pk__in=[])
    if Role.COORDINATION in member.roles and sight(Matter.ASSIGNMENT, Viewer.COORDINATION) == Sight.YES:
        return models.Q()
    given = ~models.Q(state=State.DRAFT)
    seen = models.Q(pk__in=[])
    if member.office_ids:
        # Withdrawn before it was given: the office never had it.
        taking_part = AssignmentOffice.objects.filter(office__in=member.office_ids).values("assignment_id")
        seen |= given & models.Q(given_on__isnull=False, pk__in=taking_part)
    if member.area_ids:
        # The Büro reads what its Stadträtin or Stadtrat reads.
        seen |= models.Q(area__in=member.area_ids) | given & models.Q(across=True)
    return seen


@kept()
class Assignment(TenantModel):
    """An Auftrag with a time mark and one federführendes Amt. Several offices at once: a row each, one ``series``."""

    class Kind(models.TextChoices):
        ORDER = "order", "Auftrag"
        #: For weisungsfreie Beauftragte.
        REQUEST = "request", "Bitte um Mitwirkung"

    kind = models.CharField("Art", max_length=8, choices=Kind, default=Kind.ORDER, editable=False)
    title = models.CharField("Titel", max_length=200)
    text = models.TextField("Was zu tun ist", max_length=10_000)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.DRAFT)
    #: The Geschäftsbereich whose leadership gives it.
    area = models.ForeignKey(
        BusinessArea, verbose_name="Geschäftsbereich", on_delete=models.PROTECT, related_name="+", editable=False
    )
    given_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    given_on = models.DateField("erteilt am", null=True, blank=True)
    on_behalf = models.BooleanField("i. A.", default=False, editable=False)
    #: Reaches beyond the Geschäftsbereich; then ``resolution`` is the Beschluss it rests on.
    across = models.BooleanField("über Geschäftsbereiche hinweg", default=False, editable=False)
    progress = models.ForeignKey(
        "checklist.Progress",
        verbose_name="Punkt der Checkliste",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    resolution = models.ForeignKey(
        "checklist.Resolution",
        verbose_name="Beschluss",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    need = models.ForeignKey(
        "sozialraum.Need",
        verbose_name="Bedarf",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decision_date = models.DateField("Entscheidung vom", null=True, blank=True)
    due_on = models.DateField("Frist", null=True, blank=True)
    file_number = models.CharField("Geschäftszeichen", max_length=80, blank=True)
    #: Given on paper and recorded by coordination; leadership is told and may object.
    on_paper = models.BooleanField("nachgetragen", default=False, editable=False)
    recorded_on = models.DateField("nachgetragen am", null=True, blank=True, editable=False)
    objected = models.BooleanField("Einwand der Verwaltungsspitze", default=False, editable=False)
    #: A Rückfrage waits for an answer.
    question_open = models.BooleanField("Rückfrage offen", default=False, editable=False)
    #: A later date somebody asked for and nobody has decided on.
    asked_due_on = models.DateField("erbetene Frist", null=True, blank=True, editable=False)
    #: By when the Verwaltungsspitze is to answer what was put to it; empty while nothing is (``workflow.py``).
    decide_by = models.DateField("Entscheidung erbeten bis", null=True, blank=True, editable=False)
    series = models.UUIDField(null=True, blank=True, editable=False)
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    #: Counted up by every step: guards transitions against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(across=False) | models.Q(resolution__isnull=False),
                name="assignment_across_needs_resolution",
                violation_error_message="Über Geschäftsbereiche hinweg braucht ein Auftrag einen Beschluss.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | models.Q(given_on__isnull=False, due_on__isnull=False),
                name="assignment_given_has_dates",
                violation_error_message="Ein erteilter Auftrag hat eine Frist.",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(decision_date__isnull=True)
                | models.Q(due_on__gte=models.F("decision_date")),
                name="assignment_due_after_decision",
                violation_error_message="Die Frist liegt vor der Entscheidung.",
            ),
        ]
        indexes = [
            # Asked for every district at every sweep (``assignments_due_districts``).
            models.Index(
                fields=["district", "due_on"], condition=models.Q(state__in=State.open()), name="assignment_open_due"
            ),
            models.Index(
                fields=["district", "decide_by"],
                condition=models.Q(decide_by__isnull=False),
                name="assignment_decide_by",
            ),
            models.Index(
                fields=["district", "recorded_on"],
                condition=models.Q(recorded_on__isnull=False),
                name="assignment_recorded",
            ),
        ]
        triggers = [GIVEN_WITHIN_AREA]

    def __str__(self) -> str:
        return self.title

    @property
    def buero_may(self) -> bool:
        """Whether the Büro may act i. A. here; False where the row was not read ``with_permission()``."""
        return bool(getattr(self, "allowed_on_behalf", False))

    def is_late(self, today: datetime.date) -> bool:
        """With the office, and the due date has passed."""
        return bool(self.due_on and self.due_on < today and self.state in State.with_the_office())


@kept(exclude=["agent", "agent_name"])
class AssignmentOffice(TenantModel):
    """An office that leads or contributes. Who works on it there is its own matter, and no history keeps it."""

    class Part(models.TextChoices):
        OPEN = "open", "offen"
        DONE = "done", "bestätigt"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField("federführend", default=False)
    step = models.TextField("Eigener Schritt", max_length=2_000, blank=True)
    state = models.CharField("Stand des Beitrags", max_length=8, choices=Part, default=Part.OPEN)
    agent = models.ForeignKey(
        "accounts.User",
        verbose_name="Bearbeiter/in",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agent_name = models.CharField("Bearbeiter/in ohne Konto", max_length=120, blank=True)

    class Meta:
        verbose_name = "Amt am Auftrag"
        verbose_name_plural = "Ämter am Auftrag"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "assignment", "office"],
                name="assignment_office_once",
                violation_error_message="Dieses Amt steht schon am Auftrag.",
            ),
            models.UniqueConstraint(
                fields=["district", "assignment"], condition=models.Q(lead=True), name="assignment_one_lead"
            ),
        ]
        triggers = [JOINED_WITHIN_AREA]


@kept()
class Milestone(TenantModel):
    """A step on the way with a date of its own."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("Meilenstein", max_length=160)
    due_on = models.DateField("bis")
    reached_on = models.DateField("erreicht am", null=True, blank=True)

    class Meta:
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "assignment", "title"],
                name="milestone_once",
                violation_error_message="Diesen Meilenstein gibt es schon.",
            )
        ]
        indexes = [
            models.Index(
                fields=["district", "due_on"], condition=models.Q(reached_on__isnull=True), name="milestone_open_due"
            )
        ]

    def __str__(self) -> str:
        return self.title


@kept()
class Entry(TenantModel):
    """What was said or decided: who, when, what. Said is said: never changed, only followed by another entry."""

    class Kind(models.TextChoices):
        GIVEN = "given", "Erteilt"
        RECORDED = "recorded", "Nachgetragen"
        ACCEPTED = "accepted", "Übernahme bestätigt"
        PROGRESS = "progress", "Sachstand"
        ASKED = "asked", "Rückfrage"
        ANSWERED = "answered", "Antwort"
        EXTENSION = "extension", "Fristverlängerung beantragt"
        EXTENDED = "extended", "Fristverlängerung bewilligt"
        DECLINED = "declined", "Fristverlängerung abgelehnt"
        MOVED = "moved", "Frist geändert"
        CONTRIBUTED = "contributed", "Beitrag bestätigt"
        REPORTED = "reported", "Erledigung gemeldet"
        REWORK = "rework", "Nachbesserung"
        CLOSED = "closed", "Abgeschlossen"
        WITHDRAWN = "withdrawn", "Zurückgezogen"
        OBJECTED = "objected", "Einwand der Verwaltungsspitze"
        UNOBJECTED = "unobjected", "Einwand zurückgenommen"
        REFUSED = "refused", "Mitwirkung abgelehnt"

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField("Art", max_length=12, choices=Kind)
    text = models.TextField("Text", max_length=5_000, blank=True)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField(max_length=80, editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    old_due_on = models.DateField("alte Frist", null=True, blank=True)
    new_due_on = models.DateField("neue Frist", null=True, blank=True)

    #: Said is said, for the database too.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Eintrag am Auftrag"
        verbose_name_plural = "Einträge am Auftrag"
        ordering = ["said_at", "id"]
        default_permissions = ()


@kept()
class AssignmentEvidence(TenantModel):
    """Evidence for an Auftrag."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["district", "assignment", "evidence"], name="assignment_evidence_once")
        ]
