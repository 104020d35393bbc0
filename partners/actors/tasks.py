"""What waits for a person in the register of actors: a line per kind of thing, never one per actor."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import SmallIntegerField

from districts.member import Member
from districts.member_query import MemberQuery
from districts.navigation import address
from districts.tasks import Pile, Task
from lists.compiled import Given
from partners.actors.counting import first_of, how_many, together
from partners.models import Actor, ContactPerson
from partners.offered import uses_actors
from partners.states import ActorState

#: So long before the half year is over, it is worth a line.
SOON = datetime.timedelta(days=28)


def _waiting(asker: Member, today: datetime.date, *, district: Given) -> Any:
    kept = Actor.objects.kept_by(asker)
    soon = kept.unconfirmed(today + SOON)
    looks = ContactPerson.objects.filter(review_on__lte=today + SOON)
    if not asker.may("release_actors"):
        looks = looks.filter(actor__in=kept.values("pk"))
    return together(
        district,
        submitted=how_many(kept.filter(state=ActorState.SUBMITTED)),
        changed=how_many(kept.filter(changed_on__isnull=False)),
        returned=how_many(kept.filter(state=ActorState.DRAFT).exclude(question="")),
        due=how_many(soon),
        first_due=first_of(soon, "confirm_by"),
        looks=how_many(looks),
        first_look=first_of(looks, "review_on"),
    )


_WAITING: MemberQuery[dict[str, Any]] = MemberQuery(_waiting, district=SmallIntegerField())


def tasks_from_actors(member: Member, today: datetime.date) -> Iterable[Task]:
    """For who enters and who releases; nobody else is asked for anything here. One query."""
    if not uses_actors(member) or not member.may("enter_actors"):
        return []
    releases = member.may("release_actors")
    found = _WAITING.found_for(member, today, district=member.district.pk)
    here = address("actors", args=(member.district.slug,))
    told: list[Task] = []
    if releases:
        if found["submitted"]:
            told.append(
                Task(
                    Pile.DECIDE,
                    _many(found["submitted"], "eingereichter Akteur", "eingereichte Akteure"),
                    f"{here}?stand=submitted",
                    "Sie prüfen die Einträge und geben sie frei oder zurück.",
                )
            )
        if found["changed"]:
            told.append(
                Task(
                    Pile.DECIDE,
                    _many(found["changed"], "Akteur geändert", "Akteure geändert"),
                    f"{here}?stand=geaendert",
                    "Die Stadtteilkoordination hat freigegebene Einträge geändert; Sie prüfen die Änderungen.",
                )
            )
    elif found["returned"]:
        told.append(
            Task(
                Pile.WORK,
                _many(found["returned"], "Eintrag mit Rückfrage", "Einträge mit Rückfrage"),
                f"{here}?stand=rueckfrage",
                "Sie ergänzen den Eintrag und reichen ihn wieder ein.",
            )
        )
    if found["due"]:
        late = found["first_due"] < today
        # Where a Stadtteilkoordination is there, it confirms; coordination knows.
        told.append(
            Task(
                Pile.KNOW if releases else Pile.WORK,
                _many(found["due"], "Akteur zu bestätigen", "Akteure zu bestätigen"),
                f"{here}?bestaetigt=faellig",
                "Halbjährlich wird bestätigt, dass die Angaben noch stimmen.",
                due_on=found["first_due"],
                late=late,
            )
        )
    if found["looks"]:
        told.append(
            Task(
                Pile.KNOW if releases else Pile.WORK,
                _many(found["looks"], "Ansprechperson zu prüfen", "Ansprechpersonen zu prüfen"),
                address("actor_contacts", args=(member.district.slug,)),
                "Werden die Angaben noch gebraucht? Sonst werden sie gelöscht.",
                due_on=found["first_look"],
                late=found["first_look"] < today,
            )
        )
    return told


def _many(count: int, one: str, several: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {several}"
