"""The supervisor of ``make run``: PostgreSQL, the web server and whatever else runs for long, as one thing.

It ends as a whole: on Ctrl-C or SIGTERM, and when one of its parts ends by itself.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import environ
import psycopg

from config.local import environment
from config.local.postgres import LOGIN, OWNER, Cluster
from config.local.problem import Problem
from config.local.processes import end, end_leftovers, note, only_one, spawn

FIRST_PAGE_PATIENCE = 90.0
BEAT = 0.2


@dataclass(frozen=True)
class Service:
    """A long-running process beside PostgreSQL."""

    name: str
    command: list[str]


def services(port: int) -> list[Service]:
    """Everything that runs until Ctrl-C, in the order of starting."""
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8"),
        # One process, so that rate limits in local memory count everything.
        *("--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"),
    ]
    # No broker on one machine: the same sweep that Celery calls in production.
    reminders = [sys.executable, "manage.py", "reminders", "--loop"]
    return [Service("web server", gunicorn), Service("reminder loop", reminders)]


class Supervisor:
    """Starts everything in order, watches it, and ends it in the opposite order."""

    def __init__(self) -> None:
        self.begin = time.monotonic()
        self.local = environment.directory()
        self.port = environment.port()
        self.given = environment.given_database()
        self.cluster: Cluster | None = None
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_end = False

    def run(self) -> int:
        """Run until asked to end. Returns the exit status; raises Problem with what a person should know."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        with only_one(self.local / "run", "Querlinie already runs from this directory"):
            for name in end_leftovers(self._list()):
                print(f"Ended the {name} that an earlier run had left behind.")
            _check_port(self.port)
            try:
                self._start()
                return self._watch()
            finally:
                self._end()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = True

    def _list(self) -> Path:
        return self.local / "run" / "processes.json"

    def _start(self) -> None:
        login_url = None
        if self.given:
            _check_given(self.given)
            owner_url = self.given
        else:
            self.cluster = Cluster(self.local / "postgres")
            if self.cluster.start():
                print("Found PostgreSQL still running from an earlier run and went on with it.")
            owner_url, login_url = self.cluster.url(OWNER), self.cluster.url(LOGIN)
        owner = environment.for_owner(owner_url)
        self._prepare(owner)
        if self.asked_to_end:
            return
        web = environment.for_web(owner, login_url)
        for service in services(self.port):
            self.children[service.name] = spawn(service.name, service.command, env=web, cwd=environment.ROOT)
            note(self.children, self._list())
        self._await_first_page()

    def _prepare(self, env: dict[str, str]) -> None:
        print("Preparing the database …", flush=True)
        child = spawn("preparation", [sys.executable, "-m", "config.local.prepare"], env=env, cwd=environment.ROOT)
        self.children["preparation"] = child
        note(self.children, self._list())
        while child.poll() is None and not self.asked_to_end:
            time.sleep(0.05)
        del self.children["preparation"]
        if self.asked_to_end:
            end(child)
        elif child.returncode != 0:
            raise Problem("Preparing the database failed, for the reason above; the next start tries again.")

    def _await_first_page(self) -> None:
        until = time.monotonic() + FIRST_PAGE_PATIENCE
        while not self.asked_to_end:
            if ended := self._ended():
                raise Problem(ended)
            status = _ask(self.port)
            if status is not None:
                if status >= 500:
                    raise Problem(f"The first page answers with an error ({status}), for the reason above.")
                self._welcome()
                return
            if time.monotonic() > until:
                raise Problem(f"The web server did not answer within {FIRST_PAGE_PATIENCE:.0f} seconds.")
            time.sleep(0.05)

    def _welcome(self) -> None:
        taken = time.monotonic() - self.begin
        print(f"\nQuerlinie answers at http://127.0.0.1:{self.port}/ ({taken:.1f} s). Ctrl-C ends it.")
        if not (os.environ.get("EMAIL_URL") or os.environ.get("EMAIL_URL_FILE")):
            print(f"Mails do not leave this machine: each is a file in {environment.mails()}")
        if environment.demo():
            print(
                "Demo logins, password of all: querlinie-demo\n"
                "  planung.mitte@demo.example    Planungskoordination, Bezirk Mitte\n"
                "  jugendamt.mitte@demo.example  Amtsleitung, Bezirk Mitte\n"
                "  spitze.mitte@demo.example     Verwaltungsspitze, Bezirk Mitte\n"
                "  senat@demo.example            Senatsverwaltung\n"
                "  betrieb@demo.example          operator"
            )
        else:
            print(
                "The installation is empty. Create the first operator in a second terminal:\n"
                '  make manage ARGS="create_operator EMAIL"'
            )
        sys.stdout.flush()

    def _watch(self) -> int:
        while not self.asked_to_end:
            if ended := self._ended():
                raise Problem(ended)
            time.sleep(BEAT)
        print("\nEnding …", flush=True)
        return 0

    def _ended(self) -> str | None:
        """A sentence about the first part that ended by itself."""
        if self.cluster and not self.cluster.running():
            words = self.cluster.last_words()
            log = self.cluster.log
            return f"PostgreSQL ended by itself, so everything was ended. Its last words ({log}):\n{words}"
        for name, child in self.children.items():
            if (status := child.poll()) is not None:
                how = f"by signal {-status}" if status < 0 else f"with exit status {status}"
                return f"The {name} ended by itself {how}, so everything was ended; the reason stands above."
        return None

    def _end(self) -> None:
        for child in reversed(self.children.values()):
            end(child)
        if self.cluster:
            self.cluster.stop()
        self._list().unlink(missing_ok=True)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        # As the web server itself does: a port of which only closed connections are left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Problem(f"Port {port} is reserved for the administrator: choose another, PORT=8001.") from error
        except OSError as error:
            raise Problem(
                f"Port {port} is taken by another program: end it, or choose another port, PORT={port + 1}."
            ) from error


def _check_given(url: str) -> None:
    parts = environ.Env.db_url_config(url)
    keywords = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    known = {key: parts[name] for key, name in keywords.items() if parts.get(name)} | parts.get("OPTIONS", {})
    try:
        with psycopg.connect(connect_timeout=10, **known) as connection:
            role = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise Problem(f"The database of DATABASE_URL cannot be used: {reason}") from error
    if role is None:
        raise Problem(
            "The database server of DATABASE_URL lacks our roles: an administrator runs districts/wall/roles.sql once."
        )


def _ask(port: int) -> int | None:
    """Status of the first page, None if nobody answers yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
