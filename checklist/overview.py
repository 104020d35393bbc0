"""The overview of the checklist: what is where, by part, by state, what moves next."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.http import QueryDict
from django.utils import timezone

from checklist.models import Chapter, Kind, Progress
from checklist.states import State, kinds_with_states
from districts.models import SortKey
from lists.compiled import CompiledQuery
from lists.plots import Row, bar_plot
from lists.query import Column, cleaned, columns, order, search_text

LABELS = {
    "reihenfolge": "Punkt",
    "art": "Art",
    "stand": "Stand",
    "amt": "Zuständig",
    "termin": "Zieldatum",
    "bewegt": "Zuletzt bewegt",
}
DUE = {"": "alle", "ueberfaellig": "überfällig", "naechste": "in den nächsten 30 Tagen", "ohne": "ohne Zieldatum"}
#: How a state looks (``parts/state_badge.html``).
BADGES = {
    State.OPEN: "open",
    State.CLARIFYING: "talking",
    State.IMPLEMENTING: "moving",
    State.ANCHORED: "settled",
    State.SETTLED: "answered",
    State.NOT_PLANNED: "set-aside",
    State.POSTPONED: "postponed",
}


#: Before everything: where points stand that nobody has worked on.
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
#: What a list of points needs; the long texts stay in the database.
_COLUMNS = (
    *("code", "chapter", "kind", "own_title", "state", "target_date", "position", "changed_at", "item_id"),
    *("item__title", "item__minimum", "responsible_id"),
    *("responsible__name", "responsible__short_name", "responsible__sort_key"),
)
_KINDS = {kind.value: kind.label for kind in Kind}
_STATES = {state.value: state.label for state in State}
_KIND_ORDER = {value: number for number, value in enumerate(_KINDS)}
_STATE_ORDER = {value: number for number, value in enumerate(_STATES)}
_MOVING = frozenset(state.value for state in State.moving())

#: One point as lists show it, ready to print. A plain dict, because templates read nothing faster and the overview
#: prints a hundred of them.
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChapterSummary:
    """One line of "Stand nach Teilen": how many points of a chapter stand where."""

    code: str
    label: str
    total: int
    counts: list[tuple[State, int]]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the overview page shows."""

    shown: list[Line]
    total: int
    columns: list[Column]
    summary: list[ChapterSummary]
    states: list[State]
    due_next: list[Line]
    moved_last: list[Line]
    filtered: bool
    offices: list[tuple[str, str]] = field(default_factory=list)


def read_overview(params: QueryDict, today: datetime.date) -> Overview:
    """The overview for one address, with one query over all points of the district (about a hundred rows)."""
    words = search_text(params)
    rows = [_line(values, today) for values in _rows(words)]
    offices = sorted({(str(r["office_id"]), r["office"]) for r in rows if r["office_id"]}, key=lambda o: o[1])
    chosen = {
        "teil": cleaned(params, "teil", Chapter.values),
        "art": cleaned(params, "art", Kind.values),
        "stand": cleaned(params, "stand", State.values),
        "amt": cleaned(params, "amt", [key for key, _ in offices]),
        "termin": cleaned(params, "termin", list(DUE)),
        "eigene": cleaned(params, "eigene", ["ja"]),
    }
    shown = [row for row in rows if row["found"] and _matches(row, chosen, today)]
    key, descending = order(params, LABELS, "reihenfolge")
    shown.sort(key=_SORT_BY[key], reverse=descending)
    dated = [row for row in rows if row["state"] in _MOVING and row["target_date"]]
    touched = [row for row in rows if row["changed_at"]]
    return Overview(
        shown=shown,
        total=len(rows),
        columns=columns(params, LABELS, "reihenfolge"),
        summary=_summary(rows),
        states=[state for state in State if any(row["state"] == state for row in rows)],
        due_next=sorted(dated, key=_SORT_BY["termin"])[:5],
        moved_last=sorted(touched, key=_SORT_BY["bewegt"], reverse=True)[:5],
        filtered=bool(words or any(chosen.values())),
        offices=offices,
    )


#: Without words to search for, the query is always the same.
_ALL: CompiledQuery[Line] = CompiledQuery(lambda: Progress.objects.values(*_COLUMNS, found=Value(True)))


def _rows(words: str) -> Any:
    if not words:
        return _ALL.rows()
    parts = [
        F("code"),
        Coalesce(F("item__title"), F("own_title"), output_field=TextField()),
        Coalesce(F("item__text"), Value(""), output_field=TextField()),
        F("own_text"),
        F("answer"),
    ]
    # The sorting key forgives capitals, umlauts and ß on both sides. The words are joined by spaces.
    text = Concat(*[piece for part in parts for piece in (part, Value(" "))], output_field=TextField())
    found = Case(When(haystack__contains=SortKey(Value(words)), then=True), default=False)
    return Progress.objects.annotate(haystack=SortKey(text)).values(*_COLUMNS, found=found)


def _line(values: dict[str, Any], today: datetime.date) -> Line:
    """``values`` of one row with the words people read."""
    state, due, moved = values["state"], values["target_date"], values["changed_at"]
    return values | {
        "title": values["item__title"] or values["own_title"],
        "own": values["item_id"] is None,
        "minimum": values["item__minimum"],
        "kind_label": _KINDS[values["kind"]],
        "state_label": _STATES.get(state, ""),
        "badge": BADGES[State(state)] if state else "",
        "office_id": values["responsible_id"],
        "office": values["responsible__name"],
        "office_short": values["responsible__short_name"],
        "due": f"{due:%d.%m.%Y}" if due else "",
        "late": bool(due and due < today and state in _MOVING),
        "moved": f"{timezone.localtime(moved):%d.%m.%Y}" if moved else "",
        "place": (values["chapter"], values["position"], values["code"]),
    }


def _matches(row: Line, chosen: dict[str, str], today: datetime.date) -> bool:
    if chosen["teil"] and row["chapter"] != chosen["teil"]:
        return False
    if chosen["art"] and row["kind"] != chosen["art"]:
        return False
    if chosen["stand"] and row["state"] != chosen["stand"]:
        return False
    if chosen["amt"] and str(row["office_id"]) != chosen["amt"]:
        return False
    if chosen["eigene"] and not row["own"]:
        return False
    return _due(row, chosen["termin"], today) if chosen["termin"] else True


def _due(row: Line, when: str, today: datetime.date) -> bool:
    due = row["target_date"]
    if when == "ohne":
        return due is None and row["kind"] in kinds_with_states()
    if due is None or row["state"] not in _MOVING:
        return False
    if when == "ueberfaellig":
        return bool(due < today)
    return bool(today <= due <= today + datetime.timedelta(days=30))


#: Sort key of the address -> what a line is sorted by; what is equal stands in the district's own order.
_SORT_BY: dict[str, Callable[[Line], Any]] = {
    "reihenfolge": lambda row: row["place"],
    "art": lambda row: (_KIND_ORDER[row["kind"]], row["place"]),
    "stand": lambda row: (_STATE_ORDER.get(row["state"], len(_STATE_ORDER)), row["place"]),
    "amt": lambda row: (row["responsible__sort_key"] or "\uffff", row["place"]),
    "termin": lambda row: (row["target_date"] or datetime.date.max, row["place"]),
    "bewegt": lambda row: (row["changed_at"] or NEVER, row["place"]),
}


def _summary(rows: list[Line]) -> list[ChapterSummary]:
    counts = Counter((row["chapter"], row["state"]) for row in rows)
    totals = Counter(row["chapter"] for row in rows)
    return [
        ChapterSummary(
            code=chapter.value,
            label=chapter.label,
            total=totals[chapter.value],
            counts=[(state, counts[(chapter.value, state.value)]) for state in State],
        )
        for chapter in Chapter
        if totals[chapter.value]
    ]


def state_plot(overview: Overview) -> dict[str, object]:
    """Bars of "Stand nach Teilen" for ``parts/bar_plot.html``: one bar per chapter that has states."""
    rows = []
    for line in overview.summary:
        parts = [(BADGES[state], count) for state, count in line.counts if count]
        if parts:
            words = ", ".join(f"{count} {state.label}" for state, count in line.counts if count)
            rows.append(Row(label=line.label, text=words, parts=parts))
    return bar_plot(
        title="Punkte mit Stand, nach Teilen",
        head="Teil",
        value_head="Punkte je Stand",
        rows=rows,
        legend={BADGES[state]: state.label for state in overview.states},
    )
