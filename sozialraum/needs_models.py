"""Bedarfe (A3b, A3d, B2.4): what is needed of other offices, who takes care of it, and what came of it."""

import datetime
import uuid
from collections.abc import Set
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from districts.member import Member
from districts.models import Office, Region
from districts.own_regions import is_outside, regions_of
from districts.roles import Role
from districts.visibility import Matter, Sight, sight, viewer_kinds
from districts.wall.tenancy import TenantModel, kept
from sozialraum.places_models import SpatialUnit
from sozialraum.topics_models import Topic

#: A Bedarf nobody has moved for so long counts as silent.
SILENT_AFTER = datetime.timedelta(days=56)


class NeedState(models.TextChoices):
    """Where a Bedarf stands (DESIGN § 6)."""

    REPORTED = "reported", "gemeldet"
    SEEN = "seen", "gesichtet"
    TALKING = "talking", "in Abstimmung"
    AGREED = "agreed", "vereinbart"
    DONE = "done", "erledigt"
    DECLINED = "declined", "nicht aufgenommen"

    @classmethod
    def open(cls) -> list["NeedState"]:
        """Not yet at an end."""
        return [cls.REPORTED, cls.SEEN, cls.TALKING, cls.AGREED]

    @classmethod
    def with_offices(cls) -> list["NeedState"]:
        """Offices are asked; somebody should have the Federführung."""
        return [cls.SEEN, cls.TALKING, cls.AGREED]


#: State -> shape of its badge (``static/css/parts.css``).
BADGES: dict[str, str] = {
    NeedState.REPORTED: "open",
    NeedState.SEEN: "open",
    NeedState.TALKING: "talking",
    NeedState.AGREED: "moving",
    NeedState.DONE: "settled",
    NeedState.DECLINED: "set-aside",
}


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, member: Member) -> "NeedQuerySet":
        """Those ``member`` may read: the row NEED of ``visibility.py``, and nothing else asks.

        An office reads what it reported, also as a Hinweis, and what it was asked for. A Stadtteilkoordination reads
        its own: what was handed in from outside for the regions it serves today.
        """
        if not member.may("view_needs"):
            return self.none()
        kinds = viewer_kinds(member)
        if any(sight(Matter.NEED, kind) == Sight.YES for kind in kinds):
            return self.all()
        seen = models.Q(pk__in=[])
        if member.office_ids:
            asked = NeedOffice.objects.filter(need=models.OuterRef("pk"), office__in=member.office_ids)
            took_down = models.Q(signal__office__in=member.office_ids)
            seen |= models.Q(office__in=member.office_ids) | took_down | models.Q(models.Exists(asked))
        if Role.NEIGHBOURHOOD in member.roles:
            around = NeedRegion.objects.filter(
                need=models.OuterRef("pk"), region__in=regions_of(member).order_by().values("pk")
            )
            seen |= models.Exists(around) & models.Q(from_neighbourhood=True)
        for kind in kinds:
            seen |= _ONCE.get(sight(Matter.NEED, kind), models.Q(pk__in=[]))
        return self.filter(seen)

    def without_lead(self) -> "NeedQuerySet":
        """With offices asked and no Federführung, or that of an office that does not exist any more.

        ``open_since`` says since when.
        """
        nobody = models.Q(lead=None) | models.Q(lead__is_active=False)
        return self.filter(nobody, state__in=NeedState.with_offices()).annotate(
            open_since=Coalesce("lead_open_since", "moved_on")
        )

    def silent(self, today: datetime.date) -> "NeedQuerySet":
        """Open, and nobody has moved it for a long time."""
        return self.filter(state__in=NeedState.open(), moved_on__lt=today - SILENT_AFTER)

    def words_to_check(self) -> "NeedQuerySet":
        """From a Hinweis that has lost its words since, and nobody has looked whether they stand here too."""
        return self.filter(signal__removed_on__isnull=False, signal__text="", words_checked_on=None)

    def overdue(self, until: datetime.date) -> "NeedQuerySet":
        """Agreed, to be kept by ``until`` or before, and nothing told back yet."""
        return self.filter(state=NeedState.AGREED, agreed_until__lte=until)


#: What the table says -> which Bedarfe that are.
_ONCE: dict[Sight, models.Q] = {
    Sight.ONCE_NEGOTIATED: models.Q(talked_on__isnull=False),
    Sight.ONCE_AGREED: models.Q(agreed_on__isnull=False),
}


@kept()
class Need(TenantModel):
    """A Bedarf: support asked of other offices. Nothing about single residents belongs here."""

    class Urgency(models.TextChoices):
        HIGH = "high", "dringend"
        NORMAL = "normal", "in den nächsten Monaten"
        LOW = "low", "auf längere Sicht"

    title = models.CharField("Kurz gesagt", max_length=160)
    text = models.TextField(
        "Was wird gebraucht, und warum?",
        max_length=10_000,
        help_text="Bitte nichts über einzelne Bewohner/innen: keine Namen, keine Anschriften, keine Fälle.",
    )
    urgency = models.CharField("Dringlichkeit", max_length=6, choices=Urgency, default=Urgency.NORMAL)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="NeedRegion", related_name="+", verbose_name="Regionen"
    )
    theme = models.ForeignKey(
        "partners.Theme", verbose_name="Themenfeld", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name="Thema quer zur Linie", null=True, blank=True, on_delete=models.PROTECT,
        related_name="needs",
    )  # fmt: skip
    #: Where people work by social space and came upon it; in words where it is none of those entered.
    unit = models.ForeignKey(
        SpatialUnit, verbose_name="Einheit vor Ort", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Welche sozialräumliche Einheit ihn nennt.",
    )  # fmt: skip
    unit_words = models.CharField(
        "Einheit oder Standort in Worten", max_length=160, blank=True, help_text="Wenn sie nicht eingetragen ist."
    )
    signal = models.ForeignKey(
        "partners.Signal", verbose_name="Hinweis", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        editable=False,
    )  # fmt: skip
    state = models.CharField("Stand", max_length=8, choices=NeedState, default=NeedState.REPORTED)
    lead = models.ForeignKey(
        Office, verbose_name="Federführung", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_what = models.TextField("Was ist vereinbart?", max_length=5_000, blank=True)
    agreed_until = models.DateField("Bis wann?", null=True, blank=True)
    outcome = models.TextField("Rückmeldung", max_length=5_000, blank=True)
    #: The Gremium that settled that it is not taken up; empty where an office said so.
    settled_by = models.ForeignKey(
        "partners.Body", verbose_name="Entschieden von", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    thread = models.ForeignKey(
        "discussions.Thread", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    from_neighbourhood = models.BooleanField("von der Stadtteilkoordination gemeldet", default=False, editable=False)
    #: Who reported: read by themselves and inside the own office; others read office or role.
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField(max_length=80, editable=False)
    reported_on = models.DateField("gemeldet am", default=timezone.localdate, editable=False)
    #: First in Abstimmung; stays. Leadership reads it from then on.
    talked_on = models.DateField(null=True, blank=True, editable=False)
    #: While an agreement stands. Others of the district read it as long.
    agreed_on = models.DateField(null=True, blank=True, editable=False)
    settled_on = models.DateField("beendet am", null=True, blank=True, editable=False)
    lead_open_since = models.DateField(null=True, blank=True, editable=False)
    #: When the open Federführung came before the AG SRO, and before the Bezirksamt.
    brought_on = models.DateField(null=True, blank=True, editable=False)
    raised_on = models.DateField(null=True, blank=True, editable=False)
    moved_on = models.DateField(default=timezone.localdate, editable=False)
    #: Words were removed from the Hinweis it came from; on this day somebody looked whether they stand here too.
    words_checked_on = models.DateField(null=True, blank=True, editable=False)
    #: Counted up by every step: guards against two people at once.
    version = models.PositiveIntegerField(default=1, editable=False)

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "Bedarf"
        verbose_name_plural = "Bedarfe"
        ordering = ["-reported_on", "id"]
        default_permissions = ()
        constraints = [
            # A form posted twice makes one Bedarf.
            models.UniqueConstraint(
                fields=["district", "author", "title", "reported_on"],
                name="need_once",
                violation_error_message="Diesen Bedarf haben Sie heute schon gemeldet.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NeedState.AGREED)
                | models.Q(agreed_until__isnull=False, agreed_on__isnull=False) & ~models.Q(agreed_what=""),
                name="need_agreed_what_until",
                violation_error_message="Eine Vereinbarung sagt, was bis wann geschieht.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[NeedState.DONE, NeedState.DECLINED])
                | models.Q(settled_on__isnull=False) & ~models.Q(outcome=""),
                name="need_end_is_told",
                violation_error_message="Am Ende steht eine Rückmeldung.",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-reported_on"], name="need_day"),
            # Asked for every district at every sweep (``needs_due_districts``).
            models.Index(
                fields=["district", "settled_on"],
                condition=models.Q(settled_on__isnull=False),
                name="need_settled",
            ),
            models.Index(
                fields=["district", "moved_on"], condition=models.Q(state__in=NeedState.open()), name="need_open"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_words_to_check(self) -> bool:
        """As ``NeedQuerySet.words_to_check``, of a row read with its Hinweis."""
        hint = self.signal
        return bool(hint and hint.removed_on and not hint.text) and self.words_checked_on is None

    @property
    def leads(self) -> Office | None:
        """The office that has the Federführung today; None where nobody has, or the office is gone."""
        return self.lead if self.lead and self.lead.is_active else None


@kept()
class NeedRegion(TenantModel):
    """A region a Bedarf speaks of."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "need", "region"], name="need_region_once")]


@kept()
class NeedOffice(TenantModel):
    """An office asked to contribute, and what it said for itself."""

    class Said(models.TextChoices):
        NOTHING = "asked", "um Mitwirkung gebeten"
        YES = "yes", "zugesagt"
        NO = "no", "nicht möglich"
        WITHDRAWN = "withdrawn", "zurückgezogen"

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    said = models.CharField("Antwort", max_length=9, choices=Said, default=Said.NOTHING)
    #: What it contributes, or why it does not.
    words = models.TextField("Beitrag oder Grund", max_length=2_000, blank=True)
    asked_on = models.DateField("gebeten am", default=timezone.localdate)
    said_on = models.DateField("geantwortet am", null=True, blank=True)

    class Meta:
        verbose_name = "Amt am Bedarf"
        verbose_name_plural = "Ämter am Bedarf"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "need", "office"],
                name="need_office_once",
                violation_error_message="Dieses Amt ist schon gebeten.",
            ),
            models.CheckConstraint(
                condition=~models.Q(said__in=["no", "withdrawn"]) | ~models.Q(words=""),
                name="need_office_says_why",
                violation_error_message="Bitte nennen Sie den Grund.",
            ),
        ]


@kept()
class NeedEntry(TenantModel):
    """What happened to a Bedarf: who, when, what. Said is said: never changed, only followed by another."""

    class Kind(models.TextChoices):
        REPORTED = "reported", "Bedarf gemeldet"
        SEEN = "seen", "Gesichtet"
        ASKED = "asked", "Weitere Ämter gebeten"
        LEAD = "lead", "Federführung übernommen"
        LEFT = "left", "Federführung abgegeben"
        PLEDGED = "pledged", "Mitwirkung zugesagt"
        UNABLE = "unable", "Mitwirkung nicht möglich"
        WITHDRAWN = "withdrawn", "Zusage zurückgezogen"
        AGREED = "agreed", "Vereinbart"
        BROUGHT = "brought", "Auf eine Tagesordnung gesetzt"
        DONE = "done", "Erledigt, Rückmeldung gegeben"
        DECLINED = "declined", "Nicht aufgenommen, Rückmeldung gegeben"
        WORDS = "words", "Angaben über einzelne Personen entfernt"

        @classmethod
        def inside(cls) -> list["NeedEntry.Kind"]:
            """What is between the offices asked, coordination and the Verwaltungsspitze."""
            return [cls.ASKED, cls.LEFT, cls.UNABLE, cls.WITHDRAWN, cls.BROUGHT]

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField("Art", max_length=9, choices=Kind)
    text = models.TextField("Text", max_length=5_000, blank=True)
    #: None for what a date alone brought about.
    author = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField(max_length=80, blank=True, editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    #: Said is said, for the database too.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Eintrag am Bedarf"
        verbose_name_plural = "Einträge am Bedarf"
        ordering = ["said_at", "id"]
        default_permissions = ()


def reads_all(member: Member, reporter: uuid.UUID | None, offices: Set[uuid.UUID]) -> bool:
    """Whether ``member`` reads of a Bedarf also what is between the offices: coordination, offices asked, who reported
    it inside, leadership. ``reporter``: the office that reported it, ``offices``: those asked."""
    if is_outside(member):
        return False
    if member.roles & {Role.COORDINATION, Role.LEADERSHIP}:
        return True
    return reporter in member.office_ids or bool(member.office_ids & offices)
