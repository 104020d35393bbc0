"""Real servers for the tests of the supervisor: one prepared directory, copied for every test."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.local.environment import ROOT
from config.local.postgres import Cluster

#: Nothing of the environment of the test run reaches the runs under test.
OURS: tuple[str, ...] = ("DATABASE_URL", "DATABASE_ROLE", "DEMO", "PORT", "LOCAL_ROOT", "REDIS_URL")
OURS += ("BASE_URL", "SECRET_KEY")
OURS += ("EVIDENCE_ROOT", "ALLOWED_HOSTS", "PYTEST_ADDOPTS")
PATIENCE = 60.0


class Run:
    """One ``make run`` without the installation: the supervisor in a process of its own."""

    def __init__(self, local: Path, port: int, **env: str) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        self.local, self.port, self.lines = local, port, list[str]()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local", "run"],
            cwd=ROOT,
            env=clean | {"LOCAL_ROOT": str(local), "PORT": str(port), "DEMO": "0"} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line)

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def ready(self, patience: float = PATIENCE) -> "Run":
        """Wait until the address was printed."""
        await_true(lambda: "answers at" in self.output or self.process.poll() is not None, patience)
        assert "answers at" in self.output, self.output
        return self

    def ended(self) -> int:
        """Wait for the end. Returns the exit status."""
        status = self.process.wait(PATIENCE)
        # A child that outlives its supervisor keeps the pipe open, so this is no wait for the end of the
        # output.
        self.reader.join(0.5)
        return status

    def stop(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.ended()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def status(self) -> int:
        """Status of the first page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        finally:
            connection.close()


def await_true(condition: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Poll until something is so; fail if it does not become so."""
    wake = threading.Event()
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        wake.wait(0.02)


def postmaster(local: Path) -> psutil.Process:
    """The database server of a local directory."""
    return psutil.Process(int((local / "postgres" / "data" / "postmaster.pid").read_text().split()[0]))


def web_processes(port: int) -> list[psutil.Process]:
    """Everything that was started as web server on a port."""
    found = []
    for process in psutil.process_iter():
        try:
            if f"127.0.0.1:{port}" in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A local directory after its first start, ended in good order."""
    local = tmp_path_factory.mktemp("prepared") / "local"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    run = Run(local, free)
    try:
        # The very first start migrates; three minutes are what it may take (DESIGN § 9).
        run.ready(180)
    finally:
        assert run.stop() == 0, run.output
    return local


@pytest.fixture
def local(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the prepared directory, at a path that is not made easy; ended after the test."""
    place = tmp_path / "Grünes Feld" / "local"
    place.parent.mkdir()
    # cp keeps the owner, who is not root where the tests are; shutil.copytree does not.
    command = ["cp", "-a", str(prepared), str(place)]
    subprocess.run(command, check=True)  # noqa: S603
    yield place
    end_everything(place)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where a cluster of its own may go."""
    place = tmp_path / "postgres"
    yield place
    end_everything(tmp_path, place)


def end_everything(local: Path, home: Path | None = None) -> None:
    """End what a failed test left behind."""
    for process in psutil.process_iter():
        try:
            if process.environ().get("LOCAL_ROOT") == str(local):
                process.kill()
        except psutil.Error:
            continue
    cluster = Cluster(home or local / "postgres", durable=False)
    if cluster.data.exists() and cluster._adopt():
        cluster.stop()
    shutil.rmtree(cluster.sockets, ignore_errors=True)
