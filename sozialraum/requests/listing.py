"""The list of Anfragen as one address asks for it, under the five tasks of the OE SPK.

No numbers: neither how many there are nor who asks how much (DESIGN § 1, sentence 4).
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, TextField
from django.db.models.functions import Coalesce
from django.http import QueryDict

from districts.member import Member
from districts.member_query import MemberQuery
from districts.models import SortKey
from districts.searching import with_words_in
from lists.compiled import CompiledQuery
from lists.export import Cell
from lists.query import cleaned, search_text
from partners.choosing import regions_to_choose
from sozialraum.models import ServiceRequest
from sozialraum.requests.forms import STANDS
from sozialraum.requests_models import BADGES, Duty, State, is_late

HEADER = ["Aufgabe der OE SPK", "Anfrage", "Von", "Region", "gestellt am", "gewünscht bis", "Stand", "beantwortet am",
          "Was wird gebraucht?", "Antwort"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    shown: list[dict[str, Any]]
    there_are: bool
    filtered: bool
    regions: list[tuple[str, str]]


def asker_name(row: ServiceRequest) -> str:
    """The office or Geschäftsbereich that asks."""
    asker = row.office or row.area
    return asker.name if asker else ""


def _requests(
    member: Member, asked: frozenset[str], stand: str, *, duty: Any, region: Any, words: Any
) -> QuerySet[Any, dict[str, Any]]:
    """Anfragen narrowed by what is ``asked``, of the values given, and by where they stand."""
    rows = ServiceRequest.objects.visible_to(member)
    if "duty" in asked:
        rows = rows.filter(duty=duty)
    if stand == "offen":
        rows = rows.filter(state__in=State.open())
    elif stand == "rueckfrage":
        rows = rows.filter(asked_back=True)
    elif stand:
        rows = rows.filter(state=stand)
    if "region" in asked:
        rows = rows.filter(region__key__startswith=region)
    rows = with_words_in(rows, words if "words" in asked else "", "title", "text", "answer")
    asker = Coalesce("office__name", "area__name")
    found: QuerySet[Any, dict[str, Any]] = rows.order_by("duty", "-asked_on", SortKey("title"), "pk").annotate(
        asker=asker
    )
    return found.values(*_SHOWN)


#: Of an Anfrage: what a line and the exports show.
_SHOWN = ("pk", "duty", "title", "asker", "region__name", "asked_on", "wanted_by", "state", "asked_back",
          "answered_on", "text", "answer")  # fmt: skip
_REQUESTS: MemberQuery[dict[str, Any]] = MemberQuery(_requests, duty=CharField(), region=CharField(), words=TextField())
_REGIONS: CompiledQuery[tuple[str, str]] = CompiledQuery(lambda: regions_to_choose().values_list("key", "name"))


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Anfragen ``member`` may see, searched and filtered as ``params`` says. Three queries at most."""
    regions = [(key, f"{name} ({key})") for key, name in _REGIONS.rows()]
    chosen: dict[str, Any] = {
        "duty": cleaned(params, "aufgabe", Duty.values),
        "region": cleaned(params, "region", [key for key, _ in regions]),
        "words": search_text(params),
    }
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    asked = frozenset(name for name, value in chosen.items() if value)
    shown = [_as_row(row, today) for row in _REQUESTS.rows_for(member, asked, stand, **chosen)]
    filtered = bool(asked or stand)
    there_are = bool(shown) or (filtered and ServiceRequest.objects.visible_to(member).exists())
    return Listed(shown, there_are, filtered, regions)


def _as_row(row: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    return row | {
        "duty": Duty(row["duty"]).label,
        "region": row["region__name"] or "",
        "state": State(row["state"]).label,
        "badge": BADGES[row["state"]],
        "late": is_late(row["state"], row["wanted_by"], today),
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    names = ("duty", "title", "asker", "region", "asked_on", "wanted_by", "state", "answered_on", "text", "answer")
    return [[row[name] for name in names] for row in listed.shown]
