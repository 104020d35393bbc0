"""The list of Anfragen as one address asks for it, under the five tasks of the OE SPK.

No numbers: neither how many there are nor who asks how much (DESIGN § 1, sentence 4).
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from districts.member import Member
from districts.models import SortKey
from districts.searching import with_words_in
from lists.export import Cell
from lists.query import cleaned, search_text
from partners.choosing import regions_to_choose
from sozialraum.models import ServiceRequest
from sozialraum.requests.forms import STANDS
from sozialraum.requests_models import BADGES, Duty, State

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


def read_list(params: QueryDict, member: Member, today: datetime.date) -> Listed:
    """The Anfragen ``member`` may see, searched and filtered as ``params`` says. Three queries at most."""
    visible = ServiceRequest.objects.visible_to(member)
    regions = [(key, f"{name} ({key})") for key, name in regions_to_choose().values_list("key", "name")]
    duty = cleaned(params, "aufgabe", Duty.values)
    stand = cleaned(params, "stand", [key for key in STANDS if key])
    region = cleaned(params, "region", [key for key, _ in regions])
    words = search_text(params)
    rows = visible
    if duty:
        rows = rows.filter(duty=duty)
    if stand == "offen":
        rows = rows.filter(state__in=State.open())
    elif stand == "rueckfrage":
        rows = rows.filter(asked_back=True)
    elif stand:
        rows = rows.filter(state=stand)
    if region:
        rows = rows.filter(region__key__startswith=region)
    rows = with_words_in(rows, words, "title", "text", "answer")
    rows = rows.select_related("office", "area", "region").defer("region__geometry")
    shown = [_as_row(row, today) for row in rows.order_by("duty", "-asked_on", SortKey("title"), "pk")]
    filtered = bool(duty or stand or region or words)
    return Listed(shown, bool(shown) or (filtered and visible.exists()), filtered, regions)


def _as_row(row: ServiceRequest, today: datetime.date) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "duty": Duty(row.duty).label,
        "title": row.title,
        "asker": asker_name(row),
        "region": row.region.name if row.region else "",
        "asked_on": row.asked_on,
        "wanted_by": row.wanted_by,
        "state": row.get_state_display(),
        "badge": BADGES[row.state],
        "asked_back": row.asked_back,
        "late": row.is_late(today),
        "answered_on": row.answered_on,
        "text": row.text,
        "answer": row.answer,
    }


def export_rows(listed: Listed) -> list[list[Cell]]:
    """Exactly what the page shows, in its order."""
    names = ("duty", "title", "asker", "region", "asked_on", "wanted_by", "state", "answered_on", "text", "answer")
    return [[row[name] for name in names] for row in listed.shown]
