"""Rounds in the calendar and the timeline of a district, and in the state of things."""

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.urls import reverse

from districts.dates import Dated, Row, columns_of, read_rows
from districts.member import Member
from districts.outlook import AHEAD, BACK, Block, Line, News, Outlook
from pruefsteine.models import Release, Round
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import ReleaseState, RoundState


def dates_from_pruefsteine(
    member: Member, first: datetime.date, last: datetime.date, today: datetime.date
) -> Iterable[Dated]:
    """Beginning and deadline of the rounds ``member`` may know of. One query."""
    if not uses_pruefsteine(member):
        return []
    seen, span = Round.objects.visible_to(member).order_by(), (first, last)
    parts = [
        columns_of(seen.filter(opens_on__range=span), "round_begin", day="opens_on", title="name", state="state"),
        columns_of(seen.filter(closes_on__range=span), "round_end", day="closes_on", title="name", state="state"),
    ]
    return [_dated(row, member.district.slug, today) for row in read_rows(parts)]


def _dated(row: Row, slug: str, today: datetime.date) -> Dated:
    url, state, passed = reverse("round_page", args=[slug, row.key]), RoundState(row.state), row.day < today
    if row.kind == "round_begin":
        begun = state != RoundState.PLANNED
        return Dated(row.day, "Beginn einer Runde", row.title, url, state.label, not begun and passed, begun)
    late, over = state == RoundState.OPEN and passed, state in RoundState.talked_about()
    return Dated(row.day, "Abgabe", row.title, url, state.label, late, over)


def _open_rounds(asker: Member, _: datetime.date) -> Any:
    return Round.objects.visible_to(asker).exclude(state=RoundState.CLOSED)


def _opened_rounds(asker: Member, today: datetime.date) -> Any:
    return Round.objects.visible_to(asker).exclude(state=RoundState.PLANNED).filter(opens_on__gte=today - BACK)


def _closed_rounds(asker: Member, today: datetime.date) -> Any:
    return Round.objects.visible_to(asker).filter(closed_on__gte=today - BACK)


def _open_releases(asker: Member, _: datetime.date) -> Any:
    return Release.objects.visible_to(asker).filter(state__in=[ReleaseState.PREPARED, ReleaseState.COMMENTING])


def _releases_since(day: str, asker: Member, today: datetime.date) -> Any:
    return Release.objects.visible_to(asker).filter(**{f"{day}__gte": today - BACK})


def outlook_from_pruefsteine(member: Member, today: datetime.date) -> Outlook:
    """Rounds and Freigaben under way, their next dates, and what was opened, closed, released. All of it asked."""
    if not uses_pruefsteine(member):
        return Outlook()
    told, slug = Outlook(), member.district.slug
    block = Block("Erhebungsrunden", 20, links=[("Prüfsteine und alle Runden", reverse("pruefsteine", args=[slug]))],
                  empty="Zurzeit läuft keine Runde, und keine Freigabe ist in Vorbereitung.")  # fmt: skip
    told.blocks.append(block)

    def tell_date(row: Row) -> None:
        dated = _dated(row, slug, today)
        if dated.late or today <= dated.day <= today + AHEAD:
            told.dates.append(dated)
        # A round is one line: planned by its beginning, else by its deadline.
        if (row.kind == "round_begin") == (row.state == RoundState.PLANNED):
            block.lines.append(Line(row.title, dated.url, _sentence(row, today)))

    def tell_release(row: Row) -> None:
        sentence = "Freigabe für den Senat, "
        sentence += f"zur Stellungnahme bis {row.day:%d.%m.%Y}" if row.day else ReleaseState(row.state).label
        block.lines.append(Line(row.title, reverse("release", args=[slug, row.key]), sentence))

    def tell_news(row: Row) -> None:
        of_release = row.kind.startswith("release")
        url = reverse("release" if of_release else "round_page", args=[slug, row.key])
        told.news.append(News(row.day, _NEWS[row.kind], row.title, url, row.kind != "round_opened"))

    for kind, day in (("round_begin", "opens_on"), ("round_end", "closes_on")):
        told.ask(kind, _open_rounds, tell_date, day=day, title="name", state="state")
    told.ask("release", _open_releases, tell_release, day="comments_until", title="round__name", state="state")
    told.ask("round_opened", _opened_rounds, tell_news, day="opens_on", title="name")
    told.ask("round_closed", _closed_rounds, tell_news, day="closed_on", title="name")
    for kind, day in (("release_given", "released_on"), ("release_withdrawn", "withdrawn_on")):
        told.ask(kind, partial(_releases_since, day), tell_news, day=day, title="round__name")
    return told


#: Kind of a row -> what happened.
_NEWS = {
    "round_opened": "Erhebungsrunde geöffnet",
    "round_closed": "Erhebungsrunde abgeschlossen",
    "release_given": "Für den Senat freigegeben",
    "release_withdrawn": "Freigabe zurückgezogen",
}


def _sentence(row: Row, today: datetime.date) -> str:
    if row.state == RoundState.PLANNED:
        return f"geplant, Beginn {row.day:%d.%m.%Y}"
    if row.state == RoundState.DISCUSSING:
        return "in Abstimmung"
    return f"offen, Abgabe {'war am' if row.day < today else 'bis'} {row.day:%d.%m.%Y}"
