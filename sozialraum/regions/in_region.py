"""What the page of a region tells of its Bezirksregionenprofil and of its figures. One statement each."""

from django.urls import reverse

from districts.member import Member
from districts.models import Region
from districts.region_page import RegionPart
from sozialraum.offered import uses_sozialraum
from sozialraum.regions.showing import ON_PAGE, figures_of, keeps, parts_of, profile_of, words_of


def profile_in(member: Member, region: Region) -> RegionPart | None:
    """How far the profile is and what it says; for whoever keeps it also that there is none."""
    if region.level != Region.Level.BEZIRKSREGION or not uses_sozialraum(member, "view_district"):
        return None
    profile = profile_of(region, member)
    if profile is None and not keeps(member):
        return None
    context = {
        "profile": profile,
        "parts": parts_of(profile) if profile else [],
        "words": words_of(profile) if profile else [],
        "url": reverse("region_profile", args=[member.district.slug, region.key]),
    }
    return RegionPart("Bezirksregionenprofil", 2, "sozialraum/regions/profile_part.html", context)


def figures_in(member: Member, region: Region) -> RegionPart | None:
    """The latest values of the first figures, with a way to all of them."""
    if not uses_sozialraum(member, "view_district"):
        return None
    figures = figures_of(region, member, limit=ON_PAGE)
    if figures is None:
        return None
    url = f"{reverse('figures', args=[member.district.slug])}?region={region.key}"
    context = {"figures": figures, "url": url, "more": len(figures["rows"]) == ON_PAGE}
    return RegionPart("Kennzahlen", 4, "sozialraum/regions/figures_part.html", context)
