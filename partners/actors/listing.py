"""The register as one address asks for it: plain rows for the page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Window
from django.http import QueryDict

from districts.member import Member
from lists.query import PAGE_SIZE, Column, columns, order
from partners.actors.searching import nearly_with_words, with_words
from partners.actors.selection import SOON, Selection, read_selection
from partners.models import Actor, ActorQuerySet
from partners.states import BADGES, ActorState

LABELS = {"name": "Name und Träger", "art": "Art", "region": "Region", "stand": "Stand", "bestaetigt": "Bestätigt"}
_SORT: dict[str, Any] = {
    "name": F("sort_key"),
    "art": F("kind__sort_key"),
    "region": F("region__key"),
    "stand": F("state"),
    "bestaetigt": F("last_confirmed_on"),
}
#: What a line of the page shows.
SHOWN = ("pk", "name", "kind__name", "region__name", "region__key", "carrier", "state", "last_confirmed_on",
         "confirm_by", "changed_on", "question", "version")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the register."""

    page: Page[dict[str, Any]]
    count: int
    #: Without facets; with search words the same as ``count``.
    total: int
    selection: Selection
    columns: list[Column]
    #: Nothing is written exactly so; these are written nearly so.
    nearly: bool


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The page asked for. Six queries at most, however many actors there are."""
    selection = read_selection(params, member, today)
    visible = Actor.objects.visible_to(member)
    found = visible.filter(selection.condition())
    nearly = bool(selection.words) and selection.alike
    if not nearly:
        page = _page(sorted_by(params, found), selection.words, params)
        nearly = bool(selection.words) and not page.paginator.count
    if nearly:
        page = _page_of_nearly(found, selection.words, params)
    count = page.paginator.count
    # Of a search one wants to know what it found, not out of how many.
    narrowed = selection.filtered and not selection.words
    total = visible.filter(state__in=ActorState.open()).count() if narrowed else count
    shown = [_as_row(row, member, today) for row in page.object_list]
    return Listed(
        Page(shown, page.number, page.paginator), count, total, selection, columns(params, LABELS, "name"), nearly
    )


def sorted_by(params: QueryDict, rows: ActorQuerySet) -> ActorQuerySet:
    """``rows`` in the order asked for; by name in German order where none is."""
    key, descending = order(params, LABELS, "name")
    by = _SORT[key]
    last = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
    # Nothing but the sorting key where it is the order anyway: then the index gives the page.
    behind = ["pk"] if key == "name" else ["sort_key", "pk"]
    found: ActorQuerySet = rows.order_by(last if descending or key != "name" else "sort_key", *behind)
    return found


def _page(rows: ActorQuerySet, words: str, params: QueryDict) -> Page[Any]:
    """A page with its count; with a search both come from one statement, so that the search runs once."""
    number = _number(params)
    begin = (number - 1) * PAGE_SIZE
    if not words:
        paginator = Counted(rows.order_by().count())
        number = min(number, paginator.num_pages)
        begin = (number - 1) * PAGE_SIZE
        return Page(list(rows.values(*SHOWN)[begin : begin + PAGE_SIZE]), number, paginator)
    counted = with_words(rows, words).annotate(of=Window(Count("pk"))).values(*SHOWN, "of")
    found = list(counted[begin : begin + PAGE_SIZE])
    if not found and number > 1:
        number, found = 1, list(counted[:PAGE_SIZE])
    return Page(found, number, Counted(found[0]["of"] if found else 0))


def _page_of_nearly(rows: ActorQuerySet, words: str, params: QueryDict) -> Page[Any]:
    keys = {key: place for place, key in enumerate(nearly_with_words(words))}
    found = sorted(rows.filter(pk__in=list(keys)).values(*SHOWN), key=lambda row: keys[row["pk"]])
    paginator = Counted(len(found))
    number = min(_number(params), paginator.num_pages)
    return Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, paginator)


class Counted(Paginator):  # type: ignore[type-arg]  # generic for mypy alone
    """A paginator that knows its count already and reads nothing."""

    def __init__(self, count: int) -> None:
        super().__init__(range(count), PAGE_SIZE)


def _number(params: QueryDict) -> int:
    raw = params.get("seite", "")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def _as_row(row: dict[str, Any], member: Member, today: datetime.date) -> dict[str, Any]:
    enters = member.may("enter_actors")
    due = row["state"] == ActorState.APPROVED and row["confirm_by"] <= today + SOON
    return row | {
        "state_label": ActorState(row["state"]).label,
        "badge": BADGES[row["state"]],
        "confirmed": row["last_confirmed_on"].strftime("%d.%m.%Y") if row["last_confirmed_on"] else "",
        "due": due,
        "late": due and row["confirm_by"] < today,
        "asked": enters and row["state"] == ActorState.DRAFT and bool(row["question"]),
        "changed": enters and row["changed_on"] is not None,
    }


def rows_of(selection: Selection, member: Member) -> tuple[ActorQuerySet, dict[Any, int]]:
    """All rows of the selection, for what shows them otherwise than page by page.

    The second part is empty, or the places of those that are written only nearly so, the nearest first.
    """
    rows = Actor.objects.visible_to(member).filter(selection.condition())
    if not selection.words:
        return rows, {}
    exact = with_words(rows, selection.words)
    if not selection.alike and exact.exists():
        return exact, {}
    nearly = {key: place for place, key in enumerate(nearly_with_words(selection.words))}
    return rows.filter(pk__in=list(nearly)), nearly
