"""What a person is towards one Bedarf: who sorts it, whose office was asked, whose has the Federführung."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import UUIDField

from districts.member import Member
from districts.models import Office
from lists.compiled import CompiledQuery
from sozialraum.models import Need, NeedOffice, reads_all

Said = NeedOffice.Said


def _ties(lock: bool, *, need: Any) -> Any:
    ties = NeedOffice.objects.filter(need=need).select_related("office").order_by("office__sort_key")
    return ties.select_for_update(of=("self",)) if lock else ties


_TIES: CompiledQuery[NeedOffice] = CompiledQuery(_ties, need=UUIDField())


@dataclass(frozen=True, slots=True)
class Standing:
    """One person, one Bedarf, and the offices asked."""

    member: Member
    row: Need
    ties: tuple[NeedOffice, ...]

    @classmethod
    def of(cls, member: Member, row: Need, *, lock: bool = False) -> "Standing":
        """The standing of ``member`` towards ``row``. One query."""
        return cls(member, row, tuple(_TIES.rows(lock, need=row.pk)))

    @property
    def sorts(self) -> bool:
        """Planungskoordination."""
        return self.member.may("sort_needs")

    @property
    def asked(self) -> set[uuid.UUID]:
        """The offices asked."""
        return {tie.office_id for tie in self.ties}

    @property
    def own(self) -> list[NeedOffice]:
        """Offices asked that exist and that the person answers for."""
        return [tie for tie in self.ties if tie.office.is_active and self.member.may("represent_office", tie.office_id)]

    @property
    def lead(self) -> Office | None:
        """The office with the Federführung; None where it is open."""
        return self.row.leads

    @property
    def leads(self) -> bool:
        """Answers for the office with the Federführung."""
        return self.lead is not None and self.member.may("represent_office", self.lead.pk)

    @property
    def works(self) -> bool:
        """Belongs to an office that was asked or that reported it, or sorts."""
        offices = self.asked | {self.row.office_id}
        return self.sorts or any(self.member.may("prepare_office", pk) for pk in offices if pk)

    @property
    def reads_all(self) -> bool:
        """Reads also what is between the offices."""
        return reads_all(self.member, self.row.office_id, self.asked)

    @property
    def reported(self) -> bool:
        """Reported it."""
        return self.row.author_id == self.member.user.pk

    def pledged(self) -> list[NeedOffice]:
        """Offices that said yes and exist."""
        return [tie for tie in self.ties if tie.said == Said.YES and tie.office.is_active]

    def saying(self, *said: str) -> list[NeedOffice]:
        """Own offices whose answer is one of ``said``."""
        return [tie for tie in self.own if tie.said in said]


def names(ties: Iterable[NeedOffice]) -> str:
    """The offices in a row."""
    return ", ".join(tie.office.name for tie in ties)
