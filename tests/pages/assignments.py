"""Aufträge (``/bezirk/<slug>/auftraege/``) and Meine Aufgaben. The Auftrag of the makers is given, within one area."""

from typing import Any

from assignments.models import Assignment, AssignmentEvidence, AssignmentOffice, Entry, Milestone
from districts.roles import Role
from tests.factories import Place
from tests.makers import thing
from tests.pages.checklist import READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, LEADERSHIP, rights_of

#: Of the first office and the first Geschäftsbereich.
HEAD = frozenset(["office_head"])
LEAD_OFFICE = HEAD | {"office_staff"}
#: The makers let the Büro act i. A.
GIVERS = frozenset(["leadership", "leadership_staff"])
PREPARERS = rights_of(Role.COORDINATION, Role.LEADERSHIP, Role.LEADERSHIP_STAFF)
SEE = COORDINATION | GIVERS | LEAD_OFFICE

one = of(Assignment)
GROWING = (Assignment, AssignmentOffice, Milestone, Entry, AssignmentEvidence)


def evidence_here(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, AssignmentEvidence).evidence_id}


def part(place: Place) -> dict[str, Any]:
    own = thing(place, AssignmentOffice)
    return {"slug": place.district.slug, "pk": own.assignment_id, "part": own.pk}


#: Step -> who may, and whether the given Auftrag of the makers is in the state for it.
WHO: dict[str, tuple[frozenset[str], bool]] = {
    "erteilen": (GIVERS, False),
    "uebernehmen": (HEAD, True),
    "antworten": (GIVERS, False),
    "fristentscheidung": (GIVERS, False),
    "erledigt": (HEAD, False),
    "beitrag": (frozenset(), True),
    "abschliessen": (GIVERS, False),
    "nachbessern": (GIVERS, False),
    "sachstand": (LEAD_OFFICE, False),
    "rueckfrage": (LEAD_OFFICE, True),
    "fristverlaengerung": (HEAD, True),
    "bearbeitung": (HEAD, True),
    "ablehnen": (HEAD, False),
    "frist": (GIVERS, True),
    "einwand": (frozenset(["leadership"]), False),
    "einwandende": (frozenset(["leadership"]), False),
    "zurueckziehen": (GIVERS, True),
}

ROWS = [
    row("assignments", in_district, get=READERS, budget=6, grows=GROWING),
    row("assignments", in_district, get=READERS, kind="file", query="export=xlsx", budget=6, grows=GROWING),
    row("assignments", in_district, get=READERS, kind="file", query="export=csv", budget=6, grows=GROWING),
    row("assignment_new", in_district, get=PREPARERS, post=PREPARERS, budget=8),
    row("assignment_record", in_district, get=COORDINATION, post=COORDINATION, budget=8),
    row("on_behalf", in_district, get=LEADERSHIP, post=frozenset(["leadership"]), budget=4, posted=302,
        data=lambda place: {"area": str(place.areas[0].pk), "erlaubt": "ja"}),
    row("assignment", one, get=SEE, budget=8, grows=GROWING),
    row("assignment", one, get=SEE, budget=8, query="verlauf=ja", grows=GROWING),
    row("assignment_edit", one, get=COORDINATION | GIVERS, post=COORDINATION | GIVERS, status=409, posted=409),
    row("assignment_evidence", one, get=SEE, budget=6, post=SEE, posted=302,
        data=lambda place: {"nachweis-title": "Beleg", "nachweis-url": "https://beleg.example/"}),
    row("remove_assignment_evidence", evidence_here, get=COORDINATION, post=COORDINATION, posted=302, budget=6),
    row("assignment_part", part, budget=6),
    row("milestone_new", one, get=HEAD, post=HEAD, budget=4,
        data=lambda place: {"title": "Zwischenbericht", "due_on": "2026-03-02"}, posted=302),
    row("milestone_reached", of(Milestone), post=HEAD, posted=302),
    row("milestone_remove", of(Milestone), get=HEAD, post=HEAD, posted=302, budget=6),
    *(
        row(f"assignment_{key}", one, get=who, post=who, status=200 if now else 409, budget=7 if now else None)
        for key, (who, now) in WHO.items()
    ),
]  # fmt: skip
