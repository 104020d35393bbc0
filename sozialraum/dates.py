"""Until when agreements are to be kept, and what offices plan: for calendar, timeline and the state of things."""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.urls import reverse

from districts.dates import Dated, Row, columns_of, read_rows
from districts.member import Member
from districts.outlook import AHEAD, BACK, MOST, Block, Line, News, Outlook
from sozialraum.models import Need, NeedState, Plan, PlanState
from sozialraum.offered import uses_sozialraum

#: Kind of a row -> day of the plan, what the calendar calls it.
_PLANS = {"plan_begin": ("starts_on", "Beginn einer Planung"), "plan_end": ("ends_on", "Ende einer Planung")}


def dates_from_sozialraum(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Agreements on Bedarfe, beginning and end of plans, as far as ``member`` may read them. One query."""
    parts, span = [], (first, last)
    if uses_sozialraum(member, "view_needs"):
        agreed = _agreed(member).filter(agreed_until__range=span)
        parts.append(columns_of(agreed.order_by(), "need", day="agreed_until", state="state"))
    if uses_sozialraum(member, "view_checklist"):
        for kind, (day, _) in _PLANS.items():
            plans = _plans(member).filter(**{f"{day}__range": span})
            parts.append(columns_of(plans.order_by(), kind, day=day, state="state"))
    return [_dated(row, member.district.slug, today) for row in read_rows(parts)]


def _agreed(member: Member) -> Any:
    return Need.objects.visible_to(member).filter(agreed_on__isnull=False)


def _plans(member: Member) -> Any:
    return Plan.objects.visible_to(member).exclude(state=PlanState.DROPPED)


def _dated(row: Row, slug: str, today: datetime.date) -> Dated:
    if row.kind in _PLANS:
        stands = PlanState(row.state)
        # What an office plans is late for nobody.
        past = row.day < today or stands in PlanState.over()
        return Dated(row.day, _PLANS[row.kind][1], row.title, reverse("plan", args=[slug, row.key]), stands.label,
                     past=past)  # fmt: skip
    state = NeedState(row.state)
    agreed = state == NeedState.AGREED
    return Dated(row.day, "Vereinbarung zu einem Bedarf", row.title, reverse("need", args=[slug, row.key]),
                 state.label, agreed and row.day < today, not agreed)  # fmt: skip


def outlook_from_sozialraum(member: Member, today: datetime.date) -> Outlook:
    """Bedarfe that wait, agreements and plans to come, and what became of them lately. All of it asked."""
    told = Outlook()
    if uses_sozialraum(member, "view_needs"):
        _ask_needs(told, member, today)
    if uses_sozialraum(member, "view_checklist"):
        _ask_plans(told, member, today)
    return told


#: Kind of a count -> words for one and for several, and the filter of the list that shows exactly these.
_WAITING = {
    "needs_reported": ("1 neu gemeldet", "{} neu gemeldet", "stand=reported"),
    "needs_without_lead": ("1 mit offener Federführung", "{} mit offener Federführung", "auswahl=ohne-federfuehrung"),
    "needs_silent": ("1 lange still", "{} lange still", "auswahl=still"),
}
#: Kind of a row -> day of the Bedarf, what happened. A Gremium or an office decided the first three.
_NEEDS_NEWS = {
    "need_agreed": ("agreed_on", "Bedarf vereinbart", True),
    "need_done": ("settled_on", "Bedarf erledigt", False),
    "need_declined": ("settled_on", "Bedarf nicht aufgenommen", True),
    "need_new": ("reported_on", "Bedarf gemeldet", False),
}


def _overdue(asker: Member, today: datetime.date) -> Any:
    return Need.objects.visible_to(asker).overdue(today + AHEAD)


def _reported(asker: Member, _: datetime.date) -> Any:
    return Need.objects.visible_to(asker).filter(state=NeedState.REPORTED)


def _leadless(asker: Member, _: datetime.date) -> Any:
    return Need.objects.visible_to(asker).without_lead().order_by("moved_on", "pk")


def _silent(asker: Member, today: datetime.date) -> Any:
    return Need.objects.visible_to(asker).silent(today)


def _silent_with_lead(asker: Member, today: datetime.date) -> Any:
    # Without Federführung is the plainer of two reasons.
    leadless = _leadless(asker, today).order_by().values("pk")
    return _silent(asker, today).exclude(pk__in=leadless).order_by("moved_on", "pk")


def _happened(kind: str, asker: Member, today: datetime.date) -> Any:
    day = _NEEDS_NEWS[kind][0]
    seen: Any = Need.objects.visible_to(asker).filter(**{f"{day}__gte": today - BACK})
    settled = {"need_done": NeedState.DONE, "need_declined": NeedState.DECLINED}.get(kind)
    return (seen.filter(state=settled) if settled else seen).order_by(f"-{day}")


def _ask_needs(told: Outlook, member: Member, today: datetime.date) -> None:
    slug = member.district.slug
    base, block = reverse("needs", args=[slug]), Block("Bedarfe, die warten", 30)
    told.blocks.append(block)

    def tell_date(row: Row) -> None:
        told.date(_dated(row, slug, today), f"{base}?auswahl=ueberfaellig", "Alle überfälligen Vereinbarungen")

    def tell_waiting(row: Row) -> None:
        words = "Federführung offen" if row.kind == "need_leadless" else f"zuletzt bewegt am {row.day:%d.%m.%Y}"
        if len(block.lines) < MOST:
            block.lines.append(Line(row.title, reverse("need", args=[slug, row.key]), words))

    def tell_count(row: Row) -> None:
        one, several, query = _WAITING[row.kind]
        block.links.append((one if row.number == 1 else several.format(row.number), f"{base}?{query}"))

    def tell_news(row: Row) -> None:
        _, what, decision = _NEEDS_NEWS[row.kind]
        told.news.append(News(row.day, what, row.title, reverse("need", args=[slug, row.key]), decision))

    told.ask("need", _overdue, tell_date, day="agreed_until", state="state")
    waiting = {"needs_reported": _reported, "needs_without_lead": _leadless, "needs_silent": _silent}
    for kind, rows in waiting.items():
        told.count(kind, rows, tell_count, day="moved_on")
    # The oldest first.
    for kind, rows in (("need_leadless", _leadless), ("need_silent", _silent_with_lead)):
        told.ask(kind, rows, tell_waiting, day="moved_on", most=MOST)
    for kind, (day, *_) in _NEEDS_NEWS.items():
        told.ask(kind, partial(_happened, kind), tell_news, day=day, most=100)


def _near(day: str, asker: Member, today: datetime.date) -> Any:
    return _plans(asker).going_on().filter(**{f"{day}__range": (today, today + AHEAD)})


def _shared(asker: Member, today: datetime.date) -> Any:
    return Plan.objects.visible_to(asker).filter(shared_on__gte=today - BACK).order_by("-shared_on")


def _ask_plans(told: Outlook, member: Member, today: datetime.date) -> None:
    slug = member.district.slug

    def tell_news(row: Row) -> None:
        told.news.append(News(row.day, "Planung geteilt", row.title, reverse("plan", args=[slug, row.key])))

    for kind, (day, _) in _PLANS.items():
        told.ask(kind, partial(_near, day), lambda row: told.dates.append(_dated(row, slug, today)), day=day,
                 state="state")  # fmt: skip
    told.ask("plan_shared", _shared, tell_news, day="shared_on", most=100)
