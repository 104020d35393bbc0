"""``make bench``: what the main pages cost beside a bare Django page on the same server. ``SCALE=400`` districts.

Needs DATABASE_URL of the owner. Measures on loopback only, in rounds over all pages, so that a busy moment of the
machine falls on all of them alike; bounded in number and in time.
"""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.data import bare_target, cookie_of, fill, own_database, remove_database
from benchmarks.measure import Times, Wrong, ask, together
from benchmarks.pages import PAGES, Measured

RESULTS = Path(__file__).parent / "results"
ROUNDS = 12
#: Requests per page and round: one client, then each of several.
ALONE, EACH = 10, 4
CLIENTS = 8
#: No new round begins after so many seconds.
PATIENCE = 240.0
#: The measure of issue 2: lists and details cost at most so many times the bare page.
MOST = 4.0
BARE = "Bare page"
#: The same view behind the wall: what the page itself adds is the rest.
WALLED = "Bare page, wall"


def main() -> int:
    """Fills, serves, measures, writes the table and the JSON. Returns the exit status."""
    scale = int(os.environ.get("SCALE", "12"))
    given = os.environ["DATABASE_URL"]
    url = own_database(given, scale)
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "LOG_LEVEL": "ERROR"}
    os.environ.pop("DATABASE_ROLE", None)
    import django

    try:
        django.setup()
        begin = time.monotonic()
        cast = fill(scale)
        print(f"{scale} districts made in {time.monotonic() - begin:.0f} s")
        targets = {page.label: _target(cast, page) for page in PAGES}
        queries = {page.label: _queries(cast, page, targets[page.label][0]) for page in PAGES}
        targets[BARE] = bare_target(cast)
        targets[WALLED] = ("/benchmark/wall/", targets[PAGES[0].label][1])
        queries |= {BARE: 1, WALLED: 1}
        _close_connections()
        alone, several = _serve(targets)
    except Wrong as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    finally:
        _close_connections()
        remove_database(given, scale)
    return _report(scale, queries, alone, several)


def _target(cast: Any, page: Measured) -> tuple[str, str]:
    """Address and cookie."""
    from tests.pages import ROWS

    row = next(row for row in ROWS if row.name == page.name and not row.query)
    return row.url(cast.world.mitte, **dict(page.kwargs)), cookie_of(cast.client(page.persona))


def _queries(cast: Any, page: Measured, address: str) -> int:
    """Statements beyond the four fixed reads, counted as the budgets count."""
    from tests.budgets.counter import statements_of

    status, statements = statements_of(cast, page.persona, address)
    if status != 200:
        raise Wrong(f"{address} answers {status}")
    return len(statements)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _serve(targets: dict[str, tuple[str, str]]) -> tuple[dict[str, Times], dict[str, Times]]:
    """Starts the web server as ``make run`` does, measures, ends it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "benchmarks.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning"),
    ]
    environment = os.environ | {"DATABASE_ROLE": "querlinie_login", "DEBUG": "0"}
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _await(port, server)
        return _measure(port, targets)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            ask(port, "/healthz", "", 1, Times())
            return
        except OSError:
            time.sleep(0.1)
    raise Wrong("the web server did not start")


def _measure(port: int, targets: dict[str, tuple[str, str]]) -> tuple[dict[str, Times], dict[str, Times]]:
    alone = {label: Times() for label in targets}
    several = {label: Times() for label in targets}
    for address, cookie in targets.values():
        # Every thread of the server opens its connection and compiles its templates before anything counts.
        together(port, address, cookie, CLIENTS, 4, Times())
    begin = time.monotonic()
    for number in range(ROUNDS):
        if time.monotonic() - begin > PATIENCE:
            print(f"Stopped after {number} of {ROUNDS} rounds: {PATIENCE:.0f} s are over.")
            break
        for label, (address, cookie) in targets.items():
            ask(port, address, cookie, ALONE, alone[label])
        for label, (address, cookie) in targets.items():
            together(port, address, cookie, CLIENTS, EACH, several[label])
    return alone, several


def _report(scale: int, queries: dict[str, int], alone: dict[str, Times], several: dict[str, Times]) -> int:
    kinds = {page.label: page.kind for page in PAGES}
    bare = alone[BARE].percentile(50)
    rows = []
    for label in [BARE, WALLED, *(page.label for page in PAGES)]:
        one, many = alone[label], several[label]
        rows.append(
            {
                "page": label,
                "kind": kinds.get(label, "bare"),
                "queries": queries[label],
                "p50_ms": round(one.percentile(50), 2),
                "p95_ms": round(one.percentile(95), 2),
                "p50_ms_8_clients": round(many.percentile(50), 2),
                "p95_ms_8_clients": round(many.percentile(95), 2),
                "requests_per_second_8_clients": round(sum(many.rate) / len(many.rate), 1),
                "bytes": one.size,
                "ratio": round(one.percentile(50) / bare, 2),
                "requests": len(one.seconds) + len(many.seconds),
            }
        )
    over = [str(row["page"]) for row in rows if row["kind"] in ("list", "detail") and float(str(row["ratio"])) > MOST]
    head = ("page", "kind", "queries", "p50", "p95", "p50 × 8", "p95 × 8", "req/s × 8", "bytes", "ratio")
    print(f"\n{scale} districts, times in ms, × 8: eight clients at once")
    print("{:<20} {:<7} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>6}".format(*head))
    for row in rows:
        values = list(row.values())[:-1]
        print("{:<20} {:<7} {:>7} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>6}".format(*values))
    print(f"Over {MOST:.0f} times the bare page: {', '.join(over) or 'no list and no detail'}")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{scale}-districts.json"
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    day = datetime.now(UTC).date().isoformat()
    text = {"day": day, "districts": scale, "machine": machine, "pages": rows, "over": over}
    path.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
