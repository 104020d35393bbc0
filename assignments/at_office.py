"""Aufträge on the page of an office (``sozialraum.profiles.parts``)."""

from django.urls import reverse

from assignments.models import Assignment, AssignmentOffice
from assignments.offered import uses_assignments
from districts.member import Member
from districts.models import Office
from districts.page_part import PagePart
from partners.questions.records import Entry
from sozialraum.profiles.parts import SHOWN, list_part


def orders_at_office(member: Member, office: Office) -> PagePart | None:
    """Aufträge the office leads or works on, as far as ``member`` may read them. One query."""
    if not uses_assignments(member):
        return None
    slug = member.district.slug
    own = AssignmentOffice.objects.filter(office=office).values("assignment_id")
    rows = Assignment.objects.visible_to(member).filter(pk__in=own, given_on__isnull=False)
    found = rows.order_by("-given_on", "title", "pk")[: SHOWN + 1]
    entries = [Entry(row.title, row.get_state_display(), reverse("assignment", args=[slug, row.pk])) for row in found]
    return list_part("Aufträge", 60, entries, url=f"{reverse('assignments', args=[slug])}?amt={office.pk}")
