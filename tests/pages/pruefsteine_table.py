"""Abstimmung and comparison. The rounds of the makers are open, so one in Abstimmung stands here, in which the first
office takes part."""

from collections.abc import Callable
from typing import Any

from discussions.models import Comment, Thread
from pruefsteine.models import (
    ActorView,
    Consensus,
    ConsensusThread,
    Dissent,
    Rating,
    Round,
    RoundPruefstein,
    SelfAssessment,
)
from pruefsteine.scales import AnswerState, Level, RoundState
from tests.factories import Place
from tests.makers.pruefsteine import DAY, FAR, stone
from tests.pages.checklist import READERS
from tests.pages.row import Kwargs, in_district, row
from tests.personas import COORDINATION

#: Of the first office.
HEAD = frozenset(["office_head"])
OFFICE = HEAD | {"office_staff"}
TABLE = COORDINATION | OFFICE
TALKING = COORDINATION | HEAD


def answered(place: Place, name: str, state: RoundState) -> tuple[Round, list[Consensus]]:
    """A round with three Prüfsteine, answered by the first office; made at the first call."""
    closed = {"closed_on": DAY} if state == RoundState.CLOSED else {}
    found, new = Round.objects.get_or_create(
        district=place.district,
        name=f"{name} {place.district.name}",
        defaults={"state": state, "opens_on": DAY, "closes_on": FAR} | closed,
    )
    if new:
        items = [stone(number) for number in (2, 4, 6)]
        answer = SelfAssessment.objects.create(
            district=place.district, round=found, office=place.offices[0], state=AnswerState.SUBMITTED, submitted_on=DAY
        )
        for item in items:
            RoundPruefstein.objects.create(district=place.district, round=found, item=item, text_version=1)
            Rating.objects.create(
                district=place.district, assessment=answer, item=item, level=Level.PARTLY,
                words=f"Worte am Tisch {place.district.name}", measure=f"Maßnahme {place.district.name}",
            )  # fmt: skip
            Consensus.objects.create(district=place.district, round=found, item=item, reasons=place.district.name)
    return found, list(Consensus.objects.filter(round=found).order_by("item__position"))


def talk(place: Place) -> tuple[Round, list[Consensus]]:
    """The round in Abstimmung, with a dissent, a thread and what actors said."""
    found, agreed = answered(place, "Runde am Tisch", RoundState.DISCUSSING)
    if not Dissent.objects.filter(consensus=agreed[1]).exists():
        author = place.people["coordination"]
        Dissent.objects.create(
            district=place.district, consensus=agreed[1], office=place.offices[0], text=f"Anders {place.district.name}"
        )
        said = {"district": place.district, "author": author, "spoke_as": "Planungskoordination"}
        thread = Thread.objects.create(title=f"Warum {place.district.name}", **said)
        Comment.objects.create(thread=thread, text=f"Darum {place.district.name}", **said)
        ConsensusThread.objects.create(district=place.district, consensus=agreed[1], thread=thread)
        ActorView.objects.create(
            district=place.district, round=found, item=stone(2), body="Runde", held_on=DAY, text=place.district.name
        )
    return found, agreed


def at_table(place: Place) -> dict[str, Any]:
    return {"slug": place.district.slug, "pk": talk(place)[0].pk}


def at_stone(number: int) -> Kwargs:
    return lambda place: at_table(place) | {"number": number}


def of_talk(find: Callable[[Round], Any]) -> Kwargs:
    """A thing that hangs on the round in Abstimmung."""
    return lambda place: {"slug": place.district.slug, "pk": find(talk(place)[0])}


thread = of_talk(lambda found: ConsensusThread.objects.get(consensus__round=found).thread_id)
view = of_talk(lambda found: ActorView.objects.get(round=found).pk)
dissent = of_talk(lambda found: Dissent.objects.get(consensus__round=found).pk)


def order(place: Place) -> dict[str, Any]:
    return {"title": "Daraus", "text": "Bitte.", "area": place.areas[0].pk, "leads": [place.offices[0].pk]}


def reply(place: Place) -> dict[str, Any]:
    return {f"{thread(place)['pk']}-text": "Ja."}


ROWS = [
    row("consensus", at_table, get=TABLE, budget=6),
    row("consensus", at_table, get=TABLE, kind="file", query="export=xlsx", budget=6),
    row("consensus", at_table, get=TABLE, kind="file", query="export=csv", budget=6),
    row("consensus_stone", at_stone(3), get=TABLE, budget=8),
    row("consensus_meeting", at_stone(3), get=TABLE, budget=6),
    row("consensus_agree", at_stone(5), get=COORDINATION, post=COORDINATION, budget=4, posted=302,
        data=lambda place: {"level": "begun"}),
    row("dissent_edit", at_stone(5), get=HEAD, post=HEAD, budget=5, posted=302, data=lambda place: {"text": "Nein."}),
    row("dissent_remove", dissent, get=HEAD, post=HEAD, budget=3, posted=302),
    row("actor_view_new", at_stone(3), get=COORDINATION, post=COORDINATION, budget=3, posted=302,
        data=lambda place: {"body": "Stadtteilkonferenz", "held_on": "2026-03-02", "text": "Gesagt"}),
    row("actor_view_edit", view, get=COORDINATION, post=COORDINATION, budget=3, posted=302,
        data=lambda place: {"body": "Runde", "held_on": "2026-03-02", "text": "Gesagt"}),
    row("actor_view_remove", view, get=COORDINATION, post=COORDINATION, budget=3, posted=302),
    row("consensus_thread_new", at_stone(5), get=TALKING, post=TALKING, budget=3, posted=302,
        data=lambda place: {"faden-title": "Frage", "faden-text": "Wie?"}),
    row("consensus_reply", thread, get=TALKING, post=TALKING, budget=3, posted=302, data=reply),
    row("consensus_thread_close", thread, post=COORDINATION, posted=302),
    row("consensus_thread_reopen", thread, post=COORDINATION, posted=302),
    row("consensus_assignment", at_stone(5), get=COORDINATION, post=COORDINATION, budget=8, posted=302, data=order),
    row("round_close", at_table, get=COORDINATION, post=COORDINATION, budget=4, posted=409),
    row("comparison", in_district, get=READERS, budget=6, grows=(Round, SelfAssessment, Rating, Consensus)),
    row("comparison", in_district, get=READERS, kind="file", query="export=xlsx", budget=6),
    row("comparison", in_district, get=READERS, kind="file", query="export=csv", budget=6),
]  # fmt: skip
