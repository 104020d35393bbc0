"""Databases for measuring, beside the one of DATABASE_URL and on the same server."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import environ
import psycopg
from psycopg import sql


def connect(url: str, **options: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection without Django. DATABASE_URL may name the folder of a socket in a way that libpq reads otherwise."""
    given = environ.Env.db_url_config(url)
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    known = {ours: str(given[name]) for name, ours in names.items() if given.get(name)}
    return psycopg.connect(**(known | given.get("OPTIONS", {}) | options))


def beside(url: str, name: str) -> str:
    """``url`` with another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))


def create(url: str, name: str, *, copy_of: str | None = None) -> None:
    """Makes an empty database, or a copy of one that nobody is connected to; an earlier one of this name goes."""
    drop(url, name)
    with connect(url, autocommit=True) as connection:
        template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(copy_of)) if copy_of else sql.SQL("")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + template)


def drop(url: str, name: str) -> None:
    """Drops a database if it is there, whoever is connected."""
    with connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
