"""Hinweise aus dem Stadtteil (B3.10): what actors report, which offices take it up, what they answer."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from districts.member import Member
from districts.models import Office, Region
from districts.own_regions import regions_of
from districts.roles import Role
from districts.visibility import Matter, Sight, Viewer, sight, viewer_kinds
from districts.wall.tenancy import TenantModel, kept


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, member: Member) -> "SignalQuerySet":
        """Those ``member`` may read: the row SIGNAL of ``visibility.py``; of the Stadtteilkoordination its own alone.

        Its own are those it handed in itself, and those others of the Stadtteilkoordination handed in for regions it
        serves today: who follows in the work finds what was reported before.
        """
        viewers = viewer_kinds(member) | ({Viewer.OWN_OFFICE} if member.office_ids else set())
        viewers.discard(Viewer.OTHERS)
        if member.may("view_signals") and any(sight(Matter.SIGNAL, viewer) == Sight.YES for viewer in viewers):
            return self.all()
        if Role.NEIGHBOURHOOD not in member.roles:
            return self.none()
        own = regions_of(member).order_by().values("pk")
        around = SignalRegion.objects.filter(signal=models.OuterRef("pk"), region__in=own)
        return self.filter(models.Exists(around), from_neighbourhood=True)

    def with_standing(self) -> "SignalQuerySet":
        """With what the list asks: whether an office took it up, was asked, and whether somebody answered."""
        ties = SignalOffice.objects.filter(signal=models.OuterRef("pk"))
        return self.annotate(
            taken=models.Exists(ties.filter(taken_on__isnull=False)),
            asked=models.Exists(ties.filter(taken_on__isnull=True)),
            answered=models.Exists(SignalAnswer.objects.filter(signal=models.OuterRef("pk"))),
        )

    def without_office(self) -> "SignalQuerySet":
        """Open, and neither taken up by an office nor put to one."""
        ties = SignalOffice.objects.filter(signal=models.OuterRef("pk"))
        return self.filter(~models.Exists(ties), closed_on__isnull=True)


@kept()
class Signal(TenantModel):
    """A Hinweis aus dem Stadtteil. Nothing about single residents belongs here."""

    class Kind(models.TextChoices):
        NEED = "need", "Bedarf"
        TREND = "trend", "Trend"
        RESOURCE = "resource", "Ressource"
        ACROSS = "across", "ämterübergreifendes Handeln"

    kind = models.CharField("Art", max_length=10, choices=Kind)
    title = models.CharField("Kurz gesagt", max_length=160)
    text = models.TextField(
        "Was wird berichtet?",
        max_length=10_000,
        help_text="Bitte nichts über einzelne Bewohner/innen: keine Namen, keine Anschriften, keine Fälle.",
    )
    observed_on = models.DateField("Stand vom", default=timezone.localdate)
    regions: "models.ManyToManyField[Region, Any]" = models.ManyToManyField(
        Region, through="SignalRegion", related_name="+", verbose_name="Regionen"
    )
    actor = models.ForeignKey(
        "partners.Actor", verbose_name="Von welchem Akteur", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    from_neighbourhood = models.BooleanField("von der Stadtteilkoordination eingereicht", default=False, editable=False)
    #: Who took it down: read by themselves and inside the own office; others read office or role.
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField(max_length=80, editable=False)
    taken_down_on = models.DateField("aufgenommen am", default=timezone.localdate, editable=False)
    closed_on = models.DateField("abgeschlossen am", null=True, blank=True)
    #: Taken back by whoever reported it, before an office took it up; closed for good with it.
    withdrawn = models.BooleanField("zurückgezogen", default=False)
    withdrawn_because = models.CharField("Grund des Zurückziehens", max_length=300, blank=True)
    #: Words about residents were really deleted, here and in the history (``signals/removing.py``); this remains.
    removed_on = models.DateField("Inhalt entfernt am", null=True, blank=True)
    removed_because = models.CharField("Warum der Inhalt entfernt ist", max_length=300, blank=True)

    #: Ended, never deleted: it is part of the district's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    objects: ClassVar[Any] = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "Hinweis aus dem Stadtteil"
        verbose_name_plural = "Hinweise aus dem Stadtteil"
        ordering = ["-observed_on", "id"]
        default_permissions = ()
        constraints = [
            # A form posted twice makes one Hinweis.
            models.UniqueConstraint(
                fields=["district", "author", "title", "taken_down_on"],
                name="signal_once",
                # All whose words were removed bear the same title.
                condition=models.Q(removed_on__isnull=True),
                violation_error_message="Diesen Hinweis haben Sie heute schon eingetragen.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn=False) | models.Q(closed_on__isnull=False),
                name="signal_withdrawn_is_closed",
            ),
        ]
        indexes = [models.Index(fields=["district", "-observed_on"], name="signal_day")]

    def __str__(self) -> str:
        return self.title


@kept()
class SignalRegion(TenantModel):
    """A region a Hinweis speaks of."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, verbose_name="Region", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["district", "signal", "region"], name="signal_region_once")]


@kept()
class SignalOffice(TenantModel):
    """An office that was asked by coordination to take a Hinweis up, or has taken it up (``taken_on``)."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("gebeten am", null=True, blank=True)
    taken_on = models.DateField("übernommen am", null=True, blank=True)

    class Meta:
        verbose_name = "Amt am Hinweis"
        verbose_name_plural = "Ämter am Hinweis"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "signal", "office"],
                name="signal_office_once",
                violation_error_message="Dieses Amt steht schon an dem Hinweis.",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_on__isnull=False) | models.Q(taken_on__isnull=False),
                name="signal_office_asked_or_taken",
            ),
        ]


@kept()
class SignalAnswer(TenantModel):
    """An answer to whoever reported. Said is said: never changed, only followed by another."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField("Antwort", max_length=5_000)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField(max_length=80, editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    #: Said is said, for the database too.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Antwort auf einen Hinweis"
        verbose_name_plural = "Antworten auf Hinweise"
        ordering = ["said_at", "id"]
        default_permissions = ()
