"""The directory of Bezirke, regions and offices as it stands in districts/directory/.

Facts that every installation begins with: keys and names only. Geometry and Planungsräume are imported
separately; offices are a template that each district changes. This module needs no Django.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from districts import strict_yaml

DIRECTORY = Path(__file__).parent / "directory"

# LOR 2021. Another number means a lost or invented line, not a reform: that would come as new files.
DISTRICTS = 12
FORECAST_AREAS = 58
DISTRICT_REGIONS = 143
BUSINESS_AREAS = 6

OFFICE_KINDS = {
    "fachamt": "Fachamt",
    "serviceeinheit": "Serviceeinheit",
    "organisationseinheit": "Organisationseinheit",
    "beauftragte": "Beauftragte/r",
}

_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")


class DirectoryError(ValueError):
    """A fault in the directory files; the message is a sentence that names the file and the entry."""


@dataclass(frozen=True, kw_only=True)
class DirectoryDistrict:
    """A Bezirk; `key` is text such as "01"."""

    key: str
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class DirectoryRegion:
    """A Prognoseraum (key of 4 digits, parent a Bezirk) or a Bezirksregion (6 digits, parent a Prognoseraum).

    Names are not unique ("Heerstraße" is two Bezirksregionen): only the key identifies.
    """

    key: str
    name: str
    parent: str


@dataclass(frozen=True, kw_only=True)
class TemplateArea:
    """A Geschäftsbereich of the template; exactly one is the Bürgermeister's (`mayor`)."""

    code: str
    name: str
    mayor: bool = False


@dataclass(frozen=True, kw_only=True)
class TemplateOffice:
    """An office of the template; `area` is the code of a TemplateArea, `independent` means weisungsfrei."""

    code: str
    name: str
    kind: str
    area: str
    independent: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeTemplate:
    """What a new district begins with."""

    areas: tuple[TemplateArea, ...]
    offices: tuple[TemplateOffice, ...]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Everything in districts/directory/."""

    districts: tuple[DirectoryDistrict, ...]
    forecast_areas: tuple[DirectoryRegion, ...]
    district_regions: tuple[DirectoryRegion, ...]
    offices: OfficeTemplate


def read_directory(path: Path | None = None) -> Directory:
    """Return the whole directory, regions sorted by key.

    `path` is a directory with the four files; without it the one that comes with the code.
    Raises DirectoryError for anything missing, unknown, empty, doubled, wrongly nested or of wrong number.
    """
    home = path or DIRECTORY
    districts = _read_districts(home / "bezirke.yaml")
    forecast_areas = _read_regions(
        home / "prognoseraeume.csv",
        parent_column="bezirk",
        digits=4,
        parents={district.key for district in districts},
        expected=FORECAST_AREAS,
    )
    district_regions = _read_regions(
        home / "bezirksregionen.csv",
        parent_column="parent",
        digits=6,
        parents={region.key for region in forecast_areas},
        expected=DISTRICT_REGIONS,
    )
    return Directory(
        districts=districts,
        forecast_areas=forecast_areas,
        district_regions=district_regions,
        offices=_read_offices(home / "aemter.yaml"),
    )


def _read_districts(file: Path) -> tuple[DirectoryDistrict, ...]:
    content = _content(file, "version", "districts")
    districts: list[DirectoryDistrict] = []
    for entry, where in _entries(content, file, "districts", "key"):
        fields = strict_yaml.check_keys(entry, where=where, required=("key", "name", "slug"), error=DirectoryError)
        district = DirectoryDistrict(**_texts(fields, where, "key", "name", "slug"))
        if not re.fullmatch(r"[0-9]{2}", district.key):
            raise DirectoryError(f"{where}: the key {district.key} must have two digits.")
        if not _SLUG.fullmatch(district.slug):
            raise DirectoryError(f"{where}: the slug {district.slug} may hold a to z and single hyphens only.")
        districts.append(district)
    for attribute in ("key", "name", "slug"):
        _refuse_doubles([getattr(district, attribute) for district in districts], file, attribute)
    _check_count(districts, DISTRICTS, file)
    return tuple(sorted(districts, key=lambda district: district.key))


def _read_regions(
    file: Path, *, parent_column: str, digits: int, parents: set[str], expected: int
) -> tuple[DirectoryRegion, ...]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream, strict=True))
    except FileNotFoundError:
        raise DirectoryError(f"{file.name}: the file is missing in {file.parent}.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DirectoryError(f"{file.name}: the file cannot be read ({fault}).") from fault
    header = ["key", "name", parent_column]
    if not lines or lines[0] != header:
        raise DirectoryError(f"{file.name}: the first line must be {','.join(header)}.")

    regions: list[DirectoryRegion] = []
    for number, line in enumerate(lines[1:], start=2):
        where = f"{file.name}, line {number}"
        if len(line) != len(header):
            raise DirectoryError(f"{where}: expected {len(header)} fields, found {len(line)}; quote names with commas.")
        key, name, parent = line
        if not re.fullmatch(rf"[0-9]{{{digits}}}", key):
            raise DirectoryError(f"{where}: the key {key!r} must have {digits} digits.")
        if not name or name != name.strip():
            raise DirectoryError(f"{where}: the name of {key} is empty or has outer white space.")
        if parent not in parents:
            raise DirectoryError(f"{where}: {key} names the unknown parent {parent!r}.")
        if not key.startswith(parent):
            raise DirectoryError(f"{where}: the key {key} does not begin with its parent {parent}.")
        regions.append(DirectoryRegion(key=key, name=name, parent=parent))
    _refuse_doubles([region.key for region in regions], file, "key")
    _check_count(regions, expected, file)
    return tuple(sorted(regions, key=lambda region: region.key))


def _read_offices(file: Path) -> OfficeTemplate:
    content = _content(file, "version", "business_areas", "offices")
    areas: list[TemplateArea] = []
    for entry, where in _entries(content, file, "business_areas", "code"):
        fields = strict_yaml.check_keys(
            entry, where=where, required=("code", "name"), optional=("mayor",), error=DirectoryError
        )
        mayor = strict_yaml.check_flag(fields, where=where, key="mayor", error=DirectoryError)
        areas.append(TemplateArea(**_texts(fields, where, "code", "name"), mayor=mayor))
    _refuse_doubles([area.code for area in areas], file, "code")
    _refuse_doubles([area.name for area in areas], file, "name")
    _check_count(areas, BUSINESS_AREAS, file)
    if sum(area.mayor for area in areas) != 1:
        raise DirectoryError(f"{file.name}: exactly one Geschäftsbereich must carry mayor: true.")

    codes = {area.code for area in areas}
    offices: list[TemplateOffice] = []
    for entry, where in _entries(content, file, "offices", "code"):
        fields = strict_yaml.check_keys(
            entry,
            where=where,
            required=("code", "name", "kind", "area"),
            optional=("independent",),
            error=DirectoryError,
        )
        office = TemplateOffice(
            **_texts(fields, where, "code", "name", "kind", "area"),
            independent=strict_yaml.check_flag(fields, where=where, key="independent", error=DirectoryError),
        )
        if office.kind not in OFFICE_KINDS:
            raise DirectoryError(f"{where}: unknown kind {office.kind}.")
        if office.area not in codes:
            raise DirectoryError(f"{where}: unknown Geschäftsbereich {office.area}.")
        offices.append(office)
    _refuse_doubles([office.code for office in offices], file, "code")
    _refuse_doubles([office.name for office in offices], file, "name")
    return OfficeTemplate(areas=tuple(areas), offices=tuple(offices))


def _content(file: Path, *keys: str) -> dict[str, Any]:
    content = strict_yaml.load_mapping(file, DirectoryError)
    strict_yaml.check_keys(content, where=file.name, required=keys, error=DirectoryError)
    strict_yaml.check_version(content, where=file.name, error=DirectoryError)
    return content


def _entries(content: dict[str, Any], file: Path, key: str, label: str) -> list[tuple[object, str]]:
    """Pair each entry with the beginning of a sentence about it."""
    entries = strict_yaml.check_list(content, where=file.name, key=key, error=DirectoryError)
    return [
        (
            entry,
            f"{file.name}, {(entry.get(label) if isinstance(entry, dict) else None) or f'entry {number}'}",
        )
        for number, entry in enumerate(entries, start=1)
    ]


def _texts(fields: Any, where: str, *keys: str) -> dict[str, str]:
    return {key: strict_yaml.check_text(fields[key], where=where, key=key, error=DirectoryError) for key in keys}


def _refuse_doubles(values: list[str], file: Path, what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise DirectoryError(f"{file.name}: the {what} {value} stands twice.")
        seen.add(value)


def _check_count(entries: list[Any], expected: int, file: Path) -> None:
    if len(entries) != expected:
        raise DirectoryError(f"{file.name}: expected {expected} entries, found {len(entries)}.")
