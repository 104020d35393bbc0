"""Which Bedarfe wait for a person on the first page, and what the state of things says of them."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.dates import Dated
from districts.member import Member
from districts.outlook import BACK, MOST, Block, News, Outlook
from districts.own_regions import is_outside
from districts.tasks import Pile, Task
from sozialraum.models import SILENT_AFTER, Need, NeedOffice, NeedState
from sozialraum.needs.due import TOLD_FOR
from sozialraum.offered import uses_sozialraum

#: Bedarfe on the first page; the rest is in the list.
_MOST = 20


def tasks_from_needs(member: Member, today: datetime.date) -> Iterable[Task]:
    """What coordination has to sort or to bring together, what offices are asked, what is told back. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return []
    sorts, outside = member.may("sort_needs"), is_outside(member)
    headed = [pk for pk in member.office_ids if member.may("represent_office", pk)]
    if not (sorts or outside or headed or member.may("report_needs")):
        return []
    own = NeedOffice.objects.filter(need=OuterRef("pk"), office__in=headed, said=NeedOffice.Said.NOTHING)
    told = Q(settled_on__gte=today - TOLD_FOR)
    waits = told if outside else told & (Q(author=member.user) | Q(signal__author=member.user))
    if sorts:
        waits |= Q(state=NeedState.REPORTED)
        waits |= Q(pk__in=Need.objects.without_lead().values("pk"))
    if headed:
        waits |= Q(asked_us=True, state__in=NeedState.with_offices())
        waits |= Q(lead__in=headed, lead__is_active=True, state__in=[NeedState.TALKING, NeedState.AGREED])
    rows = Need.objects.visible_to(member).annotate(asked_us=Exists(own)).select_related("lead").filter(waits)
    found = []
    for row in rows.order_by("reported_on", "pk")[:_MOST]:
        url = reverse("need", args=[member.district.slug, row.pk])
        found += [Task(pile, row.title, url, words, day, bool(day and day < today))
                  for pile, words, day in _told(row, member, set(headed))]  # fmt: skip
    return found


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


def outlook_from_needs(member: Member, today: datetime.date) -> Outlook:
    """Bedarfe that are silent or without Federführung, and what was agreed or settled lately. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return Outlook()
    since = today - BACK
    open_lead = Need.objects.without_lead().filter(pk=OuterRef("pk"))
    stuck = Q(state__in=NeedState.open(), moved_on__lt=today - SILENT_AFTER) | Q(open_lead=True)
    news = Q(agreed_on__gte=since) | Q(settled_on__gte=since, state=NeedState.DONE)
    rows: Any = Need.objects.visible_to(member).annotate(open_lead=Exists(open_lead)).filter(stuck | news)
    told, stuck_rows = Outlook(), []
    base = reverse("needs", args=[member.district.slug])
    for row in rows.order_by("moved_on", "pk")[:100]:
        url = reverse("need", args=[member.district.slug, row.pk])
        if row.state == NeedState.DONE:
            told.news.append(News(row.settled_on, "Bedarf erledigt", row.title, url))
            continue
        if row.agreed_on and row.agreed_on >= since:
            told.news.append(News(row.agreed_on, "Bedarf vereinbart", row.title, url))
        if row.open_lead:
            stuck_rows.append({"title": row.title, "url": url, "sentence": "Federführung offen"})
        elif row.moved_on < today - SILENT_AFTER:
            stuck_rows.append(
                {"title": row.title, "url": url, "sentence": f"zuletzt bewegt am {row.moved_on:%d.%m.%Y}"}
            )
    if stuck_rows:
        context = {"rows": stuck_rows[:MOST], "open_url": f"{base}?auswahl=ohne-federfuehrung",
                   "silent_url": f"{base}?auswahl=still"}  # fmt: skip
        told.blocks.append(
            Block("Bedarfe, die nicht weiterkommen", "sozialraum/needs/outlook.html", context, position=55)
        )
    return told


def dates_from_needs(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Until when agreements are to be kept. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return []
    agreed: Any = Need.objects.visible_to(member).filter(agreed_on__isnull=False, agreed_until__range=(first, last))
    slug = member.district.slug
    return [
        Dated(
            row.agreed_until,
            "Vereinbarung zu einem Bedarf",
            row.title,
            reverse("need", args=[slug, row.pk]),
            row.get_state_display(),
            row.state == NeedState.AGREED and row.agreed_until < today,
            row.state != NeedState.AGREED,
        )
        for row in agreed.order_by("agreed_until", "pk")
    ]
