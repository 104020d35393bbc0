"""The districts as a map: twelve tiles in fixed places, or their outlines where LOR files were read in.

Both are drawn by the server, so that they print and need no script; the table beside them says the same.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import SmallAutoField

from districts.models import District, Region
from lists.compiled import CompiledQuery
from overview.pictures.matrix import Entry
from overview.pictures.said import Said

#: Key -> column and row: who lies beside whom, as far as squares can tell.
PLACES = {
    "12": (1, 0), "03": (2, 0),
    "05": (0, 1), "01": (1, 1), "02": (2, 1), "11": (3, 1), "10": (4, 1),
    "04": (1, 2), "07": (2, 2), "08": (3, 2), "09": (4, 2),
    "06": (1, 3),
}  # fmt: skip
_TILE_WIDTH, _TILE_HEIGHT, _GAP = 152, 112, 8
_WIDTH = 5 * (_TILE_WIDTH + _GAP) - _GAP
#: Around the words of a label.
_PAD = 7
#: Letters in a line of a tile.
_LINE = 18
#: The label of a district on the outlines; without a Freigabe it holds the key alone.
_LABEL_WIDTH, _LABEL_HEIGHT, _KEY_WIDTH, _KEY_HEIGHT, _LETTER = 96, 42, 36, 24, 7
#: The bar of a level, as the cells of the tables have it: how much of it is filled.
_BAR_WIDTH, _BAR_HEIGHT = 50, 9
_REACHED = {"level-1": 0.06, "level-2": 0.25, "level-3": 0.5, "level-4": 0.75, "level-5": 1}

Point = tuple[int, int]

_OUTLINES: CompiledQuery[Any] = CompiledQuery(
    lambda *, districts: Region.objects.filter(
        level=Region.Level.BEZIRKSREGION, geometry__isnull=False, district__in=districts
    ).order_by("district_id", "key").values_list("district_id", "geometry"),
    districts=[SmallAutoField()],
)  # fmt: skip


def tile_map(entries: Iterable[Entry]) -> dict[str, Any]:
    """Tiles of those districts that have a place; {} where none has (a later page of many districts)."""
    areas = []
    for entry in entries:
        if entry.district.key not in PLACES:
            continue
        column, row = PLACES[entry.district.key]
        x, y = column * (_TILE_WIDTH + _GAP), row * (_TILE_HEIGHT + _GAP)
        path = f"M{x} {y}h{_TILE_WIDTH}v{_TILE_HEIGHT}h-{_TILE_WIDTH}z"
        label = {"x": x + 6, "y": y + 26, "width": _TILE_WIDTH - 12, "height": _TILE_HEIGHT - 34}
        areas.append(_area(path, entry.said, label, _lines_of(entry.district)))
    height = 4 * (_TILE_HEIGHT + _GAP) - _GAP
    return {"areas": areas, "width": _WIDTH, "height": height, "scale": 1} if areas else {}


def _lines_of(district: District) -> list[str]:
    """Key and name in two lines, cut at a hyphen: "04 Charlottenburg-", "Wilmersdorf"."""
    first, hyphen, second = district.name.partition("-")
    return [_cut(f"{district.key} {first}{hyphen}"), _cut(second)]


def _cut(text: str) -> str:
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"


def _area(path: str, said: Said, label: Mapping[str, int], lines: Iterable[str]) -> dict[str, Any]:
    x, y, bottom = label["x"] + _PAD, label["y"], label["y"] + label["height"]
    texts = [{"x": x, "y": y + 17 + 15 * number, "text": line} for number, line in enumerate(lines)]
    area: dict[str, Any] = {"path": path, "badge": said.badge, "label": label, "texts": texts}
    area["word"] = {"x": x, "y": bottom - 8, "text": said.word}
    if said.badge in _REACHED:
        # Beside the key, where the label is low; above the word, where it is high.
        left, top = (x, bottom - 34) if label["height"] > _LABEL_HEIGHT else (x + 26, y + 8)
        area["bar"] = {"x": left, "y": top, "width": _BAR_WIDTH, "height": _BAR_HEIGHT,
                       "reached": round(_BAR_WIDTH * _REACHED[said.badge])}  # fmt: skip
    return area


def outlines_of(districts: Iterable[District]) -> dict[int, list[Any]]:
    """District -> the geometries of its Bezirksregionen, where they were read in. One query."""
    found: dict[int, list[Any]] = {}
    for district_id, geometry in _OUTLINES.rows(districts=[district.pk for district in districts]):
        found.setdefault(district_id, []).append(geometry)
    return found


def outline_map(entries: Iterable[Entry], outlines: Mapping[int, Sequence[Any]]) -> dict[str, Any]:
    """The real outlines of the districts in ``outlines``; {} where there are none."""
    if not outlines:
        return {}
    points = [point for geometries in outlines.values() for ring in _rings(geometries) for point in ring]
    project, height = _projection(points)
    areas: list[dict[str, Any]] = []
    for entry in entries:
        geometries = outlines.get(entry.district.pk, [])
        rings = outline([[project(point) for point in ring] for ring in _rings(geometries)])
        if not rings:
            continue
        quiet = entry.picture is None
        wide = max(_LABEL_WIDTH, 2 * _PAD + _LETTER * len(entry.said.word))
        size = (_KEY_WIDTH, _KEY_HEIGHT) if quiet else (wide, _LABEL_HEIGHT)
        label = _placed(_middle(max(rings, key=len)), size, [area["label"] for area in areas])
        path = "".join("M" + "L".join(f"{a} {b}" for a, b in ring) + "z" for ring in rings)
        areas.append(_area(path, entry.said, label, [entry.district.key]))
        if quiet:
            del areas[-1]["word"]
    return {"areas": areas, "width": _WIDTH, "height": height // 2, "scale": 0.5}


def _placed(middle: Point, size: tuple[int, int], others: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """A label around ``middle`` (in half units), moved down until it hides none of ``others``."""
    width, height = size
    x, y = middle[0] // 2 - width // 2, middle[1] // 2 - height // 2
    while any(
        x < other["x"] + other["width"] and other["x"] < x + width
        and y < other["y"] + other["height"] and other["y"] < y + height
        for other in others
    ):  # fmt: skip
        y += 4
    return {"x": x, "y": y, "width": width, "height": height}


def _rings(geometries: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    """All rings of polygons and multipolygons."""
    for geometry in geometries:
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            yield from polygon


def _projection(points: Sequence[Any]) -> tuple[Any, int]:
    """A function from degrees to half units of the drawing, and the height in them.

    At this size Berlin is flat: degrees east are as much shorter than degrees north as the latitude says.
    """
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    shorter = math.cos(math.radians((south + north) / 2))
    scale = 2 * _WIDTH / max((east - west) * shorter, 1e-6)

    def project(point: Sequence[float]) -> Point:
        return round((point[0] - west) * shorter * scale), round((north - point[1]) * scale)

    return project, round((north - south) * scale) + 1


def outline(rings: Iterable[Sequence[Point]]) -> list[list[Point]]:
    """The rings around the whole of neighbours: an edge that two of them share lies inside and is left away."""
    edges: set[tuple[Point, Point]] = set()
    for ring in rings:
        for one, other in pairwise(ring):
            if one != other:
                edges ^= {(min(one, other), max(one, other))}
    nexts: dict[Point, list[Point]] = {}
    for one, other in sorted(edges):
        nexts.setdefault(one, []).append(other)
        nexts.setdefault(other, []).append(one)
    found = []
    while nexts:
        point = next(iter(nexts))
        walked = []
        while point in nexts:
            walked.append(point)
            after = nexts[point].pop()
            nexts[after].remove(point)
            for passed in (point, after):
                if not nexts[passed]:
                    del nexts[passed]
            point = after
        found.append(walked)
    return found


def _middle(ring: Sequence[Point]) -> Point:
    """A point to write at: the centre of gravity."""
    area = x = y = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a * d - c * b
        area, x, y = area + cross, x + (a + c) * cross, y + (b + d) * cross
    return (round(x / (3 * area)), round(y / (3 * area))) if area else ring[0]
