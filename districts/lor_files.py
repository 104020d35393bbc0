"""Reading files about lebensweltlich orientierte Räume (LOR): outlines as GeoJSON, names and residents as CSV.

Two shapes are known: the layers of the state's geoportal (``lor_2021``: plr_id, plr_name, bzr_name, pgr_name, bez …)
and plain files with ``key`` and ``name``. Nothing is guessed: what does not fit is a ``LorError`` with one sentence.
This module needs no Django.
"""

from __future__ import annotations

import csv
import datetime
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

#: Length of a key by level; two digits are a Bezirk.
DISTRICT, FORECAST_AREA, DISTRICT_REGION, PLANNING_AREA = 2, 4, 6, 8
LEVELS = {
    DISTRICT: "Bezirk",
    FORECAST_AREA: "Prognoseraum",
    DISTRICT_REGION: "Bezirksregion",
    PLANNING_AREA: "Planungsraum",
}
#: Identifying property of the geoportal's layers -> length of its keys, property of the name.
_LAYERS = {
    "plr_id": (PLANNING_AREA, "plr_name"),
    "bzr_id": (DISTRICT_REGION, "bzr_name"),
    "pgr_id": (FORECAST_AREA, "pgr_name"),
}
#: Names of the only coordinate system RFC 7946 knows: WGS 84, longitude before latitude.
_WGS84 = re.compile(r"(CRS:?84|EPSG:+4326)$", re.IGNORECASE)
#: Berlin with a margin. Degrees outside it are another city or another order of the two numbers.
_WEST, _SOUTH, _EAST, _NORTH = 12.9, 52.2, 13.9, 52.8
_RESIDENTS = re.compile(r"einwohner_(\d{4})_(\d{2})_(\d{2})")
_PARENT_COLUMNS = ("bezirksregion_key", "prognoseraum_key", "bezirk_key")


class LorError(ValueError):
    """A fault in a file; the message is one sentence that names the file and the place."""


@dataclass
class Entry:
    """What the files say of one region. ``has_population`` tells "suppressed" (None) from "not mentioned"."""

    key: str
    name: str
    geometry: dict[str, Any] | None = None
    has_population: bool = False
    population: int | None = None
    population_on: datetime.date | None = None
    #: Where name and each fact came from, for sentences about contradictions.
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        """Key of the region above: keys nest."""
        return self.key[:-2]


def read_lor(path: Path) -> dict[str, Entry]:
    """All regions in the file, or in the files of the folder, by key. Raises ``LorError``."""
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in (".geojson", ".json", ".csv"))
        if not files:
            raise LorError(f"{path}: the folder holds no .geojson, .json or .csv file.")
    elif path.is_file():
        files = [path]
    else:
        raise LorError(f"{path}: there is no such file or folder.")
    entries: dict[str, Entry] = {}
    for file in files:
        rows = _read_csv(file) if file.suffix.lower() == ".csv" else _read_geojson(file)
        found = 0
        for row in rows:
            _put(entries, row, file.name)
            found += 1
        if not found:
            raise LorError(f"{file.name}: the file holds no region.")
    return entries


def _put(entries: dict[str, Entry], row: Entry, file: str) -> None:
    held = entries.setdefault(row.key, Entry(row.key, row.name, sources={"name": file}))
    if held.name != row.name:
        raise LorError(f"{file}: {row.key} is called {row.name!r} here and {held.name!r} in {held.sources['name']}.")
    facts = {"line": True, "geometry": row.geometry is not None, "population": row.has_population}
    for fact in ("geometry", "population"):
        if facts[fact] and fact in held.sources:
            raise LorError(f"{file}: the {fact} of {row.key} stands in {held.sources[fact]} already.")
        if facts[fact]:
            held.sources[fact] = file
    if row.geometry is not None:
        held.geometry = row.geometry
    if row.has_population:
        held.has_population, held.population, held.population_on = True, row.population, row.population_on


def _read_csv(file: Path) -> Iterator[Entry]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise LorError(f"{file.name}: the file cannot be read as CSV ({fault}).") from fault
    header = lines[0] if lines else []
    if "key" not in header or "name" not in header or len(set(header)) != len(header):
        raise LorError(f"{file.name}: the first line must name the columns key and name once, separated by commas.")
    counted = [column for column in header if _RESIDENTS.fullmatch(column)]
    if len(counted) > 1:
        raise LorError(f"{file.name}: more than one column of residents ({', '.join(counted)}).")
    day = _day(counted[0], file) if counted else None
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], start=2):
        where = f"{file.name}, line {number}"
        if len(line) != len(header):
            raise LorError(f"{where}: expected {len(header)} fields, found {len(line)}; quote names with commas.")
        values = dict(zip(header, line, strict=True))
        entry = Entry(_key(values["key"], where), _name(values["name"], where))
        _once(entry.key, seen, where)
        for column in _PARENT_COLUMNS:
            if column in values and not entry.key.startswith(values[column] or "-"):
                raise LorError(f"{where}: {entry.key} does not lie in {column} {values[column]!r}.")
        if counted:
            entry.has_population, entry.population_on = True, day
            entry.population = _count(values[counted[0]], where)
            if values.get("einwohner_unvollstaendig", "0") not in ("", "0"):
                # A sum that lacks suppressed parts is too low: no number is more honest than a wrong one.
                entry.population = None
        yield entry


def _read_geojson(file: Path) -> Iterator[Entry]:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"), parse_constant=_refuse_constant)
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise LorError(f"{file.name}: the file is not complete JSON ({fault}).") from fault
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise LorError(f"{file.name}: not a GeoJSON FeatureCollection.")
    _check_crs(content.get("crs"), file)
    features = content.get("features")
    if not isinstance(features, list):
        raise LorError(f"{file.name}: the list of features is missing.")
    seen: set[str] = set()
    for number, feature in enumerate(features, start=1):
        where = f"{file.name}, feature {number}"
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise LorError(f"{where}: not a feature with properties.")
        properties = feature["properties"]
        entry = _official(properties, where) or Entry(
            _key(properties.get("key"), where), _name(properties.get("name"), where)
        )
        _once(entry.key, seen, where)
        if "parent" in properties and properties["parent"] != entry.parent:
            raise LorError(f"{where}: {entry.key} does not lie in parent {properties['parent']!r}.")
        entry.geometry = _geometry(feature.get("geometry"), f"{where} ({entry.key})")
        yield entry


def _official(properties: dict[str, Any], where: str) -> Entry | None:
    """A feature of the geoportal's layers; None where it is of the plain kind."""
    for identifier, (digits, title) in _LAYERS.items():
        if identifier not in properties:
            continue
        key = _key(properties[identifier], where)
        if len(key) != digits:
            raise LorError(f"{where}: {identifier} {key} must have {digits} digits.")
        district = str(properties.get("bez") or key)[:2]
        if district != key[:2]:
            raise LorError(f"{where}: {key} does not lie in bez {properties['bez']!r}.")
        return Entry(key, _name(properties.get(title), where))
    return None


def _check_crs(crs: object, file: Path) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not _WGS84.search(name):
        raise LorError(
            f"{file.name}: foreign coordinate system {name or crs!r}; ask the geoportal for WGS 84 (EPSG:4326) instead."
        )


def _geometry(value: object, where: str) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    coordinates = value.get("coordinates") if isinstance(value, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list) or not coordinates:
        raise LorError(f"{where}: the outline must be a Polygon or MultiPolygon, not {kind!r}.")
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        if not isinstance(polygon, list) or not polygon:
            raise LorError(f"{where}: an empty polygon.")
        for ring in polygon:
            _check_ring(ring, where)
    return {"type": kind, "coordinates": coordinates}


def _check_ring(ring: object, where: str) -> None:
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        raise LorError(f"{where}: a ring needs at least four points and must end where it began.")
    for point in ring:
        numbers = isinstance(point, list) and len(point) >= 2 and all(_is_number(number) for number in point)
        if not numbers:
            raise LorError(f"{where}: {point!r} is not a pair of coordinates.")
        east, north = point[0], point[1]
        if not is_in_berlin(east, north):
            raise LorError(
                f"{where}: {east}, {north} is not a place in Berlin in degrees of longitude and latitude (WGS 84); "
                "the file uses a foreign coordinate system or the other order."
            )


def is_in_berlin(east: float, north: float) -> bool:
    """Whether longitude and latitude in degrees lie in Berlin or just outside."""
    return _WEST <= east <= _EAST and _SOUTH <= north <= _NORTH


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _key(value: object, where: str) -> str:
    # Numbers are refused: a key has lost its leading zero on the way through a spreadsheet.
    if not isinstance(value, str) or not re.fullmatch(r"(?:[0-9]{2}){1,4}", value):
        raise LorError(f"{where}: the key {value!r} must be text of 2, 4, 6 or 8 digits.")
    return value


def _name(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 120 or "\x00" in value:
        raise LorError(f"{where}: the name {value!r} is missing, too long or not text.")
    return value.strip()


def _count(value: str, where: str) -> int | None:
    if not value.strip():
        return None
    if not re.fullmatch(r"[0-9]{1,7}", value.strip()):
        raise LorError(f"{where}: {value!r} is not a number of residents.")
    return int(value)


def _day(column: str, file: Path) -> datetime.date:
    match = _RESIDENTS.fullmatch(column)
    assert match  # noqa: S101  # the caller has matched it
    try:
        return datetime.date(*(int(part) for part in match.groups()))
    except ValueError as fault:
        raise LorError(f"{file.name}: the column {column} names no day.") from fault


def _once(key: str, seen: set[str], where: str) -> None:
    if key in seen:
        raise LorError(f"{where}: the key {key} stands twice.")
    seen.add(key)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
