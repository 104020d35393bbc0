"""The environment that ``make run`` and ``make test`` give to Querlinie: one place for every default."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from config.local.problem import Problem

ROOT = Path(__file__).resolve().parent.parent.parent


def directory() -> Path:
    """Where everything local is kept: ``.local`` in the checkout, or ``LOCAL_ROOT``."""
    return Path(os.environ.get("LOCAL_ROOT") or ROOT / ".local").absolute()


def mails() -> Path:
    """Where mails are kept as files, unless ``EMAIL_URL`` names a mail server."""
    return directory() / "mails"


def port() -> int:
    """The port of the web server, from ``PORT``.

    :raises Problem: if it is not a number that a port can have.
    """
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise Problem(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def demo() -> bool:
    """Whether demo data are wanted: yes, unless ``DEMO=0``."""
    return os.environ.get("DEMO", "1").lower() not in ("0", "false", "no", "off", "")


def given_database() -> str | None:
    """The PostgreSQL that the caller brings along (``DATABASE_URL`` or ``DATABASE_URL_FILE``), None for our
    own.

    :raises Problem: if it is not a PostgreSQL address or its file cannot be read.
    """
    value = os.environ.get("DATABASE_URL")
    if not value and (path := os.environ.get("DATABASE_URL_FILE")):
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Problem(f"DATABASE_URL_FILE cannot be read: {error}.") from error
    if not value:
        return None
    if not value.startswith(("postgres://", "postgresql://")):
        raise Problem("DATABASE_URL must begin with postgres://: Querlinie runs on PostgreSQL only.")
    return value


def for_owner(database_url: str) -> dict[str, str]:
    """Environment for migrations, catalogue and demo data, which the owner of the tables does."""
    # PG… would silently reach into every connection string that leaves something out.
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    env.pop("DATABASE_ROLE", None)
    env.pop("DATABASE_URL_FILE", None)
    local = directory()
    address = f"http://127.0.0.1:{port()}"
    if "SECRET_KEY_FILE" not in env:
        env.setdefault("SECRET_KEY", _secret_key(local / "secret_key"))
    env.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    env.setdefault("BASE_URL", address)
    env.setdefault("EVIDENCE_ROOT", str(local / "evidence"))
    if "EMAIL_URL_FILE" not in env:
        # Nothing leaves a machine for trying: each mail becomes a file.
        env.setdefault("EMAIL_URL", f"filemail:///{quote(str(mails()))}")
    env.setdefault("DEBUG", "0")
    env.setdefault("SHOW_COMPONENTS", "1")
    env["DEMO"] = "1" if demo() else "0"
    env["DATABASE_URL"] = database_url
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    env["PYTHONUNBUFFERED"] = "1"
    return env


def for_web(owner: dict[str, str], login_url: str | None) -> dict[str, str]:
    """Environment for what serves people: never the owner's rights.

    :param login_url: address of the database for the role ``querlinie_login``; None lets the owner's
        connection
        step down to that role.
    """
    if login_url:
        return owner | {"DATABASE_URL": login_url}
    return owner | {"DATABASE_ROLE": os.environ.get("DATABASE_ROLE") or "querlinie_login"}


def _secret_key(path: Path) -> str:
    """A key of this installation's own, kept so that people stay signed in over a restart."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
    fresh.replace(path)
    return path.read_text(encoding="ascii").strip()
