"""The kinds of entries of this package in one table: list, form and words of each. One set of views serves them all."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from districts.history import Part
from districts.member import Member
from sozialraum.models import (
    FormerName,
    FundingStream,
    FundingStreamRegion,
    Programme,
    Site,
    SiteUnit,
    SpatialUnit,
    SpatialUnitRegion,
)
from sozialraum.places.forms import FormerNameForm, FundingForm, PlaceForm, ProgrammeForm, SiteForm, UnitForm
from sozialraum.places.listing import FUNDING, PROGRAMMES, SITES, UNITS, Listed

ReadFunction = Callable[[QueryDict, Member, datetime.date], Listed]

SEEN_BY = (
    "Ändern kann einen Eintrag nur das Amt, dem er gehört, ohne Amt die Planungskoordination. Lesen können ihn alle im "
    "Bezirksamt, die Zugang haben; die Stadtteilkoordination und die Senatsverwaltung sehen ihn nicht."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: ``key`` stands in the address."""

    key: str
    model: Any
    form: type[PlaceForm]
    title: str
    one: str
    #: Label of the button, and title of the page, that begins a new one.
    new: str
    #: What belongs there: below the heading, and on the empty page.
    intro: str
    code: str
    #: The list; None where entries stand on another's page.
    read: ReadFunction | None = None
    minutes: int = 3
    promises: tuple[str, ...] = (SEEN_BY,)
    #: Only the Planungskoordination enters these, and nobody takes them away.
    kept: bool = False
    select: tuple[str, ...] = ("office",)
    parts: tuple[Part, ...] = ()
    #: Its list can be asked for another time than today.
    timed: bool = True


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "einheiten", SpatialUnit, UnitForm, "Sozialräumliche Einheiten", "Einheit", "Einheit eintragen",
            "Was in den Ämtern schon nach Sozialräumen arbeitet: zum Beispiel ein Regionaler Sozialer Dienst.", "A3a",
            UNITS.read, parts=(Part(SpatialUnitRegion, "unit", of="region"),),
        ),
        Kind(
            "standorte", Site, SiteForm, "Standorte", "Standort", "Standort eintragen",
            "Wo Ämter im Quartier sind, und was dort geschieht.", "A3a", SITES.read, select=("office", "region"),
            parts=(Part(SiteUnit, "site", of="unit"),), timed=False,
        ),
        Kind(
            "gelder", FundingStream, FundingForm, "Mittel", "Mittel", "Mittel eintragen",
            "Geld für Räume des Bezirks: aus welchem Programm, für welche Regionen, in welcher Zeit und Spanne.",
            "A3a · B2.5", FUNDING.read, 5, select=("office", "programme"),
            parts=(Part(FundingStreamRegion, "funding", of="region"),),
        ),
        Kind(
            "programme", Programme, ProgrammeForm, "Förderprogramme", "Förderprogramm", "Programm anlegen",
            "Die Programme, aus denen Mittel kommen, mit ihren früheren Namen. Die Liste gehört Ihrem Bezirk.", "B2.5",
            PROGRAMMES.read, 1, (), kept=True, select=(), parts=(Part(FormerName, "programme", of="name"),),
            timed=False,
        ),
        Kind(
            "namen", FormerName, FormerNameForm, "Frühere Namen", "früherer Name", "Früheren Namen eintragen",
            "Ein Zeitraum zeigt den Namen, den das Programm damals hatte.", "B2.5", None, 1, (),
            select=("programme",), timed=False,
        ),
    )
}  # fmt: skip
