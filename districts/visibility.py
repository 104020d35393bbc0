"""Who sees an office's own words: the table of DESIGN § 6, in this one place.

Every model that holds such words has one queryset method ``visible_to(member)`` that asks ``sight`` per kind of
viewer; pages, exports, search, history and mail all go through that method. A test walks the table.
"""

from enum import Enum, StrEnum, auto

from districts.member import Member
from districts.roles import Role


class Viewer(StrEnum):
    """Who looks, seen from the thing: one person may be several at once."""

    OWN_OFFICE = "own_office"
    COORDINATION = "coordination"
    OFFICES_TAKING_PART = "offices_taking_part"
    LEADERSHIP = "leadership"
    OTHERS = "others"
    SENATE = "senate"


class Sight(Enum):
    """What a viewer sees."""

    YES = auto()
    NO = auto()
    #: Not even by mistake: the database has no policy that could show it.
    NEVER = auto()
    #: Once the office has said so.
    WHEN_SHARED = auto()
    #: In the frozen copy that the district released.
    IF_RELEASED = auto()
    #: Only those offices that were asked, and the one that reported.
    IF_ASKED = auto()
    #: Only offices that lead or contribute.
    IF_TAKING_PART = auto()
    #: Leadership of the Geschäftsbereich; every leadership where the thing goes across areas.
    OWN_AREA = auto()
    #: Once the Need is in Abstimmung.
    ONCE_NEGOTIATED = auto()
    #: Once the Need is vereinbart.
    ONCE_AGREED = auto()
    #: Title and state alone, and only after closing.
    TITLE_ONCE_CLOSED = auto()


class Matter(StrEnum):
    """The kinds of an office's own words."""

    SELF_ASSESSMENT_DRAFT = "self_assessment_draft"
    SELF_ASSESSMENT_SUBMITTED = "self_assessment_submitted"
    SELF_ASSESSMENT_DISCUSSED = "self_assessment_discussed"
    CONSENSUS = "consensus"
    OFFICE_PROFILE = "office_profile"
    PLAN = "plan"
    #: A local example for a benefit (B 2): an office writes it and shares it when it says so.
    EXAMPLE = "example"
    NEED = "need"
    SIGNAL = "signal"
    ASSIGNMENT = "assignment"
    #: An Anfrage an die OE SPK: between whoever asks and the OE SPK (coordination and data).
    SERVICE_REQUEST = "service_request"


def _row(
    own: Sight, coordination: Sight, taking_part: Sight, leadership: Sight, others: Sight, senate: Sight
) -> dict[Viewer, Sight]:
    return dict(zip(Viewer, (own, coordination, taking_part, leadership, others, senate), strict=True))


#: Columns: own office, coordination, heads of other offices taking part, leadership, reader and other staff, Senate.
SEES: dict[Matter, dict[Viewer, Sight]] = {
    Matter.SELF_ASSESSMENT_DRAFT: _row(Sight.YES, Sight.NO, Sight.NO, Sight.NO, Sight.NO, Sight.NEVER),
    Matter.SELF_ASSESSMENT_SUBMITTED: _row(Sight.YES, Sight.YES, Sight.NO, Sight.NO, Sight.NO, Sight.NEVER),
    Matter.SELF_ASSESSMENT_DISCUSSED: _row(Sight.YES, Sight.YES, Sight.YES, Sight.NO, Sight.NO, Sight.NEVER),
    Matter.CONSENSUS: _row(Sight.YES, Sight.YES, Sight.YES, Sight.YES, Sight.YES, Sight.IF_RELEASED),
    Matter.OFFICE_PROFILE: _row(
        Sight.YES, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.NO
    ),
    Matter.PLAN: _row(Sight.YES, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.NO),
    Matter.EXAMPLE: _row(
        Sight.YES, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.WHEN_SHARED, Sight.NO
    ),
    Matter.NEED: _row(Sight.IF_ASKED, Sight.YES, Sight.IF_ASKED, Sight.ONCE_NEGOTIATED, Sight.ONCE_AGREED, Sight.NO),
    Matter.SIGNAL: _row(Sight.YES, Sight.YES, Sight.YES, Sight.YES, Sight.NO, Sight.NO),
    Matter.ASSIGNMENT: _row(
        Sight.IF_TAKING_PART, Sight.YES, Sight.NO, Sight.OWN_AREA, Sight.TITLE_ONCE_CLOSED, Sight.NO
    ),
    Matter.SERVICE_REQUEST: _row(Sight.YES, Sight.YES, Sight.NO, Sight.NO, Sight.NO, Sight.NO),
}


def sight(matter: Matter, viewer: Viewer) -> Sight:
    """What ``viewer`` sees of ``matter``."""
    return SEES[matter][viewer]


def viewer_kinds(member: Member) -> set[Viewer]:
    """What ``member`` is towards things that are not of an own office (``OWN_OFFICE`` depends on the thing)."""
    kinds = set()
    if Role.COORDINATION in member.roles:
        kinds.add(Viewer.COORDINATION)
    if Role.OFFICE_HEAD in member.roles:
        kinds.add(Viewer.OFFICES_TAKING_PART)
    if Role.LEADERSHIP in member.roles:
        kinds.add(Viewer.LEADERSHIP)
    if member.may("view_checklist"):
        kinds.add(Viewer.OTHERS)
    return kinds
