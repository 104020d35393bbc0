"""``manage.py load_directory``: the twelve Bezirke, their Prognoseräume and Bezirksregionen. Idempotent; as owner."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from districts.directory_file import Directory, DirectoryRegion, read_directory
from districts.founding import create_template_offices, found_district, lay_out
from districts.models import District, Office, Region
from districts.rights import grant_rights
from districts.wall.session import DatabaseRole, acting_as


class Command(BaseCommand):
    help = "Creates the districts and regions of the directory where they are missing, and renews all rights."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        directory = read_directory()
        for entry in directory.districts:
            district = District.objects.filter(key=entry.key).first()
            if district is None:
                district = found_district(key=entry.key, slug=entry.slug, name=entry.name)
            elif not Office.objects.filter(district=district).exists():
                create_template_offices(district)
            load_regions(district, directory)
        for district in District.objects.all():
            grant_rights(district)
            with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
                lay_out(district)
        self.stdout.write(f"{District.objects.count()} districts, {Region.objects.count()} regions.")


def load_regions(district: District, directory: Directory) -> None:
    """Writes the Prognoseräume and Bezirksregionen of one district; names follow the directory."""
    _write(
        district,
        [entry for entry in directory.forecast_areas if entry.parent == district.key],
        Region.Level.PROGNOSERAUM,
        parents={},
    )
    parents = {r.key: r for r in Region.objects.filter(district=district, level=Region.Level.PROGNOSERAUM)}
    _write(
        district,
        [entry for entry in directory.district_regions if entry.parent in parents],
        Region.Level.BEZIRKSREGION,
        parents=parents,
    )


def _write(
    district: District, entries: list[DirectoryRegion], level: Region.Level, *, parents: dict[str, Region]
) -> None:
    held = {region.key: region for region in Region.objects.filter(district=district, level=level)}
    for entry in entries:
        region = held.get(entry.key)
        if region is None:
            Region.objects.create(
                district=district,
                level=level,
                key=entry.key,
                name=entry.name,
                parent=parents.get(entry.parent),
            )
        elif region.name != entry.name:
            region.name = entry.name
            region.save(update_fields=["name"])
