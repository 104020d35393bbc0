"""What is due in rounds: answers of offices, Stellungnahmen to a Freigabe, and a planned round that waits."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from pruefsteine.models import Round, Statement
from pruefsteine.offered import ROOM
from pruefsteine.scales import AnswerState, ReleaseState, RoundState
from reminders.due import Due, To, offers_due


@offers_due(watch="pruefsteine_due_districts")
def due_in_rounds(district: District, today: datetime.date) -> Iterable[Due]:
    """What waits. One query, however many offices take part; nothing where the room is switched off.

    An office's answer is asked of its Amtsleitung and ends there (DESIGN § 7): nothing here escalates. A Stellungnahme
    is voluntary: once its days are over, nobody is reminded of it any more.
    """
    if ROOM not in in_use(district.rooms):
        return
    commenting = Q(releases__state=ReleaseState.COMMENTING, releases__comments_until__gte=today)
    rounds = Round.objects.filter(Q(state__in=[RoundState.PLANNED, RoundState.OPEN]) | commenting)
    said = Statement.objects.filter(release=OuterRef("releases"), office=OuterRef("assessments__office"))
    told = set()
    for row in rounds.annotate(said=Exists(said)).order_by("opens_on", "pk").values(*_ROUND, *_ANSWER, *_RELEASE):
        if row["state"] == RoundState.PLANNED:
            if row["pk"] not in told:
                told.add(row["pk"])
                yield _opening(row, district)
        elif not row["assessments__office__is_active"] or row["assessments__office__not_sensible_because"]:
            continue
        elif row["state"] == RoundState.OPEN:
            # A Freigabe comes after the closing: whatever is tied to the round before, asks nobody anything.
            if row["assessments__state"] in AnswerState.with_the_office() and row["assessments__pk"] not in told:
                told.add(row["assessments__pk"])
                yield _answer(row, district)
        elif not row["said"]:
            yield _statement(row, district)


_ROUND = ("pk", "name", "state", "opens_on", "closes_on", "responsible_id")
_ANSWER = (
    *("assessments__pk", "assessments__state", "assessments__extended_to", "assessments__office_id"),
    *("assessments__office__name", "assessments__office__is_active", "assessments__office__not_sensible_because"),
)
_RELEASE = ("releases__pk", "releases__comments_until", "said")


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


def _statement(row: Mapping[str, Any], district: District) -> Due:
    return Due(
        subject=f"statement:{row['releases__pk']}:{row['assessments__pk']}",
        due_on=row["releases__comments_until"],
        title=f"Stellungnahme {row['assessments__office__name']}: {row['name']}",
        url=reverse("release", args=[district.slug, row["releases__pk"]]),
        what_next="Wenn Sie möchten, nehmen Sie zur geplanten Freigabe an die Senatsverwaltung Stellung.",
        kind="Stellungnahme",
        office_id=row["assessments__office_id"],
        to=To.OFFICE,
    )
