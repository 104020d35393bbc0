"""What the operator must know at once, said by the rooms above: shown on the first page of operation."""

from collections.abc import Callable

_WARNED_BY: list[Callable[[], str]] = []


def warns(function: Callable[[], str]) -> Callable[[], str]:
    """Registers a function that returns a German sentence while something is wrong, and "" otherwise.

    It runs as the operator's role. Registering it twice does nothing.
    """
    if function not in _WARNED_BY:
        _WARNED_BY.append(function)
    return function


def warnings() -> list[str]:
    """What is wrong right now."""
    return [sentence for function in _WARNED_BY if (sentence := function())]
