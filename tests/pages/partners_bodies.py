"""Gremien, Hinweise, Kooperationen, Beteiligung and the six questions (``/bezirk/<slug>/gremien/`` …).

The Gremium of the makers is run by the first office; the Stadtteilkoordination belongs to it, since an actor of its
region sits there.
"""

from typing import Any

from districts.roles import Role
from partners.models import (
    Actor,
    AgendaItem,
    Body,
    BodyKind,
    BodyMember,
    BodyRegion,
    Cooperation,
    CooperationEvidence,
    Meeting,
    MeetingEvidence,
    MeetingPart,
    Participation,
    ParticipationRegion,
    Signal,
    SignalAnswer,
    SignalOffice,
    SignalRegion,
)
from tests.factories import Place
from tests.makers import thing
from tests.pages.checklist import READERS
from tests.pages.row import in_district, of, row
from tests.personas import COORDINATION, LEADERSHIP, MEMBERS, OFFICES, rights_of

NEIGHBOURHOOD = rights_of(Role.NEIGHBOURHOOD)
#: Coordination, and head and staff of the first office, whose Gremium it is.
RUN = COORDINATION | {"office_head", "office_staff"}
ENTER = COORDINATION | OFFICES
SIGNALS = COORDINATION | OFFICES | LEADERSHIP | NEIGHBOURHOOD
COOPERATIONS = COORDINATION | OFFICES | LEADERSHIP | rights_of(Role.LEADERSHIP_STAFF)

#: The second office belongs to the Gremium only once many members are made.
BODIES = (Body, BodyRegion)
ONE_BODY = (BodyMember, Meeting, AgendaItem, Actor)
ONE_MEETING = (AgendaItem, MeetingPart, MeetingEvidence)


def evidence_of(model: Any) -> Any:
    def kwargs(place: Place) -> dict[str, Any]:
        return {"slug": place.district.slug, "pk": thing(place, model).evidence_id}

    return kwargs


def question(place: Place, code: str = "A5.3") -> dict[str, Any]:
    return {"slug": place.district.slug, "code": code}


def sixth(place: Place) -> dict[str, Any]:
    return question(place, "A5.6")


def put_off(place: Place) -> dict[str, Any]:
    return {"vertagen": str(thing(place, AgendaItem).meeting_id)}


def own_office(place: Place) -> dict[str, Any]:
    return {"amt": str(place.offices[0].pk)}


LINK = {"nachweis-title": "Beleg", "nachweis-url": "https://beleg.example/"}

ROWS = [
    row("bodies", in_district, get=MEMBERS, budget=1, grows=BODIES),
    row("bodies", in_district, get=MEMBERS, kind="file", query="export=xlsx", budget=1, grows=BODIES),
    row("bodies", in_district, get=MEMBERS, kind="file", query="export=csv", budget=1, grows=BODIES),
    row("body_new", in_district, get=ENTER, post=ENTER, budget=4),
    row("body_kinds", in_district, get=COORDINATION, post=COORDINATION, budget=2, grows=(BodyKind,), posted=302,
        data=lambda place: {"name": "Neue Art", "sort": "internal"}),
    row("body_kind_edit", of(BodyKind), get=COORDINATION, post=COORDINATION, budget=2),
    row("body", of(Body), get=MEMBERS, budget=3, grows=ONE_BODY),
    row("body", of(Body), get=MEMBERS, budget=7, query="verlauf=ja", grows=ONE_BODY),
    row("body_edit", of(Body), get=RUN, post=RUN, budget=6),
    row("body_member_new", of(Body), get=RUN, post=RUN, budget=3, posted=frozenset([302, 422]),
        data=lambda place: {"office": str(place.offices[1].pk)}),
    row("body_member_end", of(BodyMember), get=RUN, post=RUN, posted=302, budget=2),
    row("body_topic_new", of(Body), get=RUN, post=RUN, budget=4, posted=302,
        data=lambda place: {"title": "Ein neues Thema", "office": str(place.offices[0].pk)}),
    row("body_topic", of(AgendaItem), get=RUN, post=RUN, budget=3),
    row("body_topic_move", of(AgendaItem), post=RUN, data=put_off, posted=302),
    row("body_topic_remove", of(AgendaItem), get=RUN, post=RUN, posted=302, budget=3),
    row("body_calendar", of(Body), get=MEMBERS, kind="file", budget=3, grows=(Meeting,)),
    row("meeting_new", of(Body), get=RUN, post=RUN, budget=3, posted=302,
        data=lambda place: {"starts_on": "2026-05-04", "place": "Rathaus"}),
    row("meeting", of(Meeting), get=MEMBERS, budget=5, grows=ONE_MEETING),
    row("meeting", of(Meeting), get=MEMBERS, budget=7, query="verlauf=ja", grows=ONE_MEETING),
    row("meeting_edit", of(Meeting), get=RUN, post=RUN, budget=3),
    row("meeting_prepared", of(Meeting), post=RUN, data=lambda place: {"vorbereitet": "ja"}, posted=302),
    row("meeting_cancel", of(Meeting), get=RUN, post=RUN, posted=302, budget=3),
    row("meeting_record", of(Meeting), get=RUN, post=RUN, budget=8),
    row("meeting_evidence", of(Meeting), get=RUN, post=RUN, budget=3, posted=302, data=lambda place: LINK),
    row("meeting_evidence_remove", evidence_of(MeetingEvidence), get=COORDINATION, post=COORDINATION, posted=302,
        budget=6),
    row("signals", in_district, get=SIGNALS, budget=1, grows=(Signal, SignalRegion, SignalOffice)),
    row("signals", in_district, get=SIGNALS, kind="file", query="export=xlsx", budget=1, grows=(Signal,)),
    row("signals", in_district, get=SIGNALS, kind="file", query="export=csv", budget=1, grows=(Signal,)),
    row("signal_new", in_district, get=SIGNALS, post=SIGNALS, budget=4),
    row("signal", of(Signal), get=SIGNALS, budget=5, grows=(SignalAnswer, SignalRegion, SignalOffice)),
    row("signal", of(Signal), get=SIGNALS, budget=8, query="verlauf=ja", grows=(SignalAnswer,)),
    row("signal_edit", of(Signal), get=COORDINATION | NEIGHBOURHOOD, post=COORDINATION | NEIGHBOURHOOD, budget=6),
    row("signal_ask", of(Signal), get=COORDINATION, post=COORDINATION, budget=3),
    row("signal_take", of(Signal), post=frozenset(["office_head", "office_staff"]), data=own_office, posted=302),
    row("signal_give_back", of(Signal), post=frozenset(["office_head", "office_staff"]), data=own_office, posted=302),
    row("signal_answer", of(Signal), get=RUN, post=RUN, data=lambda place: {"text": "Wir kümmern uns."}, posted=302,
        budget=3),
    row("signal_close", of(Signal), post=COORDINATION, data=lambda place: {"abgeschlossen": "ja"}, posted=302),
    row("signal_withdraw", of(Signal), get=NEIGHBOURHOOD, post=NEIGHBOURHOOD, posted=302, budget=4,
        data=lambda place: {"because": "Erledigt"}),
    row("signal_remove_words", of(Signal), get=COORDINATION, post=COORDINATION, posted=302, budget=4,
        data=lambda place: {"words": "on", "because": "Angaben zu einer Person"}),
    row("signal_agenda", of(Signal), get=ENTER, post=ENTER, budget=4),
    row("cooperations", in_district, get=COOPERATIONS, budget=4, grows=(Cooperation,)),
    row("cooperations", in_district, get=COOPERATIONS, kind="file", query="export=xlsx", budget=4,
        grows=(Cooperation,)),
    row("cooperations", in_district, get=COOPERATIONS, kind="file", query="export=csv", budget=4, grows=(Cooperation,)),
    row("cooperation_new", in_district, get=ENTER, post=ENTER, budget=3),
    row("cooperation", of(Cooperation), get=COOPERATIONS, budget=4, grows=(CooperationEvidence,)),
    row("cooperation", of(Cooperation), get=COOPERATIONS, budget=8, query="verlauf=ja", grows=(CooperationEvidence,)),
    row("cooperation_edit", of(Cooperation), get=RUN, post=RUN, budget=3),
    row("cooperation_evidence", of(Cooperation), get=RUN, post=RUN, budget=3, posted=302, data=lambda place: LINK),
    row("cooperation_evidence_remove", evidence_of(CooperationEvidence), get=COORDINATION, post=COORDINATION,
        posted=302, budget=6),
    row("involvements", in_district, get=READERS, budget=5, grows=(Participation, ParticipationRegion)),
    row("involvements", in_district, get=READERS, kind="file", query="export=xlsx", budget=5, grows=(Participation,)),
    row("involvements", in_district, get=READERS, kind="file", query="export=csv", budget=5, grows=(Participation,)),
    row("involvement_new", in_district, get=ENTER, post=ENTER, budget=4),
    row("involvement", of(Participation), get=READERS, budget=4),
    row("involvement", of(Participation), get=READERS, budget=8, query="verlauf=ja"),
    row("involvement_edit", of(Participation), get=RUN, post=RUN, budget=6),
    row("involvement_remove", of(Participation), get=RUN, post=RUN, posted=302, budget=2),
    row("partner_questions", in_district, get=READERS, budget=1),
    row("partner_question", question, get=READERS, budget=8, grows=(Actor, Signal)),
    row("partner_question", sixth, get=READERS, budget=8, query="frage=6", grows=(Body, Cooperation)),
    row("ties", in_district, get=READERS, budget=2, grows=(BodyMember, Cooperation, BodyRegion, Actor)),
]  # fmt: skip
