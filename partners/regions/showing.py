"""What the page of a region tells of partners: who is here, where people meet, what was reported, who works together.

One statement a section, and each reads what its own room lets the person see.
"""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from districts.models import Region
from districts.own_regions import is_outside
from districts.region_page import RegionPart, concerning, within
from partners.bodies.listing import with_dates
from partners.models import (
    Actor,
    Body,
    BodyRegion,
    Cooperation,
    Participation,
    ParticipationRegion,
    Signal,
    SignalRegion,
)
from partners.offered import uses_actors, uses_partners
from partners.questions.records import Entry, Listed
from partners.signals.listing import standing_of

#: Entries of a section; the list of the room holds them all.
SHOWN = 12
_TEMPLATE = "partners/regions/part.html"


def _part(title: str, position: int, member: Member, entries: list[Entry], room: str, **params: Any) -> RegionPart:
    """The first entries; with one more than ``SHOWN`` there is a way to all of them."""
    query = f"?{urlencode(params)}" if params else ""
    url = reverse(room, args=[member.district.slug]) + query
    listed = Listed(title, tuple(entries[:SHOWN]), len(entries) > SHOWN, url)
    return RegionPart(title, position, _TEMPLATE, {"listed": listed})


def _told(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _page(member: Member, name: str, pk: uuid.UUID) -> str:
    return reverse(name, args=[member.district.slug, pk])


def actors_in(member: Member, region: Region) -> RegionPart | None:
    """Released actors of the region and of the Räume in it."""
    if not uses_actors(member):
        return None
    rows = Actor.objects.visible_to(member).approved().filter(region__in=within(region))
    found = rows.order_by("sort_key", "pk").values_list("pk", "name", "kind__name", "carrier")[: SHOWN + 1]
    entries = [
        Entry(name, _told(kind, carrier if carrier != name else ""), _page(member, "actor", pk))
        for pk, name, kind, carrier in found
    ]
    return _part("Wer hier ist", 10, member, entries, "actors", region=region.key, stand="approved")


def bodies_in(member: Member, region: Region) -> RegionPart | None:
    """Gremien that work here, with the day of the next Sitzung."""
    if not uses_partners(member, "view_bodies"):
        return None
    here = BodyRegion.objects.filter(region__in=concerning(region))
    rows = Body.objects.visible_to(member).filter(is_active=True, pk__in=here.values("body_id"))
    found = with_dates(rows, timezone.localdate()).select_related("kind").order_by("sort_key", "pk")[: SHOWN + 1]
    entries = [
        Entry(body.name, _told(body.kind.name, _next(body.next_on)), _page(member, "body", body.pk)) for body in found
    ]
    return _part("Gremien", 20, member, entries, "bodies", region=region.pk)


def _next(day: datetime.date | None) -> str:
    return f"nächste Sitzung am {day:%d.%m.%Y}" if day else "noch kein nächster Termin"


def signals_in(member: Member, region: Region) -> RegionPart | None:
    """Open Hinweise that speak of the region, the newest first."""
    if not uses_partners(member, "view_signals"):
        return None
    here = SignalRegion.objects.filter(region__in=concerning(region))
    rows = Signal.objects.visible_to(member).filter(closed_on=None, pk__in=here.values("signal_id"))
    found = rows.with_standing().order_by("-observed_on", "pk")[: SHOWN + 1]
    outside = is_outside(member)
    entries = []
    for row in found:
        standing, _ = standing_of(row, outside=outside)
        note = _told(row.get_kind_display(), f"{row.observed_on:%d.%m.%Y}", standing)
        entries.append(Entry(row.title, note, _page(member, "signal", row.pk)))
    return _part("Offene Hinweise", 30, member, entries, "signals", region=region.pk)


def cooperations_in(member: Member, region: Region) -> RegionPart | None:
    """Kooperationen that run with actors of the region."""
    if not uses_partners(member, "view_cooperations"):
        return None
    rows = Cooperation.objects.visible_to(member).running(timezone.localdate())
    found = rows.filter(actor__region__in=within(region)).select_related("office", "actor").order_by("title", "pk")
    entries = [
        Entry(row.title, f"{row.office.name} und {row.actor.name}", _page(member, "cooperation", row.pk))
        for row in found[: SHOWN + 1]
    ]
    return _part("Kooperationen", 40, member, entries, "cooperations")


def participation_in(member: Member, region: Region) -> RegionPart | None:
    """How residents of the region were involved, the latest first."""
    if not uses_partners(member, "view_partnership"):
        return None
    here = ParticipationRegion.objects.filter(region__in=concerning(region))
    rows = Participation.objects.filter(pk__in=here.values("participation_id")).order_by("-starts_on", "sort_key")
    entries = [
        Entry(title, _told(f"{day:%d.%m.%Y}", outcome), _page(member, "involvement", pk))
        for pk, title, day, outcome in rows.values_list("pk", "title", "starts_on", "outcome")[: SHOWN + 1]
    ]
    return _part("Beteiligung", 50, member, entries, "involvements", region=region.pk)


PARTS = (actors_in, bodies_in, signals_in, cooperations_in, participation_in)
