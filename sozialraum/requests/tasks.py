"""Which Anfragen wait for a person on the first page."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.roles import Role
from districts.tasks import Pile, Task
from sozialraum.models import ServiceRequest
from sozialraum.offered import uses_sozialraum
from sozialraum.requests.rules import asked_by
from sozialraum.requests_models import Duty, State

#: So long an answer stands under "zur Kenntnis".
_NEWS = datetime.timedelta(days=14)
#: Anfragen on the first page; the rest is in the list.
_MOST = 20


def _waiting(asker: Member, today: datetime.date, answers: bool) -> Any:
    waits = Q(state__in=State.open())
    if answers and Role.COORDINATION not in asker.roles:
        waits &= Q(duty=Duty.DATA)
    own = Q(office__in=asker.office_ids) | Q(area__in=asker.area_ids)
    told = own & (Q(asked_back=True) | Q(answered_on__gte=today - _NEWS))
    rows = ServiceRequest.objects.visible_to(asker).filter((waits | told) if answers else told)
    return rows.order_by("wanted_by", "asked_on", "pk")[:_MOST]


_WAITING: MemberQuery[ServiceRequest] = MemberQuery(_waiting)


def tasks_from_requests(member: Member, today: datetime.date) -> Iterable[Task]:
    """What the coordination has to answer (the Datenkoordination: about data), what was asked back or answered.

    One query.
    """
    answers = uses_sozialraum(member, "answer_requests")
    if not answers and not uses_sozialraum(member, "ask_coordination"):
        return []
    found = []
    for row in _WAITING.rows_for(member, today, answers):
        pile, words = _told(row, member)
        is_open = row.state in State.open()
        found.append(
            Task(
                pile,
                row.title,
                thing_address("request", member.district.slug, pk=row.pk),
                words,
                due_on=row.wanted_by if is_open and pile == Pile.WORK else None,
                late=row.is_late(today) and pile == Pile.WORK and not asked_by(member, row),
            )
        )
    return found


def _told(row: ServiceRequest, member: Member) -> tuple[Pile, str]:
    if asked_by(member, row):
        if row.asked_back:
            return Pile.WORK, "Die OE SPK fragt zu Ihrer Anfrage nach."
        if row.state == State.DECLINED:
            return Pile.KNOW, "Die OE SPK sagt, warum es nicht möglich ist."
        if row.state == State.ANSWERED:
            return Pile.KNOW, "Die OE SPK hat Ihre Anfrage beantwortet."
    if row.asked_back:
        return Pile.KNOW, "Anfrage an die OE SPK; Ihre Rückfrage wartet auf Antwort."
    if row.state == State.ASKED:
        return Pile.WORK, "Neue Anfrage an die OE SPK: annehmen, beantworten oder sagen, dass es nicht möglich ist."
    return Pile.WORK, "Angenommene Anfrage an die OE SPK: Die Antwort steht noch aus."
