"""The Mindestmaß (B 1 (4)): which points the Senate proposes for all districts, and what each says to it."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.db import models

from districts.wall.tenancy import TenantModel, kept


class State(models.TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", "Entwurf"
    OPEN = "open", "liegt bei den Bezirken"
    AGREED = "agreed", "vereinbart"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class Word(models.TextChoices):
    """What a district says."""

    AGREES = "agrees", "einverstanden"
    NOT_SO = "not_so", "so nicht"


#: State of a proposal or word of a district -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    State.DRAFT: "open",
    State.OPEN: "talking",
    State.AGREED: "settled",
    State.WITHDRAWN: "set-aside",
    Word.AGREES: "settled",
    Word.NOT_SO: "talking",
    "": "open",
}

#: The one place where the Mindestmaß changes. What was sent stays as it was read; it is agreed only where every
#: district in use says so, whatever a view asks, and in the same moment the marks of the catalogue follow.
ONLY_AGREED_COUNTS = pgtrigger.Trigger(
    name="only_agreed_counts",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""IF TG_OP = 'DELETE' THEN
            IF OLD.state = 'draft' THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'a sent proposal stays' USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.state = 'draft' THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'a proposal begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state = 'draft' AND NEW.state IN ('draft', 'open') THEN RETURN NEW; END IF;
        IF OLD.state <> 'open' OR NEW.state NOT IN ('agreed', 'withdrawn')
           OR (to_jsonb(OLD) - 'state' - 'settled_at') IS DISTINCT FROM (to_jsonb(NEW) - 'state' - 'settled_at')
        THEN RAISE EXCEPTION 'a sent proposal is frozen' USING ERRCODE = 'check_violation'; END IF;
        IF NEW.state = 'agreed' THEN
            IF NOT EXISTS (SELECT FROM districts_district WHERE is_active) OR EXISTS (
                SELECT FROM districts_district d WHERE d.is_active AND NOT EXISTS (
                    SELECT FROM overview_minimumanswer a
                     WHERE a.proposal_id = NEW.id AND a.district_id = d.id AND a.word = 'agrees'))
            THEN RAISE EXCEPTION 'not every district agrees' USING ERRCODE = 'check_violation'; END IF;
            UPDATE checklist_item SET minimum = NEW.codes ? code WHERE minimum <> (NEW.codes ? code);
        END IF;
        RETURN NEW;""",
)

#: Waits for whoever settles the proposal at the same moment; the district's role could not lock it.
ONLY_WHILE_OPEN = pgtrigger.Trigger(
    name="only_while_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""PERFORM FROM overview_minimumproposal p WHERE p.id = NEW.proposal_id AND p.state = 'open' FOR SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'the proposal is settled' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW;""",
)


class MinimumProposal(models.Model):
    """Which points belong to the Mindestmaß, as the Senate proposes it to all districts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.CharField("Ressort", max_length=160)
    #: Codes of the points, in the order of the Arbeitshilfe.
    codes = models.JSONField("Diese Punkte gehören zum Mindestmaß", default=list)
    reason = models.TextField("Begründung", max_length=20_000)
    answer_by = models.DateField("Antwort bis")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    sent_on = models.DateField("gesendet am", null=True, editable=False)
    #: Agreed or withdrawn; to the second, since the last one agreed holds.
    settled_at = models.DateTimeField(null=True, editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT", "senate": "SELECT INSERT UPDATE DELETE"}

    class Meta:
        verbose_name = "Vorschlag zum Mindestmaß"
        verbose_name_plural = "Vorschläge zum Mindestmaß"
        ordering = ["-settled_at", "-sent_on", "id"]
        default_permissions = ()
        triggers = [ONLY_AGREED_COUNTS]
        constraints = [
            # One is prepared and one lies with the districts, at most.
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state__in=[State.DRAFT, State.OPEN]),
                name="minimum_one_at_a_time",
                violation_error_message="Ein Entwurf ist schon in Vorbereitung. Bitte arbeiten Sie dort weiter.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, sent_on__isnull=True, settled_at__isnull=True)
                | models.Q(state=State.OPEN, sent_on__isnull=False, settled_at__isnull=True)
                | models.Q(state__in=[State.AGREED, State.WITHDRAWN], sent_on__isnull=False, settled_at__isnull=False),
                name="minimum_days_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"Vorschlag vom {self.sent_on:%d.%m.%Y}" if self.sent_on else "Entwurf"

    @property
    def badge(self) -> str:
        """The shape of its state."""
        return BADGES[self.state]


@kept()
class MinimumAnswer(TenantModel):
    """What one district says to a proposal. The Senate reads it; no other district does."""

    proposal = models.ForeignKey(MinimumProposal, on_delete=models.PROTECT, related_name="answers")
    word = models.CharField("Antwort des Bezirks", max_length=8, choices=Word)
    text = models.TextField("In Ihren Worten", max_length=20_000, blank=True)
    answered_on = models.DateField("geantwortet am", editable=False)

    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE", "senate": "SELECT"}

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = "Antwort zum Mindestmaß"
        verbose_name_plural = "Antworten zum Mindestmaß"
        default_permissions = ()
        triggers = [ONLY_WHILE_OPEN]
        constraints = [
            models.UniqueConstraint(fields=["district", "proposal"], name="minimum_answer_once"),
            models.CheckConstraint(
                condition=models.Q(word=Word.AGREES) | models.Q(text__gt=""), name="minimum_answer_says_what"
            ),
        ]

    @property
    def badge(self) -> str:
        """The shape of its word."""
        return BADGES[self.word]
