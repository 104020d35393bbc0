"""What is due at actors: the half-yearly confirmation, and the look at what is kept of contact persons.

One line per region, not per actor: 400 entries of the same day must not become a mail of 400 lines. It is due when the
first entry of the region is; as soon as that is confirmed, the line moves on to the next.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, Min, OuterRef, Q, QuerySet, Subquery

from districts.models import District, MembershipRegion, Region
from districts.navigation import address
from districts.roles import Role
from districts.rooms import in_use
from lists.compiled import CompiledQuery, Given
from partners.actors.selection import SOON
from partners.models import Actor, ContactPerson
from partners.offered import ROOM
from reminders.due import Due, To, offers_due


@offers_due(watch="partners_due_districts")
def due_in_partners(
    district: District,
    today: datetime.date,
    *,
    until: datetime.date | None = None,
    only: Collection[str] | None = None,
) -> Iterable[Due]:
    """Regions with actors to confirm or contact persons to look at. One query."""
    if ROOM not in in_use(district.rooms):
        return
    wanted = None if only is None else {s for s in only if s.startswith(("actors:", "contacts:"))}
    if wanted is not None and not wanted:
        return
    regions = {row["pk"]: row for row in _REGIONS.rows(today=today, until=today + SOON)}
    for key, row in regions.items():
        for due in _of_region(row, tuple(_holders(key, regions)), district):
            if (wanted is None or due.subject in wanted) and (until is None or due.due_on <= until):
                yield due


def _regions(*, today: Given, until: Given) -> QuerySet[Any, Any]:
    """Every region with the first day something is due there, and the people who serve it, in a stable order."""
    actors = Actor.objects.approved().filter(region=OuterRef("pk")).order_by().values("region")
    # As many as the list shows that the line leads to.
    soon = actors.filter(confirm_by__lte=until).annotate(many=Count("pk"))
    contacts = ContactPerson.objects.filter(actor__region=OuterRef("pk")).order_by().values("actor__region")
    serving = MembershipRegion.objects.filter(
        Q(membership__ends_on__isnull=True) | Q(membership__ends_on__gte=today),
        region=OuterRef("pk"),
        membership__role=Role.NEIGHBOURHOOD,
        membership__starts_on__lte=today,
        membership__user__is_active=True,
    )
    found: QuerySet[Any, Any] = (
        Region.objects.order_by("key")
        .annotate(
            first=Subquery(actors.annotate(first=Min("confirm_by")).values("first")),
            many=Subquery(soon.values("many")),
            look=Subquery(contacts.annotate(first=Min("review_on")).values("first")),
            people=ArraySubquery(serving.order_by("membership__starts_on", "pk").values("membership__user_id")),
        )
        .values("pk", "key", "name", "parent_id", "first", "many", "look", "people")
    )
    return found


_REGIONS: CompiledQuery[Any] = CompiledQuery(_regions, today=DateField(), until=DateField())


def _holders(key: uuid.UUID | None, regions: dict[uuid.UUID, dict[str, Any]]) -> Iterator[uuid.UUID]:
    """Those who serve the region itself first, then those of the larger ones around it."""
    told: set[uuid.UUID] = set()
    while key in regions:
        for person in regions[key]["people"]:
            if person not in told:
                told.add(person)
                yield person
        key = regions[key]["parent_id"]


def _to_confirm(many: int, region: str) -> str:
    if many == 1:
        return f"1 Akteur in {region} ist zu bestätigen"
    # None soon: what is told so far ahead has no number yet.
    return f"{many} Akteure in {region} sind zu bestätigen" if many else f"Akteure in {region} sind zu bestätigen"


def _of_region(row: dict[str, Any], holders: tuple[uuid.UUID, ...], district: District) -> Iterator[Due]:
    if row["first"]:
        yield Due(
            subject=f"actors:{row['pk']}",
            due_on=row["first"],
            title=_to_confirm(row["many"] or 0, row["name"]),
            url=f"{address('actors', args=(district.slug,))}?region={row['key']}&bestaetigt=faellig",
            what_next="Sie bestätigen, dass die Angaben noch stimmen, ändern sie oder archivieren den Eintrag.",
            kind="Akteure",
            holders=holders,
            to=To.COORDINATION,
        )
    if row["look"]:
        yield Due(
            subject=f"contacts:{row['pk']}",
            due_on=row["look"],
            title=f"Ansprechpersonen prüfen: {row['name']}",
            url=address("actor_contacts", args=(district.slug,)),
            what_next="Sie prüfen, ob die Angaben noch gebraucht werden, und löschen, was niemand mehr braucht.",
            kind="Ansprechpersonen",
            holders=holders,
            to=To.COORDINATION,
        )
