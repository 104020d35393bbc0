"""What the rooms below know of one office beside a Prüfstein: its own Aufträge, texts, workshops, Qualifizierung.

For that office alone (``known.knows_of_office``); rooms that are built later register their own lists.
"""

import uuid

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from assignments.models import Assignment, AssignmentOffice
from assignments.offered import uses_assignments
from checklist.models import Contribution, Qualification, QualificationOffice, WorkshopOffice
from districts.member import Member
from districts.rooms import in_use
from pruefsteine.known import SHOWN, Fact, Known, knows_of_office
from pruefsteine.models import ConsensusAssignment


@knows_of_office("B4.1", "B4.2", "B4.10")
def own_texts(member: Member, office_id: uuid.UUID, code: str) -> Known:
    """What the office wrote at points of the checklist, shared or not."""
    slug = member.district.slug
    rows = Contribution.objects.visible_to(member).filter(office=office_id).select_related("progress")
    facts = tuple(
        Fact(
            f"{row.title} ({row.progress.code})",
            reverse("point", args=[slug, row.progress.code]) + "#beitraege",
            row.written_at.date(),
        )
        for row in rows.order_by("-written_at", "pk")[:SHOWN]
    )
    return Known("Was Ihr Amt in der Checkliste geschrieben hat", facts)


@knows_of_office("B4.2", "B4.6")
def own_courses(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """Qualifizierungen the office took part in."""
    if "qualifizierung" not in in_use(member.district.rooms):
        return None
    slug = member.district.slug
    took_part = QualificationOffice.objects.filter(office=office_id).values("qualification_id")
    rows = Qualification.objects.filter(pk__in=took_part, took_place=True).order_by("-starts_on", "title")[:SHOWN]
    facts = tuple(Fact(row.title, reverse("offer", args=[slug, row.pk]), row.starts_on) for row in rows)
    return Known("Qualifizierung, an der Ihr Amt teilgenommen hat", facts, reverse("qualification", args=[slug]))


@knows_of_office("B4.5", "B4.6")
def own_workshops(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """Workshops of the Verständigung the office took part in."""
    if "verstaendigung" not in in_use(member.district.rooms):
        return None
    ties = WorkshopOffice.objects.filter(office=office_id).select_related("workshop")
    rows = ties.order_by("-workshop__held_on", "workshop__title")[:SHOWN]
    facts = tuple(Fact(row.workshop.title, "", row.workshop.held_on) for row in rows)
    return Known("Workshops mit Ihrem Amt", facts, reverse("understanding", args=[member.district.slug]))


@knows_of_office("B4.5", "B4.6", "B4.9")
def shared_orders(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """Aufträge the office works on together with others."""
    others = AssignmentOffice.objects.filter(assignment=OuterRef("pk")).exclude(office=office_id)
    return _orders(member, office_id, Q(Exists(others)), "Aufträge Ihres Amtes gemeinsam mit anderen Ämtern")


@knows_of_office(*(f"B4.{number}" for number in range(1, 11)))
def own_measures(member: Member, office_id: uuid.UUID, code: str) -> Known | None:
    """Aufträge with the office that came from measures at this Prüfstein."""
    ties = ConsensusAssignment.objects.filter(consensus__item__code=code).values("assignment_id")
    return _orders(member, office_id, Q(pk__in=ties), "Aufträge Ihres Amtes aus Maßnahmen zu diesem Prüfstein")


def _orders(member: Member, office_id: uuid.UUID, which: Q, label: str) -> Known | None:
    if not uses_assignments(member):
        return None
    slug = member.district.slug
    own = AssignmentOffice.objects.filter(office=office_id).values("assignment_id")
    seen = Assignment.objects.visible_to(member).filter(which, pk__in=own)
    facts = tuple(
        Fact(f"{row.title} ({row.get_state_display()})", reverse("assignment", args=[slug, row.pk]), row.given_on)
        for row in seen.order_by("-given_on", "title")[:SHOWN]
    )
    return Known(label, facts, reverse("assignments", args=[slug]))
