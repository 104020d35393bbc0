"""``make bench``, second part: what the sweep of reminders costs beside its own SQL.

400 districts with 250 open Aufträge each, in a database of its own. Nothing due: how long, how many statements. Then
20 due things in each of 50 districts: everything ``sweep()`` does (planning, claiming, reading anew, writing the mails,
marking) except handing the mails to a server, timed beside the same statements without Django, replayed by psycopg in
the same transactions on a copy of the same database.
"""

import json
import os
import platform
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.databases import beside, connect, create, drop

RESULT = Path(__file__).parent / "results" / "sweep.json"
DISTRICTS, OPEN = 400, 100_000
DUE_DISTRICTS, DUE = 50, 1_000
#: People who have something due, per district; each has two things.
HOLDERS = 10
QUIET_ROUNDS, ROUNDS = 20, 3
#: The measures of issue 3.
QUIET_MS, RATIO = 25.0, 3.0

QUIET, ROUND = "querlinie_bench_quiet", "querlinie_bench_round"


def main() -> int:
    """Fills, measures, prints, writes the JSON. Returns the exit status."""
    given = os.environ["DATABASE_URL"]
    os.environ |= {
        "DATABASE_URL": beside(given, QUIET),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "LOG_LEVEL": "ERROR",
        "EMAIL_URL": "dummymail://",
    }
    os.environ.pop("DATABASE_ROLE", None)
    try:
        create(given, QUIET)
        import django

        django.setup()
        from benchmarks.open_assignments import fill, fill_due

        begin = time.monotonic()
        fill(DISTRICTS, OPEN)
        print(f"{DISTRICTS} districts with {OPEN} open Aufträge made in {time.monotonic() - begin:.0f} s")
        quiet = _quiet()
        fill_due(DUE_DISTRICTS, DUE // DUE_DISTRICTS, HOLDERS)
        _close()
        busy = _busy(given)
    finally:
        _close()
        for name in (ROUND, QUIET):
            drop(given, name)
    return _report(quiet, busy)


# --- Measuring ------------------------------------------------------------------------------------------------------


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _use(name: str) -> Any:
    """Django's connection, on another database of the same server. Opened, so that nobody times that."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    return connection


def _quiet() -> dict[str, Any]:
    from reminders.sweep import sweep

    connection = _use(QUIET)
    statements = Recording(connection)
    with statements:
        outcome = sweep()
    if outcome.visited or outcome.planned:
        raise SystemExit("Error: something was due where nothing should be")
    times = []
    for _ in range(QUIET_ROUNDS):
        begin = time.perf_counter()
        sweep()
        times.append((time.perf_counter() - begin) * 1000)
    return {"ms": statistics.median(times), "ms_worst": max(times), "statements": statements.count()}


def _busy(given: str) -> dict[str, Any]:
    from reminders.sweep import sweep

    rounds = []
    for number in range(ROUNDS + 1):
        create(given, ROUND, copy_of=QUIET)
        recording = Recording(_use(ROUND))
        # The first round only warms up, and tells what is replayed.
        with recording:
            outcome = sweep()
        _close()
        if (outcome.planned, outcome.sent) != (DUE, DUE_DISTRICTS * HOLDERS):
            raise SystemExit(f"Error: not what was to be measured: {outcome}")
        create(given, ROUND, copy_of=QUIET)
        bare = recording.replay(beside(given, ROUND))
        create(given, ROUND, copy_of=QUIET)
        _use(ROUND)
        begin = time.perf_counter()
        sweep()
        whole = time.perf_counter() - begin
        _close()
        if number:
            rounds.append((whole, bare))
    whole, bare = (statistics.median(column) for column in zip(*rounds, strict=True))
    return {
        "ms": whole * 1000,
        "bare_sql_ms": bare * 1000,
        "ratio": statistics.median(whole / bare for whole, bare in rounds),
        "statements": recording.count(),
        "mails": outcome.sent,
    }


class Recording:
    """The statements of everything inside the block, with their transactions."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        #: ("sql", statement, parameters), ("commit",), ("rollback",)
        self.events: list[tuple[Any, ...]] = []

    def __enter__(self) -> "Recording":
        self.blocker = self.connection.execute_wrapper(self._note)
        self.blocker.__enter__()
        for name in ("commit", "rollback"):
            self._watch(name)
        return self

    def __exit__(self, *args: object) -> None:
        self.blocker.__exit__(*args)
        for name in ("_commit", "_rollback"):
            self.connection.__dict__.pop(name, None)

    def _note(self, execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        self.events.append(("sql", statement, parameters))
        return execute(statement, parameters, many, context)

    def _watch(self, name: str) -> None:
        method = getattr(self.connection, f"_{name}")

        def noted() -> Any:
            self.events.append((name,))
            return method()

        self.connection.__dict__[f"_{name}"] = noted

    def count(self) -> int:
        """Statements, without the end of transactions."""
        return sum(1 for event in self.events if event[0] == "sql")

    def replay(self, url: str) -> float:
        """Seconds the same takes without Django. Every row is fetched, as Django did."""
        with connect(url, prepare_threshold=5) as connection:
            connection.execute("SELECT 1")
            connection.commit()
            cursor = connection.cursor()
            begin = time.perf_counter()
            for kind, *rest in self.events:
                if kind == "sql":
                    cursor.execute(*rest)
                    if cursor.description:
                        cursor.fetchall()
                elif kind == "commit":
                    connection.commit()
                else:
                    connection.rollback()
            return time.perf_counter() - begin


# --- Saying ----------------------------------------------------------------------------------------------------------


def _report(quiet: dict[str, Any], busy: dict[str, Any]) -> int:
    print(
        f"Nothing due: {quiet['ms']:.1f} ms (worst {quiet['ms_worst']:.1f}), {quiet['statements']} statements;"
        f" at most {QUIET_MS:.0f} ms\n"
        f"{DUE} things due in {DUE_DISTRICTS} districts, {busy['mails']} mails: {busy['ms']:.0f} ms,"
        f" bare SQL {busy['bare_sql_ms']:.0f} ms ({busy['statements']} statements), ratio {busy['ratio']:.2f};"
        f" at most {RATIO:.0f}"
    )
    over = [name for name, bad in (("quiet", quiet["ms"] > QUIET_MS), ("busy", busy["ratio"] > RATIO)) if bad]
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    rounded = [{key: round(value, 2) for key, value in part.items()} for part in (quiet, busy)]
    day = datetime.now(UTC).date().isoformat()
    text = {"day": day, "machine": machine, "quiet": rounded[0], "busy": rounded[1], "over": over}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Over the measure: {', '.join(over) or 'nothing'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
