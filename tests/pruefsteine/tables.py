"""Rounds on the table: two offices answered, the third takes no part."""

from typing import Any

from pruefsteine.models import Consensus, Rating, Round, RoundPruefstein, SelfAssessment
from pruefsteine.scales import AnswerState, Level, RoundState
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, Stage


def lay_table(stage: Stage, **values: Any) -> Round:
    """A round in Abstimmung: the Jugendamt says "teilweise" throughout, the Amt für Soziales the same but for
    Prüfstein 5, "noch nicht". Each has a word of its own."""
    found = stage.round(**{"state": RoundState.DISCUSSING} | values)
    RoundPruefstein.objects.bulk_create(
        RoundPruefstein(district=stage.district, round=found, item=stone(n), text_version=1) for n in range(10)
    )
    stage.answers(found, stage.jug, state=AnswerState.SUBMITTED)
    other = stage.answers(found, stage.soz, state=AnswerState.SUBMITTED)
    Rating.objects.filter(assessment=other).update(words="SOZIALWORT", measure="Gemeinsam planen")
    Rating.objects.filter(assessment=other, item=stone(4)).update(level=Level.NOT_YET)
    return found


def agree_on_all(round_: Round, level: str = Level.PARTLY) -> None:
    """What a district writes down, for all ten."""
    Consensus.objects.bulk_create(
        Consensus(district_id=round_.district_id, round=round_, item=stone(n), level=level, reasons=f"GRUND {n}")
        for n in range(10)
    )


def at(round_: Round, *more: object) -> str:
    """An address on the table."""
    return f"{HOME}runden/{round_.pk}/tisch/" + "".join(f"{part}/" for part in more)


def offices_of(round_: Round) -> list[SelfAssessment]:
    return list(SelfAssessment.objects.filter(round=round_))
