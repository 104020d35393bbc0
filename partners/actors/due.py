"""What is due at actors: the half-yearly confirmation, and the look at what is kept of contact persons.

One line per region, not per actor: 400 entries of the same day must not become a mail of 400 lines. It is due when the
first entry of the region is; as soon as that is confirmed, the line moves on to the next.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Min
from django.utils import timezone

from districts.models import District, MembershipRegion, Region
from districts.navigation import address
from districts.roles import Role
from districts.rooms import in_use
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
    """Regions with actors to confirm or contact persons to look at. Four queries at most."""
    if ROOM not in in_use(district.rooms):
        return
    wanted = None if only is None else {s for s in only if s.startswith(("actors:", "contacts:"))}
    if wanted is not None and not wanted:
        return
    actors = Actor.objects.approved()
    contacts = ContactPerson.objects.all()
    if until is not None and only is None:
        actors, contacts = actors.filter(confirm_by__lte=until), contacts.filter(review_on__lte=until)
    first = dict(actors.order_by().values_list("region").annotate(Min("confirm_by")))
    looks = dict(contacts.order_by().values_list("actor__region").annotate(Min("review_on")))
    if not first and not looks:
        return
    regions = {region.pk: region for region in Region.objects.select_related("parent")}
    keepers = _keepers()
    for due in (*_confirmations(first, regions, keepers, district), *_looks(looks, regions, keepers, district)):
        if wanted is None or due.subject in wanted:
            yield due


def _keepers() -> dict[uuid.UUID, list[uuid.UUID]]:
    """Region -> people of the Stadtteilkoordination who serve it today, in a stable order."""
    today = timezone.localdate()
    rows = MembershipRegion.objects.filter(
        membership__role=Role.NEIGHBOURHOOD, membership__starts_on__lte=today, membership__user__is_active=True
    ).exclude(membership__ends_on__lt=today)
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for region, person in rows.order_by("membership__starts_on", "pk").values_list("region", "membership__user"):
        found[region].append(person)
    return found


def _holders(
    region: Region | None, regions: dict[uuid.UUID, Region], keepers: dict[uuid.UUID, list[uuid.UUID]]
) -> tuple[uuid.UUID, ...]:
    """Those who serve the region itself first, then those of the larger ones around it."""
    found: list[uuid.UUID] = []
    while region is not None:
        found += [person for person in keepers.get(region.pk, []) if person not in found]
        region = regions.get(region.parent_id) if region.parent_id else None
    return tuple(found)


def _confirmations(
    first: dict[uuid.UUID, datetime.date],
    regions: dict[uuid.UUID, Region],
    keepers: dict[uuid.UUID, list[uuid.UUID]],
    district: District,
) -> Iterator[Due]:
    for key, day in first.items():
        region = regions[key]
        yield Due(
            subject=f"actors:{key}",
            due_on=day,
            title=f"Akteure bestätigen: {region.name}",
            url=f"{address('actors', args=(district.slug,))}?region={region.key}&bestaetigt=faellig",
            what_next="Sie bestätigen, dass die Angaben noch stimmen, ändern sie oder archivieren den Eintrag.",
            kind="Akteure",
            holders=_holders(region, regions, keepers),
            to=To.COORDINATION,
        )


def _looks(
    looks: dict[uuid.UUID | None, datetime.date],
    regions: dict[uuid.UUID, Region],
    keepers: dict[uuid.UUID, list[uuid.UUID]],
    district: District,
) -> Iterator[Due]:
    for key, day in looks.items():
        region = regions.get(key) if key else None
        yield Due(
            subject=f"contacts:{key or 'none'}",
            due_on=day,
            title=f"Ansprechpersonen prüfen: {region.name if region else 'ohne Region'}",
            url=address("actor_contacts", args=(district.slug,)),
            what_next="Sie prüfen, ob die Angaben noch gebraucht werden, und löschen, was niemand mehr braucht.",
            kind="Ansprechpersonen",
            holders=_holders(region, regions, keepers),
            to=To.COORDINATION,
        )
