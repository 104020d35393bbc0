"""Queries whose SQL is built once per process and then only sent (decision 13).

Django builds the SQL of every query anew. On a page that asks several small questions, that was half of the time.
"""

from __future__ import annotations

import copy
import datetime
import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, NoReturn, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Expression, Field, QuerySet, Value

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
        self._check(values)
        queryset, compiler = self._compile(*shape)
        if compiler is None:
            return []
        # A copy each: another thread may be sending the same query over its own connection. Flat copies: what ``all()``
        # copies, down to the last query of a union, is not written to once it is compiled.
        sent, query, fresh = copy.copy(compiler), _flat_copy(queryset.query), _flat_copy(queryset)
        sent.connection = connections[DEFAULT_DB_ALIAS]
        sql, params = compiler.kept
        filled = _filled(params, values)
        sent.as_sql = lambda *args, **kwargs: (sql, filled)
        query.get_compiler = lambda *args, **kwargs: sent
        # Not by its property, which would forget in which shape rows are wanted.
        fresh._query = query
        return list(fresh)

    def row(self, *shape: Hashable, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(*shape, **values)), None)

    def asked(self, *shape: Hashable, **values: Any) -> Asked:
        """The query with its values, to be sent by ``rows_together``. Raises ``TypeError`` as ``rows`` does."""
        self._check(values)
        return Asked(self, shape, values)

    def kept(self, shape: tuple[Hashable, ...]) -> tuple[str, Sequence[Any], dict[str, Callable[[Any], Any]]] | None:
        """The statement, its parameters, and how columns become values again that JSON has no word for.

        None where nothing can ever be found.
        """
        _, compiler = self._compile(*shape)
        if compiler is None:
            return None
        expressions = {alias or column.target.column: column for column, _, alias in compiler.select}
        readers = {name: _FROM_JSON.get(_kind(column)) for name, column in expressions.items()}
        return (*compiler.kept, {name: reader for name, reader in readers.items() if reader})

    def _check(self, values: Mapping[str, Any]) -> None:
        if values.keys() != self._given.keys():
            raise TypeError(f"This query is given {sorted(self._given)}, not {sorted(values)}.")

    def _compiled(self, *shape: Hashable) -> tuple[Any, Any]:
        queryset = self._build(*shape, **self._given)
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            _refuse("A compiled query is one statement; prefetching would make it several.")
        compiler: Any = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            compiler.kept = _with_constants(*compiler.as_sql())
        except EmptyResultSet:
            return queryset, None
        return queryset, compiler


@dataclass(frozen=True, slots=True)
class Asked:
    """A compiled query of ``.values()`` with its shape and its values."""

    query: CompiledQuery[Any]
    shape: tuple[Hashable, ...]
    values: Mapping[str, Any]


def rows_together(asked: Sequence[Asked]) -> list[list[dict[str, Any]]]:
    """The rows of each of ``asked``, all read with one statement. Keys (UUID) come as text, the rest as from ``rows``.

    For pages that ask many rooms for a few lines each: the way to the database and back costs more than the lines.
    """
    sql, parts = _joined(tuple((one.query, one.shape) for one in asked))
    if not any(parts):
        return [[] for _ in asked]
    filled = [value for one, part in zip(asked, parts, strict=True) if part for value in _filled(part[0], one.values)]
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, filled)
        found = cursor.fetchone()
    return [_read(text, part[1]) if part and text else [] for text, part in zip(found, parts, strict=True)]


def number_of(rows: QuerySet[Any, Any]) -> QuerySet[Any, dict[str, Any]]:
    """The ``number`` of ``rows`` as a query of one row, for ``rows_together``."""
    return rows.order_by().values(all=Value(1)).values(number=Count("pk"))


def total_of(found: list[dict[str, Any]]) -> int:
    """What ``number_of`` found; no row where there can be none."""
    return sum(row["number"] for row in found)


# Bounded as the queries are.
@lru_cache(maxsize=128)
def _joined(asked: tuple[tuple[CompiledQuery[Any], tuple[Hashable, ...]], ...]) -> tuple[str, list[Any]]:
    columns: list[str] = []
    parts: list[Any] = []
    for query, shape in asked:
        kept = query.kept(shape)
        columns.append(f"(SELECT json_agg(q)::text FROM ({kept[0]}) q)" if kept else "NULL")
        parts.append(kept and kept[1:])
    return f"SELECT {', '.join(columns)}", parts


def _flat_copy(thing: Any) -> Any:
    """Another of the same class that shares what ``thing`` holds. (``copy.copy`` would evaluate a queryset.)"""
    found = object.__new__(type(thing))
    found.__dict__.update(thing.__dict__)
    return found


def _with_constants(sql: str, params: Sequence[Any]) -> tuple[str, list[Given]]:
    """The statement with what never differs written into it, quoted, and what is yet to be given.

    PostgreSQL keeps a plan when it is as good as one made for the values at hand; it can say so only of values it sees.
    """
    operations: Any = connections[DEFAULT_DB_ALIAS].ops
    left = iter(params)

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        param = next(left)
        return "%s" if isinstance(param, Given) else operations.compose_sql("%s", [param]).replace("%", "%%")

    return re.sub("%%|%s", written, sql), [param for param in params if isinstance(param, Given)]


def _filled(params: Sequence[Given], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[param.name] for param in params)


def _read(text: str, readers: Mapping[str, Callable[[Any], Any]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)
    for row in rows:
        for name, read in readers.items():
            if row[name] is not None:
                row[name] = read(row[name])
    return rows


#: Kind of field -> what makes its value of what JSON says.
_FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "DateField": datetime.date.fromisoformat,
    "DateTimeField": datetime.datetime.fromisoformat,
    "DecimalField": Decimal,
    "FloatField": float,
    "TimeField": datetime.time.fromisoformat,
}


def _kind(column: Any) -> str:
    """Of which kind a column is; a reference is of the kind of what it points at."""
    field = column.output_field
    while getattr(field, "target_field", None) is not None:
        field = field.target_field
    return str(field.get_internal_type())


def _refuse(sentence: str) -> NoReturn:
    raise TypeError(sentence)
