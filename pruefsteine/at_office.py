"""The Bögen of an office on its page (``sozialraum.profiles.parts``), for those who may read them."""

from django.urls import reverse

from districts.member import Member
from districts.models import Office
from districts.page_part import PagePart
from partners.questions.records import Entry
from pruefsteine.models import SelfAssessment
from pruefsteine.offered import uses_pruefsteine
from sozialraum.profiles.parts import SHOWN, list_part


def answers_at_office(member: Member, office: Office) -> PagePart | None:
    """Selbsteinschätzungen of the office by round, the latest first. None for who may read none. One query."""
    if not uses_pruefsteine(member):
        return None
    rows = SelfAssessment.objects.visible_to(member).filter(office=office).select_related("round")
    entries = [
        Entry(row.round.name, row.get_state_display(), reverse("answer", args=[member.district.slug, row.pk]))
        for row in rows.order_by("-round__opens_on", "pk")[: SHOWN + 1]
    ]
    return list_part("Prüfsteine", 70, entries)
