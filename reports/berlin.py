"""Overview of Berlin for the Senate: what districts have released, side by side, never ranked.

It reads Freigaben in force and nothing else; the database role of the Senate sees nothing else. Words and order are
those of the pages (``overview/pictures``).
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from districts.models import District
from overview.minimum.showing import read_proposals
from overview.pictures.profile import drawn
from overview.pictures.profile import profile as profile_of
from overview.pictures.reading import Picture, districts_shown, points, stones_and_common
from overview.pictures.said import level_said, state_said
from pruefsteine.agreeing.table import number_of
from pruefsteine.models import Release
from pruefsteine.releasing.picture import chosen_or_usual
from reports.document import Document, Facts, Heading, Paragraph, Part, Table
from reports.drawings import profile

#: Prüfsteine beside each other in one matrix: more words than these no page holds.
_BESIDE = 5
#: A district with its pictures, the earliest first.
Column = tuple[District, list[Picture]]
Titles = Sequence[tuple[str, str]]


def read_columns() -> list[Column]:
    """Every district in the fixed order 01 to 12 with its Freigaben in force, whole. Two queries."""
    rows: Any = (
        Release.objects.in_force().order_by("pk").values_list("district_id", "pk", "released_on", "chosen", "picture")
    )
    found: dict[int, list[Picture]] = {}
    for district_id, pk, released_on, chosen, picture in rows:
        part = {stone["code"]: _stone(stone) for stone in picture.get("stones", [])}
        part |= {point["code"]: point for point in picture.get("minimum", [])}
        part["covering"] = picture.get("covering", "")
        entry = Picture(pk, released_on, picture.get("round", {}), chosen_or_usual(chosen), part)
        found.setdefault(district_id, []).append(entry)
    for pictures in found.values():
        # As on the pages: the round that was closed last is where a district stands.
        pictures.sort(key=lambda entry: (entry.round.get("closed") or "", entry.released_on))
    return [(district, found.get(district.pk, [])) for district in districts_shown(QueryDict("export=alle"))]


def _stone(stone: Mapping[str, Any]) -> Mapping[str, Any]:
    meaning = stone.get("meaning") or {}
    return {**stone, "meant": meaning.get("version"), "meaning": meaning.get("text", "")}


def berlin_report(today: datetime.date) -> Document:
    """The overview. Five queries, however many districts and rounds there are."""
    columns = read_columns()
    stones, common = stones_and_common()
    parts: list[Part] = [
        Paragraph("Jeder Bezirk geht seinen eigenen Weg und steht hier nur neben seinem eigenen Anfang. Die "
                  "Reihenfolge ist fest (01 bis 12); es gibt keine Rangfolge und keinen Durchschnitt. „Besser“ meint "
                  "in jedem Bezirk etwas anderes: Was gemeint ist, steht bei den Begründungen."),
    ]  # fmt: skip
    for item in common:
        parts += [Heading(item.title), Paragraph(item.text)]
    parts += [Heading("Gemeinsame Einschätzungen"), *_matrix(columns, stones)]
    standing = Paragraph(read_proposals().standing)
    parts += [Heading("Gemeinsames Mindestmaß"), standing, *_minimum(columns, points())]
    if any(pictures for _, pictures in columns):
        parts.append(Heading("Was die Bezirke dazu sagen"))
    for district, pictures in columns:
        parts += _district(district, pictures, stones)
    return Document(
        name="berlin-ueberblick",
        title="Sozialraumorientierung in den Berliner Bezirken",
        subtitle="Was die Bezirke der Senatsverwaltung freigegeben haben",
        source="Querlinie, Freigaben der Bezirke",
        date=today,
        parts=parts,
    )


def _name(district: District) -> str:
    return f"{district.key} {district.name}"


def _matrix(columns: Iterable[Column], stones: Titles) -> list[Part]:
    """District × Prüfstein in words, some Prüfsteine at a time."""
    parts: list[Part] = []
    for begin in range(0, len(stones), _BESIDE):
        some = stones[begin : begin + _BESIDE]
        rows = []
        for district, pictures in columns:
            latest = pictures[-1] if pictures else None
            # What is not released is said once, calmly, and not ten times.
            state = latest.released if latest else "nicht freigegeben"
            said = [level_said(latest, latest.part.get(code)).text if latest else "–" for code, _ in some]
            rows.append((f"{_name(district)}\n{state}", *said))
        header = ("Bezirk", *(f"{number_of(code)} {title}" for code, title in some))
        caption = f"Prüfsteine {number_of(some[0][0])} bis {number_of(some[-1][0])}, jeweils die jüngste Freigabe"
        parts.append(Table(caption, header, rows, (6, *[4] * len(some))))
    return parts


def _minimum(columns: Iterable[Column], titles: Titles) -> list[Part]:
    """Which points of the Mindestmaß stand where, point by point, as they were released."""
    latest = [(district, pictures[-1]) for district, pictures in columns if pictures]
    if not latest or not titles:
        return [Paragraph("Kein Bezirk hat etwas zum Mindestmaß freigegeben.")]
    rows = [
        (f"{code} {title}", "\n".join(f"{_name(district)}: {state_said(picture, picture.part.get(code)).text}"
                                      for district, picture in latest))
        for code, title in titles
    ]  # fmt: skip
    return [Table("Wo die Punkte des Mindestmaßes stehen", ("Punkt", "Stand in den Bezirken"), rows, (1, 1))]


def _district(district: District, pictures: Sequence[Picture], stones: Titles) -> list[Part]:
    """What is meant, what was agreed and why, of the latest round; over several rounds the own way."""
    if not pictures:
        return []
    latest = pictures[-1]
    facts = [("Stand", latest.released), ("Dazu schreibt der Bezirk", latest.part["covering"])]
    for code, title in stones:
        if stone := latest.part.get(code):
            meant = f"Was das hier heißt: {stone['meaning']}" if stone["meaning"] else ""
            words = [meant, level_said(latest, stone).text, stone.get("reasons", "")]
            facts.append((f"Prüfstein {number_of(code)}, {title}", "\n".join(filter(None, words))))
    parts: list[Part] = [Heading(_name(district), 3), Facts([(term, said) for term, said in facts if said])]
    if len(pictures) > 1:
        parts.append(profile(profile_of(drawn(pictures), stones), head="Prüfstein"))
    return parts
