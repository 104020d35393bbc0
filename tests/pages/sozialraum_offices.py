"""Profiles of the offices and plans (``/bezirk/<slug>/aemter/``, ``…/planungen/``), those of the first office.

Its profile is not shared, so that staff may change it; its plan is.
"""

from typing import Any

from sozialraum.models import OfficeProfile, Plan, PlanOffice, PlanRegion, ProfileEvidence
from tests.factories import Place
from tests.makers import thing
from tests.pages.checklist import HEAD, READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, OFFICES

#: Head and staff of the first office.
OWN = HEAD | {"office_staff"}


def first_office(place: Place) -> dict[str, Any]:
    thing(place, OfficeProfile)
    return {"slug": place.district.slug, "pk": place.offices[0].pk}


def evidence_here(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, ProfileEvidence).evidence_id}


def one_tie(place: Place) -> dict[str, Any]:
    tie = thing(place, PlanOffice)
    return {"slug": place.district.slug, "pk": tie.plan_id, "office": tie.office_id}


def new_plan(place: Place) -> dict[str, Any]:
    return {"kind": "site", "title": "Familienzentrum", "starts_on": "11.2026", "state": "idea",
            "office": str(place.offices[0].pk), "regions": [str(place.regions[0].pk)]}  # fmt: skip


def taken_back(place: Place) -> dict[str, Any]:
    return {"version": "1", "teilen": "nein"}


PLANS = (Plan, PlanRegion, PlanOffice)
one = of(Plan)

ROWS = [
    row("office_profiles", in_district, get=READERS, budget=2, grows=(OfficeProfile,)),
    row("office_profiles", in_district, get=READERS, kind="file", query="export=xlsx", budget=2),
    row("office_profile", first_office, get=READERS, budget=8, grows=(OfficeProfile, ProfileEvidence, *PLANS)),
    row("office_profile_edit", first_office, get=OWN, post=OWN, budget=3, posted=302,
        data=lambda place: {"approaches": "Anders"}),
    row("office_profile_share", first_office, post=HEAD, posted=302, data=taken_back),
    row("office_sensible", first_office, get=HEAD, post=HEAD, budget=3, posted=302,
        data=lambda place: {"not_sensible_because": "Innerer Dienst."}),
    row("office_profile_evidence", first_office, get=OWN, post=OWN, budget=3, posted=302,
        data=lambda place: {"nachweis-title": "Rundschreiben", "nachweis-url": "https://beleg.example/"}),
    row("profile_evidence_remove", evidence_here, get=OWN, post=OWN, posted=302, budget=4),
    row("plans", in_district, get=READERS, budget=4, grows=PLANS),
    row("plans", in_district, get=READERS, budget=6, query="ansicht=zeit&beruehrung=ja&q=planung", grows=PLANS),
    row("plans", in_district, get=READERS, budget=5, query="ansicht=karte", grows=PLANS),
    row("plans", in_district, get=READERS, kind="file", query="export=csv", budget=4, grows=PLANS),
    row("plan", one, get=READERS, budget=4, grows=PLANS),
    row("plan", one, get=READERS, budget=8, query="verlauf=ja", grows=PLANS),
    row("plan_new", in_district, get=OFFICES, post=OFFICES, budget=4, data=new_plan),
    row("plan_edit", one, get=OWN, post=OWN, budget=5, data=new_plan),
    row("plan_share", one, post=HEAD, posted=302, data=taken_back),
    row("plan_agree", one_tie, get=OFFICES, post=OFFICES, budget=3, posted=302,
        data=lambda place: {"agreed_on": "2026-03-01", "outcome": "Zwei Standorte zusammengelegt."}),
    row("plan_agenda", one, get=COORDINATION | OFFICES, post=COORDINATION | OFFICES, budget=4),
]  # fmt: skip
