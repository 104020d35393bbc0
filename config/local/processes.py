"""Which processes are ours: known by process id *and* start time, because ids are used again.

A supervisor that was killed outright leaves its children behind. They are written down when they start, so
that the next supervisor can end exactly them and nobody else's.
"""

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from config.local.problem import Problem

#: The start time of a process is derived from the clock, which may have been put right in between.
CLOCK_TOLERANCE = 2.0


@dataclass(frozen=True)
class Started:
    """A process as it was when it started. It leads a process group of its own."""

    name: str
    pid: int
    at: float


def living(pid: int) -> psutil.Process | None:
    """The process with this id if it runs; a zombie does not run."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process
    except (psutil.NoSuchProcess, psutil.AccessDenied, ValueError):
        return None


def spawn(name: str, command: list[str], *, env: dict[str, str], cwd: Path) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    return subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, start_new_session=True)


def note(children: dict[str, subprocess.Popen[bytes]], path: Path) -> None:
    """Write down who runs, beside and then renamed, so that a reader never meets half a list."""
    started = []
    for name, child in children.items():
        if process := living(child.pid):
            started.append(asdict(Started(name, child.pid, process.create_time())))
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(started), encoding="utf-8")
    fresh.replace(path)


def end_leftovers(path: Path) -> list[str]:
    """End what a killed supervisor left behind.

    :param path: the list that ``note`` wrote; it may be missing or spoilt.
    :return: names of the services that were still running.
    """
    try:
        noted = [Started(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        noted = []
    ended = []
    for started in noted:
        members = _members(started)
        if members:
            _end(members)
            ended.append(started.name)
    path.unlink(missing_ok=True)
    return ended


def end(child: subprocess.Popen[Any], *, patience: float = 10.0) -> None:
    """End a child and everything it started: first politely, then not."""
    _signal_group(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(patience)
    _signal_group(child.pid, signal.SIGKILL)
    child.wait()


def _members(started: Started) -> list[psutil.Process]:
    """The noted process and the rest of its group, unless the id meanwhile belongs to somebody else."""
    found = []
    for process in psutil.process_iter():
        try:
            same_group = os.getpgid(process.pid) == started.pid
            if same_group and process.create_time() >= started.at - CLOCK_TOLERANCE:
                if process.pid == started.pid and process.create_time() > started.at + CLOCK_TOLERANCE:
                    return []
                if process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        except (psutil.Error, ProcessLookupError, PermissionError):
            continue
    return found


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        _signal(process, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(processes, timeout=5)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=5)


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(psutil.Error):
        process.send_signal(number)


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def wait_gone(pid: int, patience: float) -> bool:
    """Wait until a process that need not be our child is gone. False: it still runs."""
    until = time.monotonic() + patience
    while living(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def only_one(directory: Path, sentence: str) -> Iterator[None]:
    """Hold a directory for this process; the system lets go of it whatever way we end.

    :raises Problem: with the sentence and the process that holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise Problem(f"{sentence} (process {lock.read().strip() or 'unknown'}).") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
