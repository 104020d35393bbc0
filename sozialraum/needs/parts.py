"""What the page of a region and the page of an office tell of Bedarfe, as far as somebody may read them."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.member import Member
from districts.models import Office, Region
from districts.region_page import RegionPart, concerning
from partners.questions.records import Entry, Listed
from sozialraum.models import Need, NeedRegion, NeedState
from sozialraum.needs.listing import concerning_office
from sozialraum.offered import uses_sozialraum
from sozialraum.profiles.parts import SHOWN, OfficePart, list_part

#: Entries at a region; the list of the room holds them all.
IN_REGION = 12


def needs_in_region(member: Member, region: Region) -> RegionPart | None:
    """Bedarfe of the region and of those it lies in or holds, the latest first. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return None
    here = NeedRegion.objects.filter(need=OuterRef("pk"), region__in=concerning(region))
    rows = Need.objects.visible_to(member).filter(Exists(here)).exclude(state=NeedState.DECLINED)
    entries = [_entry(member, row, row.get_state_display()) for row in _latest(rows, IN_REGION)]
    url = f"{reverse('needs', args=[member.district.slug])}?{urlencode({'region': region.pk})}"
    listed = Listed("Bedarfe", tuple(entries[:IN_REGION]), len(entries) > IN_REGION, url)
    return RegionPart("Bedarfe", 35, "partners/regions/part.html", {"listed": listed})


def needs_at_office(member: Member, office: Office) -> OfficePart | None:
    """Bedarfe the office has voiced, and those it was asked for; ``member`` reads them elsewhere, too. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return None
    concerns = concerning_office(member, office.pk) | Q(office=office)
    rows = Need.objects.visible_to(member).filter(concerns).exclude(state=NeedState.DECLINED)
    entries = []
    for row in _latest(rows, SHOWN):
        how = "vom Amt gemeldet" if row.office_id == office.pk else "das Amt ist gebeten oder wirkt mit"
        entries.append(_entry(member, row, f"{how}, {row.get_state_display()}"))
    return list_part("Bedarfe", 40, entries, url=reverse("needs", args=[member.district.slug]))


def _latest(rows: Any, many: int) -> Any:
    """The latest ``many`` and one more, which tells that there are others."""
    return rows.only("title", "state", "office_id").order_by("-reported_on", "pk")[: many + 1]


def _entry(member: Member, row: Need, words: str) -> Entry:
    return Entry(row.title, words, reverse("need", args=[member.district.slug, row.pk]))
