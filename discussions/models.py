"""Threads and comments. A thread does not know what it is about: the room above ties it to its thing."""

from typing import ClassVar

from django.db import models

from districts.member import Member
from districts.models import Office
from districts.wall.tenancy import TenantModel, kept


class Speech(TenantModel):
    """What somebody said, and as whom. Other offices see office and role, never the name (DESIGN § 1, sentence 4)."""

    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", editable=False)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    spoke_as = models.CharField("gesprochen als", max_length=60, editable=False)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def speaker_for(self, member: Member) -> str:
        """Who spoke, as ``member`` may see it: the name inside the own office, else office or role."""
        if self.author_id == member.user.pk:
            return "Sie"
        who = f"{self.spoke_as}, {self.office.name}" if self.office else self.spoke_as
        if self.office_id and self.office_id in member.office_ids:
            return f"{self.author} ({who})"
        return who


@kept()
class Thread(Speech):
    """A question or remark that waits for answers until somebody calls it done."""

    title = models.CharField("Worum geht es?", max_length=200)
    is_open = models.BooleanField("offen", default=True)

    #: Called done and opened again, never deleted.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT UPDATE"}

    class Meta:
        verbose_name = "Gesprächsfaden"
        verbose_name_plural = "Gesprächsfäden"
        ordering = ["-is_open", "said_at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


@kept()
class Comment(Speech):
    """One contribution to a thread. Said is said: corrected by another comment, not changed."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField("Beitrag", max_length=5000)

    #: Said is said, for the database too.
    wall_grants: ClassVar[dict[str, str]] = {"district": "SELECT INSERT"}

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        ordering: ClassVar[list[str]] = ["said_at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]
