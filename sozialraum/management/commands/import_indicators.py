"""``manage.py import_indicators PATH``: figures of regions for all districts at once. All or nothing; as owner."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, transaction
from django.utils import timezone

from districts.models import District, Region
from districts.wall.session import DatabaseRole, acting_as
from lists.table_file import TableError
from sozialraum.regions.comparing import Check, compare, take_in
from sozialraum.regions.reading import FIRST_YEAR, Reading, Value, read_figures

#: 542 Planungsräume × 30 figures × 10 years are 162,600 rows of a long table.
_MOST_ROWS = 1_000_000
_UNPACKED = 1_000_000_000
#: Faults told on one line each; the number of all of them follows.
_TOLD = 20


class Command(BaseCommand):
    help = "Reads a file (CSV or XLSX) or a folder of figures of regions. A faulty file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a .csv or .xlsx file, or a folder of them")
        parser.add_argument("--check", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--year", type=int, help="year of the values where a file names none")
        parser.add_argument("--source", default="", help="source of the figures, as it is shown below them")
        parser.add_argument("--internal", action="store_true", help="new figures only for coordination and data")

    def handle(self, *args: Any, **options: Any) -> None:
        begin = time.monotonic()
        year, today = options["year"], timezone.localdate()
        if year is not None and not FIRST_YEAR <= year <= today.year:
            raise CommandError(f"--year must lie between {FIRST_YEAR} and {today.year}.")
        try:
            with transaction.atomic():
                for path in _files(options["path"]):
                    self._read_in(path, options, today.year)
                if options["check"]:
                    transaction.set_rollback(True)
        except TableError as fault:
            raise CommandError(str(fault)) from fault
        except ProgrammingError as fault:
            raise CommandError(
                f"The database refused: run this command as the owner of the tables ({fault})."
            ) from fault
        done = "Checked, nothing changed" if options["check"] else "Done"
        self.stdout.write(f"{done} in {time.monotonic() - begin:.1f} s.")

    def _read_in(self, path: Path, options: dict[str, Any], this_year: int) -> None:
        known = dict(Region.objects.values_list("key", "district_id"))
        try:
            found = read_figures(
                path.read_bytes(),
                known=known,
                year=options["year"],
                this_year=this_year,
                most_rows=_MOST_ROWS,
                unpacked=_UNPACKED,
            )
        except TableError as fault:
            raise CommandError(f"{path.name}: {fault}") from fault
        for note in found.notes:
            self.stdout.write(f"{path.name}: {note}")
        problems = [f"{where}: {sentence}" for where, sentence in found.faults]
        added = changed = same = 0
        for district, values in _by_district(found, known):
            with acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
                check = compare(found.columns, values)
                problems += [
                    f"{district.name}, {line.column.name}: {line.problem}" for line in check.lines if line.problem
                ]
                if problems:
                    continue
                new, other = self._take(check, path, options)
                added, changed = added + new, changed + other
                same += sum(line.same for line in check.lines)
        if problems:
            more = f" And {len(problems) - _TOLD} more." if len(problems) > _TOLD else ""
            raise CommandError(f"{path.name}: nothing was read in.\n" + "\n".join(problems[:_TOLD]) + more)
        self.stdout.write(
            f"{path.name}: {len(found.columns)} figures, {added:,} values new, {changed:,} changed, {same:,} as before"
        )

    def _take(self, check: Check, path: Path, options: dict[str, Any]) -> tuple[int, int]:
        return take_in(check.lines, file_name=path.name, source=options["source"], released=not options["internal"])


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in (".csv", ".xlsx"))
        if not files:
            raise CommandError(f"{path}: the folder holds no .csv or .xlsx file.")
        return files
    if not path.is_file():
        raise CommandError(f"{path}: there is no such file or folder.")
    return [path]


def _by_district(found: Reading, known: dict[str, int]) -> list[tuple[District, list[Value]]]:
    values: dict[int, list[Value]] = {}
    for value in found.values:
        values.setdefault(known[value[1]], []).append(value)
    return [(district, values[district.pk]) for district in District.objects.order_by("key") if district.pk in values]
