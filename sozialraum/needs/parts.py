"""What the page of a region and the page of an office tell of Bedarfe, as far as somebody may read them."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from districts.member import Member
from districts.models import Office
from districts.navigation import address, thing_address
from districts.page_part import PagePart
from districts.region_page import Family, Found, Place, RegionSection, Rows
from partners.questions.records import Entry, Listed
from sozialraum.models import Need, NeedRegion, NeedState
from sozialraum.needs.listing import concerning_office
from sozialraum.offered import uses_sozialraum
from sozialraum.profiles.parts import SHOWN, OfficeSection, list_part

#: Entries at a region; the list of the room holds them all.
IN_REGION = 12


def _needs(member: Member, place: Place) -> Rows:
    """Bedarfe of the region and of those it lies in or holds, the latest first."""
    here = NeedRegion.objects.filter(need=OuterRef("pk"), region__in=place.around)
    rows = Need.objects.visible_to(member).filter(Exists(here)).exclude(state=NeedState.DECLINED)
    found: Rows = _latest(rows, IN_REGION)
    return found


def _tell_needs(member: Member, family: Family, rows: Found) -> PagePart:
    entries = [_entry(member, row, NeedState(row["state"]).label) for row in rows]
    url = f"{reverse('needs', args=[member.district.slug])}?{urlencode({'region': family.region.pk})}"
    listed = Listed("Bedarfe", tuple(entries[:IN_REGION]), len(entries) > IN_REGION, url)
    return PagePart("Bedarfe", 35, listed.html)


NEEDS_IN_REGION = RegionSection(lambda member, region: uses_sozialraum(member, "view_needs"), _needs, _tell_needs)


def _needs_of(member: Member, *, office: Any, today: Any) -> Rows:
    """Bedarfe the office has voiced, and those it was asked for; ``member`` reads them elsewhere, too."""
    concerns = concerning_office(member, office) | Q(office=office)
    found: Rows = _latest(Need.objects.visible_to(member).filter(concerns).exclude(state=NeedState.DECLINED), SHOWN)
    return found


def _tell_needs_of(member: Member, office: Office, rows: Found) -> PagePart | None:
    entries = []
    for row in rows:
        how = "vom Amt gemeldet" if row["office_id"] == str(office.pk) else "das Amt ist gebeten oder wirkt mit"
        entries.append(_entry(member, row, f"{how}, {NeedState(row['state']).label}"))
    return list_part("Bedarfe", 40, entries, url=address("needs", args=(member.district.slug,)))


NEEDS_AT_OFFICE = OfficeSection(lambda member: uses_sozialraum(member, "view_needs"), _needs_of, _tell_needs_of)


def _latest(rows: Any, many: int) -> Any:
    """The latest ``many`` and one more, which tells that there are others."""
    return rows.order_by("-reported_on", "pk").values("pk", "title", "state", "office_id")[: many + 1]


def _entry(member: Member, row: dict[str, Any], words: str) -> Entry:
    return Entry(row["title"], words, thing_address("need", member.district.slug, pk=row["pk"]))
