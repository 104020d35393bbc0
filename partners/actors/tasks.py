"""What waits for a person in the register of actors: a line per kind of thing, never one per actor."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Min, Q

from districts.member import Member
from districts.navigation import address
from districts.tasks import Pile, Task
from partners.models import Actor, ContactPerson
from partners.offered import uses_actors
from partners.states import ActorState

#: So long before the half year is over, it is worth a line.
SOON = datetime.timedelta(days=28)


def tasks_from_actors(member: Member, today: datetime.date) -> Iterable[Task]:
    """For who enters and who releases; nobody else is asked for anything here. Two queries."""
    if not uses_actors(member) or not member.may("enter_actors"):
        return []
    releases = member.may("release_actors")
    returned = Q(state=ActorState.DRAFT) & ~Q(question="")
    soon = Q(state=ActorState.APPROVED, confirm_by__lte=today + SOON)
    asked = Q(state=ActorState.SUBMITTED) | Q(changed_on__isnull=False) if releases else returned
    rows = Actor.objects.kept_by(member).filter(soon | asked).order_by()
    found = rows.aggregate(
        submitted=Count("pk", filter=Q(state=ActorState.SUBMITTED)),
        changed=Count("pk", filter=Q(changed_on__isnull=False)),
        returned=Count("pk", filter=returned),
        due=Count("pk", filter=soon),
        first=Min("confirm_by", filter=soon),
    )
    looks = ContactPerson.objects.filter(review_on__lte=today + SOON, actor__in=Actor.objects.kept_by(member))
    contacts = looks.aggregate(due=Count("pk"), first=Min("review_on"))
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
        late = found["first"] < today
        # Where a Stadtteilkoordination is there, it confirms; coordination knows.
        told.append(
            Task(
                Pile.KNOW if releases else Pile.WORK,
                _many(found["due"], "Akteur zu bestätigen", "Akteure zu bestätigen"),
                f"{here}?bestaetigt=faellig",
                "Halbjährlich wird bestätigt, dass die Angaben noch stimmen.",
                due_on=found["first"],
                late=late,
            )
        )
    if contacts["due"]:
        told.append(
            Task(
                Pile.KNOW if releases else Pile.WORK,
                _many(contacts["due"], "Ansprechperson zu prüfen", "Ansprechpersonen zu prüfen"),
                address("actor_contacts", args=(member.district.slug,)),
                "Werden die Angaben noch gebraucht? Sonst werden sie gelöscht.",
                due_on=contacts["first"],
                late=contacts["first"] < today,
            )
        )
    return told


def _many(count: int, one: str, several: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {several}"
