"""What stands on the page of an office beside its own words: units, sites, money, plans, Bedarfe, Aufträge …

Each room registers its sections in its ``AppConfig.ready``. They show what the reader may read, and nothing else; what
is not shared does not even leave a gap. All that they ask travels to the database in one statement, as on the page of
a region (docs/decisions/0034).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, QuerySet, UUIDField
from django.utils import timezone

from districts.member import Member
from districts.member_query import MemberQuery, given_of, powers_of
from districts.models import Office
from districts.page_part import PagePart
from lists.compiled import rows_together
from partners.questions.records import Entry, Listed

#: Entries of one part; the rest stands where "Alle anzeigen" leads.
SHOWN = 8

Found = list[dict[str, Any]]


@dataclass(frozen=True)
class OfficeSection:
    """What one room tells of an office.

    ``opens(member)`` says whether it has anything to say to somebody. ``asks(member, office=…, today=…)`` returns a
    queryset of ``.values()``; it is compiled (``MemberQuery``), so it depends on its arguments alone. ``tells(member,
    office, rows)`` makes the section of the rows, or None where there is none.
    """

    opens: Callable[[Member], bool]
    asks: Callable[..., QuerySet[Any, dict[str, Any]]]
    tells: Callable[[Member, Office, Found], PagePart | None]
    query: MemberQuery[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        query: MemberQuery[dict[str, Any]] = MemberQuery(self.asks, office=UUIDField(), today=DateField())
        object.__setattr__(self, "query", query)


_SHOWN_BY: list[OfficeSection] = []


def shows_at_office(section: OfficeSection) -> OfficeSection:
    """Registers ``section``. Registering it twice does nothing."""
    if section not in _SHOWN_BY:
        _SHOWN_BY.append(section)
    return section


def parts_at(office: Office, member: Member) -> list[PagePart]:
    """The parts of the page of ``office``, in the order of their positions. One query."""
    given = given_of(member) | {"office": office.pk, "today": timezone.localdate()}
    powers = powers_of(member)
    shown = [section for section in _SHOWN_BY if section.opens(member)]
    answers = rows_together([section.query.asked(powers, **given) for section in shown])
    told = (section.tells(member, office, rows) for section, rows in zip(shown, answers, strict=True))
    return sorted((part for part in told if part), key=lambda part: part.position)


def list_part(title: str, position: int, entries: Sequence[Entry], *, url: str = "") -> PagePart | None:
    """A part that is a list: the first ``SHOWN`` of ``entries`` and with one more a way to all; None without any."""
    if not entries:
        return None
    listed = Listed(title, tuple(entries[:SHOWN]), len(entries) > SHOWN, url)
    return PagePart(title, position, listed.html)
