"""The migrated database that every worker of the tests copies, instead of migrating one of its own.

Its name is made from all that migrating depends on, so it is made anew when one line of that changes, and found again
otherwise. Run as ``python -m config.local.template`` with the owner's environment, ``TEST_TEMPLATE`` in it.
"""

import hashlib
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import environ
import psycopg
from psycopg import sql

from config.local.environment import ROOT

PREFIX = "querlinie_template_"


def name() -> str:
    """The name of the database that fits the migrations as they are now."""
    digest = hashlib.sha256()
    paths = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/wall/*"), ROOT / "requirements" / "run.txt"]
    # What migrations and the grants after them import: the table of rights, the watching of what is due.
    paths += [ROOT / "districts" / "roles.py", ROOT / "reminders" / "watching.py", *ROOT.glob("*/*models.py")]
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return PREFIX + digest.hexdigest()[:16]


def main() -> int:
    """Make the database ``TEST_TEMPLATE`` unless it is there; remove what earlier migrations left. Exit status."""
    wanted = os.environ["TEST_TEMPLATE"]
    address = os.environ["DATABASE_URL"]
    given = environ.Env.db_url_config(address)
    parts = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    parts = {key: value for key, value in parts.items() if value}
    with psycopg.connect(dbname=given["NAME"], autocommit=True, **parts) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]).fetchall()
        for (old,) in found:
            if old != wanted:
                _drop(connection, old)
        if any(old == wanted for (old,) in found):
            return 0
        # Under another name until it is finished: what was interrupted is done again.
        making = f"{PREFIX}making"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        env = os.environ | {"DATABASE_URL": _with_database(address, making)}
        done = subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], env=env, cwd=ROOT, check=False)
        if done.returncode == 0:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(making), sql.Identifier(wanted)))
        return done.returncode


def _with_database(address: str, database: str) -> str:
    """The address of another database on the same server; the path of a socket may stand before the name."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{database}"))


def _drop(connection: "psycopg.Connection[tuple[object, ...]]", database: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(database)))


if __name__ == "__main__":
    sys.exit(main())
