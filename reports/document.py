"""A report before it is paper: its words in order. Both writers (PDF, DOCX) render this and nothing else."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 2 for a part, 3 below it; the title of the report is the only one of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quoted`` are somebody's own words, ``small`` an explanation."""

    text: str
    quoted: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what is said to each."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with dots."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """``weights`` share out the width, alike for all columns if not given. Every row is as long as ``header``."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    weights: Sequence[int] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"Every row of {self.caption!r} needs a cell per column.")


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, what it shows in a sentence, and the table that says the same in words."""

    title: str
    svg: str
    alternative: str
    table: Table | None = None


Part: TypeAlias = Heading | Paragraph | Facts | ListOf | Table | Plot


@dataclass(frozen=True, slots=True)
class Document:
    """``name`` is that of the file (ASCII, without ending), ``source`` and ``date`` stand on every page."""

    name: str
    title: str
    source: str
    date: datetime.date
    parts: Sequence[Part]
    subtitle: str = ""
    facts: Sequence[tuple[str, str]] = ()
    #: Says on every page that nothing of it is real.
    demo: bool = field(default_factory=lambda: settings.DEMO)

    @property
    def stand(self) -> str:
        """The day the contents are of."""
        return f"Stand {self.date:%d.%m.%Y}"

    @property
    def note(self) -> str:
        """What stands at the foot of every page."""
        return "Demodaten, frei erfunden" if self.demo else ""
