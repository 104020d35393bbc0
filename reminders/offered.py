"""What this room offers in the navigation."""

from collections.abc import Iterable

from django.http import HttpRequest

from districts.member import belongings_of
from districts.navigation import Offer, Section, address
from districts.roles import StatewideRole


def offered(request: HttpRequest) -> Iterable[Offer]:
    """The inbox for members, how reminding is set up for coordination, how it is doing for the operator.

    On the pages of the own account the person's own wishes.
    """
    user = getattr(request, "user", None)
    if request.path.startswith("/konto/") and user is not None and user.is_authenticated:
        yield Offer(Section.ACCOUNT, "Mein Konto", address("my_account"), position=0)
        yield Offer(Section.ACCOUNT, "Mails mit Erinnerungen", address("my_mails"), position=10)
        yield Offer(Section.ACCOUNT, "Vertretung", address("my_deputy"), position=20)
        yield Offer(Section.ACCOUNT, "Termine im eigenen Kalender", address("my_calendar"), position=30)
    member = getattr(request, "member", None)
    if member is None and belongings_of(request).holds_statewide(StatewideRole.OPERATOR):
        yield Offer(Section.OPERATION, "Versand der Erinnerungen", address("reminder_operation"), position=40)
    if member is None or not member.may("view_district"):
        return
    slug = member.district.slug
    yield Offer(Section.START, "Erinnerungen", address("reminder_inbox", args=(slug,)), position=10)
    if member.may("edit_settings"):
        yield Offer(
            Section.SETTINGS, "Versand der Erinnerungen", address("reminder_delivery", args=(slug,)), position=30
        )
