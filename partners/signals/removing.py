"""Words about residents at a Hinweis are really deleted: from the row, from the answers, and from the history."""

import uuid
from collections.abc import Collection

from django.db import connection, transaction
from django.utils import timezone

from districts.member import Member
from districts.refusals import NotNow, Unfit
from partners.models import SignalAnswer
from partners.signals.rules import locked

#: What a Hinweis is called whose words are gone.
TITLE = "Inhalt entfernt"


@transaction.atomic
def remove_words(*, pk: uuid.UUID, words: bool, answers: Collection[uuid.UUID], because: str, by: Member) -> None:
    """Deletes title and text of a Hinweis (``words``) and ``answers`` to it for good. Coordination alone.

    What stays is that something was removed, when, why and by which role; kept rows of the history lose the words as
    well. Raises ``Refused``, ``Unfit`` without a reason or a choice, ``NotNow`` where it is gone already.
    """
    by.require("assign_signals")
    row = locked(pk, by)
    if not because.strip():
        raise Unfit({"because": "Bitte schreiben Sie, warum der Inhalt entfernt wird."})
    if not words and not answers:
        raise Unfit({"words": "Bitte wählen Sie, was entfernt werden soll."})
    if words and not row.text:
        raise NotNow("Der Inhalt ist schon entfernt.")
    if words:
        row.title, row.text, row.withdrawn_because = TITLE, "", ""
    row.removed_on, row.removed_because = timezone.localdate(), because.strip()
    row.save(update_fields=["title", "text", "withdrawn_because", "removed_on", "removed_because"])
    held = list(SignalAnswer.objects.filter(signal=row, pk__in=answers).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Nobody may change an answer or a kept row; this function may empty those of a Hinweis that says so itself.
        cursor.execute("SELECT signal_words_removed(%s, %s::uuid[])", [row.pk, held])
