"""What is due in rounds: the answers of offices, and a planned round that waits to be opened."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from pruefsteine.models import Round
from pruefsteine.offered import ROOM
from pruefsteine.scales import AnswerState, RoundState
from reminders.due import Due, To, offers_due


@offers_due(watch="pruefsteine_due_districts")
def due_in_rounds(district: District, today: datetime.date) -> Iterable[Due]:
    """What waits. One query, however many offices take part; nothing where the room is switched off.

    An office's answer is asked of its Amtsleitung and ends there (DESIGN § 7): nothing here escalates.
    """
    if ROOM not in in_use(district.rooms):
        return
    rounds = Round.objects.filter(state__in=[RoundState.PLANNED, RoundState.OPEN]).order_by("opens_on", "pk")
    told = set()
    for row in rounds.values(*_ROUND, *_ANSWER):
        if row["state"] == RoundState.PLANNED:
            if row["pk"] not in told:
                told.add(row["pk"])
                yield _opening(row, district)
        elif row["assessments__state"] in AnswerState.with_the_office() and row["assessments__office__is_active"]:
            yield _answer(row, district)


_ROUND = ("pk", "name", "state", "opens_on", "closes_on", "responsible_id")
_ANSWER = (
    *("assessments__pk", "assessments__state", "assessments__extended_to", "assessments__office_id"),
    *("assessments__office__name", "assessments__office__is_active"),
)


def _opening(row: Mapping[str, Any], district: District) -> Due:
    return Due(
        subject=f"round:{row['pk']}",
        due_on=row["opens_on"],
        title=f"Erhebungsrunde {row['name']}",
        url=reverse("round_page", args=[district.slug, row["pk"]]),
        what_next="Öffnen Sie die Runde, damit die Ämter antworten können.",
        kind="Erhebungsrunde",
        holders=(row["responsible_id"],) if row["responsible_id"] else (),
        to=To.COORDINATION,
    )


def _answer(row: Mapping[str, Any], district: District) -> Due:
    returned = row["assessments__state"] == AnswerState.RETURNED
    return Due(
        subject=f"answer:{row['assessments__pk']}",
        due_on=row["assessments__extended_to"] or row["closes_on"],
        title=f"Selbsteinschätzung {row['assessments__office__name']}: {row['name']}",
        url=reverse("answer", args=[district.slug, row["assessments__pk"]]),
        what_next="Beantworten Sie die Rückfrage und reichen Sie noch einmal ein."
        if returned
        else "Beantworten Sie die zehn Prüfsteine und reichen Sie ein.",
        kind="Selbsteinschätzung",
        office_id=row["assessments__office_id"],
        to=To.OFFICE,
    )
