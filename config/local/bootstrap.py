"""Bring a fresh machine to the point where ``make run`` and ``make test`` can do their work.

Runs with the machine's own Python and its standard library alone: it makes the virtual environment,
installs the locked packages into it, fetches the npm packages, and hands over. Each finished part is
stamped with what it was made from, and the stamp is written last: whatever was interrupted is done again,
whatever is finished is left alone.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (somebody may well call this file with an older Python)
    sys.exit("Error: Querlinie needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
STAMP = ".querlinie-stamp"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Problem(Exception):
    """What the person at the terminal reads instead of a traceback."""


def main(arguments: list[str]) -> int:
    """Install what the wanted task needs and hand over to it. Returns the exit status if it cannot."""
    task, *rest = arguments or ["run"]
    try:
        os.chdir(ROOT)
        with _one_installation_at_a_time():
            install(test=task not in ("run", "manage"))
        if task in ("run", "manage"):
            _become("config.local", task, *rest)
        _become("config.local.checks", task, *rest)
    except Problem as problem:
        print(f"Error: {problem}", file=sys.stderr)
    except OSError as error:
        print(f"Error: {_sentence(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted; the next try goes on from here.", file=sys.stderr)
        return 130
    return 1


def install(*, test: bool) -> None:
    """Have virtual environment and npm packages as the lock files say, and for tests a browser and Java."""
    _install_python_packages("test" if test else "local")
    _install_npm_packages()
    if test:
        _install_chromium()
        _install_java()


# --- Python ---------------------------------------------------------------------------------------


def _install_python_packages(kind: str) -> None:
    lock = ROOT / "requirements" / f"{kind}.txt"
    wanted = {kind: _digest(lock)}
    stamp = VENV / STAMP
    have = _read(stamp)
    if not _runs(PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"):
        print("Making the virtual environment …", flush=True)
        stamp.unlink(missing_ok=True)
        made = _run(quickest_python(), "-m", "venv", "--clear", str(VENV))
        if made.returncode != 0:
            if "ensurepip" in made.stdout:
                raise Problem("This Python cannot make virtual environments: apt-get install python3-venv.")
            raise Problem(f"Making the virtual environment failed: {_last_line(made.stdout)}")
        have = {}
    if have.get(kind) == wanted[kind]:
        return
    print("Installing the Python packages …", flush=True)
    _pip_install(lock)
    # test contains local; the other way round the stamp of test goes, so that it is looked at again.
    kept = {"local": _digest(ROOT / "requirements" / "local.txt")} if kind == "test" else {}
    _write(stamp, wanted | kept)


def quickest_python() -> str:
    """The interpreter for the virtual environment: this one, unless another on the PATH is clearly quicker.

    One built without profile-guided optimisation (as pyenv does) takes a third longer for everything, and how it was
    built none says reliably. So each that fits is given a moment's work. ``make PYTHON=…`` has its way.
    """
    if "PYTHON" in os.environ:
        return sys.executable
    names = ("python3.13", "python3.12", "python3.11", "python3")
    found = (Path(folder) / name for folder in os.get_exec_path() for name in names)
    others = list(dict.fromkeys(path.resolve() for path in found if os.access(path, os.X_OK)))
    own = _seconds_of(sys.executable)
    timed = sorted((seconds, str(path)) for path in others if (seconds := _seconds_of(path)))
    return timed[0][1] if own and timed and timed[0][0] < own * _CLEARLY else sys.executable


#: Parts of the own time that another Python may take at most to be chosen.
_CLEARLY = 0.85
#: Prints how long some work takes; fails in a Python that cannot make virtual environments or is not one of ours.
_WORK = """
import ensurepip, sys, time, venv
if not (3, 11) <= sys.version_info < (3, 14): sys.exit(1)
class Thing:
    def __init__(self, number): self.number = number
    def text(self): return f"{self.number}:{self.number % 7}"
def seconds():
    begun = time.perf_counter()
    words = {}
    for thing in [Thing(number) for number in range(20_000)]: words[thing.text()] = thing.number
    sorted(words, key=lambda word: word.partition(":")[2])
    return time.perf_counter() - begun
print(min(seconds() for _ in range(5)))
"""


def _seconds_of(python: str | Path) -> float | None:
    """What ``_WORK`` takes there; None where it does not run."""
    try:
        done = subprocess.run([str(python), "-I", "-c", _WORK], capture_output=True, text=True, timeout=20, check=False)
        return float(done.stdout) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def _pip_install(lock: Path) -> None:
    done = _run(
        *(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
        *("--require-hashes", "--requirement", str(lock)),
    )
    if done.returncode != 0:
        _raise_if_full(done.stdout)
        reason = next((line for line in done.stdout.splitlines() if line.startswith("ERROR:")), _last_line(done.stdout))
        raise Problem(f"Installing the Python packages failed: {reason} Is the network there? Then try again.")


# --- npm ------------------------------------------------------------------------------------------


def _install_npm_packages() -> None:
    wanted = {"package-lock": _digest(ROOT / "package-lock.json")}
    stamp = NODE_MODULES / STAMP
    if _read(stamp) == wanted:
        return
    print("Installing the npm packages …", flush=True)
    npm = _npm()
    stamp.unlink(missing_ok=True)
    done = _run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if done.returncode != 0:
        _raise_if_full(done.stdout)
        lines = [line for line in done.stdout.splitlines() if "error" in line.lower()]
        raise Problem(
            f"Installing the npm packages failed: {lines[0] if lines else _last_line(done.stdout)} "
            "Is the network there? Then try again."
        )
    _write(stamp, wanted)


def _npm() -> list[str]:
    """The machine's npm, or one of our own from PyPI in the virtual environment."""
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    own = VENV / "bin" / "npm"
    if not (own.exists() and _runs(own, "--version")):
        _pip_install(ROOT / "requirements" / "node.txt")
    return [str(own)]


# --- What only tests need -------------------------------------------------------------------------


def chromium() -> str | None:
    """Path of the browser for tests: the machine's, else the one that Playwright downloaded."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    if mac.exists():
        return str(mac)
    script = "from playwright.sync_api import sync_playwright as start\n"
    script += "with start() as playwright: print(playwright.chromium.executable_path)"
    done = subprocess.run([str(PYTHON), "-c", script], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def _install_chromium() -> None:
    if chromium() or (_apt_install("chromium") and chromium()):
        return
    print("Downloading a browser for the tests …", flush=True)
    _run(str(PYTHON), "-m", "playwright", "install", "chromium")
    if not chromium():
        raise Problem("The tests need Chromium: install it (Debian: apt-get install chromium) and try again.")


def _install_java() -> None:
    java = shutil.which("java")
    # On macOS a stub of this name exists that only asks to install Java.
    if java and _runs(java, "-version"):
        return
    if not (_apt_install("default-jre-headless") and shutil.which("java")):
        raise Problem(
            "The HTML validator needs Java: install it (Debian: apt-get install default-jre-headless, "
            "macOS: brew install openjdk) and try again."
        )


def _apt_install(package: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} …", flush=True)
    _run("apt-get", "update", "-q")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return _run("apt-get", "install", "-qy", "--no-install-recommends", package, env=environment).returncode == 0


# --- Small things ---------------------------------------------------------------------------------


class _one_installation_at_a_time:  # it reads as a sentence where it is used
    """Two terminals may say ``make`` at once: the second waits until the first has installed."""

    def __enter__(self) -> None:
        directory = ROOT / ".local"
        directory.mkdir(exist_ok=True)
        self.file = (directory / "install.lock").open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that a signal sent to it reaches the right one."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])  # noqa: S606


def _run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def _runs(*command: str | Path) -> bool:
    try:
        return _run(*map(str, command)).returncode == 0
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(stamp: Path) -> dict[str, str]:
    try:
        content = json.loads(stamp.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    except (OSError, ValueError):
        return {}


def _write(stamp: Path, content: dict[str, str]) -> None:
    fresh = stamp.with_name(stamp.name + ".new")
    fresh.write_text(json.dumps(content), encoding="utf-8")
    fresh.replace(stamp)


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")


def _raise_if_full(text: str) -> None:
    if "No space left on device" in text or "ENOSPC" in text:
        raise Problem("The disk is full: free some space and try again; what is finished is kept.")


def _sentence(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}: free some space and try again; what is finished is kept."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No permission to write here{place}: use a directory that belongs to you."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"A file stands where a directory is needed{place}: move it away and try again."
    return f"The operating system refused: {error.strerror or error}{place}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
