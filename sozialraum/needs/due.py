"""What is due at Bedarfe. Nothing of it goes further than the Amtsleitung (DESIGN § 7)."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import CharField, DateField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from reminders.due import Due, To, offers_due
from sozialraum.models import Need, NeedOffice, NeedState
from sozialraum.offered import ROOM

#: So long coordination has to look at what was reported, and an office asked to answer. The migration says it, too.
ANSWER_WITHIN = datetime.timedelta(days=14)
#: So long whoever reported it is told what came of it.
TOLD_FOR = datetime.timedelta(days=14)

#: Subject -> what it is called, what happens next, whom it falls to.
_WORDS: dict[str, tuple[str, str, To]] = {
    "need-sort": ("Bedarf", "Sichten Sie den Bedarf und bitten Sie die Ämter, die er angeht.", To.COORDINATION),
    "need-lead": ("Federführung offen", ("Die Federführung ist noch offen. Sprechen Sie mit den gebetenen Ämtern; der "
                  "Bedarf kommt auf die Tagesordnung der AG SRO, danach des Bezirksamts."), To.COORDINATION),
    "need-answer": ("Bitte um Mitwirkung", ("Ihr Amt ist um Mitwirkung gebeten. Sagen Sie zu, oder sagen Sie, warum es "
                    "nicht möglich ist."), To.OFFICE),
    "need-agreed": ("Vereinbarung", "Melden Sie zurück, was aus der Vereinbarung geworden ist.", To.OFFICE),
    "need-told": ("Rückmeldung", "Zu Ihrem Bedarf gibt es eine Rückmeldung.", To.COORDINATION),
}  # fmt: skip


@offers_due(watch="needs_due_districts")
def due_in_needs(
    district: District,
    today: datetime.date,
    until: datetime.date = datetime.date.max,
    only: Collection[str] | None = None,
) -> Iterable[Due]:
    """What open Bedarfe wait for, and what is told back. One query; nothing where the room is switched off.

    ``until``: what is due later may be left out. ``only``: these subjects alone.
    """
    if ROOM not in in_use(district.rooms):
        return
    asked: dict[str, list[uuid.UUID]] | None = None
    if only is not None:
        asked = {}
        for subject in only:
            kind, _, key = subject.partition(":")
            # What another room calls its things need not end in a key.
            if kind in _WORDS:
                asked.setdefault(kind, []).append(uuid.UUID(key))
        if not asked:
            return
    parts = [
        rows.filter(pk__in=asked[kind]) if asked is not None else rows
        for kind, rows in _sources(district, today).items()
        if asked is None or kind in asked
    ]
    rows = [_columns(part) for part in parts]
    for kind, pk, need, due_on, title, office, area, person in rows[0].union(*rows[1:], all=True) if rows else []:
        if asked is None and due_on > until:
            continue
        word, next_step, to = _WORDS[kind]
        gone = to == To.OFFICE and office is None
        yield Due(
            subject=f"{kind}:{pk}",
            due_on=due_on,
            title=title,
            url=reverse("need", args=[district.slug, need]),
            what_next=next_step,
            kind=word,
            office_id=office,
            area_id=area,
            holders=(person,) if person else (),
            to=To.COORDINATION if gone else to,
        )


def _sources(district: District, today: datetime.date) -> dict[str, Any]:
    def shifted(name: str, days: int) -> Any:
        return ExpressionWrapper(F(name) + Value(datetime.timedelta(days=days)), output_field=DateField())

    answer, gone = ANSWER_WITHIN.days, Need.objects.filter(pk=OuterRef("pk"), lead__is_active=True)
    need = Need.objects
    asked = NeedOffice.objects.filter(
        said=NeedOffice.Said.NOTHING,
        need__state__in=NeedState.with_offices(),
        office__is_active=True,
        # Who said that it is not sensible there (B3.1d) is not reminded.
        office__not_sensible_because="",
    )
    return {
        "need-sort": _told(need.filter(state=NeedState.REPORTED), "need-sort", shifted("reported_on", answer)),
        "need-lead": _told(need.without_lead(), "need-lead", shifted("open_since", district.lead_open_days)),
        "need-answer": _told(asked, "need-answer", shifted("asked_on", answer), need="need_id", title="need__title",
                             office="office_id", area="office__area_id"),
        "need-agreed": _told(need.filter(Exists(gone), state=NeedState.AGREED), "need-agreed", F("agreed_until"),
                             office="lead_id", area="lead__area_id"),
        "need-told": _told(need.filter(settled_on__gte=today - TOLD_FOR), "need-told", F("settled_on"),
                           person=Coalesce("signal__author_id", "author_id")),
    }  # fmt: skip


def _told(
    rows: Any, kind: str, day: Any, *, need: str = "pk", title: str = "title", office: str = "", area: str = "",
    person: Any = "",
) -> Any:  # fmt: skip
    def key(name: Any) -> Any:
        return Cast(name or Value(None), UUIDField())

    return rows.annotate(
        due_kind=Value(kind, output_field=CharField()),
        due_need=key(need),
        due_day=Cast(day, DateField()),
        due_title=Cast(title, CharField()),
        due_office=key(office),
        due_area=key(area),
        due_person=key(person),
    )


def _columns(rows: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        "due_kind", "pk", "due_need", "due_day", "due_title", "due_office", "due_area", "due_person"
    )
    return found
