"""What an office writes in its own words and shares with its district when it says so: profiles and plans.

One place for who sees them (the rows OFFICE_PROFILE and PLAN of ``districts/visibility.py``) and one rule for sharing.
"""

import uuid
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.utils import timezone

from districts.member import Member
from districts.models import Office
from districts.refusals import NotNow
from districts.visibility import Matter, Sight, Viewer, sight, viewer_kinds
from districts.wall.tenancy import TenantModel

Words = TypeVar("Words", bound="OwnWords")

#: For a history read from outside the office: what was kept while it was shared.
WHILE_SHARED = models.Q(shared_on__isnull=False)


class OwnWordsQuerySet(models.QuerySet[Any]):
    """Rows of a model that stands on ``OwnWords``."""

    def visible_to(self, member: Member) -> Self:
        """Those of the own offices, and of the others what the table says. Nothing else asks."""
        matter = self.model.matter
        seen = models.Q(pk__in=[])
        if sight(matter, Viewer.OWN_OFFICE) == Sight.YES:
            seen |= models.Q(office__in=member.office_ids)
        sights = {sight(matter, viewer) for viewer in viewer_kinds(member)}
        if Sight.YES in sights:
            return self
        if Sight.WHEN_SHARED in sights:
            seen |= WHILE_SHARED
        return self.filter(seen)

    def shared(self) -> Self:
        """Those the district may read."""
        return self.filter(WHILE_SHARED)


class OwnWords(TenantModel):
    """Words of one office. Only the office changes them; its head shares them and takes that back."""

    #: The row of ``districts/visibility.py`` it stands under.
    matter: ClassVar[Matter]

    office = models.ForeignKey(Office, verbose_name="Amt/OE", on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField("mit dem Bezirk geteilt am", null=True, blank=True)
    #: Counted up by every change: nobody shares words they have not seen.
    version = models.PositiveIntegerField(default=1, editable=False)

    #: Never deleted: it is part of the office's memory.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        abstract = True


def count_up(row: OwnWords) -> None:
    """Notes that the locked ``row`` or something that belongs to it was changed."""
    row.version += 1
    row.save(update_fields=["version"])


@transaction.atomic
def share(model: type[Words], *, pk: uuid.UUID, version: int, shared: bool, by: Member) -> Words:
    """The head shares the office's words with the district, or takes that back. Harmless to repeat.

    Raises ``Refused`` for whoever does not lead the office, ``NotNow`` where they are no longer what the head saw.
    """
    rows: Any = model._default_manager
    row: Words = rows.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    by.require("represent_office", row.office_id)
    if bool(row.shared_on) == shared:
        return row
    if shared and row.version != version:
        raise NotNow("Inzwischen hat jemand aus Ihrem Amt etwas geändert. Bitte lesen Sie den neuen Stand und teilen "
                     "Sie ihn dann.")  # fmt: skip
    row.shared_on = timezone.localdate() if shared else None
    row.save(update_fields=["shared_on"])
    return row
