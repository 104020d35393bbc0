"""Prüfsteine of the demo: what they mean, an Ausgangslage where it was released, a round that is open.

Every Bogen of the same office is dealt one set of levels and changes, in another order in each district, so that none
looks better than another. Everything goes through the rules of the room.
"""

import datetime
import random
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from checklist.models import Item
from config.demo.telling import Scene
from districts.member import Member
from districts.models import Office
from evidence.storing import add_link
from pruefsteine import rating as answering
from pruefsteine.meaning import add_indicator, agree, change_version, say_for_office, start_version
from pruefsteine.models import Consensus, Rating, Round, SelfAssessment
from pruefsteine.rounds import begin_discussion, open_round, plan_round
from pruefsteine.scales import Change, Level, RoundState

#: The room every district of the demo uses.
ROOM = "pruefsteine"

#: One level per Prüfstein of a whole Bogen, and of one that is half done. In each district in another order.
WHOLE = (
    Level.NOT_YET, *[Level.BEGUN] * 3, *[Level.PARTLY] * 3, Level.LARGELY, Level.THROUGHOUT, Level.NOT_ASSESSABLE,
)  # fmt: skip
#: What a district agrees on, in each in another order.
AGREED_LEVELS = (*WHOLE[:-1], Level.PARTLY)
HALF = (Level.NOT_YET, Level.BEGUN, Level.BEGUN, Level.PARTLY, Level.PARTLY, Level.LARGELY)
#: For the four that compare with the time before.
CHANGES = (Change.WORSE, Change.UNCHANGED, Change.SOMEWHAT_BETTER, Change.SOMEWHAT_BETTER)

WORDS = {
    1: "Die Rolle steht im Geschäftsverteilungsplan, die Aufgaben beschreiben wir noch.",
    2: "Die Vorgabe gibt es als Rundschreiben; besprochen wurde sie in zwei von fünf Teams.",
    3: "Zwei Stadtteilzentren rufen an, wenn etwas auffällt. Aus anderen Gegenden hören wir wenig.",
    4: "Die Profile liegen vor, genutzt werden sie vor allem für Anträge.",
    5: "Über größere Vorhaben informieren wir, über kleinere oft erst auf Nachfrage.",
    6: "In der Ämterrunde klären wir vieles vorab; bei Eile bleibt es bei der Mitzeichnung.",
    7: "Die Förderprogramme sitzen mit am Tisch, die Nachbarschaftstreffs noch nicht überall.",
    8: "Zwei Arbeitskreise haben eine Geschäftsordnung, die übrigen treffen sich nach Bedarf.",
    9: "Bei einem Vorhaben haben drei Ämter ihre Mittel zusammengelegt.",
    10: "Die Sprechzeiten liegen jetzt so, dass ein Weg genügt.",
}
BEFORE = "Vor der Einführung gab es dazu keine Verabredung, nur einzelne Kontakte."
REASON = "Unser Amt ist hier erst seit kurzem zuständig."
MEASURE = "Einmal im Quartal eine gemeinsame Sprechstunde im Stadtteil anbieten."
#: Prüfstein -> what it may mean in a district, and something to look at. Each district takes one of them.
MEANINGS = {
    3: (("Gute Kontakte sind solche, bei denen beide Seiten von sich aus anrufen und eine Antwort bekommen.",
         "Hinweise, auf die geantwortet wurde", "Liste der Planungskoordination"),
        ("Gut ist ein Kontakt, wenn in jeder Bezirksregion eine Person bekannt ist, die man fragt, und sie uns fragt.",
         "Bezirksregionen mit benannter Ansprechperson", "Verzeichnis der Stadtteilkoordination")),
    9: (("Abgestimmt ist ein Einsatz, wenn die beteiligten Ämter ihn vor der Entscheidung kannten.",
         "Vorhaben mit Mitteln mehrerer Ämter", "Haushaltsübersicht"),
        ("Wirksamer heißt bei uns: Für dasselbe Ziel gibt es im Stadtteil nicht mehr zwei Angebote nebeneinander.",
         "Angebote, die zusammengelegt wurden", "Übersicht der Angebote")),
}  # fmt: skip
DRAFTED = 10

#: Short name of the office -> who fills in, who submits, and how far it is in the open round.
OFFICES = {
    "JUG": ("mitarbeit.jugendamt", "jugendamt", "half"),
    "SOZ": ("soziales", "soziales", "submitted"),
    "STAPL": ("stadtentwicklung", "stadtentwicklung", "returned"),
    "GES": ("", "", "not begun"),
}


def tell_stones(scene: Scene, *, from_the_beginning: bool) -> None:
    """Lets the rounds of one district happen, with its Ausgangslage where it told of it."""
    diary = scene.diary
    chance = random.Random(f"{diary.district.slug}/stones")  # noqa: S311  (nothing secret hangs on it)
    began = min(scene.story.began - 20, 380)
    meant = began + 5 if from_the_beginning else 60
    diary.add(meant, scene.coordination, partial(_mean, scene, meant, random.Random(diary.district.slug)))  # noqa: S311
    if from_the_beginning:
        _tell_beginning(scene, chance, began)
    held: list[uuid.UUID] = []
    values = {"name": "Herbstrunde", "hint": "Bitte nehmen Sie sich im Leitungskreis eine Stunde Zeit."}
    diary.add(20, scene.coordination, partial(open_as, scene, values, (20, -16), held))
    for office, (writer, head, how) in OFFICES.items():
        levels = list(HALF if how == "half" else WHOLE)
        chance.shuffle(levels)
        stones = sorted(chance.sample(range(1, 11), len(levels)))
        changes = chance.sample(CHANGES, len(CHANGES))
        if how != "not begun":
            pages = dict(zip(stones, levels, strict=True))
            diary.add(9, scene.people[writer], partial(answer_for, scene, held, office, pages, changes, writer))
        if how in ("submitted", "returned"):
            diary.add(6, scene.people[head], partial(submit_for, scene, held, office, head, 6))
        if how == "returned":
            diary.add(3, scene.coordination, partial(_return, scene, held, office))
    diary.add(2, scene.coordination, partial(_plan_next, scene))


def stone(number: int) -> Item:
    return Item.objects.get(code=f"B4.{number}")


def _mean(scene: Scene, ago: int, chance: random.Random) -> None:
    """Two meanings agreed on, a third in the making."""
    by = scene.coordination
    offices = [scene.offices["JUG"], scene.offices["SOZ"]]
    for number, several in MEANINGS.items():
        text, indicator, source = chance.choice(several)
        draft = start_version(item=stone(number), by=by)
        change_version(pk=draft.pk, seen={"meaning": ""}, new={"meaning": text}, by=by)
        add_indicator(pk=draft.pk, values={"name": indicator, "source": source, "direction": "up"}, by=by)
        agree(pk=draft.pk, agreed_on=scene.diary.day(ago), body="Ämterrunde", offices=offices, by=by)
    draft = start_version(item=stone(DRAFTED), by=by)
    text = "Besser ist eine Leistung, wenn die Menschen im Stadtteil sie leichter finden und schneller bekommen."
    change_version(pk=draft.pk, seen={"meaning": ""}, new={"meaning": text}, by=by)
    values = {"name": "Wege bis zur Leistung", "source": "Befragung", "direction": "down"}
    add_indicator(pk=draft.pk, values=values, by=by)


def _plan(scene: Scene, values: dict[str, Any], days: tuple[int, int], short: Iterable[str] = OFFICES) -> Round:
    """``days`` ago it opens and closes."""
    dates = {"opens_on": scene.diary.date(days[0]), "closes_on": scene.diary.date(days[1])}
    offices = [scene.offices[name] for name in short]
    return plan_round(
        values=values | dates | {"responsible": scene.coordination.user}, offices=offices, by=scene.coordination
    )


def _plan_next(scene: Scene) -> None:
    _plan(scene, {"name": "Frühjahrsrunde"}, (-120, -150))


def open_as(
    scene: Scene,
    values: dict[str, Any],
    days: tuple[int, int],
    held: list[uuid.UUID],
    short: Iterable[str] = OFFICES,
) -> None:
    # Planned as if the deadline lay ahead: a round is only ever opened before it.
    row = _plan(scene, values, (days[0], min(days[1], -30)), short)
    open_round(round_id=row.pk, version=row.version, by=scene.coordination)
    opens, closes = scene.diary.day(days[0]), scene.diary.date(days[1])
    Round.objects.filter(pk=row.pk).update(opens_on=opens, closes_on=closes)
    held.append(row.pk)


def _bogen(held: list[uuid.UUID], office: Office) -> SelfAssessment:
    found: SelfAssessment = SelfAssessment.objects.get(round=held[0], office=office)
    return found


def answer_for(
    scene: Scene, held: list[uuid.UUID], office: str, pages: dict[int, Level], changes: list[Change], who: str
) -> None:
    answer, by = _bogen(held, scene.offices[office]), scene.people[who]
    left = iter(changes)
    for number, level in pages.items():
        new: dict[str, object] = {"level": level}
        if level == Level.NOT_ASSESSABLE:
            new["not_assessable_reason"] = REASON
        else:
            new["words"] = WORDS[number]
        if stone(number).compares_with_before:
            new |= {"change": next(left), "before": BEFORE}
        if number == min(pages):
            new["measure"] = MEASURE
        seen = dict.fromkeys(new, "")
        answering.save_rating(assessment_id=answer.pk, code=f"B4.{number}", seen=seen, new=new, by=by)
    _prove(answer, by, max(pages))
    if who == "soziales":
        text = "In unserem Amt heißt das: Jede Region hat eine benannte Ansprechperson."
        say_for_office(item=stone(1), office=scene.offices[office], meaning=text, shared=True, by=by)


def _prove(answer: SelfAssessment, by: Member, number: int) -> None:
    row = Rating.objects.select_related("assessment__round", "assessment__office").get(
        assessment=answer, item__code=f"B4.{number}"
    )
    link = add_link(url="https://beleg.example/vermerk", title="Vermerk aus der Runde", confidential=False, by=by)
    answering.attach_evidence(rating=row, evidence=link, by=by)


def submit_for(scene: Scene, held: list[uuid.UUID], office: str, who: str, ago: int) -> None:
    answer = _bogen(held, scene.offices[office])
    answering.submit(assessment_id=answer.pk, version=answer.version, by=scene.people[who])
    # The rule writes today; it was on the day of the story.
    SelfAssessment.objects.filter(pk=answer.pk).update(submitted_on=scene.diary.day(ago))


def _return(scene: Scene, held: list[uuid.UUID], office: str) -> None:
    answer = _bogen(held, scene.offices[office])
    answering.give_back(
        assessment_id=answer.pk,
        version=answer.version,
        question="Zum siebten Prüfstein: Sind auch Treffs gemeint, die kein Geld vom Bezirk erhalten?",
        by=scene.coordination,
    )


def _tell_beginning(scene: Scene, chance: random.Random, ago: int) -> None:
    """The Ausgangslage so many days ago: three offices, talked about and closed."""
    diary, held = scene.diary, list[uuid.UUID]()
    values = {"name": "Ausgangslage", "is_baseline": True}
    taking_part = [name for name, (writer, _, _) in OFFICES.items() if writer]
    diary.add(ago, scene.coordination, partial(open_as, scene, values, (ago, ago - 40), held, taking_part))
    for office, (writer, head, _) in OFFICES.items():
        if not writer:
            continue
        levels = list(WHOLE)
        chance.shuffle(levels)
        pages = dict(enumerate(levels, start=1))
        diary.add(
            ago - 15, scene.people[writer], partial(answer_for, scene, held, office, pages, list(CHANGES), writer)
        )
        diary.add(ago - 20, scene.people[head], partial(submit_for, scene, held, office, head, ago - 20))
    agreed = chance.sample(AGREED_LEVELS, len(AGREED_LEVELS))
    diary.add(ago - 45, scene.coordination, partial(bring_to_the_table, scene, held))
    diary.add(ago - 70, scene.coordination, partial(_close, held, agreed, diary.day(ago - 70)))


def bring_to_the_table(scene: Scene, held: list[uuid.UUID]) -> None:
    row = Round.objects.get(pk=held[0])
    begin_discussion(round_id=row.pk, version=row.version, by=scene.coordination)


def _close(held: list[uuid.UUID], levels: list[Level], day: datetime.date) -> None:
    Consensus.objects.bulk_create(
        Consensus(
            round_id=held[0],
            item=stone(number),
            level=level,
            reasons="Die Ämter haben ihre Einschätzungen verglichen und sich darauf verständigt.",
            agreed_on=day,
        )
        for number, level in enumerate(levels, start=1)
    )
    Round.objects.filter(pk=held[0]).update(state=RoundState.CLOSED, closed_on=day)
