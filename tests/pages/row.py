"""What the registry says about one URL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.urls import reverse

from tests.factories import Place
from tests.makers import thing
from tests.personas import NONE, PERSONAS

Kwargs = Callable[[Place], dict[str, Any]]

#: What a permitted POST may answer: done and on to the next page, or the form again with sentences.
ANSWERED = frozenset([200, 204, 302, 303, 400, 409, 422])


def nothing(place: Place) -> dict[str, Any]:
    """For URLs without parameters."""
    return {}


def in_district(place: Place) -> dict[str, Any]:
    """For URLs that name the district alone."""
    return {"slug": place.district.slug}


def of(model: type[models.Model], *, name: str = "pk", value: str = "pk", **more: Any) -> Kwargs:
    """For URLs that name the district and one row of ``model``: ``name`` is the URL's parameter, ``value`` the field.

    The row comes from the maker of ``model``.
    """

    def kwargs(place: Place) -> dict[str, Any]:
        return {"slug": place.district.slug, name: getattr(thing(place, model), value), **more}

    return kwargs


@dataclass(frozen=True, kw_only=True)
class Row:
    """One URL name: who may do what there, and what the other gates need to know."""

    name: str
    kwargs: Kwargs
    #: Personas (``tests/personas.py``) that get ``status`` when they GET; all others are refused.
    get: frozenset[str]
    #: Personas whose POST with ``data`` is answered by one of ``posted``; all others are refused.
    post: frozenset[str]
    data: Callable[[Place], dict[str, Any]] | None
    status: int
    posted: frozenset[int]
    #: "page": HTML that is validated and opened in the browser. "file": a download. "machine": neither.
    kind: Literal["page", "file", "machine"]
    #: Statements a GET may need beyond the four fixed reads (session, user, membership, rights).
    budget: int | None
    #: Models whose number of rows must not change the number of statements.
    grows: tuple[type[models.Model], ...]
    #: The query string the page is looked at with.
    query: str
    #: What tells this row from others of the same URL, where that is a parameter of the path.
    variant: str
    #: False: its forms are not fuzzed (a reason stands beside the row).
    fuzzed: bool

    def __str__(self) -> str:
        return self.name + (f"/{self.variant}" if self.variant else "") + (f"?{self.query}" if self.query else "")

    @property
    def visitor(self) -> str:
        """The persona that looks at the page on behalf of all who may."""
        return next(persona for persona in PERSONAS if persona in self.get)

    def url(self, place: Place, **changed: Any) -> str:
        """The address in ``place``, with ``changed`` parameters."""
        return reverse(self.name, kwargs=self.kwargs(place) | changed)

    def address(self, place: Place, **changed: Any) -> str:
        """The same with the row's query string."""
        return self.url(place, **changed) + (f"?{self.query}" if self.query else "")


def row(
    name: str,
    kwargs: Kwargs = nothing,
    *,
    get: frozenset[str] = NONE,
    post: frozenset[str] = NONE,
    data: Callable[[Place], dict[str, Any]] | None = None,
    status: int = 200,
    posted: frozenset[int] | int = ANSWERED,
    kind: Literal["page", "file", "machine"] = "page",
    budget: int | None = None,
    grows: tuple[type[models.Model], ...] = (),
    query: str = "",
    variant: str = "",
    fuzzed: bool = True,
) -> Row:
    """One line of the registry."""
    return Row(
        name=name, kwargs=kwargs, get=get, post=post, data=data, status=status,
        posted=frozenset([posted]) if isinstance(posted, int) else posted,
        kind=kind, budget=budget, grows=grows, query=query, variant=variant, fuzzed=fuzzed,
    )  # fmt: skip
