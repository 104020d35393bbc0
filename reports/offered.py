"""What reports offer elsewhere: in the navigation, and on the pages of what they are about."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import Member
from districts.navigation import Offer, Section, address
from districts.report_links import Offered

#: Name of a page's URL -> its report.
ON_PAGES: dict[str, Offered] = {
    "round_page": Offered("round_report", "Bericht zur Runde", ("pdf", "docx")),
    "region": Offered("region_report", "Bericht zur Region", ("pdf", "docx")),
    "office_profile": Offered("office_report", "Bericht zum Amt", ("pdf",)),
    "assignment": Offered("assignment_note", "Vermerk", ("pdf",)),
    "berlin": Offered("berlin_report", "Überblick", ("pdf", "docx")),
}


def offered_by_reports(request: HttpRequest) -> Iterable[Offer]:
    """One entry for every member of a district."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not member.may("view_district"):
        return []
    return [Offer(Section.DISTRICT, "Berichte", address("reports", args=(member.district.slug,)), position=85)]
