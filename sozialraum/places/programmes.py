"""Förderprogramme: what a district begins with, and what a programme was called when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from districts.models import District
from lists.compiled import CompiledQuery
from sozialraum.models import FormerName, Programme

#: Key, present name, since when (None: not said), former name and the last day it held.
PROGRAMMES: tuple[tuple[str, str, datetime.date | None, tuple[tuple[str, datetime.date], ...]], ...] = (
    ("SOZ", "Sozialer Zusammenhalt", datetime.date(1999, 1, 1), (("Soziale Stadt", datetime.date(2019, 12, 31)),)),
    ("LEB", "Lebendige Zentren und Quartiere", datetime.date(2008, 1, 1),
     (("Aktive Zentren", datetime.date(2019, 12, 31)),)),
    ("ERN", "Nachhaltige Erneuerung", datetime.date(2002, 1, 1), (("Stadtumbau", datetime.date(2019, 12, 31)),)),
    ("BENN", "BENN – Berlin Entwickelt Neue Nachbarschaften", datetime.date(2017, 1, 1), ()),
    ("STZ", "Infrastrukturförderung Stadtteilzentren", None, ()),
    ("FEIN", "Freiwilliges Engagement in Nachbarschaften (FEIN)", None, ()),
    ("FAM", "Landesprogramm Berliner Familienzentren", datetime.date(2012, 1, 1), ()),
    ("HAUS", "Bezirkshaushalt", None, ()),
)  # fmt: skip

Former = list[tuple[str, datetime.date]]


def lay_out_programmes(district: District) -> None:
    """Creates what is missing for ``district``; touches nothing that is there. Idempotent, inside the wall."""
    keys, names = set(), set()
    for key, name in Programme.objects.values_list("key", "name"):
        keys.add(key)
        names.add(name)
    wanted = [entry for entry in PROGRAMMES if entry[0] not in keys and entry[1] not in names]
    rows = Programme.objects.bulk_create(Programme(key=key, name=name, starts_on=day) for key, name, day, _ in wanted)
    FormerName.objects.bulk_create(
        FormerName(programme=row, name=name, until=until)
        for row, (*_, former) in zip(rows, wanted, strict=True)
        for name, until in former
    )


#: All former names, the oldest first.
FORMER_NAMES: CompiledQuery[Any] = CompiledQuery(
    lambda: FormerName.objects.order_by("until").values("programme_id", "name", "until")
)


def by_programme(rows: Iterable[dict[str, Any]]) -> dict[str, Former]:
    """``rows`` of ``FORMER_NAMES`` from ``rows_together``, by the key of the programme: names with their last days."""
    found: dict[str, Former] = defaultdict(list)
    for row in rows:
        found[row["programme_id"]].append((row["name"], row["until"]))
    return found


def name_between(
    present: str, former: Former, first: datetime.date, last: datetime.date | None, today: datetime.date
) -> str:
    """What a programme was called from ``first`` to ``last`` (None: until ``today`` at least).

    More than one name where it changed meanwhile: „Soziale Stadt, ab 01.01.2020 Sozialer Zusammenhalt“.
    """
    last = last if last is not None else max(first, today)
    told: list[str] = []
    begins: datetime.date | None = None
    for name, until in [*former, (present, datetime.date.max)]:
        if until >= first and (begins is None or begins <= last):
            told.append(f"ab {begins:%d.%m.%Y} {name}" if told and begins else name)
        begins = until + datetime.timedelta(days=1) if until < datetime.date.max else None
    return ", ".join(told)
