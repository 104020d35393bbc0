"""What this room offers in the side navigation: the district, its settings, the operator's pages."""

from collections.abc import Iterator

from django.http import HttpRequest

from districts.member import Member, belongings_of
from districts.navigation import Offer, Section, address
from districts.roles import StatewideRole


def offered(request: HttpRequest) -> Iterator[Offer]:
    """Entries by what the person may do here."""
    member: Member | None = getattr(request, "member", None)
    if member is not None:
        slug = member.district.slug
        yield Offer(Section.START, "Meine Aufgaben", address("my_tasks", args=(slug,)), position=0)
        yield Offer(Section.START, "Übersicht", address("district_home", args=(slug,)), position=5)
        if member.may("view_checklist"):
            yield Offer(Section.DISTRICT, "Kalender", address("calendar", args=(slug,)), position=70)
            yield Offer(Section.DISTRICT, "Zeitachse", address("timeline", args=(slug,)), position=75)
        if member.may("view_district"):
            yield Offer(Section.DISTRICT, "Regionen", address("regions", args=(slug,)), position=80)
        if may_see_members(member):
            yield Offer(Section.SETTINGS, "Mitglieder", address("members", args=(slug,)), position=10)
        if member.may("edit_settings"):
            yield Offer(Section.SETTINGS, "Einstellungen", address("settings_overview", args=(slug,)), position=20)
    if not belongings_of(request).holds_statewide(StatewideRole.OPERATOR):
        return
    if member is not None:
        yield Offer(Section.OPERATION, "Betrieb", address("operator_districts"))
    else:
        yield Offer(Section.OPERATION, "Bezirke", address("operator_districts"), position=10)
        yield Offer(Section.OPERATION, "Senat, Redaktion, Betrieb", address("operator_statewide"), position=20)
        yield Offer(Section.OPERATION, "Personen", address("operator_people"), position=30)


def may_see_members(member: Member) -> bool:
    """True if there are members whom ``member`` invites or serves."""
    return member.may("manage_members") or member.may("manage_staff") or member.may("name_heads")
