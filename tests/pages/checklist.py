"""The checklist (``/bezirk/<slug>/checkliste/``)."""

from typing import Any

from checklist.models import (
    Agreement,
    Contribution,
    FunctionalRole,
    FunctionalRoleRegion,
    FunctionLevel,
    Progress,
    ProgressEvidence,
    ProgressThread,
    Qualification,
    QualificationOffice,
    Resolution,
    ResolutionEvidence,
    Workshop,
    WorkshopOffice,
)
from discussions.models import Thread
from districts.roles import Role
from evidence.models import Evidence
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, of, row
from tests.personas import ANYONE, COORDINATION, MEMBERS, OFFICES, rights_of

#: Whoever reads and talks here: everybody but the Stadtteilkoordination, which has pages of its own.
READERS = MEMBERS - rights_of(Role.NEIGHBOURHOOD)
SPEAKERS = READERS - rights_of(Role.READER)

own_point = of(Progress, name="code", value="code")


def benefit(place: Place) -> dict[str, Any]:
    """A point where local examples are collected."""
    found = Progress.objects.filter(district=place.district, kind="benefit").order_by("position").first()
    return {"slug": place.district.slug, "code": found.code if found else ""}


def common_point(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "code": "B3.5"}


def evidence_at_a_point(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, ProgressEvidence).evidence_id}


def thread_at_a_point(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, ProgressThread).thread_id}


def reply_text(place: Place) -> dict[str, Any]:
    return {f"{thing(place, ProgressThread).thread_id}-text": "Das sehen wir ebenso."}


GROWING = (Progress, Evidence, Thread, Contribution, ProgressEvidence, ProgressThread)

#: Of the first office; the second head leads another.
HEAD = frozenset(["office_head"])
RECORDERS = rights_of(Role.COORDINATION, Role.LEADERSHIP, Role.LEADERSHIP_STAFF)


def own_office(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "office": place.offices[0].pk}


WORKSHOPS = (Workshop, WorkshopOffice, Agreement)


def participating(place: Place) -> dict[str, Any]:
    return {**own_office(place), "pk": thing(place, Qualification).pk}


OFFERS = (Qualification, QualificationOffice)
FUNCTIONS = (FunctionalRole, FunctionalRoleRegion)
RESOLUTIONS = (Resolution, ResolutionEvidence)

ROWS = [
    row("arbeitshilfe", get=ANYONE, budget=2),
    row("wordings", lambda place: {"code": "B3.5"}, get=ANYONE, budget=2),
    row("glossary", get=ANYONE, budget=0),
    row("checklist", in_district, get=READERS, budget=6, grows=GROWING),
    row("checklist", in_district, get=READERS, kind="file", query="export=xlsx", budget=6, grows=GROWING),
    row("checklist", in_district, get=READERS, kind="file", query="export=csv", budget=6, grows=GROWING),
    row("questions", in_district, get=READERS, post=COORDINATION, data=lambda place: {"code": "B3.1a"}, budget=6),
    row("new_point", in_district, get=COORDINATION, post=COORDINATION, budget=2,
        data=lambda place: {"title": "Neuer Punkt", "chapter": "B3", "kind": "step"}, posted=302),
    row("point", own_point, get=READERS, post=COORDINATION, budget=8, grows=GROWING),
    row("point", own_point, get=READERS, post=COORDINATION, budget=8, grows=GROWING, query="verlauf=ja"),
    row("point_words_stay", common_point, post=COORDINATION, data=lambda place: {"version": "1"}, posted=302),
    row("remove_point", own_point, get=COORDINATION, post=COORDINATION, budget=8),
    row("move_point_up", own_point, post=COORDINATION, posted=302),
    row("move_point_down", own_point, post=COORDINATION),
    row("add_evidence", own_point, get=SPEAKERS, budget=3, post=SPEAKERS, posted=302,
        data=lambda place: {"nachweis-title": "Beleg", "nachweis-url": "https://beleg.example/"}),
    row("add_thread", own_point, get=SPEAKERS, budget=3, post=SPEAKERS, posted=302,
        data=lambda place: {"faden-title": "Frage", "faden-text": "Wer macht es?"}),
    row("add_contribution", benefit, get=COORDINATION | OFFICES, budget=4, post=COORDINATION | OFFICES),
    row("remove_evidence", evidence_at_a_point, get=COORDINATION, post=COORDINATION, posted=302, budget=6),
    row("reply", thread_at_a_point, get=SPEAKERS, budget=3, post=SPEAKERS, data=reply_text, posted=302),
    row("close_thread", thread_at_a_point, post=COORDINATION, posted=302),
    row("reopen_thread", thread_at_a_point, post=COORDINATION, posted=302),
    row("edit_contribution", of(Contribution), get=COORDINATION, post=COORDINATION, budget=6,
        data=lambda place: {"title": "Neu", "text": "Anders", "shared": "on"}, posted=302),
    row("understanding", in_district, get=READERS, budget=8, grows=WORKSHOPS),
    row("understanding_edit", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("workshop_new", in_district, get=COORDINATION, post=COORDINATION, budget=4),
    row("workshop_edit", of(Workshop), get=COORDINATION, post=COORDINATION, budget=6),
    row("workshop_remove", of(Workshop), get=COORDINATION, post=COORDINATION, posted=302, budget=4),
    row("agreement", own_office, get=HEAD, post=HEAD, budget=4),
    row("agreement_withdraw", own_office, get=HEAD, post=HEAD, posted=302, budget=4),
    row("levels", in_district, get=READERS, budget=6, grows=FUNCTIONS),
    row("level_edit", of(FunctionLevel, name="code", value="code"), get=COORDINATION, post=COORDINATION, budget=6),
    row("function", of(FunctionalRole), get=READERS, budget=8, grows=FUNCTIONS),
    row("function_new", in_district, get=COORDINATION, post=COORDINATION, budget=6),
    row("function_edit", of(FunctionalRole), get=COORDINATION, post=COORDINATION, budget=8),
    row("function_remove", of(FunctionalRole), get=COORDINATION, post=COORDINATION, posted=302, budget=6),
    row("qualification", in_district, get=READERS, budget=6, grows=OFFERS),
    row("offer_years", in_district, get=READERS, budget=6, grows=OFFERS),
    row("offer", of(Qualification), get=READERS, budget=8, grows=OFFERS),
    row("offer_new", in_district, get=COORDINATION, post=COORDINATION, budget=6),
    row("offer_edit", of(Qualification), get=COORDINATION, post=COORDINATION, budget=8),
    row("offer_remove", of(Qualification), get=COORDINATION, post=COORDINATION, posted=302, budget=6),
    row("participation", participating, get=COORDINATION | HEAD, post=COORDINATION | HEAD, budget=6),
    row("participation_remove", participating, get=COORDINATION | HEAD, post=COORDINATION | HEAD, budget=6),
    row("resolutions", in_district, get=READERS, budget=6, grows=RESOLUTIONS),
    row("resolution", of(Resolution), get=READERS, budget=8, grows=RESOLUTIONS),
    row("resolution_new", in_district, get=RECORDERS, post=RECORDERS, budget=4),
    row("resolution_edit", of(Resolution), get=RECORDERS, post=RECORDERS, budget=6),
    row("resolution_remove", of(Resolution), get=RECORDERS, post=RECORDERS, posted=302, budget=6),
    row("resolution_evidence", of(Resolution), get=RECORDERS, budget=3, post=RECORDERS, posted=302,
        data=lambda place: {"nachweis-title": "Wortlaut", "nachweis-url": "https://beleg.example/"}),
    row("delete_contribution", of(Contribution), get=COORDINATION, post=COORDINATION, posted=302, budget=6),
]  # fmt: skip
