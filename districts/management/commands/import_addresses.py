"""``manage.py import_addresses PATH``: which Planungsraum an address lies in. All or nothing; as owner; repeatable."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction

from districts.address_file import TOLD, AddressError, AddressFile
from districts.models import Region

_STAGE = """
DROP TABLE IF EXISTS pg_temp.address_line;
CREATE TEMP TABLE address_line (number int, street text, house_number text, postcode text, key text,
 longitude numeric, latitude numeric) ON COMMIT DROP
"""
_CONTRADICTIONS = """
SELECT string_agg(DISTINCT number::text, ', '), min(street || ' ' || house_number)
  FROM address_line GROUP BY address_key(street), address_key(house_number), postcode HAVING count(DISTINCT key) > 1
 ORDER BY min(number) LIMIT %s
"""
_CLEAR = """
DELETE FROM districts_address WHERE district_id IN
 (SELECT r.district_id FROM districts_region r WHERE r.key IN (SELECT DISTINCT key FROM address_line))
"""
_FILL = """
INSERT INTO districts_address (id, district_id, street, house_number, postcode, region_id, longitude, latitude)
SELECT DISTINCT ON (address_key(l.street), address_key(l.house_number), l.postcode)
       gen_random_uuid(), r.district_id, l.street, l.house_number, l.postcode, r.id, l.longitude, l.latitude
  FROM address_line l JOIN districts_region r ON r.key = l.key
 ORDER BY address_key(l.street), address_key(l.house_number), l.postcode, l.longitude IS NULL, l.number
"""


class Command(BaseCommand):
    help = "Reads a CSV of addresses with their Planungsraum. Replaces those of the Bezirke that stand in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a CSV: strasse, hausnummer, plz, planungsraum …")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                told = store(options["path"])
        except AddressError as fault:
            raise CommandError(f"{options['path'].name}: nothing was changed.\n{fault}") from fault
        except ProgrammingError as fault:
            raise CommandError(
                f"The database refused: run this command as the owner of the tables ({fault})."
            ) from fault
        self.stdout.write(told)


def store(path: Path) -> str:
    """Replaces the addresses of the Bezirke in the file; returns what was done. Raises ``AddressError``."""
    rows = Region.objects.filter(level=Region.Level.PLANUNGSRAUM).values_list("key", flat=True)
    file = AddressFile(path, frozenset(rows))
    if not file.known:
        raise AddressError("There are no Planungsräume yet: run import_lor first.")
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        read = 0
        with cursor.copy("COPY address_line FROM STDIN") as copy:
            for line in file.lines():
                copy.write_row((line.number, line.street, line.house_number, line.postcode, line.key,
                                line.longitude, line.latitude))  # fmt: skip
                read += 1
        if not read:
            raise AddressError("The file holds no address.")
        cursor.execute(_CONTRADICTIONS, [TOLD])
        if twice := cursor.fetchall():
            told = [f"Rows {numbers}: {address} lies in several Planungsräumen." for numbers, address in twice]
            raise AddressError("\n".join(told))
        cursor.execute(_CLEAR)
        cursor.execute(_FILL)
        written = cursor.rowcount
        cursor.execute("ANALYZE districts_address")
    doubled = f", {read - written} rows stood there twice" if read > written else ""
    mended = f", {file.mended} keys had lost their leading zero" if file.mended else ""
    return f"{written} addresses{doubled}{mended}"
