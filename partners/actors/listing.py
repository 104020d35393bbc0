"""The register as one address asks for it: plain rows for the page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, IntegerField, TextField, UUIDField, Value, Window
from django.db.models.functions import Cast
from django.http import QueryDict

from districts.member import Member
from districts.member_query import MemberQuery
from lists.query import PAGE_SIZE, Column, columns, order
from partners.actors.searching import nearest_first, nearly_with_words, with_words
from partners.actors.selection import SOON, Selection, of_state, read_selection
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
        page = _page_of_words(found, selection, params, member) if selection.words else _page(found, params)
        nearly = bool(selection.words) and not page.paginator.count
    if nearly:
        page = _page_of_nearly(found, selection, params, member)
    count = page.paginator.count
    # Of a search one wants to know what it found, not out of how many.
    narrowed = selection.filtered and not selection.words
    total = visible.filter(state__in=ActorState.open()).count() if narrowed else count
    shown = [_as_row(row, member.may("enter_actors"), today) for row in page.object_list]
    return Listed(
        Page(shown, page.number, page.paginator), count, total, selection, columns(params, LABELS, "name"), nearly
    )


def sorted_by(params: QueryDict, rows: ActorQuerySet) -> ActorQuerySet:
    """``rows`` in the order asked for; by name in German order where none is."""
    return _sorted(rows, _order(params))


def _order(params: QueryDict) -> tuple[str, bool]:
    return order(params, LABELS, "name")


def _sorted(rows: ActorQuerySet, asked: tuple[str, bool]) -> ActorQuerySet:
    key, descending = asked
    by = _SORT[key]
    last = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
    # Nothing but the sorting key where it is the order anyway: then the index gives the page.
    behind = ["pk"] if key == "name" else ["sort_key", "pk"]
    found: ActorQuerySet = rows.order_by(last if descending or key != "name" else "sort_key", *behind)
    return found


def _page(rows: ActorQuerySet, params: QueryDict) -> Page[Any]:
    paginator = Counted(rows.order_by().count())
    number = min(_number(params), paginator.num_pages)
    begin = (number - 1) * PAGE_SIZE
    return Page(list(sorted_by(params, rows).values(*SHOWN)[begin : begin + PAGE_SIZE]), number, paginator)


def _page_of_words(rows: ActorQuerySet, selection: Selection, params: QueryDict, member: Member) -> Page[Any]:
    """A page with its count, both from one statement, so that the search runs once."""
    by, number = _order(params), _number(params)
    if _is_plain(selection, number):
        return _with_count(_FOUND.rows_for(member, by, words=selection.words), number)
    return _with_count(*_slice(_counted(rows, by, selection.words), number))


def _page_of_nearly(rows: ActorQuerySet, selection: Selection, params: QueryDict, member: Member) -> Page[Any]:
    keys, number = nearest_first(selection.words), _number(params)
    if _is_plain(selection, number):
        return _with_count(_NEAR.rows_for(member, keys=keys), number)
    return _with_count(*_slice(_nearest(rows, keys=Value(keys)), number))


def _is_plain(selection: Selection, number: int) -> bool:
    """What people ask for: words without a facet, the first page. Building it took as long as finding."""
    return not selection.chosen and number == 1


def _slice(rows: Any, number: int) -> tuple[list[dict[str, Any]], int]:
    """The rows of page ``number``, or of the first where there are not so many."""
    begin = (number - 1) * PAGE_SIZE
    found = list(rows[begin : begin + PAGE_SIZE])
    return (found, number) if found or number == 1 else (list(rows[:PAGE_SIZE]), 1)


def _with_count(found: list[dict[str, Any]], number: int) -> Page[Any]:
    return Page(found, number, Counted(found[0]["of"] if found else 0))


def _counted(rows: ActorQuerySet, by: tuple[str, bool], words: Any) -> Any:
    found: Any = with_words(_sorted(rows, by), words)
    return found.annotate(of=Window(Count("pk"))).values(*SHOWN, "of")


def _nearest(rows: ActorQuerySet, *, keys: Any) -> Any:
    """Those of ``rows`` with ``keys`` (the text of an array), in the order of these."""
    array = Cast(keys, ArrayField(UUIDField()))
    place = Func(array, F("pk"), function="array_position", output_field=IntegerField())
    found: Any = rows.filter(pk__in=Func(array, function="SELECT unnest", output_field=UUIDField()))
    return found.annotate(of=Window(Count("pk"))).order_by(place).values(*SHOWN, "of")


def _unfiltered(member: Member) -> ActorQuerySet:
    rows: ActorQuerySet = Actor.objects.visible_to(member).filter(of_state(""))
    return rows


_FOUND: MemberQuery[dict[str, Any]] = MemberQuery(
    lambda member, by, *, words: _counted(_unfiltered(member), by, words)[:PAGE_SIZE], words=TextField()
)
_NEAR: MemberQuery[dict[str, Any]] = MemberQuery(
    lambda member, *, keys: _nearest(_unfiltered(member), keys=keys)[:PAGE_SIZE], keys=TextField()
)


class Counted(Paginator):  # type: ignore[type-arg]  # generic for mypy alone
    """A paginator that knows its count already and reads nothing."""

    def __init__(self, count: int) -> None:
        super().__init__(range(count), PAGE_SIZE)


def _number(params: QueryDict) -> int:
    raw = params.get("seite", "")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


_STATES: dict[str, str] = {state.value: state.label for state in ActorState}


def _as_row(row: dict[str, Any], enters: bool, today: datetime.date) -> dict[str, Any]:
    due = row["state"] == ActorState.APPROVED and row["confirm_by"] <= today + SOON
    return row | {
        "state_label": _STATES[row["state"]],
        "badge": BADGES[row["state"]],
        "confirmed": f"{row['last_confirmed_on']:%d.%m.%Y}" if row["last_confirmed_on"] else "",
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
