"""What stands between a started database and the first page, in one process: Django starts once, not five
times.

Run as ``python -m config.local.prepare`` with the owner's environment. Every step may be repeated; the demo
data are loaded once and noted in a comment on the database, so the note lives and dies with the data.
"""

import os
import sys
import time

import django
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg import sql

DEMO_LOADED = "querlinie: demo data loaded"


def main() -> int:
    """Migrate, load catalogue and directory, collect static files, load demo data. Returns the exit status."""
    try:
        django.setup()
        from django.conf import settings

        _step("database tables", "migrate", interactive=False)
        _step("catalogue", "load_catalogue")
        _step("districts and regions", "load_directory")
        if not settings.DEBUG:
            _step("static files", "collectstatic", interactive=False)
        if os.environ.get("DEMO") == "1" and not _noted():
            _step("demo data", "demo")
            _note()
    except CommandError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


def _step(what: str, command: str, **options: object) -> None:
    begin = time.monotonic()
    call_command(command, verbosity=0, **options)
    taken = time.monotonic() - begin
    if taken > 1:
        print(f"  {what}: {taken:.1f} s", flush=True)


def _noted() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return row is not None and row[0] == DEMO_LOADED


def _note() -> None:
    name = sql.Identifier(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, DEMO_LOADED))


if __name__ == "__main__":
    sys.exit(main())
