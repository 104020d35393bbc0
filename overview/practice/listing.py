"""The list of good examples as one address asks for it: the same rows for every district and the Senate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from districts.searching import with_words_in
from lists.export import Cell
from lists.query import cleaned, search_text
from overview.codes import as_written
from overview.models import SharedPractice
from overview.practice_models import FIELDS

HEADER = ["Bezirk", "Beispiel", "Was ist gelungen, und wie?", "Wo?", "Beteiligte Ämter und Partner",
          "Was hat geholfen?", "Was hat es gebraucht?", "Punkte der Arbeitshilfe", "Funktionspostfach", "Link",
          "freigegeben am"]  # fmt: skip
#: What the search looks into.
_SEARCHED = tuple(name for name in FIELDS if name not in ("codes", "mailbox", "link"))


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page and the exports show."""

    rows: Any
    filtered: bool
    #: Key and name of the districts that show something, 01 to 12.
    districts: list[tuple[str, str]]


def read_list(params: QueryDict) -> Listed:
    """The released examples, searched and filtered as ``params`` says. One query; the rows are one more."""
    districts = list(
        SharedPractice.objects.order_by("district_key").values_list("district_key", "district_name").distinct()
    )
    rows = SharedPractice.objects.in_order()
    district = cleaned(params, "bezirk", [key for key, _ in districts])
    code, words = search_text(params, "punkt"), search_text(params)
    if district:
        rows = rows.filter(district_key=district)
    if code:
        rows = rows.filter(codes__contains=[as_written(code)])
    rows = with_words_in(rows, words, *_SEARCHED)
    return Listed(rows, bool(district or code or words), districts)


def export_rows(listed: Listed) -> Iterator[list[Cell]]:
    """Exactly what the page shows, in its order; read only where it is asked for."""
    return (
        [f"{row.district_key} {row.district_name}", row.title, row.text, row.regions, row.offices, row.helped, row.took,
         ", ".join(row.codes), row.mailbox, row.link, row.released_on]
        for row in listed.rows
    )  # fmt: skip
