"""The list of Bedarfe as one address asks for it: plain rows for list, board, analysis, XLSX and CSV."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.http import QueryDict

from districts.member import Member
from districts.models import Office, Region, SortKey
from districts.roles import Role
from districts.searching import with_words_in
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
Options = dict[str, list[tuple[str, str]]]


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
    visible, options = Need.objects.visible_to(member), _options()
    chosen = {name: cleaned(params, name, [key for key, _ in found]) for name, found in options.items()}
    chosen |= {
        "stand": cleaned(params, "stand", [key for key in STATES if key]),
        "dringlichkeit": cleaned(params, "dringlichkeit", Need.Urgency.values),
        "auswahl": cleaned(params, "auswahl", [key for key in CHOICES if key]),
    }
    words = search_text(params)
    rows = _narrowed(visible, chosen, member, today)
    rows = with_words_in(rows, words, "title", "text", "unit__name", "unit_words", "theme__name")
    key, descending = order(params, dict.fromkeys(_SORT, ""), "gemeldet")
    by = _SORT[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), "title", "pk")
    shown = [_as_row(row, member, today) for row in _with_names(rows)]
    filtered = bool(words or any(chosen.values()))
    return Listed(shown, visible.count() if filtered else len(shown), filtered,
                  columns(params, LABELS, "gemeldet", fixed=FIXED), options)  # fmt: skip


def _options() -> Options:
    """Regions, Themen, Themenfelder and offices to choose from. One query."""
    found: Options = {"region": [], "thema": [], "feld": [], "amt": []}
    places = Region.objects.exclude(level=Region.Level.PLANUNGSRAUM).annotate(
        label=Concat("name", Value(" ("), "key", Value(")"), output_field=TextField()), by=Cast("key", TextField())
    )
    rows = [
        _kind("region", places),
        _kind("thema", Topic.objects.annotate(label=Cast("title", TextField()), by=F("sort_key"))),
        _kind("feld", Theme.objects.filter(is_active=True).annotate(label=Cast("name", TextField()), by=F("sort_key"))),
        _kind("amt", Office.objects.annotate(label=Cast("name", TextField()), by=F("sort_key"))),
    ]
    for kind, pk, name, _ in rows[0].union(*rows[1:], all=True).order_by("which", "by"):
        found[kind].append((str(pk), name))
    return found


def _kind(kind: str, rows: Any) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(which=Value(kind, output_field=CharField()))
    found: QuerySet[Any, Any] = named.values_list("which", "pk", "label", "by")
    return found


def _narrowed(rows: Any, chosen: dict[str, str], member: Member, today: datetime.date) -> QuerySet[Need]:
    for name, link in (("thema", "topic"), ("feld", "theme")):
        if chosen[name]:
            rows = rows.filter(**{link: uuid.UUID(chosen[name])})
    if chosen["region"]:
        rows = rows.filter(pk__in=NeedRegion.objects.filter(region=uuid.UUID(chosen["region"])).values("need_id"))
    if chosen["amt"]:
        rows = rows.filter(concerning_office(member, uuid.UUID(chosen["amt"])))
    if chosen["dringlichkeit"]:
        rows = rows.filter(urgency=chosen["dringlichkeit"])
    if chosen["stand"]:
        rows = rows.filter(state__in=NeedState.open() if chosen["stand"] == "offen" else [NeedState(chosen["stand"])])
    if chosen["auswahl"] == "eigene":
        rows = rows.filter(Q(author=member.user) | Q(office__in=member.office_ids))
    elif chosen["auswahl"] == "gebeten":
        rows = rows.filter(pk__in=NeedOffice.objects.filter(office__in=member.office_ids).values("need_id"))
    elif chosen["auswahl"] == "ohne-federfuehrung":
        rows = rows.without_lead()
    elif chosen["auswahl"] == "still":
        rows = rows.silent(today)
    elif chosen["auswahl"] == "ueberfaellig":
        rows = rows.overdue(today - datetime.timedelta(days=1))
    found: QuerySet[Need] = rows
    return found


def _with_names(rows: Any) -> Any:
    places = NeedRegion.objects.filter(need=OuterRef("pk")).order_by("region__key")
    place = JSONObject(name="region__name", key="region__key")
    ties = NeedOffice.objects.filter(need=OuterRef("pk")).order_by("office__sort_key")
    tie = JSONObject(key="office_id", name="office__name", said="said")
    return rows.select_related("theme", "topic", "lead", "office", "unit").annotate(
        places=ArraySubquery(places.values(data=place)), ties=ArraySubquery(ties.values(data=tie))
    )


def concerning_office(member: Member, office: Any) -> Exists:
    """For Bedarfe: whether ``office`` was asked, as far as ``member`` may know: whom no page names, no filter finds."""
    ties = NeedOffice.objects.filter(need=OuterRef("pk"), office=office)
    if not sees_who_is_asked(member):
        ties = ties.filter(Q(said=NeedOffice.Said.YES) | Q(office__in=member.office_ids))
    return Exists(ties)


def sees_who_is_asked(member: Member) -> bool:
    """Whether the list names offices that were asked and have not said yes: coordination and the Verwaltungsspitze."""
    return bool(member.roles & {Role.COORDINATION, Role.LEADERSHIP})


def _as_row(row: Any, member: Member, today: datetime.date) -> dict[str, Any]:
    own = {str(pk) for pk in member.office_ids}
    named = [
        tie["name"]
        for tie in row.ties
        if tie["said"] == NeedOffice.Said.YES or sees_who_is_asked(member) or tie["key"] in own
    ]
    lead = row.leads
    return {
        "pk": row.pk,
        "title": row.title,
        "regions": [place["name"] for place in row.places],
        # With the key: names of regions are not unique.
        "places": [f"{place['name']} ({place['key']})" for place in row.places],
        "theme": row.theme.name if row.theme else "",
        "topic": row.topic.title if row.topic else "",
        "state": row.state,
        "state_label": row.get_state_display(),
        "badge": BADGES[row.state],
        "lead": lead.name if lead else "",
        "lead_open": lead is None and row.state in NeedState.with_offices(),
        "offices": named,
        "others": [name for name in named if lead is None or name != lead.name],
        "urgency": row.get_urgency_display(),
        "urgent": row.urgency == Need.Urgency.HIGH,
        "reported_on": row.reported_on,
        "reported_by": row.office.name if row.office else row.spoke_as,
        "unit": row.at_unit,
        "moved_on": row.moved_on,
        "silent": row.state in NeedState.open() and row.moved_on < today - SILENT_AFTER,
        "text": row.text,
        "agreed_what": row.agreed_what if row.agreed_on else "",
        "agreed_until": row.agreed_until if row.agreed_on else None,
        "outcome": row.outcome,
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
