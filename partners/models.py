"""The tables of this room, each kind in a module of its own (``*_models.py``)."""

from partners.actor_models import Actor, ActorEvidence, ActorQuerySet, ActorTargetGroup, ActorTheme
from partners.body_models import (
    Body,
    BodyKind,
    BodyMember,
    BodyRegion,
    Sort,
)
from partners.choice_models import ActorKind, TargetGroup, Theme
from partners.cooperation_models import (
    Cooperation,
    CooperationEvidence,
    Participation,
    ParticipationRegion,
)
from partners.import_models import ColumnMemory, PendingImport
from partners.meeting_models import (
    AgendaItem,
    Meeting,
    MeetingEvidence,
    MeetingPart,
)
from partners.offer_models import ContactPerson, Offer
from partners.publication_models import Publication
from partners.search_models import ActorKey, SearchWord
from partners.search_models import Joined as _Joined  # migrations name it so
from partners.signal_models import (
    Signal,
    SignalAnswer,
    SignalOffice,
    SignalRegion,
)

__all__ = [
    "Actor",
    "ActorEvidence",
    "ActorKey",
    "ActorKind",
    "ActorQuerySet",
    "ActorTargetGroup",
    "ActorTheme",
    "AgendaItem",
    "Body",
    "BodyKind",
    "BodyMember",
    "BodyRegion",
    "ColumnMemory",
    "ContactPerson",
    "Cooperation",
    "CooperationEvidence",
    "Meeting",
    "MeetingEvidence",
    "MeetingPart",
    "Offer",
    "Participation",
    "ParticipationRegion",
    "PendingImport",
    "Publication",
    "SearchWord",
    "Signal",
    "SignalAnswer",
    "SignalOffice",
    "SignalRegion",
    "Sort",
    "TargetGroup",
    "Theme",
    "_Joined",
]
