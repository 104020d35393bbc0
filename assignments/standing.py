"""What a person is towards one Auftrag: who gives it, who prepares it, whose office leads or contributes."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from assignments.models import Assignment, AssignmentOffice
from districts.member import Member
from districts.roles import Role


def gives_in(member: Member, area_id: uuid.UUID, *, buero_may: bool) -> bool:
    """True for leadership of the Geschäftsbereich, and for its Büro where leadership allowed it."""
    return leads(member, area_id) or (buero_may and _holds(member, Role.LEADERSHIP_STAFF, area_id))


def leads(member: Member, area_id: uuid.UUID) -> bool:
    """True for the member of the Bezirksamt whose Geschäftsbereich it is."""
    return _holds(member, Role.LEADERSHIP, area_id)


def prepares_in(member: Member, area_id: uuid.UUID) -> bool:
    """True for coordination, and for leadership and Büro of the Geschäftsbereich."""
    if not member.may("prepare_assignments"):
        return False
    return Role.COORDINATION in member.roles or area_id in member.area_ids


def _holds(member: Member, role: Role, area_id: uuid.UUID) -> bool:
    right = "give_assignments" if role == Role.LEADERSHIP else "give_on_behalf"
    return member.may(right) and any(h.role == role and h.area_id == area_id for h in member.holdings)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person and one Auftrag, read with ``with_permission()``, and the offices on it."""

    member: Member
    row: Assignment
    offices: tuple[AssignmentOffice, ...]

    @classmethod
    def of(cls, member: Member, row: Assignment, offices: Iterable[AssignmentOffice]) -> "Standing":
        """The standing of ``member`` towards ``row``."""
        return cls(member, row, tuple(offices))

    @property
    def lead(self) -> AssignmentOffice | None:
        """The federführende Amt; None only while somebody breaks the rules of preparing."""
        return next((part for part in self.offices if part.lead), None)

    @property
    def lead_id(self) -> uuid.UUID | None:
        """The federführende Amt by its key, also where the offices were not read (``with_permission()``)."""
        return self.lead.office_id if self.lead else getattr(self.row, "lead_office_id", None)

    @property
    def leads_area(self) -> bool:
        """Leadership in person."""
        return leads(self.member, self.row.area_id)

    @property
    def gives(self) -> bool:
        """Leadership, or its Büro i. A."""
        return gives_in(self.member, self.row.area_id, buero_may=self.row.buero_may)

    @property
    def on_behalf(self) -> bool:
        """Acts i. A., not in person."""
        return self.gives and not self.leads_area

    @property
    def prepares(self) -> bool:
        """Writes the draft."""
        return prepares_in(self.member, self.row.area_id)

    @property
    def coordinates(self) -> bool:
        """Planungskoordination."""
        return Role.COORDINATION in self.member.roles

    @property
    def heads_lead(self) -> bool:
        """Answers for the federführende Amt."""
        return self.lead_id is not None and self.member.may("represent_office", self.lead_id)

    @property
    def works_in_lead(self) -> bool:
        """Head or staff of the federführende Amt."""
        return self.lead_id is not None and self.member.may("prepare_office", self.lead_id)

    @property
    def headed(self) -> list[AssignmentOffice]:
        """Offices on the Auftrag that the person answers for."""
        return [part for part in self.offices if self.member.may("represent_office", part.office_id)]

    @property
    def own_contributions(self) -> list[AssignmentOffice]:
        """Mitwirkende Ämter the person answers for."""
        return [part for part in self.headed if not part.lead]

    @property
    def open_contributions(self) -> list[AssignmentOffice]:
        """Contributions of own offices that wait for their confirmation."""
        return [part for part in self.own_contributions if part.state == AssignmentOffice.Part.OPEN]
