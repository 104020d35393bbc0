"""Rows of the tables in ``partners``: released actors of the first region."""

import datetime
from typing import Any

from evidence.models import Evidence
from partners.models import (
    Actor,
    ActorEvidence,
    ActorKind,
    ActorTargetGroup,
    ActorTheme,
    ColumnMemory,
    ContactPerson,
    Offer,
    PendingImport,
    Publication,
    SearchWord,
    TargetGroup,
    Theme,
)
from partners.publishing.rules import FIELDS
from partners.states import ActorState
from tests.factories import Place
from tests.makers import make, makes, thing

DAY = datetime.date(2026, 3, 2)


@makes(ActorKind)
def actor_kind(place: Place, number: int) -> ActorKind:
    return ActorKind.objects.create(district=place.district, name=f"Art {number} {place.district.name}")


@makes(Theme)
def theme(place: Place, number: int) -> Theme:
    return Theme.objects.create(district=place.district, name=f"Thema {number} {place.district.name}")


@makes(TargetGroup)
def target_group(place: Place, number: int) -> TargetGroup:
    return TargetGroup.objects.create(district=place.district, name=f"Zielgruppe {number} {place.district.name}")


@makes(Actor)
def actor(place: Place, number: int) -> Actor:
    row = released(place, f"Treffpunkt {number} {place.district.name}", house_number=str(number + 1))
    if number == 0:
        # A second entry of the same house, merged with it.
        released(place, f"Doppelter Treffpunkt {place.district.name}", state=ActorState.ARCHIVED, merged_into=row)
    return row


def released(place: Place, name: str, **fields: Any) -> Actor:
    """An actor of the first region; ``fields`` say what is different."""
    district = place.district
    return Actor.objects.create(
        **{
            "district": district,
            "name": name,
            "kind": thing(place, ActorKind),
            "state": ActorState.APPROVED,
            "carrier": f"Träger {district.name}",
            "funding": f"Zuwendung {district.name}",
            "notes": f"Bemerkung {district.name}",
            "works_on": f"Mitwirkung {district.name}",
            "street": "Musterstraße",
            "postcode": "10115",
            "region": place.regions[0],
            "released_on": DAY,
            "last_confirmed_on": DAY,
            "confirm_by": DAY + datetime.timedelta(days=184),
            "entered_by": place.people["coordination"],
        }
        | fields
    )


@makes(ActorTheme)
def actor_theme(place: Place, number: int) -> ActorTheme:
    chosen = make(place, Theme, 7000 + number)
    return ActorTheme.objects.create(district=place.district, actor=thing(place, Actor), theme=chosen)


@makes(ActorTargetGroup)
def actor_target_group(place: Place, number: int) -> ActorTargetGroup:
    chosen = make(place, TargetGroup, 7000 + number)
    return ActorTargetGroup.objects.create(district=place.district, actor=thing(place, Actor), target_group=chosen)


@makes(Offer)
def offer(place: Place, number: int) -> Offer:
    return Offer.objects.create(
        district=place.district, actor=thing(place, Actor), title=f"Elterncafé {number} {place.district.name}"
    )


@makes(ContactPerson)
def contact(place: Place, number: int) -> ContactPerson:
    return ContactPerson.objects.create(
        district=place.district,
        actor=thing(place, Actor),
        name=f"Kim Muster {number} {place.district.name}",
        purpose="Absprachen zum Stadtteilfest",
        source="von der Person selbst",
        review_on=DAY + datetime.timedelta(days=365),
    )


@makes(ActorEvidence)
def actor_evidence(place: Place, number: int) -> ActorEvidence:
    shown = make(place, Evidence, 8000 + number)
    return ActorEvidence.objects.create(district=place.district, actor=thing(place, Actor), evidence=shown)


@makes(SearchWord)
def search_word(place: Place, number: int) -> SearchWord:
    return SearchWord.objects.create(district=place.district, word=f"wort{number}")


@makes(PendingImport)
def pending_import(place: Place, number: int) -> PendingImport:
    return PendingImport.objects.create(
        district=place.district,
        person=place.people["coordination"],
        file_name=f"liste {number} {place.district.name}.csv",
        header=["Name", "PLZ"],
        rows=[[2, [f"Haus {number} {place.district.name}", "13353"], {}], [3, ["", "1"], {}]],
        fields=["name", "postcode"],
    )


@makes(ColumnMemory)
def column_memory(place: Place, number: int) -> ColumnMemory:
    return ColumnMemory.objects.create(district=place.district, heading=f"spalte{number}", field="name")


@makes(Publication)
def publication(place: Place, number: int) -> Publication:
    """One a district, whatever the number."""
    name = place.district.name
    entry = dict.fromkeys(FIELDS.values(), "") | {
        "pk": str(thing(place, Actor).pk),
        "name": f"Treffpunkt 0 {name}",
        "kind__name": "Verein",
        "offer_titles": ["Elterncafé"],
        "latitude": None,
        "longitude": None,
    }
    row, _ = Publication.objects.update_or_create(
        district=place.district,
        defaults={
            "title": f"Akteure im Bezirk {name}",
            "description": "Wer da ist.",
            "publisher": f"Bezirksamt {name}",
            "contact_name": "Planungskoordination",
            "contact_mailbox": "planung@amt.example",
            "entries": [entry],
            "issued_on": DAY,
            "modified_on": DAY,
        },
    )
    return row
