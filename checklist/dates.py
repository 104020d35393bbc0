"""Dates of the checklist and its subjects, and what they tell about the state of things."""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from checklist import overview_markup as markup
from checklist.models import Progress, Qualification, Resolution, Workshop
from checklist.overview import read_overview
from checklist.states import State
from districts.dates import Dated, Row, columns_of, read_rows
from districts.member import Member
from districts.outlook import AHEAD, BACK, Block, News, Outlook
from districts.rooms import in_use

#: Kind in the query -> word, name of the page, whether the page is of that very row.
_SUBJECTS = {
    "resolution": ("Beschluss", "resolution", True),
    "workshop": ("Workshop", "understanding", False),
    "offer": ("Qualifizierung", "offer", True),
}
_DECIDED = "resolution"
_STATES = {state.value: state.label for state in State}
_MOVING = frozenset(state.value for state in State.moving())


def _subjects(member: Member) -> Iterable[tuple[str, str]]:
    """Beschlüsse, workshops and offers of the rooms in use: kind, and which of their days."""
    used = in_use(member.district.rooms)
    if "beschluesse" in used:
        yield "resolution", "decided_on"
    if "verstaendigung" in used:
        yield "workshop", "held_on"
    if "qualifizierung" in used:
        yield "offer", "starts_on"


def _rows_of(kind: str, day: str, member: Member, first: datetime.date, last: datetime.date) -> Any:
    """Those of ``kind`` with their ``day`` from ``first`` to ``last``."""
    span = {f"{day}__range": (first, last)}
    if kind == "resolution":
        return Resolution.objects.visible_to(member).filter(**span)
    return (Workshop if kind == "workshop" else Qualification).objects.filter(**span)


def _near(kind: str, day: str, asker: Member, today: datetime.date) -> Any:
    return _rows_of(kind, day, asker, today - BACK, today + AHEAD)


def dates_from_checklist(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Target dates of points, Beschlüsse, workshops, offers. One query."""
    if not member.may("view_checklist"):
        return []
    points = Progress.objects.filter(target_date__range=(first, last))
    title = Coalesce("item__title", "own_title", output_field=TextField())
    parts = [columns_of(points.order_by(), "point", title=title, day="target_date", key="code", state="state")]
    parts += [
        columns_of(_rows_of(kind, day, member, first, last).order_by(), kind, day=day)
        for kind, day in _subjects(member)
    ]
    return [_dated(member, row, today) for row in read_rows(parts)]


def _dated(member: Member, row: Row, today: datetime.date) -> Dated:
    kind, key, title, day, state, _ = row
    slug = member.district.slug
    if kind == "point":
        late = day < today and state in _MOVING
        url = reverse("point", args=[slug, key])
        return Dated(day, "Zieldatum", f"{key} {title}", url, _STATES.get(state, ""), late, state not in _MOVING)
    word, name, own = _SUBJECTS[kind]
    url = reverse(name, args=[slug, key] if own else [slug])
    return Dated(day, word, title, url, "beschlossen" if kind == _DECIDED else "", past=day <= today)


def outlook_from_checklist(member: Member, today: datetime.date) -> Outlook:
    """The checklist by part and state, its next dates, what moved and what was decided. One query, and three asked."""
    if not member.may("view_checklist"):
        return Outlook()
    slug, since = member.district.slug, today - BACK
    overview = read_overview(QueryDict(), today)
    list_url = reverse("checklist", args=[slug])
    told = Outlook()
    for line in overview.shown:
        name, url = f"{line['code']} {line['title']}", reverse("point", args=[slug, line["code"]])
        due = line["target_date"]
        if due and due <= today + AHEAD and line["state"] in _MOVING:
            dated = Dated(due, "Zieldatum", name, url, line["state_label"], line["late"])
            told.date(dated, f"{list_url}?termin=ueberfaellig#liste", "Alle überfälligen Punkte")
        moved = timezone.localtime(line["changed_at"]).date() if line["changed_at"] else None
        if moved and moved >= since:
            words = f"Punkt bearbeitet, {line['state_label']}" if line["state"] else "Punkt bearbeitet"
            told.news.append(News(moved, words, name, url))

    def tell(row: Row) -> None:
        dated = _dated(member, row, today)
        if dated.past:
            told.news.append(News(dated.day, dated.kind, dated.title, dated.url, decision=row.kind == _DECIDED))
        else:
            told.dates.append(dated)

    for kind, day in _subjects(member):
        told.ask(kind, partial(_near, kind, day), tell, day=day)
    context = {"states": overview.states, "standing": markup.standing(overview, list_url)}
    told.blocks.append(
        Block("Checkliste nach Teilen und Stand", 10, template="checklist/standing.html", context=context)
    )
    return told
