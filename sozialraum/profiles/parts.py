"""What stands on the page of an office beside its own words: units, sites, money, plans, Bedarfe, Aufträge …

Each room or subject registers one function in its ``AppConfig.ready``. It shows what ``member`` may read, and nothing
else; what is not shared does not even leave a gap.
"""

from collections.abc import Callable, Sequence

from districts.member import Member
from districts.models import Office
from districts.page_part import PagePart
from partners.questions.records import Entry, Listed

#: Entries of one part; the rest stands where "Alle anzeigen" leads.
SHOWN = 8


PartFunction = Callable[[Member, Office], PagePart | None]

_FUNCTIONS: list[PartFunction] = []


def shows_at_office(function: PartFunction) -> PartFunction:
    """Registers ``function(member, office)``: a part or None, with two queries at most. Twice does nothing."""
    if function not in _FUNCTIONS:
        _FUNCTIONS.append(function)
    return function


def parts_at(office: Office, member: Member) -> list[PagePart]:
    """The parts of the page of ``office``, in the order of their positions."""
    found = [part for function in _FUNCTIONS if (part := function(member, office))]
    return sorted(found, key=lambda part: part.position)


def list_part(title: str, position: int, entries: Sequence[Entry], *, url: str = "") -> PagePart | None:
    """A part that is a list: the first ``SHOWN`` of ``entries`` and with one more a way to all; None without any."""
    if not entries:
        return None
    listed = Listed(title, tuple(entries[:SHOWN]), len(entries) > SHOWN, url)
    return PagePart(title, position, listed.html)
