"""What the page of a region tells of its Bezirksregionenprofil and of its figures."""

from django.urls import reverse

from districts.member import Member
from districts.models import Region
from districts.page_part import PagePart, by_template
from districts.region_page import Family, Found, Place, RegionSection, Rows
from sozialraum.models import RegionProfile
from sozialraum.offered import uses_sozialraum
from sozialraum.regions.figures_markup import as_table
from sozialraum.regions.showing import ON_PAGE, figures_told, keeps, latest_values, parts_of, words_of

#: What is shown of a profile.
_OF_PROFILE = ("id", "part1_state", "part1_on", "part1_decision", "part2_state", "part2_on", "part2_decision", "needs",
               "potentials", "trends", "released_on")  # fmt: skip


def _has_profile(member: Member, region: Region) -> bool:
    return region.level == Region.Level.BEZIRKSREGION and uses_sozialraum(member, "view_district")


def _profile(member: Member, place: Place) -> Rows:
    found: Rows = RegionProfile.objects.visible_to(member).filter(region=place.region).values(*_OF_PROFILE)
    return found


def _tell_profile(member: Member, family: Family, rows: Found) -> PagePart | None:
    """How far the profile is and what it says; for whoever keeps it also that there is none."""
    if not rows and not keeps(member):
        return None
    profile = RegionProfile(**rows[0]) if rows else None
    context = {
        "profile": profile,
        "parts": parts_of(profile) if profile else [],
        "words": words_of(profile) if profile else [],
        "url": reverse("region_profile", args=[member.district.slug, family.region.key]),
    }
    return by_template("Bezirksregionenprofil", 2, "sozialraum/regions/profile_part.html", member, context)


def _has_figures(member: Member, region: Region) -> bool:
    return uses_sozialraum(member, "view_district")


def _figures(member: Member, place: Place) -> Rows:
    return latest_values(place.direct, keeper=keeps(member))[:ON_PAGE]


def _tell_figures(member: Member, family: Family, rows: Found) -> PagePart | None:
    """The latest values of the first figures, with a way to all of them."""
    figures = figures_told(family.region, family.direct, rows)
    if figures is None:
        return None
    url = f"{reverse('figures', args=[member.district.slug])}?region={family.region.key}"
    context = {"figures": as_table(figures, member), "url": url, "more": len(rows) == ON_PAGE}
    return by_template("Kennzahlen", 4, "sozialraum/regions/figures_part.html", member, context)


SECTIONS = (RegionSection(_has_profile, _profile, _tell_profile), RegionSection(_has_figures, _figures, _tell_figures))
