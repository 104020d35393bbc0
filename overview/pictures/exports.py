"""Rows for XLSX and CSV: in words, exactly what the pages show, each with the day of its release."""

from collections.abc import Iterable, Sequence
from typing import Any

from overview.pictures.matrix import Column, Entry, Line
from overview.pictures.said import NOT_RELEASED

#: Goes into the title of every export.
NOTE = "so freigegeben, in der amtlichen Reihenfolge"
_WHERE = ["Bezirk", "Name"]
_WHEN = ["Runde", "Freigegeben am"]
STONE = [*_WHERE, "Operationalisierung", "Indikatoren", "Einschätzung", "Seit der Ausgangslage", "Begründung",
         "Abweichende Meinungen", *_WHEN]  # fmt: skip
MAP = [*_WHERE, "Einschätzung", "Seit der Ausgangslage", *_WHEN]
POINT = [*_WHERE, "Stand", "Eigener Text", "Begründung", *_WHEN]


def matrix_header(columns: Sequence[Column]) -> list[str]:
    """Code, title, and each district with what of it is shown and since when."""
    heads = [f"{d.key} {d.name} ({picture.released if picture else NOT_RELEASED})" for d, picture in columns]
    return ["Kennung", "Titel", *heads]


def matrix_rows(lines: Iterable[Line]) -> list[list[Any]]:
    """A row per Prüfstein or point, with a word for each district."""
    return [[line.code, line.title, *(cell.text for cell in line.cells)] for line in lines]


def _when(entry: Entry) -> list[Any]:
    return [entry.picture.round_name, entry.picture.released_on] if entry.picture else ["", None]


def stone_rows(entries: Iterable[Entry]) -> list[list[Any]]:
    """One Prüfstein: what a district means by it stands before its level."""
    rows = []
    for entry in entries:
        stone = entry.part
        meaning = stone.get("meaning") or {"text": "", "indicators": []}
        indicators = "\n".join(f"{row['name']} ({row['direction']})" for row in meaning["indicators"])
        rows.append(
            [entry.district.key, entry.district.name, meaning["text"], indicators, entry.said.word, entry.said.change,
             stone.get("reasons", ""), "\n".join(stone.get("dissents", [])), *_when(entry)]
        )  # fmt: skip
    return rows


def map_rows(entries: Iterable[Entry]) -> list[list[Any]]:
    """What is written on the map."""
    return [[e.district.key, e.district.name, e.said.word, e.said.change, *_when(e)] for e in entries]


def point_rows(entries: Iterable[Entry]) -> list[list[Any]]:
    """One point of the Mindestmaß, with the texts that were released along."""
    return [
        [e.district.key, e.district.name, e.said.word, e.part.get("own_text", ""), e.part.get("reason", ""), *_when(e)]
        for e in entries
    ]
