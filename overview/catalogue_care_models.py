"""Drafts of new wordings of the Arbeitshilfe; what is published stands in ``checklist.ItemText``."""

import uuid
from typing import ClassVar

from django.db import models

from checklist.models import Item


class WordingDraft(models.Model):
    """A new wording of one point, as the Senate's editors prepare it together. Nobody else reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="+", editable=False)
    #: Version of the wording beside which it was last saved: it is published after that one and no other.
    beside = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField("Überschrift", max_length=90)
    text = models.TextField(
        "Text",
        max_length=20_000,
        help_text="Absätze trennt eine leere Zeile. Zeilen, die mit „- “ beginnen, werden eine Liste.",
    )
    hint = models.TextField(
        "Hinweis zum Ausfüllen",
        max_length=2_000,
        blank=True,
        help_text="Steht über dem, was der Bezirk zu diesem Punkt einträgt.",
    )
    office_text = models.TextField(
        "Wortlaut für ein Amt",
        max_length=5_000,
        help_text="Der Satz, den ein Amt für sich beurteilt. Er beginnt mit „Unser Amt hat …“.",
    )
    reason = models.TextField(
        "Warum die Fassung sich ändert",
        max_length=2_000,
        help_text="Lesen alle Bezirke neben dem neuen Text, und er bleibt bei den Fassungen stehen.",
    )

    wall_grants: ClassVar[dict[str, str]] = {"senate": "SELECT INSERT UPDATE DELETE"}

    class Meta:
        verbose_name = "Entwurf einer Fassung"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
