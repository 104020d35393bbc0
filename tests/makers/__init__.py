"""Makers: one function per tenant model that makes a row of it for a place.

The SQL matrix, the access matrix, the query budgets and the fuzz tests all take their rows from here. A tenant model
without a maker fails ``tests/wall/test_sql_rows.py``. Each room has a module of its own in this package; a new one is
found by itself.

A maker gets the place and a number, and must be callable many times with different numbers. Texts carry the name of
the district, so that a leak into another district can be searched for.
"""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

from django.db import models

from tests.factories import Place

Maker = Callable[[Place, int], models.Model]

_MAKERS: dict[type[models.Model], Maker] = {}


M = TypeVar("M", bound=models.Model)


def makes(model: type[M]) -> Callable[[Callable[[Place, int], M]], Callable[[Place, int], M]]:
    """Decorator: registers the maker of ``model``."""

    def register(maker: Callable[[Place, int], M]) -> Callable[[Place, int], M]:
        _MAKERS[model] = maker
        return maker

    return register


def made_models() -> list[type[models.Model]]:
    """The models that have a maker, in the order of registration."""
    return list(_MAKERS)


def make(place: Place, model: type[models.Model], number: int) -> Any:
    """One more row of ``model`` in ``place``."""
    return _MAKERS[model](place, number)


def thing(place: Place, model: type[models.Model]) -> Any:
    """The row number 0 of ``model`` in ``place``; made at the first call."""
    if model not in place.things:
        place.things[model] = make(place, model, 0)
    return place.things[model]


def furnish(place: Place) -> None:
    """One row of everything in ``place``."""
    for model in made_models():
        thing(place, model)


for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
