"""What the page of a region tells of Bedarfe: of the region itself and those that concern it, the latest first."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse

from districts.member import Member
from districts.models import Region
from districts.region_page import RegionPart, concerning
from partners.questions.records import Entry, Listed
from sozialraum.models import Need, NeedRegion, NeedState
from sozialraum.offered import uses_sozialraum

#: Entries of the section; the list of the room holds them all.
SHOWN = 12


def needs_in_region(member: Member, region: Region) -> RegionPart | None:
    """Bedarfe of the region that ``member`` may read, the latest first. One query."""
    if not uses_sozialraum(member, "view_needs"):
        return None
    here = NeedRegion.objects.filter(need=OuterRef("pk"), region__in=concerning(region))
    rows = Need.objects.visible_to(member).filter(Exists(here)).exclude(state=NeedState.DECLINED)
    slug = member.district.slug
    entries = [
        Entry(row.title, row.get_state_display(), reverse("need", args=[slug, row.pk]))
        for row in rows.only("title", "state").order_by("-reported_on", "pk")[: SHOWN + 1]
    ]
    url = f"{reverse('needs', args=[slug])}?{urlencode({'region': region.pk})}"
    listed = Listed("Bedarfe", tuple(entries[:SHOWN]), len(entries) > SHOWN, url)
    return RegionPart("Bedarfe", 35, "partners/regions/part.html", {"listed": listed})
