"""Overview of Berlin for the Senate: what districts have released, side by side, never ranked.

It reads Freigaben in force and nothing else; the database role of the Senate sees nothing else.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checklist.models import Item, Kind
from districts.models import District
from pruefsteine.agreeing.table import number_of
from pruefsteine.comparing.plots import LINES
from pruefsteine.models import Release
from reports.document import Document, Facts, Heading, Paragraph, Part, Table
from reports.sources import day

#: Prüfsteine beside each other in one matrix: more words than these no page holds.
_BESIDE = 5


@dataclass(frozen=True, slots=True)
class Released:
    """A district and the pictures it has released, the latest first; none is a state of its own."""

    name: str
    pictures: Sequence[tuple[datetime.date, Mapping[str, Any]]]

    @property
    def state(self) -> str:
        """When the latest was released, or that none is."""
        return f"freigegeben am {day(self.pictures[0][0])}" if self.pictures else "nicht freigegeben"


def read_released() -> list[Released]:
    """Every district in the fixed order 01 to 12 with its Freigaben in force. Two queries."""
    pictures: dict[int, list[tuple[datetime.date, Mapping[str, Any]]]] = {}
    for row in Release.objects.in_force().order_by("-released_on", "pk"):
        pictures.setdefault(row.district_id, []).append((row.released_on, row.picture))
    for found in pictures.values():
        found.sort(key=lambda entry: entry[1]["round"]["began"], reverse=True)
    rows = District.objects.filter(is_active=True).order_by("key")
    return [Released(f"{row.key} {row.name}", pictures.get(row.pk, [])) for row in rows]


def berlin_report(today: datetime.date) -> Document:
    """The overview. Three queries, however many districts and rounds there are."""
    districts = read_released()
    items = Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position")
    stones = [(number_of(item.code), item.title) for item in items]
    parts: list[Part] = [
        Paragraph("Jeder Bezirk ist anders und steht hier nur neben seinem eigenen Anfang. Die Reihenfolge ist fest "
                  "(01 bis 12); es gibt keine Rangfolge und keinen Durchschnitt. „Besser“ meint in jedem Bezirk etwas "
                  "anderes: Was gemeint ist, steht bei den Begründungen."),
        Heading("Gemeinsame Einschätzungen"),
        *_matrix(districts, stones),
        Heading("Gemeinsames Mindestmaß"),
        *_minimum(districts),
    ]  # fmt: skip
    if any(district.pictures for district in districts):
        parts.append(Heading("Was die Bezirke dazu sagen"))
    for district in districts:
        parts += _district(district)
    return Document(
        name="berlin-ueberblick",
        title="Sozialraumorientierung in den Berliner Bezirken",
        subtitle="Was die Bezirke der Senatsverwaltung freigegeben haben",
        source="Querlinie, Freigaben der Bezirke",
        date=today,
        parts=parts,
    )


def _matrix(districts: Iterable[Released], stones: Sequence[tuple[int, str]]) -> list[Part]:
    """District × Prüfstein in words, some Prüfsteine at a time."""
    parts: list[Part] = []
    for begin in range(0, len(stones), _BESIDE):
        some = stones[begin : begin + _BESIDE]
        rows = []
        for district in districts:
            said = {entry["number"]: entry["level_label"] for entry in _latest(district).get("stones", [])}
            rows.append((f"{district.name}\n{district.state}", *(said.get(number) or "–" for number, _ in some)))
        caption = f"Prüfsteine {some[0][0]} bis {some[-1][0]}, jeweils die jüngste freigegebene Runde"
        header = ("Bezirk", *(f"{number} {title}" for number, title in some))
        parts.append(Table(caption, header, rows, (6, *[4] * len(some))))
    return parts


def _latest(district: Released) -> Mapping[str, Any]:
    return district.pictures[0][1] if district.pictures else {}


def _minimum(districts: Iterable[Released]) -> list[Part]:
    """Which points of the Mindestmaß stand where, point by point, as they were released."""
    points: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    for district in districts:
        for point in _latest(district).get("minimum", []):
            points.setdefault(point["code"], f"{point['code']} {point['title']}")
            said.setdefault(point["code"], []).append(f"{district.name}: {point['state_label'] or 'ohne Angabe'}")
    if not points:
        return [Paragraph("Kein Bezirk hat etwas zum Mindestmaß freigegeben.")]
    rows = [(title, "\n".join(said[code])) for code, title in points.items()]
    return [Table("Wo die Punkte des Mindestmaßes stehen", ("Punkt", "Stand in den Bezirken"), rows, (1, 1))]


def _district(district: Released) -> list[Part]:
    """Reasons and what is meant of the latest round; of earlier ones the levels, for its own way."""
    if not district.pictures:
        return []
    released_on, latest = district.pictures[0]
    stones = latest.get("stones", [])
    facts = [("Runde", latest["round"]["name"]), ("Freigegeben am", day(released_on)),
             ("Dazu schreibt der Bezirk", latest.get("covering", ""))]  # fmt: skip
    facts += [(f"Prüfstein {stone['number']}, {stone['title']}", _stone(stone)) for stone in stones]
    parts: list[Part] = [Heading(district.name, 3), Facts([(term, said) for term, said in facts if said])]
    if stones and len(district.pictures) > 1:
        pictures = [picture for _, picture in reversed(district.pictures[:LINES])]
        levels = [{entry["number"]: entry["level_label"] for entry in picture["stones"]} for picture in pictures]
        rows = [
            (f"{stone['number']} {stone['title']}", *(level.get(stone["number"]) or "–" for level in levels))
            for stone in stones
        ]
        header = ("Prüfstein", *(picture["round"]["name"] for picture in pictures))
        parts.append(Table(f"{district.name}: der eigene Weg", header, rows, (4, *[3] * len(pictures))))
    return parts


def _stone(stone: Mapping[str, Any]) -> str:
    """Level, change, what is meant, reasons: a line each."""
    level = stone["level_label"] or "ohne gemeinsame Einschätzung"
    change = f", seit der Ausgangslage {stone['change_label']}" if stone["change_label"] else ""
    meant = f"Was das hier heißt: {stone['meaning']['text']}" if stone["meaning"] else ""
    return "\n".join(filter(None, [level + change, meant, stone["reasons"]]))
