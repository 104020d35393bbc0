"""Queries whose SQL is built once per process and then only sent (decision 13).

Django builds the SQL of every query anew. On a page that asks several small questions, that was half of the time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, NoReturn, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, QuerySet

Row = TypeVar("Row")


class Given(Expression):
    """Stands in a query for a value that is known only when the query is sent; with ``several``, behind ``__in``."""

    def __init__(self, name: str, field: Field[Any, Any], *, several: bool = False) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.several = several

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if self.several:
            return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]
        return "%s", [self]


class CompiledQuery(Generic[Row]):
    """What ``build`` returns, read again and again without being built again.

    ``build(*shape, **given)`` returns a queryset. ``given`` are ``Given`` stand-ins for the values that differ from
    one request to the next; ``shape`` are hashable values the query itself depends on, such as whether somebody may
    see confidential things. There is one statement per shape. ``build`` must depend on nothing but its arguments:
    never on the request, the clock or the database, or somebody would be served another's query.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], **given: Field[Any, Any] | list[Field[Any, Any]]
    ) -> None:
        """``given`` says of which kind each value is; ``[field]`` stands for several such values, given as a list."""
        self._build = build
        self._given = {
            name: Given(name, field[0], several=True) if isinstance(field, list) else Given(name, field)
            for name, field in given.items()
        }
        # Bounded, in case somebody puts a value into the shape that should have been given.
        self._compile = lru_cache(maxsize=128)(self._compiled)

    def rows(self, *shape: Hashable, **values: Any) -> list[Row]:
        """The rows as the queryset would give them. Raises ``TypeError`` if ``values`` are not those declared."""
        if values.keys() != self._given.keys():
            raise TypeError(f"This query is given {sorted(self._given)}, not {sorted(values)}.")
        queryset, compiler = self._compile(*shape)
        if compiler is None:
            return []
        # A copy each: another thread may be sending the same query over its own connection.
        sent = copy.copy(compiler)
        sent.connection = connections[DEFAULT_DB_ALIAS]
        sql, params = compiler.kept
        filled = tuple(values[p.name] if isinstance(p, Given) else p for p in params)
        sent.as_sql = lambda *args, **kwargs: (sql, filled)
        fresh = queryset.all()
        fresh.query.get_compiler = lambda *args, **kwargs: sent
        return list(fresh)

    def row(self, *shape: Hashable, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(*shape, **values)), None)

    def _compiled(self, *shape: Hashable) -> tuple[Any, Any]:
        queryset = self._build(*shape, **self._given)
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            _refuse("A compiled query is one statement; prefetching would make it several.")
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            compiler.kept = compiler.as_sql()
        except EmptyResultSet:
            return queryset, None
        return queryset, compiler


def _refuse(sentence: str) -> NoReturn:
    raise TypeError(sentence)
