"""What a list shows, read from the address: search, filters, order, page. Nothing in it can break the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

T = TypeVar("T")

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a column, as ``parts/table_head.html`` wants it."""

    label: str
    #: Value of ``sort`` that a click asks for; "" where the column cannot be sorted.
    sort: str = ""
    #: "ascending" or "descending" where the list is sorted by it now, else "".
    order: str = ""
    numeric: bool = False
    hidden: bool = False


def cleaned(params: QueryDict, name: str, allowed: Sequence[str]) -> str:
    """The parameter ``name`` if it is one of ``allowed``, else "" – a wrong filter filters nothing."""
    value = params.get(name, "")
    return value if value in allowed else ""


def search_text(params: QueryDict, name: str = "q") -> str:
    """The search words, without characters PostgreSQL cannot hold, at most 200 characters."""
    return params.get(name, "").replace("\x00", "").encode("utf-8", "ignore").decode()[:200].strip()


def order(params: QueryDict, keys: Mapping[str, str], default: str) -> tuple[str, bool]:
    """The chosen column and whether it is descending; ``sort=-name`` means descending."""
    raw = params.get("sort", "")
    key = raw.removeprefix("-")
    return (key, raw.startswith("-")) if key in keys else (default, False)


def columns(params: QueryDict, labels: Mapping[str, str], default: str, *, fixed: Sequence[str] = ()) -> list[Column]:
    """One heading per entry of ``labels`` (sort key -> label); keys in ``fixed`` cannot be sorted."""
    sortable = {key: label for key, label in labels.items() if key not in fixed}
    now, descending = order(params, sortable, default)
    return [
        Column(label)
        if key in fixed
        else Column(
            label,
            sort=f"-{key}" if key == now and not descending else key,
            order=("descending" if descending else "ascending") if key == now else "",
        )
        for key, label in labels.items()
    ]


def page_of(items: Sequence[T] | QuerySet[Any, T], params: QueryDict, size: int = PAGE_SIZE) -> Page[T]:
    """The page asked for by ``seite``; a wrong number shows the nearest page."""
    return Paginator(items, size).get_page(params.get("seite"))


def export_links(params: QueryDict) -> list[tuple[str, str]]:
    """Links to the list as XLSX and CSV, all pages, with the same filter and order (``?export=xlsx``)."""
    links = []
    for label, kind in (("XLSX", "xlsx"), ("CSV", "csv")):
        query = params.copy()
        query.pop("seite", None)
        query["export"] = kind
        links.append((label, "?" + query.urlencode()))
    return links
