"""Which Bedarfe wait for a person on the first page, and what the state of things says of them."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, UUIDField

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import thing_address
from districts.own_regions import is_outside
from districts.tasks import Pile, Task
from lists.compiled import Given
from sozialraum.models import Need, NeedOffice, NeedState
from sozialraum.needs.due import TOLD_FOR
from sozialraum.offered import uses_sozialraum

#: Bedarfe on the first page; the rest is in the list.
_MOST = 20
_LOOK_THROUGH = (
    "Aus dem Hinweis wurden Angaben über einzelne Personen entfernt. Sie sehen nach, ob sie auch im Bedarf stehen."
)


def _waiting(asker: Member, today: datetime.date, heads: bool, *, ours: Given) -> Any:
    """``ours``: the offices whose Mitwirkung the asker decides on; ``heads``: whether there are any."""
    own = NeedOffice.objects.filter(need=OuterRef("pk"), office__in=ours if heads else [], said=NeedOffice.Said.NOTHING)
    told = Q(settled_on__gte=today - TOLD_FOR)
    waits = told if is_outside(asker) else told & (Q(author=asker.user) | Q(signal__author=asker.user))
    if asker.may("sort_needs"):
        waits |= Q(state=NeedState.REPORTED)
        waits |= Q(pk__in=Need.objects.without_lead().values("pk"))
        waits |= Q(pk__in=Need.objects.words_to_check().values("pk"))
    if heads:
        waits |= Q(asked_us=True, state__in=NeedState.with_offices())
        waits |= Q(lead__in=ours, lead__is_active=True, state__in=[NeedState.TALKING, NeedState.AGREED])
    rows = Need.objects.visible_to(asker).annotate(asked_us=Exists(own)).select_related("lead", "signal").filter(waits)
    return rows.order_by("reported_on", "pk")[:_MOST]


_WAITING: MemberQuery[Any] = MemberQuery(_waiting, ours=[UUIDField()])


def tasks_from_needs(member: Member, today: datetime.date) -> Iterable[Task]:
    """What coordination has to sort or to bring together, what offices are asked, what is told back. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return []
    sorts, outside = member.may("sort_needs"), is_outside(member)
    headed = [pk for pk in member.office_ids if member.may("represent_office", pk)]
    if not (sorts or outside or headed or member.may("report_needs")):
        return []
    found = []
    for row in _WAITING.rows_for(member, today, bool(headed), ours=headed):
        if sorts and row.has_words_to_check:
            words_url = thing_address("need_words", member.district.slug, pk=row.pk)
            found.append(Task(Pile.WORK, row.title, words_url, _LOOK_THROUGH))
        if row.settled_on and not _is_told(row, member, today):
            continue
        url = thing_address("need", member.district.slug, pk=row.pk)
        found += [Task(pile, row.title, url, words, day, bool(day and day < today))
                  for pile, words, day in _told(row, member, set(headed))]  # fmt: skip
    return found


def _is_told(row: Any, member: Member, today: datetime.date) -> bool:
    """Whether what came of a Bedarf is told back to ``member`` in these days."""
    mine = member.user.pk in (row.author_id, row.signal.author_id if row.signal else None)
    return row.settled_on >= today - TOLD_FOR and (is_outside(member) or mine)


def _told(row: Any, member: Member, headed: set[Any]) -> Iterator[tuple[Pile, str, datetime.date | None]]:
    """What a Bedarf asks of the person: pile, sentence, until when."""
    if row.state in (NeedState.DONE, NeedState.DECLINED):
        yield Pile.KNOW, "Zu Ihrem Bedarf gibt es eine Rückmeldung.", None
        return
    if row.asked_us and row.state in NeedState.with_offices():
        yield Pile.DECIDE, "Ihr Amt ist um Mitwirkung gebeten. Ob es mitwirkt, entscheiden Sie.", None
    if row.leads and row.leads.pk in headed:
        if row.state == NeedState.TALKING:
            yield Pile.WORK, "Ihr Amt hat die Federführung. Sie halten fest, was vereinbart ist.", None
        elif row.state == NeedState.AGREED:
            yield Pile.WORK, "Sie melden zurück, was aus der Vereinbarung geworden ist.", row.agreed_until
    if member.may("sort_needs"):
        if row.state == NeedState.REPORTED:
            yield Pile.WORK, "Neuer Bedarf. Sie sichten ihn und bitten die Ämter, die er angeht.", None
        elif row.leads is None:
            yield Pile.KNOW, "Die Federführung ist offen.", None
