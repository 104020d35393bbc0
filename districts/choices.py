"""What the filters of lists offer of the directories of a district, in their fixed order.

Compiled questions, so that a list reads what all its filters offer with one statement (``rows_together``).
"""

from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from districts.models import Office, Region
from lists.compiled import CompiledQuery

Choices = list[tuple[str, str]]

OFFICES: CompiledQuery[Any] = CompiledQuery(lambda: Office.objects.order_by("sort_key").values("pk", label=F("name")))
#: Prognoseräume and Bezirksregionen, with the key: names are not unique.
REGIONS: CompiledQuery[Any] = CompiledQuery(
    lambda: (
        Region.objects.exclude(level=Region.Level.PLANUNGSRAUM)
        .order_by("key")
        .values("pk", "key", label=Concat("name", Value(" ("), "key", Value(")"), output_field=TextField()))
    )
)

#: All regions, each with the one it lies in.
ALL_REGIONS: CompiledQuery[Any] = CompiledQuery(
    lambda: Region.objects.order_by("key").values("pk", "key", "name", "level", "parent_id")
)


def choices(rows: list[dict[str, Any]], value: str = "pk") -> Choices:
    """``rows`` as a form wants them."""
    return [(row[value], row["label"]) for row in rows]
