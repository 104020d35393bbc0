"""The register as one address asks for it: plain rows for page, XLSX and CSV."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Window
from django.http import QueryDict

from districts.member import Member
from lists.export import Cell
from lists.query import PAGE_SIZE, Column, columns, order
from partners.actors.fields import BRINGS, FUNCTIONS, hidden_fields
from partners.actors.searching import nearly_with_words, with_words
from partners.actors.selection import SOON, Selection, read_selection
from partners.models import Actor, ActorQuerySet, ActorTargetGroup, ActorTheme, Offer
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
        page = _page(_sorted(params, found), selection.words, params)
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


def _sorted(params: QueryDict, rows: ActorQuerySet) -> ActorQuerySet:
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


#: Heading -> field of the row of an export, in the order of the columns.
_EXPORT: dict[str, str] = {
    "Name": "name", "Art": "kind__name", "Stand": "state", "aktiviert": "activates", "koordiniert": "coordinates",
    "macht Angebote": "makes_offers", "Träger": "carrier", "Finanzierung": "funding",
    "Wer bestimmt die Aufgaben": "tasks_defined_by", "Kenntnisse": "knowledge", "bringt Wissen ein": "brings_knowledge",
    "bringt Engagement ein": "brings_engagement", "bringt Räume ein": "brings_rooms", "bringt Geld ein": "brings_money",
    "wirkt mit an": "works_on", "Straße": "street", "Hausnummer": "house_number", "Postleitzahl": "postcode",
    "Ort": "town", "Regionsschlüssel": "region__key", "Region": "region__name", "Breite": "latitude",
    "Länge": "longitude", "Internetseite": "website", "Funktionspostfach": "mailbox", "Telefon": "phone",
    "Themen": "theme_names", "Zielgruppen": "group_names", "Angebote": "offer_titles",
    "freigegeben am": "released_on", "zuletzt bestätigt am": "last_confirmed_on", "Interne Bemerkungen": "notes",
    "Kennung": "pk",
}  # fmt: skip


def export_header(member: Member) -> list[str]:
    """Headings without what is not for ``member``."""
    hidden = hidden_fields(member)
    return [label for label, name in _EXPORT.items() if name not in hidden]


def export_rows(params: QueryDict, member: Member, today: datetime.date) -> Iterator[Sequence[Cell]]:
    """All rows of the selection, in the order of the page, with every field ``member`` may read."""
    selection = read_selection(params, member, today)
    rows = Actor.objects.visible_to(member).filter(selection.condition())
    nearly: dict[Any, int] = {}
    if selection.words:
        exact = with_words(rows, selection.words)
        if selection.alike or not exact.exists():
            nearly = {key: place for place, key in enumerate(nearly_with_words(selection.words))}
            rows = rows.filter(pk__in=list(nearly))
        else:
            rows = exact
    hidden = hidden_fields(member)
    names = [name for name in _EXPORT.values() if name not in hidden]
    found = _with_lists(_sorted(params, rows)).values(*dict.fromkeys(["pk", *names]))
    if nearly:
        found = sorted(found, key=lambda row: nearly[row["pk"]])
    for row in found:
        yield [_cell(name, row[name]) for name in names]


def _with_lists(rows: ActorQuerySet) -> Any:
    themes = ActorTheme.objects.filter(actor=OuterRef("pk")).order_by("theme__sort_key").values("theme__name")
    groups = ActorTargetGroup.objects.filter(actor=OuterRef("pk")).order_by("target_group__sort_key")
    offers = Offer.objects.filter(actor=OuterRef("pk")).order_by("title").values("title")
    return rows.annotate(
        theme_names=ArraySubquery(themes),
        group_names=ArraySubquery(groups.values("target_group__name")),
        offer_titles=ArraySubquery(offers),
    )


def _cell(name: str, value: Any) -> Cell:
    if isinstance(value, list):
        return "; ".join(value)
    if name == "pk":
        return str(value)
    if name == "state":
        return str(ActorState(value).label)
    if name in FUNCTIONS or name in BRINGS:
        return "ja" if value else ""
    if name in ("latitude", "longitude") and value is not None:
        return float(value)
    found: Cell = value
    return found
