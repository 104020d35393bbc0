"""What is due in rounds: the answers of offices, and a planned round that waits to be opened."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from pruefsteine.models import Round, SelfAssessment
from pruefsteine.offered import ROOM
from pruefsteine.scales import AnswerState, RoundState
from reminders.due import Due, To, offers_due


@offers_due(watch="pruefsteine_due_districts")
def due_in_rounds(district: District, today: datetime.date) -> Iterable[Due]:
    """What waits. Two queries, however many offices take part; nothing where the room is switched off.

    An office's answer is asked of its Amtsleitung and ends there (DESIGN § 7): nothing here escalates.
    """
    if ROOM not in in_use(district.rooms):
        return
    for answer in SelfAssessment.objects.waiting().select_related("round", "office"):
        returned = answer.state == AnswerState.RETURNED
        yield Due(
            subject=f"answer:{answer.pk}",
            due_on=answer.due_on,
            title=f"Selbsteinschätzung {answer.office.name}: {answer.round.name}",
            url=reverse("answer", args=[district.slug, answer.pk]),
            what_next="Beantworten Sie die Rückfrage und reichen Sie noch einmal ein."
            if returned
            else "Beantworten Sie die zehn Prüfsteine und reichen Sie ein.",
            kind="Selbsteinschätzung",
            office_id=answer.office_id,
            to=To.OFFICE,
        )
    for row in Round.objects.filter(state=RoundState.PLANNED):
        yield Due(
            subject=f"round:{row.pk}",
            due_on=row.opens_on,
            title=f"Erhebungsrunde {row.name}",
            url=reverse("round_page", args=[district.slug, row.pk]),
            what_next="Öffnen Sie die Runde, damit die Ämter antworten können.",
            kind="Erhebungsrunde",
            holders=(row.responsible_id,) if row.responsible_id else (),
            to=To.COORDINATION,
        )
