"""``manage.py import_lor PATH``: outlines, Planungsräume, residents from official files. All or nothing; as owner."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, transaction

from districts.lor_files import (
    DISTRICT,
    DISTRICT_REGION,
    FORECAST_AREA,
    LEVELS,
    PLANNING_AREA,
    Entry,
    LorError,
    read_lor,
)
from districts.models import District, Region

_LEVELS = {
    FORECAST_AREA: Region.Level.PROGNOSERAUM,
    DISTRICT_REGION: Region.Level.BEZIRKSREGION,
    PLANNING_AREA: Region.Level.PLANUNGSRAUM,
}


class Command(BaseCommand):
    help = "Reads a file or a folder of LOR files (GeoJSON or CSV). A faulty file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a .geojson or .csv file, or a folder of them")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read_lor(options["path"])
            with transaction.atomic():
                counts = store(entries)
        except LorError as fault:
            raise CommandError(str(fault)) from fault
        except ProgrammingError as fault:
            raise CommandError(
                f"The database refused: run this command as the owner of the tables ({fault})."
            ) from fault
        self.stdout.write(", ".join(f"{counts[digits]} {label}" for digits, label in LEVELS.items()))


def store(entries: dict[str, Entry]) -> dict[int, int]:
    """Writes the entries from the top down; returns how many there were per length of key. Raises ``LorError``."""
    districts = {district.key: district for district in District.objects.all()}
    # The owner sees all districts; regions are locked so that two imports follow one another.
    held = {region.key: region for region in Region.objects.select_for_update().defer("geometry").order_by("key")}
    counts = dict.fromkeys(LEVELS, 0)
    for key in sorted(entries, key=lambda key: (len(key), key)):
        entry = entries[key]
        counts[len(key)] += 1
        if len(key) == DISTRICT:
            if key not in districts:
                raise LorError(f"There is no Bezirk with the key {key}; load the directory or found it first.")
            continue
        _write(entry, districts, held)
    return counts


def _write(entry: Entry, districts: dict[str, District], held: dict[str, Region]) -> None:
    district = districts.get(entry.key[:2])
    parent = held.get(entry.parent) if len(entry.key) > FORECAST_AREA else None
    if district is None or (parent is None and len(entry.key) > FORECAST_AREA):
        raise LorError(
            f"{entry.key} ({entry.name}) lies in {entry.parent}, which is unknown; load the directory first."
        )
    values: dict[str, Any] = {"name": entry.name}
    if entry.geometry is not None:
        values["geometry"] = entry.geometry
    if entry.has_population:
        values |= {"population": entry.population, "population_on": entry.population_on}
    region = held.get(entry.key)
    if region is None:
        held[entry.key] = Region.objects.create(
            district=district, key=entry.key, level=_LEVELS[len(entry.key)], parent=parent, **values
        )
        return
    for name, value in values.items():
        setattr(region, name, value)
    region.save(update_fields=list(values))
