"""Actors (``/bezirk/<slug>/akteure/``). The actor of the makers is released, in the region of the neighbourhood."""

from typing import Any

from districts.models import Region
from partners.models import (
    Actor,
    ActorEvidence,
    ActorKind,
    ActorTargetGroup,
    ActorTheme,
    ContactPerson,
    Offer,
    PendingImport,
    TargetGroup,
    Theme,
)
from tests.factories import Place
from tests.makers import thing
from tests.pages.row import in_district, of, row
from tests.personas import ANYONE, COORDINATION, MEMBERS

#: Those who enter and confirm: coordination everywhere, the Stadtteilkoordination in its regions.
KEEPERS = COORDINATION | {"neighbourhood"}

one = of(Actor)
LISTED = (Actor, ActorKind, Theme, TargetGroup)
PARTS = (ActorTheme, ActorTargetGroup, Offer, ContactPerson, ActorEvidence)


def kinds(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "which": "arten"}


def one_kind(place: Place) -> dict[str, Any]:
    return kinds(place) | {"pk": thing(place, ActorKind).pk}


def evidence_here(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": thing(place, ActorEvidence).evidence_id}


def contact_data(place: Place) -> dict[str, Any]:
    return {"name": "Robin Beispiel", "purpose": "Absprachen", "source": "selbst", "review_on": "2027-03-02"}


def version(place: Place) -> dict[str, Any]:
    return {"version": "1"}


def open_file(kind: str) -> Any:
    return lambda place: {"slug": place.district.slug, "kind": kind}


#: Step -> who may, and whether the released actor of the makers is in the state for it.
STEPS = {
    "einreichen": (KEEPERS, False),
    "freigeben": (COORDINATION, False),
    "geprueft": (COORDINATION, False),
    "bestaetigen": (KEEPERS, True),
    "zurueckgeben": (COORDINATION, False),
    "archivieren": (KEEPERS, True),
    "wiederaufnehmen": (COORDINATION, False),
}

ROWS = [
    row("actors", in_district, get=MEMBERS, budget=4, grows=LISTED),
    row("actors", in_district, get=MEMBERS, budget=4, query="q=Treffpunkt&stand=alle", grows=LISTED),
    row("actors", in_district, get=MEMBERS, budget=4, query="q=Trefpunckt", grows=LISTED),
    row("actors", in_district, get=MEMBERS, kind="file", query="export=xlsx", budget=4, grows=(*LISTED, *PARTS)),
    row("actors", in_district, get=MEMBERS, kind="file", query="export=csv", budget=4, grows=(*LISTED, *PARTS)),
    row("actors", in_district, get=MEMBERS, budget=6, query="ansicht=karte&q=Treffpunkt", grows=(Region, *LISTED)),
    row("actors", in_district, get=MEMBERS, kind="file", query="export=geojson", budget=4, grows=(*LISTED, *PARTS)),
    row("actors", in_district, get=MEMBERS, kind="file", query="export=vcf", budget=4, grows=(*LISTED, *PARTS)),
    row("actors", in_district, get=MEMBERS, query="ansicht=anschriften", budget=4, grows=(*LISTED, *PARTS)),
    row("actor_publication", in_district, get=COORDINATION, budget=4, post=COORDINATION, grows=(*LISTED, *PARTS)),
    row("open_actors", in_district, get=ANYONE, budget=1, grows=LISTED),
    *(
        row("open_actors_file", open_file(kind), variant=kind, get=ANYONE, kind="file", budget=1)
        for kind in ("csv", "geojson", "jsonld")
    ),
    row("actor_facets", in_district, get=MEMBERS, budget=8, grows=LISTED),
    row("actor_facets", in_district, get=MEMBERS, budget=8, query="merkmal=thema", grows=LISTED),
    row("actor_twins", in_district, get=KEEPERS, budget=0),
    row("actor_twins", in_district, get=KEEPERS, budget=2, query="name=Treffpunkt+0", grows=(Actor,)),
    row("actor_contacts", in_district, get=KEEPERS, budget=1, grows=(ContactPerson,)),
    row("actor_new", in_district, get=KEEPERS, budget=8, post=KEEPERS, posted=302,
        data=lambda place: {"name": "Lesecafé am Rand", "town": "Berlin"}, grows=LISTED),
    row("actor_import", in_district, get=COORDINATION, budget=1, post=COORDINATION),
    row("actor_import_check", of(PendingImport), get=COORDINATION, budget=7, post=COORDINATION, grows=(Actor, *PARTS)),
    row("actor_import_take", of(PendingImport), post=COORDINATION),
    row("actor_import_discard", of(PendingImport), post=COORDINATION, posted=302),
    row("actor", one, get=MEMBERS, budget=6, grows=(Actor, *PARTS)),
    row("actor", one, get=MEMBERS, kind="file", budget=4, query="export=vcf", grows=(Actor, *PARTS)),
    row("actor", one, get=MEMBERS, budget=8, query="verlauf=ja", grows=(Actor, *PARTS)),
    row("actor", one, get=MEMBERS, budget=7, query="aehnliche=ja", grows=(Actor, *PARTS)),
    row("actor_edit", one, get=KEEPERS, budget=8, post=KEEPERS, grows=LISTED),
    row("actor_offer_new", one, get=KEEPERS, budget=3, post=KEEPERS, posted=302,
        data=lambda place: {"title": "Mieterberatung"}),
    row("actor_offer_edit", of(Offer), get=KEEPERS, budget=4, post=KEEPERS, posted=302,
        data=lambda place: {"title": "Elterncafé am Morgen"}),
    row("actor_offer_remove", of(Offer), get=KEEPERS, budget=4, post=KEEPERS, posted=302),
    row("actor_contact_new", one, get=KEEPERS, budget=3, post=KEEPERS, posted=302, data=contact_data),
    row("actor_contact_edit", of(ContactPerson), get=KEEPERS, budget=4, post=KEEPERS, posted=302, data=contact_data),
    row("actor_contact_remove", of(ContactPerson), get=KEEPERS, budget=4, post=KEEPERS, posted=302),
    row("actor_evidence", one, get=COORDINATION, budget=3, post=COORDINATION, posted=302,
        data=lambda place: {"nachweis-title": "Faltblatt", "nachweis-url": "https://beleg.example/"}),
    row("remove_actor_evidence", evidence_here, get=COORDINATION, post=COORDINATION, posted=302, budget=4),
    row("actor_merge", one, get=COORDINATION, budget=4, post=COORDINATION),
    *(
        row(f"actor_{key}", one, get=who, post=who, data=version, status=200 if now else 409, budget=2 if now else None)
        for key, (who, now) in STEPS.items()
    ),
    row("actor_choices", kinds, get=COORDINATION, budget=1, grows=(ActorKind,)),
    row("actor_choice_new", kinds, get=COORDINATION, budget=0, post=COORDINATION, posted=302,
        data=lambda place: {"name": "Werkstatt", "is_active": "on"}),
    row("actor_choice_edit", one_kind, get=COORDINATION, budget=1, post=COORDINATION, posted=302,
        data=lambda place: {"name": "Umbenannt", "is_active": "on"}),
]  # fmt: skip
