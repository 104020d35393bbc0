"""How entries are put into words: periods, ranges of money, whose they are."""

import datetime

#: Where an entry has no region, and where it has no office.
WHOLE = "ganzer Bezirk"
NO_OFFICE = "ohne Amt"


def period_words(starts_on: datetime.date | None, ends_on: datetime.date | None) -> str:
    """„01.01.2026 bis 31.12.2027“, „seit 01.01.2026“, „bis 31.12.2027“, or nothing."""
    if starts_on and ends_on:
        return f"{starts_on:%d.%m.%Y} bis {ends_on:%d.%m.%Y}"
    if starts_on:
        return f"seit {starts_on:%d.%m.%Y}"
    return f"bis {ends_on:%d.%m.%Y}" if ends_on else ""


def amount_words(first: int | None, last: int | None) -> str:
    """„10.000 bis 50.000 €“, „bis 10.000 €“, „ab 500.000 €“, or nothing: a range, never a sum."""
    if first is not None and last is not None:
        return f"{_euros(first)} bis {_euros(last)}\u00a0€"
    if first is not None:
        return f"ab {_euros(first)}\u00a0€"
    return f"bis {_euros(last)}\u00a0€" if last is not None else ""


def _euros(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
