"""Units, sites, Mittel and Förderkulissen (``/bezirk/<slug>/raum/``), and Anfragen an die OE SPK (``…/anfragen/``)."""

from typing import Any

from districts.roles import Role
from sozialraum.models import (
    FormerName,
    FundingStream,
    FundingStreamRegion,
    Programme,
    RequestEvidence,
    ServiceRequest,
    Site,
    SiteUnit,
    SpatialUnit,
    SpatialUnitRegion,
)
from tests.factories import Place
from tests.pages.checklist import READERS
from tests.pages.partners_bodies import evidence_of
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, LEADERSHIP, LEADERSHIP_STAFF, OFFICES, rights_of

#: Head and staff of the first office, whose everything of the makers is.
OWN = frozenset(["office_head", "office_staff"])
ENTER = COORDINATION | OFFICES
ASK = OFFICES | LEADERSHIP | LEADERSHIP_STAFF
ANSWER = COORDINATION | rights_of(Role.DATA)

MONEY = (FundingStream, FundingStreamRegion, Programme, FormerName)


def kind(which: str) -> Any:
    def kwargs(place: Place) -> dict[str, Any]:
        return {"slug": place.district.slug, "which": which}

    return kwargs


def unit_data(place: Place) -> dict[str, Any]:
    return {"name": "Neue Einheit", "level": "bezirksregion", "regions": [str(place.regions[0].pk)],
            "office": str(place.offices[0].pk)}  # fmt: skip


def step(key: str) -> Any:
    return of(ServiceRequest, key=key)


ROWS = [
    row("places", in_district, get=READERS, budget=5, grows=(SpatialUnit, SpatialUnitRegion)),
    row("places", in_district, get=READERS, budget=6, query="was=standorte&q=Standort", grows=(Site, SiteUnit)),
    row("places", in_district, get=READERS, budget=6, query="was=gelder", grows=MONEY),
    row("places", in_district, get=READERS, budget=3, query="was=programme", grows=(Programme, FormerName)),
    row("places", in_district, get=READERS, kind="file", query="was=gelder&export=xlsx", budget=6, grows=MONEY),
    row("places", in_district, get=READERS, kind="file", query="export=csv", budget=5, grows=(SpatialUnit,)),
    row("funding_matrix", in_district, get=READERS, budget=4, grows=MONEY),
    row("funding_matrix", in_district, get=READERS, budget=5, query="ansicht=karte", grows=MONEY),
    row("funding_matrix", in_district, get=READERS, kind="file", query="export=xlsx", budget=4, grows=MONEY),
    row("place_new", kind("einheiten"), get=ENTER, post=ENTER, data=unit_data, posted=frozenset([302, 422]), budget=4),
    row("place_new", kind("standorte"), get=ENTER, post=ENTER, budget=4, query="neu=standort"),
    row("place_new", kind("gelder"), get=ENTER, post=ENTER, budget=4, query="neu=gelder"),
    row("place_new", kind("programme"), get=COORDINATION, post=COORDINATION, budget=1, query="neu=programm", posted=302,
        data=lambda place: {"name": "Neues Programm", "is_active": "on"}),
    row("place", of(SpatialUnit, which="einheiten"), get=READERS, budget=5, grows=(SpatialUnitRegion, SiteUnit)),
    row("place", of(SpatialUnit, which="einheiten"), get=READERS, budget=8, query="verlauf=ja"),
    row("place", of(FundingStream, which="gelder"), get=READERS, budget=5, query="was=gelder", grows=MONEY),
    row("place_edit", of(SpatialUnit, which="einheiten"), get=OWN, post=OWN, budget=5),
    row("place_edit", of(Site, which="standorte"), get=OWN, post=OWN, budget=6, query="was=standort"),
    row("place_edit", of(FundingStream, which="gelder"), get=OWN, post=OWN, budget=6, query="was=gelder"),
    row("place_edit", of(FormerName, which="namen"), get=COORDINATION, post=COORDINATION, budget=2, query="was=namen"),
    row("place_remove", of(Site, which="standorte"), get=OWN, post=OWN, posted=302, budget=2),
    row("requests", in_district, get=ASK | ANSWER, budget=4, grows=(ServiceRequest,)),
    row("requests", in_district, get=ASK | ANSWER, kind="file", query="export=csv", budget=4, grows=(ServiceRequest,)),
    row("request_new", in_district, get=ASK, post=ASK, budget=4),
    row("request", of(ServiceRequest), get=OWN | ANSWER, budget=5, grows=(RequestEvidence,)),
    row("request", of(ServiceRequest), get=OWN | ANSWER, budget=8, query="verlauf=ja", grows=(RequestEvidence,)),
    row("request_edit", of(ServiceRequest), get=OWN, post=OWN, budget=4),
    row("request_step", step("annehmen"), get=ANSWER, post=ANSWER, posted=302, budget=2),
    row("request_step", step("beantworten"), get=ANSWER, post=ANSWER, posted=302, budget=2, query="schritt=antwort",
        data=lambda place: {"text": "Hier sind die Daten."}),
    row("request_step", step("zurueckziehen"), get=OWN, post=OWN, posted=302, budget=2, query="schritt=zurueck"),
    row("request_step", step("rueckfrage"), get=OWN | ANSWER, post=OWN | ANSWER, posted=302, budget=2,
        query="schritt=frage", data=lambda place: {"text": "Bis wann genau?"}),
    row("request_step", step("nachweis"), get=ANSWER, post=ANSWER, posted=302, budget=2, query="schritt=nachweis",
        data=lambda place: {"nachweis-title": "Karte", "nachweis-url": "https://beleg.example/"}),
    row("request_evidence_remove", evidence_of(RequestEvidence), get=COORDINATION, post=COORDINATION, posted=302,
        budget=6),
]  # fmt: skip
