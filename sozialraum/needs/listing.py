"""The list of Bedarfe as one address asks for it: plain rows for list, board, analysis, XLSX and CSV."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextField, UUIDField
from django.db.models.functions import JSONObject
from django.http import QueryDict

from districts.choices import OFFICES, REGIONS, Choices, choices
from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import SortKey
from districts.roles import Role
from districts.searching import with_words_in
from lists.compiled import CompiledQuery, rows_together
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text
from partners.models import Theme
from sozialraum.models import BADGES, SILENT_AFTER, Need, NeedOffice, NeedRegion, NeedState, Topic

LABELS = {"bedarf": "Bedarf", "regionen": "Regionen", "feld": "Themenfeld", "stand": "Stand",
          "federfuehrung": "Federführung", "dringlichkeit": "Dringlichkeit", "gemeldet": "Gemeldet",
          "bewegt": "Zuletzt bewegt"}  # fmt: skip
FIXED = ("regionen", "stand", "federfuehrung", "dringlichkeit")
STATES = {"": "alle", "offen": "alle offenen", **dict(NeedState.choices)}
#: Further choices, one at a time.
CHOICES = {"": "alle", "eigene": "von mir oder meinem Amt gemeldet", "gebeten": "mein Amt ist gebeten",
           "ohne-federfuehrung": "Federführung offen", "still": "lange still",
           "ueberfaellig": "Vereinbarung überfällig"}  # fmt: skip
VIEWS = {"": "Liste", "tafel": "Tafel", "auswertung": "Auswertung"}
HEADER = ["Bedarf", "Regionen", "Themenfeld", "Thema quer zur Linie", "Stand", "Federführung", "Weitere Ämter",
          "Dringlichkeit", "Gemeldet am", "Gemeldet von", "Einheit vor Ort", "Zuletzt bewegt", "Was wird gebraucht?",
          "Vereinbart", "Bis wann", "Rückmeldung"]  # fmt: skip
_SORT: dict[str, Any] = {
    "bedarf": SortKey("title"),
    "feld": F("theme__sort_key"),
    "gemeldet": F("reported_on"),
    "bewegt": F("moved_on"),
}
Options = dict[str, Choices]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the pages and the exports show."""

    shown: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    #: "region", "thema", "feld", "amt" -> what one may choose, in the fixed order of the directories.
    options: Options


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Bedarfe ``member`` may see, searched, filtered and sorted as ``params`` says. Three queries at most."""
    if "sort" not in params:
        # The newest first, and the heading says so.
        params = params.copy()
        params["sort"] = "-gemeldet"
    options = _options()
    chosen = {name: cleaned(params, name, [key for key, _ in found]) for name, found in options.items()}
    chosen |= {
        "dringlichkeit": cleaned(params, "dringlichkeit", Need.Urgency.values),
        "stand": cleaned(params, "stand", [key for key in STATES if key]),
        "words": search_text(params),
    }
    narrowed = frozenset(name for name, value in chosen.items() if value)
    if chosen["stand"] == "offen":
        narrowed = narrowed - {"stand"} | {"offen"}
    selection = cleaned(params, "auswahl", [key for key in CHOICES if key])
    given = {name: value or None for name, value in chosen.items()}
    by = order(params, dict.fromkeys(_SORT, ""), "gemeldet")
    rows = _ROWS.rows_for(member, narrowed, selection, by, today, **given)
    shown = [_as_row(row, member, today) for row in rows]
    filtered = bool(narrowed or selection)
    return Listed(shown, Need.objects.visible_to(member).count() if filtered else len(shown), filtered,
                  columns(params, LABELS, "gemeldet", fixed=FIXED), options)  # fmt: skip


#: Filter -> what one may choose.
_OPTIONS: dict[str, CompiledQuery[Any]] = {
    "region": REGIONS,
    "thema": CompiledQuery(lambda: Topic.objects.order_by("sort_key").values("pk", label=F("title"))),
    "feld": CompiledQuery(
        lambda: Theme.objects.filter(is_active=True).order_by("sort_key").values("pk", label=F("name"))
    ),
    "amt": OFFICES,
}


def _options() -> Options:
    """Regions, Themen, Themenfelder and offices to choose from. One query."""
    found = rows_together([query.asked() for query in _OPTIONS.values()])
    return {name: choices(rows) for name, rows in zip(_OPTIONS, found, strict=True)}


#: Filter -> which Bedarfe it leaves, of the value given.
_FILTERS: dict[str, Callable[[Member, Any], Q]] = {
    "region": lambda member, value: Q(pk__in=NeedRegion.objects.filter(region=value).values("need_id")),
    "thema": lambda member, value: Q(topic=value),
    "feld": lambda member, value: Q(theme=value),
    "amt": lambda member, value: Q(concerning_office(member, value)),
    "dringlichkeit": lambda member, value: Q(urgency=value),
    "stand": lambda member, value: Q(state=value),
}


def _narrowed(
    member: Member, narrowed: frozenset[str], selection: str, by: tuple[str, bool], today: datetime.date, **given: Any
) -> QuerySet[Any, dict[str, Any]]:
    """The Bedarfe ``member`` may see, ``narrowed`` by filters of the values ``given``, and to a ``selection``."""
    rows: Any = Need.objects.visible_to(member)
    for name, matches in _FILTERS.items():
        rows = rows.filter(matches(member, given[name])) if name in narrowed else rows
    if "offen" in narrowed:
        rows = rows.filter(state__in=NeedState.open())
    if selection == "eigene":
        rows = rows.filter(Q(author=member.user) | Q(office__in=member.office_ids))
    elif selection == "gebeten":
        rows = rows.filter(pk__in=NeedOffice.objects.filter(office__in=member.office_ids).values("need_id"))
    elif selection == "ohne-federfuehrung":
        rows = rows.without_lead()
    elif selection == "still":
        rows = rows.silent(today)
    elif selection == "ueberfaellig":
        rows = rows.overdue(today - datetime.timedelta(days=1))
    if "words" in narrowed:
        rows = with_words_in(rows, given["words"], "title", "text", "unit__name", "unit_words", "theme__name")
    key, descending = by
    first = _SORT[key].desc(nulls_last=True) if descending else _SORT[key].asc(nulls_last=True)
    return _with_names(rows.order_by(first, "title", "pk"))


_ROWS: MemberQuery[dict[str, Any]] = MemberQuery(
    _narrowed, region=UUIDField(), thema=UUIDField(), feld=UUIDField(), amt=UUIDField(), dringlichkeit=CharField(),
    stand=CharField(), words=TextField(),
)  # fmt: skip


def _with_names(rows: Any) -> QuerySet[Any, dict[str, Any]]:
    places = NeedRegion.objects.filter(need=OuterRef("pk")).order_by("region__key")
    place = JSONObject(name="region__name", key="region__key")
    ties = NeedOffice.objects.filter(need=OuterRef("pk")).order_by("office__sort_key")
    tie = JSONObject(key="office_id", name="office__name", said="said")
    found: QuerySet[Any, dict[str, Any]] = rows.values(
        "pk", "title", "text", "urgency", "state", "lead__name", "lead__is_active", "theme__name", "topic__title",
        "unit__name", "unit_words", "office__name", "spoke_as", "reported_on", "moved_on", "agreed_on", "agreed_what",
        "agreed_until", "outcome", places=ArraySubquery(places.values(data=place)),
        ties=ArraySubquery(ties.values(data=tie)),
    )  # fmt: skip
    return found


def concerning_office(member: Member, office: Any) -> Exists:
    """For Bedarfe: whether ``office`` was asked, as far as ``member`` may know: whom no page names, no filter finds."""
    ties = NeedOffice.objects.filter(need=OuterRef("pk"), office=office)
    if not sees_who_is_asked(member):
        ties = ties.filter(Q(said=NeedOffice.Said.YES) | Q(office__in=member.office_ids))
    return Exists(ties)


def sees_who_is_asked(member: Member) -> bool:
    """Whether the list names offices that were asked and have not said yes: coordination and the Verwaltungsspitze."""
    return bool(member.roles & {Role.COORDINATION, Role.LEADERSHIP})


def _as_row(row: dict[str, Any], member: Member, today: datetime.date) -> dict[str, Any]:
    own = {str(pk) for pk in member.office_ids}
    named = [
        tie["name"]
        for tie in row["ties"]
        if tie["said"] == NeedOffice.Said.YES or sees_who_is_asked(member) or tie["key"] in own
    ]
    lead = row["lead__name"] if row["lead__is_active"] else ""
    return {
        "pk": row["pk"],
        "title": row["title"],
        "regions": [place["name"] for place in row["places"]],
        # With the key: names of regions are not unique.
        "places": [f"{place['name']} ({place['key']})" for place in row["places"]],
        "theme": row["theme__name"] or "",
        "topic": row["topic__title"] or "",
        "state": row["state"],
        "state_label": NeedState(row["state"]).label,
        "badge": BADGES[row["state"]],
        "lead": lead,
        "lead_open": not lead and row["state"] in NeedState.with_offices(),
        "offices": named,
        "others": [name for name in named if name != lead],
        "urgency": Need.Urgency(row["urgency"]).label,
        "urgent": row["urgency"] == Need.Urgency.HIGH,
        "reported_on": row["reported_on"],
        "reported_by": row["office__name"] or row["spoke_as"],
        "unit": row["unit__name"] or row["unit_words"],
        "moved_on": row["moved_on"],
        "silent": row["state"] in NeedState.open() and row["moved_on"] < today - SILENT_AFTER,
        "text": row["text"],
        "agreed_what": row["agreed_what"] if row["agreed_on"] else "",
        "agreed_until": row["agreed_until"] if row["agreed_on"] else None,
        "outcome": row["outcome"],
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    return [
        [r["title"], ", ".join(r["regions"]), r["theme"], r["topic"], r["state_label"],
         r["lead"] or ("offen" if r["lead_open"] else ""), ", ".join(r["others"]), r["urgency"], r["reported_on"],
         r["reported_by"], r["unit"], r["moved_on"], r["text"], r["agreed_what"], r["agreed_until"], r["outcome"]]
        for r in listed.shown
    ]  # fmt: skip


#: Cards in one column of the board; the rest is in the list.
CARDS = 15


def board(listed: Listed) -> list[dict[str, Any]]:
    """The shown Bedarfe by state, in the order of the states."""
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in listed.shown:
        held[row["state"]].append(row)
    return [
        {"state": state.value, "label": state.label, "rows": held[state][:CARDS], "count": len(held[state]),
         "more": max(0, len(held[state]) - CARDS)}
        for state in NeedState
    ]  # fmt: skip
