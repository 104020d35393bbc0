"""What is known beside Prüfstein 4 (footnote 7): Bezirksregionenprofile that the district may read."""

from django.urls import reverse

from districts.member import Member
from pruefsteine.known import SHOWN, Fact, Known, knows_about
from sozialraum.models import RegionProfile
from sozialraum.offered import uses_sozialraum


@knows_about("B4.4")
def profiles_known(member: Member, code: str) -> Known | None:
    """Released profiles with the day they were released."""
    if not uses_sozialraum(member, "view_district"):
        return None
    rows = RegionProfile.objects.visible_to(member).filter(released_on__isnull=False)
    found = rows.order_by("-released_on", "region__key").values_list("region__key", "region__name", "released_on")
    slug = member.district.slug
    facts = tuple(Fact(name, reverse("region_profile", args=[slug, key]), day) for key, name, day in found[:SHOWN])
    return Known("Bezirksregionenprofile, die freigegeben sind", facts, reverse("region_profiles", args=[slug]))
