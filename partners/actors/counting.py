"""Several small counts in one statement, each by its own index."""

from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from districts.models import District


def how_many(rows: QuerySet[Any, Any]) -> Any:
    """An expression: the number of ``rows``."""
    numbers = rows.order_by().values("district").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), Value(0))


def first_of(rows: QuerySet[Any, Any], name: str) -> Any:
    """An expression: the smallest ``name`` of ``rows``, None where there are none."""
    return Subquery(rows.order_by(name).values(name)[:1])


def together(district: Any, **expressions: Any) -> QuerySet[Any, dict[str, Any]]:
    """One row with the values of several expressions, on the one row that is always there: that of ``district``."""
    # A prefix, so that no name meets a column of the district.
    named = {f"told_{name}": expression for name, expression in expressions.items()}
    found: Any = District.objects.filter(pk=district).annotate(**named)
    rows: QuerySet[Any, dict[str, Any]] = found.values(
        **{name: F(told) for name, told in zip(expressions, named, strict=True)}
    )
    return rows
