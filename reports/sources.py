"""What reports of a district have in common: whose they are, and how a day is written."""

import datetime
from collections.abc import Iterable, Mapping

from districts.models import District
from reports.document import Heading, ListOf, Part


def source_of(district: District) -> str:
    """What stands at the head of every page."""
    return f"Querlinie, Bezirk {district.name}"


def day(value: datetime.date | None) -> str:
    """A day as people read it; "" for none."""
    return value.strftime("%d.%m.%Y") if value else ""


def evidence_list(shown: Iterable[Mapping[str, object]]) -> list[Part]:
    """What evidence there is, by title (``evidence.showing``); confidential evidence is not named on paper."""
    titles = [f"{row['title']} ({row['when']})" for row in shown if not row["confidential"]]
    return [Heading("Nachweise"), ListOf(titles)] if titles else []
