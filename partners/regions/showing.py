"""What the page of a region tells of partners: who is here, where people meet, what was reported, who works together.

Each section reads what its own room lets the person see.
"""

import datetime
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from districts.member import Member
from districts.models import Region
from districts.navigation import thing_address
from districts.own_regions import is_outside
from districts.page_part import PagePart
from districts.region_page import Family, Found, Place, RegionSection, Rows
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
from partners.signals.listing import STANDING, standing_of

#: Entries of a section; the list of the room holds them all.
SHOWN = 12


def _part(title: str, position: int, member: Member, entries: list[Entry], room: str, **params: Any) -> PagePart:
    """The first entries; with one more than ``SHOWN`` there is a way to all of them."""
    query = f"?{urlencode(params)}" if params else ""
    url = reverse(room, args=[member.district.slug]) + query
    listed = Listed(title, tuple(entries[:SHOWN]), len(entries) > SHOWN, url)
    return PagePart(title, position, listed.html)


def _told(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _page(member: Member, name: str, row: dict[str, Any]) -> str:
    return thing_address(name, member.district.slug, pk=row["pk"])


def _reads_actors(member: Member, region: Region) -> bool:
    return uses_actors(member)


def _actors(member: Member, place: Place) -> Rows:
    """Released actors of the region and of the Räume in it."""
    rows: Any = Actor.objects.visible_to(member).approved().filter(region__in=place.inside)
    found: Rows = rows.order_by("sort_key", "pk").values("pk", "name", "kind__name", "carrier")[: SHOWN + 1]
    return found


def _tell_actors(member: Member, family: Family, rows: Found) -> PagePart:
    entries = [
        Entry(
            row["name"],
            _told(row["kind__name"] or "", row["carrier"] if row["carrier"] != row["name"] else ""),
            _page(member, "actor", row),
        )
        for row in rows
    ]
    return _part("Wer hier ist", 10, member, entries, "actors", region=family.region.key, stand="approved")


def _reads(right: str) -> Callable[[Member, Region], bool]:
    return lambda member, region: uses_partners(member, right)


def _bodies(member: Member, place: Place) -> Rows:
    """Gremien that work here, with the day of the next Sitzung."""
    here = BodyRegion.objects.filter(region__in=place.around)
    rows = Body.objects.visible_to(member).filter(is_active=True, pk__in=here.values("body_id"))
    found: Rows = with_dates(rows, place.today).order_by("sort_key", "pk")
    return found.values("pk", "name", "kind__name", "next_on")[: SHOWN + 1]


def _tell_bodies(member: Member, family: Family, rows: Found) -> PagePart:
    entries = [
        Entry(row["name"], _told(row["kind__name"], _next(row["next_on"])), _page(member, "body", row)) for row in rows
    ]
    return _part("Gremien", 20, member, entries, "bodies", region=family.region.pk)


def _next(day: datetime.date | None) -> str:
    return f"nächste Sitzung am {day:%d.%m.%Y}" if day else "noch kein nächster Termin"


def _signals(member: Member, place: Place) -> Rows:
    """Open Hinweise that speak of the region, the newest first."""
    here = SignalRegion.objects.filter(region__in=place.around)
    rows: Any = Signal.objects.visible_to(member).filter(closed_on=None, pk__in=here.values("signal_id"))
    found: Rows = (
        rows.with_standing()
        .order_by("-observed_on", "pk")
        .values("pk", "title", "kind", "observed_on", *STANDING)[: SHOWN + 1]
    )
    return found


def _tell_signals(member: Member, family: Family, rows: Found) -> PagePart:
    outside = is_outside(member)
    entries = []
    for row in rows:
        standing, _ = standing_of(SimpleNamespace(**row), outside=outside)
        note = _told(Signal.Kind(row["kind"]).label, f"{row['observed_on']:%d.%m.%Y}", standing)
        entries.append(Entry(row["title"], note, _page(member, "signal", row)))
    return _part("Offene Hinweise", 30, member, entries, "signals", region=family.region.pk)


def _cooperations(member: Member, place: Place) -> Rows:
    """Kooperationen that run with actors of the region."""
    rows: Any = Cooperation.objects.visible_to(member).running(place.today).filter(actor__region__in=place.inside)
    found: Rows = rows.order_by("title", "pk").values("pk", "title", "office__name", "actor__name")[: SHOWN + 1]
    return found


def _tell_cooperations(member: Member, family: Family, rows: Found) -> PagePart:
    entries = [
        Entry(row["title"], f"{row['office__name']} und {row['actor__name']}", _page(member, "cooperation", row))
        for row in rows
    ]
    return _part("Kooperationen", 40, member, entries, "cooperations")


def _participation(member: Member, place: Place) -> Rows:
    """How residents of the region were involved, the latest first."""
    here = ParticipationRegion.objects.filter(region__in=place.around)
    rows: Any = Participation.objects.filter(pk__in=here.values("participation_id"))
    found: Rows = rows.order_by("-starts_on", "sort_key").values("pk", "title", "starts_on", "outcome")[: SHOWN + 1]
    return found


def _tell_participation(member: Member, family: Family, rows: Found) -> PagePart:
    entries = [
        Entry(row["title"], _told(f"{row['starts_on']:%d.%m.%Y}", row["outcome"]), _page(member, "involvement", row))
        for row in rows
    ]
    return _part("Beteiligung", 50, member, entries, "involvements", region=family.region.pk)


SECTIONS = (
    RegionSection(_reads_actors, _actors, _tell_actors),
    RegionSection(_reads("view_bodies"), _bodies, _tell_bodies),
    RegionSection(_reads("view_signals"), _signals, _tell_signals),
    RegionSection(_reads("view_cooperations"), _cooperations, _tell_cooperations),
    RegionSection(_reads("view_partnership"), _participation, _tell_participation),
)
