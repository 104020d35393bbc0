"""What reading in a list of actors keeps: a file between its dry run and the taking over, and what columns meant."""

from django.db import models
from django.utils import timezone

from districts.wall.tenancy import TenantModel, kept


class PendingImport(TenantModel):
    """A table that was uploaded and not yet taken over: its person's alone, removed with the taking over.

    No history: what is not taken over must not stay. ``rows`` holds [number in the file, cells, faults by column].
    """

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+", editable=False)
    file_name = models.CharField(max_length=200)
    header = models.JSONField()
    rows = models.JSONField()
    notes = models.JSONField(default=list)
    #: Field of each column, "" for one that is left out.
    fields = models.JSONField()
    uploaded_on = models.DateField(default=timezone.localdate)

    class Meta:
        default_permissions = ()


@kept()
class ColumnMemory(TenantModel):
    """What a heading meant the last time a list was read in."""

    #: Without case, umlauts and punctuation.
    heading = models.CharField(max_length=120)
    #: "" was left out on purpose.
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "heading"],
                name="column_memory_once",
                violation_error_message="Diese Überschrift ist schon bekannt.",
            )
        ]
