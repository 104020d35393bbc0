"""The overview of the checklist: what is where, by part, by state, what moves next."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.http import QueryDict

from checklist.models import Chapter, Kind, Progress
from checklist.states import State, kinds_with_states
from districts.models import SortKey
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
    State.SETTLED: "settled",
    State.NOT_PLANNED: "set-aside",
    State.POSTPONED: "postponed",
}


#: Before everything: where points stand that nobody has worked on.
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
#: What a list of points needs; the long texts stay in the database.
_COLUMNS = [
    *("code", "chapter", "kind", "own_title", "state", "target_date", "position", "changed_at"),
    *("item__title", "item__minimum", "item__room"),
    *("responsible__name", "responsible__short_name", "responsible__sort_key"),
]


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

    shown: list[Progress]
    total: int
    columns: list[Column]
    summary: list[ChapterSummary]
    states: list[State]
    due_next: list[Progress]
    moved_last: list[Progress]
    filtered: bool
    offices: list[tuple[str, str]] = field(default_factory=list)


def read_overview(params: QueryDict, today: datetime.date) -> Overview:
    """The overview for one address, with one query over all points of the district (about a hundred rows)."""
    words = search_text(params)
    rows = list(_rows(words))
    for row in rows:
        row.badge = BADGES[State(row.state)] if row.state else ""
        row.is_late = bool(row.target_date and row.target_date < today and row.state in State.moving())
    offices = sorted({(str(r.responsible_id), r.responsible.name) for r in rows if r.responsible}, key=lambda o: o[1])
    chosen = {
        "teil": cleaned(params, "teil", Chapter.values),
        "art": cleaned(params, "art", Kind.values),
        "stand": cleaned(params, "stand", State.values),
        "amt": cleaned(params, "amt", [key for key, _ in offices]),
        "termin": cleaned(params, "termin", list(DUE)),
        "eigene": cleaned(params, "eigene", ["ja"]),
    }
    shown = [row for row in rows if _matches(row, chosen, today) and (not words or row.found)]
    key, descending = order(params, LABELS, "reihenfolge")
    shown.sort(key=lambda row: _sort_value(row, key), reverse=descending)
    moving = [r for r in rows if r.state in State.moving()]
    return Overview(
        shown=shown,
        total=len(rows),
        columns=columns(params, LABELS, "reihenfolge"),
        summary=_summary(rows),
        states=[state for state in State if any(r.state == state for r in rows)],
        due_next=sorted((r for r in moving if r.target_date), key=lambda r: r.target_date)[:5],
        moved_last=_moved(rows),
        filtered=bool(words or any(chosen.values())),
        offices=offices,
    )


def _rows(words: str) -> Any:
    queryset = Progress.objects.select_related("item", "responsible").only(*_COLUMNS)
    if not words:
        return queryset.annotate(found=Value(True))
    parts = [
        F("code"),
        Coalesce(F("item__title"), F("own_title"), output_field=TextField()),
        Coalesce(F("item__text"), Value(""), output_field=TextField()),
        F("own_text"),
        F("answer"),
    ]
    # The sorting key forgives capitals, umlauts and ß on both sides. The words are joined by spaces.
    text = Concat(*[piece for part in parts for piece in (part, Value(" "))], output_field=TextField())
    return queryset.annotate(haystack=SortKey(text)).annotate(
        found=Case(When(haystack__contains=SortKey(Value(words)), then=True), default=False)
    )


def _matches(row: Progress, chosen: dict[str, str], today: datetime.date) -> bool:
    if chosen["teil"] and row.chapter != chosen["teil"]:
        return False
    if chosen["art"] and row.kind != chosen["art"]:
        return False
    if chosen["stand"] and row.state != chosen["stand"]:
        return False
    if chosen["amt"] and str(row.responsible_id) != chosen["amt"]:
        return False
    if chosen["eigene"] and not row.is_own:
        return False
    if chosen["termin"]:
        return _due(row, chosen["termin"], today)
    return True


def _due(row: Progress, when: str, today: datetime.date) -> bool:
    if when == "ohne":
        return row.target_date is None and row.kind in kinds_with_states()
    if row.target_date is None or row.state not in State.moving():
        return False
    if when == "ueberfaellig":
        return row.target_date < today
    return today <= row.target_date <= today + datetime.timedelta(days=30)


def _sort_value(row: Progress, key: str) -> Any:
    place = (row.chapter, row.position, row.code)
    late = datetime.date.max
    return {
        "reihenfolge": place,
        "art": (list(Kind.values).index(row.kind), *place),
        "stand": (list(State.values).index(row.state) if row.state else 99, *place),
        "amt": ((row.responsible.sort_key if row.responsible else "\uffff"), *place),
        "termin": (row.target_date or late, *place),
        "bewegt": (row.changed_at or NEVER, *place),
    }[key]


def _summary(rows: list[Progress]) -> list[ChapterSummary]:
    counts = Counter((row.chapter, row.state) for row in rows)
    totals = Counter(row.chapter for row in rows)
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


def _moved(rows: list[Progress]) -> list[Progress]:
    """The five points worked on last."""
    touched = [row for row in rows if row.changed_at]
    return sorted(touched, key=lambda row: row.changed_at or NEVER, reverse=True)[:5]


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
        legend={BADGES[state]: state.label for state in overview.states if state != State.SETTLED},
    )
