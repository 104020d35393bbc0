"""Where the checklist asks what the neighbourhoods need (A3c) or are like, it leads to the Bezirksregionenprofile."""

from checklist.models import Progress
from checklist.point_links import Link
from districts.member import Member
from districts.navigation import address
from sozialraum.offered import uses_sozialraum

_CODES = frozenset({"A3c", "B2.2", "B2.3", "B3.4b"})


def profiles_from_point(member: Member, row: Progress) -> Link | None:
    """The way to the profiles."""
    if row.code not in _CODES or not uses_sozialraum(member, "view_district"):
        return None
    return "Bezirksregionenprofile", address("region_profiles", args=(member.district.slug,))
