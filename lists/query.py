"""What a list shows, read from the address: search, filters, order, page. Nothing in it can break the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.http import QueryDict

T = TypeVar("T")

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class SortLink:
    """Heading of a sortable column: its label, the query string to sort by it, how it is sorted now."""

    label: str
    query: str
    #: "ascending", "descending" or "none", as ``aria-sort`` wants it.
    direction: str


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


def sort_links(params: QueryDict, labels: Mapping[str, str], default: str) -> dict[str, SortLink]:
    """One heading per sortable column, keeping all other parameters; the page number starts anew."""
    now, descending = order(params, labels, default)
    links = {}
    for key, label in labels.items():
        query = params.copy()
        query.pop("seite", None)
        query["sort"] = f"-{key}" if key == now and not descending else key
        direction = ("descending" if descending else "ascending") if key == now else "none"
        links[key] = SortLink(label, query.urlencode(), direction)
    return links


def page_of(items: Sequence[T], params: QueryDict, size: int = PAGE_SIZE) -> Page[T]:
    """The page asked for by ``seite``; a wrong number shows the nearest page."""
    return Paginator(items, size).get_page(params.get("seite"))
