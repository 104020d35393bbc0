"""The processes that send in production, started for real, killed with -9 and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil
from django.conf import settings

#: A lease this long outlasts any mail here, unless its sender is dead.
LEASE_SECONDS = 8


class Sender:
    """One process and everything it starts, in a group of its own, as a container is."""

    def __init__(self, command: Sequence[str], env: dict[str, str], log: Path) -> None:
        self.command, self.env, self.log = list(command), env, log
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603  (our own commands)
                [sys.executable, *self.command], cwd=settings.BASE_DIR, env=self.env, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL to all of it at once, as when a machine loses power. Returns when nothing of it runs any more."""
        everything = [self.process, *psutil.Process(self.process.pid).children(recursive=True)]
        os.killpg(self.process.pid, signal.SIGKILL)
        for process in everything:
            process.wait(30)

    def kill_caller(self, port: int) -> None:
        """SIGKILL to the one process that holds this connection, as when memory runs out. Its parent lives on."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if any(connection.laddr.port == port for connection in child.net_connections("tcp") if connection.laddr):
                child.kill()
                return
        raise AssertionError(f"no process of {self.command} calls from port {port}")

    def keep_alive(self) -> bool:
        """Starts it again if it is gone, as its supervisor would. True if it was."""
        if self.process.poll() is None:
            return False
        self.process = self._start()
        return True

    def end(self) -> None:
        """Ends all of it, at once: everything has been counted."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def environment(*, database_url: str, mail_port: int, redis_url: str = "") -> dict[str, str]:
    """As in production, only faster: no more rights than ``querlinie_login``, the settings of the environment."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "REDIS"))}
    env |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url,
        "DATABASE_ROLE": "querlinie_login",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "LOG_LEVEL": "WARNING",
        "REMINDER_EVERY_SECONDS": "0.5",
        "REMINDER_LEASE_SECONDS": str(LEASE_SECONDS),
        "REMINDER_RETRY_SECONDS": "1",
    }
    return env | ({"REDIS_URL": redis_url} if redis_url else {})


def loop(env: dict[str, str], folder: Path) -> Sender:
    """The loop of ``make run``."""
    return Sender(["manage.py", "reminders", "--loop", "--every", "0.5"], env, folder / "loop.log")


def worker(env: dict[str, str], folder: Path) -> Sender:
    """The worker of docker-compose.yml: two processes that sweep at the same time."""
    command = ["-m", "celery", "-A", "config", "worker", "--loglevel", "warning", "--concurrency", "2"]
    return Sender([*command, "--pool", "prefork"], env, folder / "worker.log")


def beat(env: dict[str, str], folder: Path, number: int) -> Sender:
    """A scheduler; two of them are a mistake that must not matter."""
    schedule = folder / f"beat-{number}"
    command = ["-m", "celery", "-A", "config", "beat", "--loglevel", "warning", "--pidfile", ""]
    return Sender([*command, "--schedule", str(schedule)], env, folder / f"beat-{number}.log")
