"""What this room offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.navigation import Offer, Section, address


def offered(request: HttpRequest) -> Iterable[Offer]:
    """The inbox for everybody in the district; how reminding is set up for coordination."""
    member = getattr(request, "member", None)
    if member is None or not member.may("view_district"):
        return
    slug = member.district.slug
    yield Offer(Section.START, "Erinnerungen", address("reminder_inbox", args=(slug,)), position=10)
    if member.may("edit_settings"):
        yield Offer(
            Section.SETTINGS, "Versand der Erinnerungen", address("reminder_delivery", args=(slug,)), position=30
        )
