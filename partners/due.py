"""What is due at Gremien and Kooperationen. Hinweise have no date: nobody is reminded of them by mail."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from districts.models import District
from districts.rooms import in_use
from partners.models import Cooperation, Meeting
from partners.offered import ROOM
from reminders.due import Due, To, offers_due

#: So long before a Sitzung its agenda stands and the invitation is out. The migration says it, too.
INVITED_BEFORE = datetime.timedelta(days=10)
#: What the subjects of this module begin with.
SUBJECTS = ("meeting", "meeting-outcome", "cooperation")


@offers_due(watch="partners_meetings_cooperations_due_districts")
def due_in_partners(
    district: District,
    today: datetime.date,
    until: datetime.date = datetime.date.max,
    only: Collection[str] | None = None,
) -> Iterable[Due]:
    """A planned Sitzung wants to be prepared, afterwards recorded; a Kooperation that ends is decided on.

    One query; nothing where the room is switched off. That the rhythm of a Gremium has lapsed is no deadline: it
    stands on the page and in the outlook, and no mail says so. ``until``: what is due later may be left out. ``only``:
    these subjects alone.
    """
    if ROOM not in in_use(district.rooms):
        return
    planned = Meeting.objects.filter(Q(prepared=False) | Q(starts_on__lt=today), state=Meeting.State.PLANNED,
                                     body__is_active=True)  # fmt: skip
    ending = Cooperation.objects.filter(renewal=Cooperation.Renewal.OPEN, ends_on__isnull=False)
    if only is not None:
        # What another room calls its things need not end in a key.
        named = [uuid.UUID(subject.partition(":")[2]) for subject in only if subject.partition(":")[0] in SUBJECTS]
        if not named:
            return
        planned, ending = planned.filter(pk__in=named), ending.filter(pk__in=named)
    elif until < datetime.date.max:
        planned = planned.filter(starts_on__lte=until + INVITED_BEFORE)
        ending = ending.filter(Q(decide_by__lte=until) | Q(decide_by=None, ends_on__lte=until))
    rows = _columns(planned, "meeting", F("starts_on"), "body__name", "body__office").union(
        _columns(ending, "cooperation", Coalesce("decide_by", "ends_on"), "title", "office"), all=True
    )
    for kind, key, day, title, office_id, area_id in rows:
        if kind == "meeting":
            yield _meeting(key, day, title, office_id, area_id, district, today)
        else:
            yield _cooperation(key, day, title, office_id, area_id, district)


def _columns(rows: Any, kind: str, day: Any, title: str, office: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        F("pk"),
        day,
        Cast(title, CharField()),
        Cast(office, UUIDField()),
        F(f"{office}__area_id"),
    )
    return found


def _meeting(
    key: uuid.UUID,
    day: datetime.date,
    title: str,
    office_id: uuid.UUID | None,
    area_id: uuid.UUID | None,
    district: District,
    today: datetime.date,
) -> Due:
    over = day < today
    return Due(
        subject=f"{'meeting-outcome' if over else 'meeting'}:{key}",
        due_on=day if over else day - INVITED_BEFORE,
        title=f"{title}, Sitzung am {day:%d.%m.%Y}",
        url=reverse("meeting", args=[district.slug, key]),
        what_next="Halten Sie fest, wer teilgenommen hat und was herausgekommen ist."
        if over
        else "Stellen Sie die Tagesordnung zusammen, laden Sie ein und kennzeichnen Sie die Sitzung als vorbereitet.",
        kind="Sitzung",
        office_id=office_id,
        area_id=area_id,
        to=To.OFFICE if office_id else To.COORDINATION,
    )


def _cooperation(
    key: uuid.UUID,
    day: datetime.date,
    title: str,
    office_id: uuid.UUID,
    area_id: uuid.UUID,
    district: District,
) -> Due:
    return Due(
        subject=f"cooperation:{key}",
        due_on=day,
        title=title,
        url=reverse("cooperation", args=[district.slug, key]),
        what_next="Entscheiden Sie, ob die Kooperation verlängert wird oder ausläuft.",
        kind="Kooperation",
        office_id=office_id,
        area_id=area_id,
        to=To.OFFICE,
    )
