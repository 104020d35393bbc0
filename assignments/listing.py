"""The list of Aufträge as one address asks for it: plain rows for page, XLSX and CSV."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from assignments.models import Assignment, AssignmentOffice
from assignments.states import BADGES, State
from districts.member import Member
from districts.models import Office, SortKey
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import Column, cleaned, columns, order, search_text

LABELS = {"titel": "Auftrag", "amt": "Federführung", "bereich": "Geschäftsbereich", "stand": "Stand", "frist": "Frist"}
#: Filter by due date.
DUE = {"": "alle", "ueberfaellig": "überfällig", "vier-wochen": "in den nächsten vier Wochen"}
HEADER = ["Auftrag", "Art", "Federführung", "Mitwirkend", "Geschäftsbereich", "Stand", "Frist", "überfällig",
          "Entscheidung vom", "Geschäftszeichen", "Was zu tun ist"]  # fmt: skip
_SORT: dict[str, Any] = {
    "titel": SortKey("title"),
    "amt": F("lead_key"),
    "bereich": SortKey("area__name"),
    "stand": F("state"),
    "frist": F("due_on"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    #: Closed ones of others: title and state, nothing else.
    titles: list[dict[str, Any]]
    total: int
    filtered: bool
    columns: list[Column]
    offices: list[tuple[str, str]]
    #: People named in the own offices to work on something; empty for who belongs to none.
    agents: list[tuple[str, str]]

    @property
    def count(self) -> int:
        """All lines of the page."""
        return len(self.shown) + len(self.titles)


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Aufträge ``member`` may see, searched, filtered and sorted as ``params`` says. Six queries at most."""
    offices = [(str(pk), name) for pk, name in Office.objects.order_by("sort_key").values_list("pk", "name")]
    office = cleaned(params, "amt", [key for key, _ in offices])
    state = cleaned(params, "stand", State.values)
    due = cleaned(params, "termin", [key for key in DUE if key])
    agents = _agents(member)
    agent = cleaned(params, "wer", [key for key, _ in agents])
    words = search_text(params)
    filtered = bool(office or state or due or agent or words)
    visible = Assignment.objects.visible_to(member)
    rows = _narrowed(visible, office=office, state=state, due=due, words=words, today=today)
    if agent:
        rows = rows.filter(pk__in=_worked_on(member, agent).values("assignment_id"))
    key, descending = order(params, LABELS, "frist")
    by = _SORT[key]
    rows = rows.order_by(by.desc(nulls_last=True) if descending else by.asc(nulls_last=True), SortKey("title"), "pk")
    shown = [as_row(row, today) for row in plain(rows)]
    # Of others' closed ones nothing may be learned by filtering: office and due date never find them.
    known = Assignment.objects.known_to(member)
    known = with_words_in(known, words, "title")
    hidden = office or due or agent or state not in ("", State.CLOSED)
    titles = [] if hidden else known.titles()
    for row in titles:
        row |= {"state_label": State(row["state"]).label, "badge": BADGES[row["state"]]}
    total = visible.count() + Assignment.objects.known_to(member).count() if filtered else len(shown) + len(titles)
    return Listed(shown, titles, total, filtered, columns(params, LABELS, "frist"), offices, agents)


#: Filter by Bearbeiter/in where nobody is named.
NOBODY = "niemand"


def _agents(member: Member) -> list[tuple[str, str]]:
    """Who works on something in an office is that office's own matter: only there one may filter by it."""
    if not member.office_ids:
        return []
    named = AssignmentOffice.objects.filter(office__in=member.office_ids, agent__isnull=False)
    people = named.order_by("agent__name", "agent").values_list("agent", "agent__name").distinct()
    return [(str(pk), name) for pk, name in people] + [(NOBODY, "noch nicht benannt")]


def _worked_on(member: Member, agent: str) -> QuerySet[AssignmentOffice]:
    parts = AssignmentOffice.objects.filter(office__in=member.office_ids)
    if agent == NOBODY:
        return parts.filter(agent=None, agent_name="")
    return parts.filter(agent=uuid.UUID(agent))


def _narrowed(
    rows: QuerySet[Assignment], *, office: str, state: str, due: str, words: str, today: datetime.date
) -> QuerySet[Assignment]:
    lead = AssignmentOffice.objects.filter(assignment=OuterRef("pk"), lead=True)
    rows = rows.annotate(
        lead_name=Subquery(lead.values("office__name")[:1]), lead_key=Subquery(lead.values("office__sort_key")[:1])
    )
    if office:
        parts = AssignmentOffice.objects.filter(office=uuid.UUID(office))
        rows = rows.filter(pk__in=parts.values("assignment_id"))
    if state:
        rows = rows.filter(state=state)
    if due == "ueberfaellig":
        rows = rows.filter(due_on__lt=today, state__in=State.with_the_office())
    elif due:
        soon = today + datetime.timedelta(days=28)
        rows = rows.filter(due_on__range=(today, soon), state__in=State.with_the_office())
    narrowed: QuerySet[Assignment] = with_words_in(rows, words, "title", "text", "file_number", "lead_name")
    return narrowed


def plain(rows: QuerySet[Assignment]) -> Iterable[dict[str, Any]]:
    """``rows`` (with ``lead_name``) as dictionaries, with the names of contributing offices."""
    contributing = AssignmentOffice.objects.filter(assignment=OuterRef("pk"), lead=False)
    names = contributing.order_by("office__sort_key").values("office__name")
    return rows.annotate(contributing=ArraySubquery(names)).values(
        "pk", "title", "text", "state", "kind", "due_on", "decision_date", "file_number", "across", "area__name",
        "lead_name", "contributing",
    )  # fmt: skip


def as_row(row: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    """A row of the database with the words a page shows."""
    due = row["due_on"]
    return row | {
        "state_label": State(row["state"]).label,
        "badge": BADGES[row["state"]],
        "kind_label": Assignment.Kind(row["kind"]).label,
        "due": due.strftime("%d.%m.%Y") if due else "",
        "late": bool(due and due < today and row["state"] in State.with_the_office()),
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order; of others' Aufträge title and state."""
    rows: list[list[Cell]] = [
        [r["title"], r["kind_label"], r["lead_name"], ", ".join(r["contributing"]), r["area__name"], r["state_label"],
         r["due_on"], "ja" if r["late"] else "", r["decision_date"], r["file_number"], r["text"]]
        for r in listed.shown
    ]  # fmt: skip
    rows += [[r["title"], "", "", "", "", r["state_label"], None, "", None, "", ""] for r in listed.titles]
    return rows
