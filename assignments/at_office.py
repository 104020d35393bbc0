"""Aufträge on the page of an office (``sozialraum.profiles.parts``)."""

from typing import Any

from assignments.models import Assignment, AssignmentOffice
from assignments.offered import uses_assignments
from assignments.states import State
from districts.member import Member
from districts.models import Office
from districts.navigation import address, thing_address
from districts.page_part import PagePart
from partners.questions.records import Entry
from sozialraum.profiles.parts import SHOWN, Found, OfficeSection, list_part


def _orders(member: Member, *, office: Any, today: Any) -> Any:
    """Aufträge the office leads or works on."""
    own = AssignmentOffice.objects.filter(office=office).values("assignment_id")
    rows = Assignment.objects.visible_to(member).filter(pk__in=own, given_on__isnull=False)
    return rows.order_by("-given_on", "title", "pk").values("pk", "title", "state")[: SHOWN + 1]


def _tell_orders(member: Member, office: Office, rows: Found) -> PagePart | None:
    slug = member.district.slug
    entries = [
        Entry(row["title"], State(row["state"]).label, thing_address("assignment", slug, pk=row["pk"])) for row in rows
    ]
    return list_part("Aufträge", 60, entries, url=f"{address('assignments', args=(slug,))}?amt={office.pk}")


ORDERS_AT_OFFICE = OfficeSection(uses_assignments, _orders, _tell_orders)
