"""Abstimmung and Freigaben of the demo.

Mitte is at the table: a round in Abstimmung, some Prüfsteine agreed on, one dissent, the Sicht der Akteure, a talk;
its Freigaben stand in every state but the last. No measure became an Auftrag: of these every district has the same.
Six more have released their Ausgangslage: the same set of levels in each, in another order. Everything goes through
the rules of the room.
"""

import datetime
import random
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from config.demo.stones import (
    AGREED_LEVELS,
    CHANGES,
    OFFICES,
    WHOLE,
    answer_for,
    bring_to_the_table,
    open_as,
    stone,
    submit_for,
)
from config.demo.telling import Scene
from partners.models import Meeting
from pruefsteine.agreeing.rules import agree, answer, close_round, disagree, discuss, record_view
from pruefsteine.models import Consensus, ConsensusThread, Rating, Release, Round, Statement
from pruefsteine.releasing import rules
from pruefsteine.scales import Change, Level
from reminders.calendar import working_days_after

#: Which district tells of its talk.
TALKS = "mitte"
#: District -> days since it released its Ausgangslage; the others have none.
RELEASED = {
    "mitte": 120, "pankow": 95, "steglitz-zehlendorf": 44, "tempelhof-schoeneberg": 12, "neukoelln": 70,
    "treptow-koepenick": 30, "marzahn-hellersdorf": 58,
}  # fmt: skip
REASON = "Drei Ämter berichten Ähnliches; am Beispiel der gemeinsamen Sprechstunde wurde es deutlich."
VIEWS = {
    3: "Die Bezirksamtsleute sind jetzt öfter vor Ort. Eine feste Nummer, unter der jemand abnimmt, fehlt noch.",
    7: "Von den Förderprogrammen erfahren wir früher, über die Verteilung sprechen wir selten mit.",
    8: "In der Runde reden alle gleich viel. Die Protokolle kommen spät.",
}
#: The Prüfsteine agreed on so far.
AGREED = (1, 2, 4, 6)
COVERING = (
    "An der Runde haben drei Ämter mitgewirkt, die mit der Einführung begonnen haben. Weitere kommen mit der "
    "nächsten Runde dazu."
)
CHOSEN = {"levels": True, "reasons": True, "spread": True, "dissent": True, "minimum": True, "texts": False,
          "covering": COVERING}  # fmt: skip


def tell_table(scene: Scene) -> None:
    """Lets the Abstimmung and the Freigaben of one district happen; nothing in those that have none."""
    slug = scene.diary.district.slug
    if slug == TALKS:
        _tell_talk(scene)
        between = _tell_round(scene, "Zwischenrunde", 210)
        scene.diary.add(165, scene.coordination, partial(_agree_on_all, scene, between, 165))
        scene.diary.add(160, scene.coordination, partial(_close, scene, between, 160))
        _tell_release(scene, "Zwischenrunde", prepared=80, asked=77, released=50)
        # Second pictures of the same rounds: what was forgotten in the first.
        _tell_release(scene, "Ausgangslage", prepared=7, asked=4)
        _tell_release(scene, "Zwischenrunde", prepared=3)
    if slug in RELEASED:
        ago = RELEASED[slug]
        _tell_release(scene, "Ausgangslage", prepared=ago + 30, asked=ago + 27, released=ago)


def _tell_round(scene: Scene, name: str, ago: int) -> list[uuid.UUID]:
    """A round of three offices, opened ``ago`` days ago and on the table 35 days later; returns where its key will
    be."""
    diary, held = scene.diary, list[uuid.UUID]()
    chance = random.Random(f"{diary.district.slug}/{name}")  # noqa: S311  (nothing secret hangs on it)
    taking_part = [short for short, (writer, _, _) in OFFICES.items() if writer]
    diary.add(ago, scene.coordination, partial(open_as, scene, {"name": name}, (ago, ago - 30), held, taking_part))
    for office in taking_part:
        writer, head, _ = OFFICES[office]
        pages = dict(enumerate(chance.sample(WHOLE, len(WHOLE)), start=1))
        changes = chance.sample(CHANGES, len(CHANGES))
        diary.add(ago - 20, scene.people[writer], partial(answer_for, scene, held, office, pages, changes, writer))
        diary.add(ago - 25, scene.people[head], partial(submit_for, scene, held, office, head, ago - 25))
    diary.add(ago - 35, scene.coordination, partial(bring_to_the_table, scene, held))
    return held


def _tell_talk(scene: Scene) -> None:
    """The round that is on the table now."""
    diary, held = scene.diary, _tell_round(scene, "Sommerrunde", 75)
    diary.add(30, scene.coordination, partial(_record_views, scene, held))
    diary.add(15, scene.coordination, partial(_agree, scene, held, AGREED, 15))
    diary.add(14, scene.people["jugendamt"], partial(_disagree, scene, held))
    diary.add(13, scene.people["jugendamt"], partial(_ask, scene, held))
    diary.add(12, scene.people["stadtentwicklung"], partial(_answer, scene, held))


def _record_views(scene: Scene, held: list[uuid.UUID]) -> None:
    # At the Sitzung that the story of the Gremien tells of.
    meeting = Meeting.objects.filter(body__name="Stadtteilkonferenz", state=Meeting.State.HELD).first()
    day = meeting.starts_on if meeting else scene.diary.day(33)
    for number, text in VIEWS.items():
        values = {"meeting": meeting, "body": "Stadtteilkonferenz", "held_on": day, "text": text}
        record_view(round_id=held[0], item=stone(number), values=values, by=scene.coordination)


def _middle(held: list[uuid.UUID], number: int) -> str:
    """The level in the middle of what the offices said."""
    said = Rating.objects.filter(assessment__round=held[0], item=stone(number)).values_list("level", flat=True)
    ranks = sorted(Level.scale().index(Level(level)) for level in said if level != Level.NOT_ASSESSABLE)
    return Level.scale()[ranks[len(ranks) // 2]]


def _agree(scene: Scene, held: list[uuid.UUID], numbers: Iterable[int], ago: int) -> None:
    for number in numbers:
        new = {"level": _middle(held, number), "reasons": REASON, "agreed_on": scene.diary.day(ago)}
        seen = {"level": "", "reasons": "", "agreed_on": None}
        agree(round_id=held[0], item=stone(number), seen=seen, new=new, by=scene.coordination)


def _agree_on_all(scene: Scene, held: list[uuid.UUID], ago: int) -> None:
    """Dealt as the Ausgangslage was, with what has changed since then where a Prüfstein asks for it."""
    chance = random.Random(f"{scene.diary.district.slug}/{ago}")  # noqa: S311  (nothing secret hangs on it)
    before = dict(Consensus.objects.filter(round__is_baseline=True).values_list("item__code", "level"))
    scale = Level.scale()
    for number, level in enumerate(chance.sample(AGREED_LEVELS, len(AGREED_LEVELS)), start=1):
        item = stone(number)
        new: dict[str, Any] = {"level": level, "reasons": REASON, "agreed_on": scene.diary.day(ago)}
        if item.compares_with_before:
            steps = scale.index(level) - scale.index(Level(before[item.code]))
            new["change"] = list(Change)[max(0, min(steps, 2) + 1)]
        seen = {"level": "", "reasons": "", "agreed_on": None, "change": ""}
        agree(round_id=held[0], item=item, seen=seen, new=new, by=scene.coordination)


def _close(scene: Scene, held: list[uuid.UUID], ago: int) -> None:
    row = Round.objects.get(pk=held[0])
    close_round(round_id=row.pk, version=row.version, by=scene.coordination)
    # The rule writes today; it was on the day of the story.
    Round.objects.filter(pk=row.pk).update(closed_on=scene.diary.day(ago))


def _disagree(scene: Scene, held: list[uuid.UUID]) -> None:
    new = {
        "text": "Für die Arbeit mit Jugendlichen sehen wir uns noch nicht so weit: Dort fehlt die Absprache mit den "
        "Trägern.",
        "may_go_further": True,
    }
    disagree(
        round_id=held[0], item=stone(6), office=scene.offices["JUG"], seen={}, new=new, by=scene.people["jugendamt"]
    )


def _ask(scene: Scene, held: list[uuid.UUID]) -> None:
    discuss(
        round_id=held[0],
        item=stone(3),
        title="Zählen auch die Streetwork-Teams?",
        text="Wir haben sie mitgedacht. Sehen das die anderen Ämter auch so?",
        by=scene.people["jugendamt"],
    )


def _answer(scene: Scene, held: list[uuid.UUID]) -> None:
    tie = ConsensusThread.objects.get(consensus__round=held[0])
    answer(tie=tie, text="Ja, aus unserer Sicht gehören sie dazu.", by=scene.people["stadtentwicklung"])


def _tell_release(scene: Scene, name: str, *, prepared: int, asked: int = 0, released: int = 0) -> None:
    """A round on its way to the Senate: prepared, laid before the offices, released, each so many days ago if at
    all."""
    diary, held = scene.diary, list[uuid.UUID]()
    diary.add(prepared, scene.coordination, partial(_prepare, scene, held, name, diary.day(prepared)))
    if asked:
        diary.add(asked, scene.coordination, partial(_ask_offices, scene, held, asked))
        diary.add(asked - 2, scene.people["jugendamt"], partial(_comment, scene, held, diary.day(asked - 2)))
    if released:
        diary.add(released, scene.people["spitze"], partial(_release, scene, held, released))


def _prepare(scene: Scene, held: list[uuid.UUID], name: str, day: datetime.date) -> None:
    row = Round.objects.get(name=name)
    found = rules.prepare_release(round_id=row.pk, chosen=CHOSEN, by=scene.coordination)
    # The rule writes today; it was on the day of the story.
    Release.objects.filter(pk=found.pk).update(prepared_on=day)
    held.append(found.pk)


def _ask_offices(scene: Scene, held: list[uuid.UUID], ago: int) -> None:
    row = Release.objects.get(pk=held[0])
    rules.ask_offices(release_id=row.pk, version=row.version, by=scene.coordination)
    until = working_days_after(scene.diary.day(ago), rules.COMMENT_DAYS)
    Release.objects.filter(pk=row.pk).update(comments_until=until)


def _comment(scene: Scene, held: list[uuid.UUID], day: datetime.date) -> None:
    text = "Einverstanden. Bitte im Begleittext erwähnen, dass die Personalstellen erst seit dem Frühjahr besetzt sind."
    new = {"text": text}
    office = scene.offices["JUG"]
    # In a release of long ago the days are over; said is said within them.
    rows = Release.objects.filter(pk=held[0])
    until = rows.values_list("comments_until", flat=True).get()
    rows.update(comments_until=scene.diary.date(-30))
    rules.comment(release_id=held[0], office=office, seen={}, new=new, by=scene.people["jugendamt"])
    rows.update(comments_until=until)
    Statement.objects.filter(release=held[0]).update(said_on=day)


def _release(scene: Scene, held: list[uuid.UUID], ago: int) -> None:
    row = Release.objects.get(pk=held[0])
    rules.release(release_id=row.pk, version=row.version, resolution=None, by=scene.people["spitze"])
    Release.objects.filter(pk=row.pk).update(released_on=scene.diary.day(ago))
