"""What "besser" or "effektiver" means in this district (footnote 6), agreed on and kept in versions."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models

from checklist.models import Item
from districts.member import Member
from districts.models import Office
from districts.visibility import Matter, Sight, Viewer, sight, viewer_kinds
from districts.wall.tenancy import TenantModel, kept

_COMPLAINT = "RAISE EXCEPTION 'an agreed operationalisation is final' USING ERRCODE = 'check_violation';"
#: Rounds point at it as what was meant when they were opened. A later thought is a new version.
AGREED_IS_FINAL = pgtrigger.Trigger(
    name="agreed_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""IF OLD.agreed_on IS NOT NULL
        AND ROW(OLD.item_id, OLD.office_id, OLD.version, OLD.meaning, OLD.agreed_on, OLD.body)
            IS DISTINCT FROM ROW(NEW.item_id, NEW.office_id, NEW.version, NEW.meaning, NEW.agreed_on, NEW.body)
        THEN {_COMPLAINT} END IF; RETURN NEW;""",
)
INDICATORS_TOO = pgtrigger.Trigger(
    name="agreed_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""IF EXISTS (SELECT FROM pruefsteine_operationalisation o
        WHERE o.id = NEW.operationalisation_id AND o.agreed_on IS NOT NULL)
        THEN {_COMPLAINT} END IF; RETURN NEW;""",
)


class OperationalisationQuerySet(models.QuerySet["Operationalisation"]):
    def visible_to(self, member: Member) -> "OperationalisationQuerySet":
        """The district's for all who read the Prüfsteine, its drafts for those who take part in agreeing on them; an
        office's own words only there, unless it shares them (``visibility.py``, row OFFICE_PROFILE)."""
        if not member.may("view_pruefsteine"):
            return self.none()
        seen = models.Q(office__in=member.office_ids)
        viewers = viewer_kinds(member)
        district = models.Q(office__isnull=True)
        # What the offices are still agreeing on is the work of coordination and offices.
        at_work = viewers & {Viewer.COORDINATION, Viewer.OFFICES_TAKING_PART} or member.office_ids
        seen |= district if at_work else district & models.Q(agreed_on__isnull=False)
        if any(sight(Matter.OFFICE_PROFILE, viewer) == Sight.WHEN_SHARED for viewer in viewers):
            seen |= models.Q(shared=True)
        return self.filter(seen)

    def in_force(self) -> "OperationalisationQuerySet":
        """The latest agreed version of each Prüfstein, of the district and of each office."""
        agreed = self.filter(agreed_on__isnull=False)
        # PostgreSQL takes NULL for one office among DISTINCT ON, which is what the district's own version needs.
        latest = agreed.order_by("item_id", "office_id", "-version").distinct("item_id", "office_id").values("pk")
        return agreed.filter(pk__in=latest)


@kept()
class Operationalisation(TenantModel):
    """One version of what a Prüfstein means in the district, or in one office („was das in unserem Amt heißt“).

    Without ``agreed_on`` it is a draft. Agreed on, it is final: the next thought is the next version.
    """

    item = models.ForeignKey(Item, verbose_name="Prüfstein", on_delete=models.PROTECT, related_name="+", editable=False)
    #: Empty for the whole district.
    office = models.ForeignKey(
        Office, verbose_name="Amt/OE", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveSmallIntegerField("Fassung", default=1, editable=False)
    meaning = models.TextField("Was wir darunter verstehen", max_length=10_000, blank=True)
    agreed_on = models.DateField("verabredet am", null=True, blank=True)
    body = models.CharField("verabredet in", max_length=160, blank=True, help_text="Gremium oder Runde.")
    shared = models.BooleanField(
        "für den Bezirk sichtbar",
        default=False,
        help_text="Solange hier kein Haken steht, sieht den Text nur Ihr Amt.",
    )

    objects: ClassVar[Any] = OperationalisationQuerySet.as_manager()

    class Meta:
        verbose_name = "Operationalisierung"
        verbose_name_plural = "Operationalisierungen"
        ordering = ["item__position", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "item", "office", "version"],
                nulls_distinct=False,
                name="operationalisation_version",
            ),
            models.UniqueConstraint(
                fields=["district", "item", "office"],
                condition=models.Q(agreed_on__isnull=True),
                nulls_distinct=False,
                name="operationalisation_one_draft",
                violation_error_message="An einer neuen Fassung wird schon gearbeitet.",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_on__isnull=True) | models.Q(meaning__gt=""),
                name="operationalisation_agreed_says_something",
                violation_error_message="Eine verabredete Fassung braucht einen Text.",
            ),
        ]
        triggers = [AGREED_IS_FINAL]

    def __str__(self) -> str:
        return f"Fassung {self.version}"


@kept()
class OperationalisationOffice(TenantModel):
    """An office that agreed."""

    operationalisation = models.ForeignKey(Operationalisation, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Amt an der Operationalisierung"
        verbose_name_plural = "Ämter an der Operationalisierung"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "operationalisation", "office"],
                name="operationalisation_office_once",
                violation_error_message="Dieses Amt steht schon da.",
            )
        ]


@kept()
class Indicator(TenantModel):
    """Something one can look at: where the number comes from, and which way is better."""

    class Direction(models.TextChoices):
        UP = "up", "mehr ist besser"
        DOWN = "down", "weniger ist besser"
        LOOK = "look", "nur ansehen"

    operationalisation = models.ForeignKey(Operationalisation, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField("Indikator", max_length=200)
    source = models.CharField("Quelle", max_length=200, blank=True)
    direction = models.CharField("Richtung", max_length=4, choices=Direction, default=Direction.LOOK)

    class Meta:
        verbose_name = "Indikator"
        verbose_name_plural = "Indikatoren"
        ordering = ["name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "operationalisation", "name"],
                name="indicator_once",
                violation_error_message="Diesen Indikator gibt es in dieser Fassung schon.",
            )
        ]
        triggers = [INDICATORS_TOO]

    def __str__(self) -> str:
        return self.name
