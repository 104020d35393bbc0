"""Evidence: files and links that show something. A room above ties them to its things by a tenant table of its own."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core.files.storage import Storage, storages
from django.core.validators import URLValidator
from django.db import models

from districts.member import Member
from districts.wall.tenancy import TenantModel, kept
from lists.compiled import Given


def evidence_storage() -> Storage:
    """Where files lie: a folder, or an object storage set in the settings."""
    return storages["evidence"]


_HIDDEN_BY: list[Callable[[Member], models.QuerySet[Any]]] = []


def hides_evidence(function: Callable[[Member], models.QuerySet[Any]]) -> Callable[[Member], models.QuerySet[Any]]:
    """Registers ``function(member)``: ids of evidence that hangs on things the member may not see (drafts).

    The room above knows its things, this room does not; it calls this in its ``AppConfig.ready``.
    """
    if function not in _HIDDEN_BY:
        _HIDDEN_BY.append(function)
    return function


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, member: Member) -> "EvidenceQuerySet":
        """Evidence ``member`` may open: confidential ones only with the right or from the own office, no drafts'."""
        found = self.unlocked(member.may("see_confidential"), member.office_ids)
        for hidden in _HIDDEN_BY:
            found = found.exclude(pk__in=hidden(member))
        return found

    def unlocked(self, sees_confidential: bool, office_ids: Iterable[uuid.UUID] | Given) -> "EvidenceQuerySet":
        """The rule about confidential ones alone, for evidence read at a thing that the reader may see.

        ``office_ids`` are the reader's own offices.
        """
        if sees_confidential:
            return self
        return self.filter(models.Q(confidential=False) | models.Q(office__in=office_ids))


@kept()
class Evidence(TenantModel):
    """A file (stored, checked by content) or a link."""

    title = models.CharField("Bezeichnung", max_length=200)
    url = models.URLField("Adresse", max_length=1000, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    #: Name in the storage; never derived from what was handed in.
    stored_as = models.CharField(max_length=100, blank=True, editable=False)
    file_name = models.CharField("Dateiname", max_length=200, blank=True, editable=False)
    content_type = models.CharField("Dateityp", max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField("Größe in Byte", default=0, editable=False)
    sha256 = models.CharField("Prüfsumme", max_length=64, blank=True, editable=False)
    confidential = models.BooleanField(
        "vertraulich",
        default=False,
        help_text="Vertrauliche Nachweise öffnen nur Planungskoordination, Verwaltungsspitze und das eigene Amt.",
    )
    office = models.ForeignKey(
        "districts.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachweis"
        verbose_name_plural = "Nachweise"
        ordering = ["added_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="", stored_as__gt="") | models.Q(url__gt="", stored_as=""),
                name="evidence_file_or_link",
                violation_error_message="Ein Nachweis ist entweder eine Datei oder ein Link.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_file(self) -> bool:
        """True for a stored file, False for a link."""
        return bool(self.stored_as)
