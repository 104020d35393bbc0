"""Lets a story happen on the checklist: points, own points, order, evidence, examples, talks.

Everything goes through the rules of the room, so that nothing stands in the demo that a person could not have done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from checklist.models import Progress
from checklist.progress import (
    add_own_point,
    attach_evidence,
    contribute,
    discuss,
    move,
    save_progress,
)
from checklist.states import State
from config.demo.diary import Diary
from config.demo.documents import pdf, xlsx
from config.demo.story import Example, OwnPoint, Point, Proof, Said, Story, Talk
from discussions.models import Thread
from discussions.talking import reply, set_open
from districts.member import Member
from districts.models import Office
from evidence.models import Evidence
from evidence.storing import add_file, add_link

#: The way to a state: what it was before.
_WAY: dict[State, tuple[State, ...]] = {
    State.OPEN: (),
    State.CLARIFYING: (State.CLARIFYING,),
    State.IMPLEMENTING: (State.CLARIFYING, State.IMPLEMENTING),
    State.ANCHORED: (State.CLARIFYING, State.IMPLEMENTING, State.ANCHORED),
    State.SETTLED: (State.CLARIFYING, State.SETTLED),
    State.NOT_PLANNED: (State.CLARIFYING, State.NOT_PLANNED),
    State.POSTPONED: (State.POSTPONED,),
}


@dataclass(frozen=True)
class Scene:
    """Where a story happens: its diary, people by part and offices by short name."""

    story: Story
    diary: Diary
    people: Mapping[str, Member]
    offices: Mapping[str, Office]

    @property
    def coordination(self) -> Member:
        return self.people["planung"]


def tell_points(scene: Scene, states: Mapping[str, State], days: Mapping[str, tuple[int, ...]]) -> None:
    """Every point on its way to its state; own words, answers and dates come with the last change.

    ``days`` says when, for points whose story does not.
    """
    for code in sorted(states.keys() | scene.story.points.keys()):
        point = scene.story.points.get(code, Point())
        way = _WAY[states[code]] if code in states else ()
        _tell_point(scene, [code], point, way, point.days or days[code])


def tell_own_points(scene: Scene) -> None:
    """Points of the district's own, with their way; afterwards what was moved in the order."""
    for own in scene.story.own_points:
        codes: list[str] = []
        scene.diary.add(own.day, scene.coordination, partial(_add_own, scene, own, codes))
        way = _WAY[State(own.point.state)] if own.point.state else ()
        days = own.point.days or tuple(max(1, own.day - 20 * n) for n in range(1, len(way) + 1)) or (own.day,)
        _tell_point(scene, codes, own.point, way, days)
    for code, day in scene.story.moved_up.items():
        scene.diary.add(day, scene.coordination, partial(move, code=code, up=True, by=scene.coordination))


def _add_own(scene: Scene, own: OwnPoint, codes: list[str]) -> None:
    row = add_own_point(chapter=own.chapter, kind=own.kind, title=own.title, by=scene.coordination)
    codes.append(row.code)


def _tell_point(scene: Scene, codes: list[str], point: Point, way: tuple[State, ...], days: tuple[int, ...]) -> None:
    """``codes`` holds the one code; of an own point only once it was added."""
    texts = {
        "own_text": point.own_text,
        "answer": point.answer,
        "reason": point.reason,
        "anchored_by": point.anchored_by,
    }
    words: dict[str, object] = {name: text for name, text in texts.items() if text}
    if point.responsible:
        words["responsible"] = scene.offices[point.responsible]
    if point.target is not None:
        words["target_date"] = scene.diary.date(point.target)
    if not way and not words:
        return
    changes: list[dict[str, object]] = [{"state": state.value} for state in way] or [{}]
    changes[-1] |= words
    for number, change in enumerate(changes):
        # Fewer days than changes: the last ones fall on the last day.
        day = days[min(number, len(days) - 1)]
        scene.diary.add(day, scene.coordination, partial(_save, scene, codes, change))


def _save(scene: Scene, codes: list[str], new: Mapping[str, object]) -> None:
    code = codes[0]
    row = Progress.objects.get(code=code)
    seen = {name: getattr(row, name) for name in new}
    save_progress(code=code, seen=seen, new=new, by=scene.coordination)


def tell_evidence(scene: Scene, resolutions: Mapping[str, Callable[[Evidence], None]]) -> None:
    """Evidence for points, and for resolutions through ``resolutions`` (title -> ties it)."""
    for proof in scene.story.proofs:
        scene.diary.add(proof.day, scene.people[proof.by], partial(_prove, scene, proof, resolutions))


def _prove(scene: Scene, proof: Proof, resolutions: Mapping[str, Callable[[Evidence], None]]) -> None:
    by = scene.people[proof.by]
    if proof.url:
        evidence = add_link(url=proof.url, title=proof.title, confidential=proof.confidential, by=by)
    else:
        rows = [line.split(" | ") for line in proof.text.splitlines()]
        content = xlsx(proof.title, rows) if proof.file.endswith(".xlsx") else pdf(proof.title, proof.text)
        upload = SimpleUploadedFile(proof.file, content)
        evidence = add_file(upload=upload, title=proof.title, confidential=proof.confidential, by=by)
    if proof.resolution:
        resolutions[proof.resolution](evidence)
    else:
        attach_evidence(progress=Progress.objects.get(code=proof.code), evidence=evidence)


def tell_examples(scene: Scene) -> None:
    """Local examples and explanations; those not shared stay the office's own."""
    for example in scene.story.examples:
        scene.diary.add(example.day, scene.people[example.by], partial(_write, scene, example))


def _write(scene: Scene, example: Example) -> None:
    contribute(
        progress=Progress.objects.get(code=example.code),
        office=scene.offices[example.office] if example.office else None,
        title=example.title,
        text=example.text,
        shared=example.shared,
        by=scene.people[example.by],
    )


def tell_talks(scene: Scene) -> None:
    """Threads with their answers; some are called done."""
    for talk in scene.story.talks:
        _tell_talk(scene, talk)


def _tell_talk(scene: Scene, talk: Talk) -> None:
    opened: list[Thread] = []
    by = scene.people[talk.by]
    scene.diary.add(talk.day, by, partial(_begin, scene, talk, opened))
    for said in talk.replies:
        scene.diary.add(said.day, scene.people[said.by], partial(_reply, scene, opened, said))
    if talk.done is not None:
        scene.diary.add(talk.done, by, partial(_call_done, opened, by))


def _begin(scene: Scene, talk: Talk, opened: list[Thread]) -> None:
    progress = Progress.objects.get(code=talk.code)
    opened.append(discuss(progress=progress, title=talk.title, text=talk.text, by=scene.people[talk.by]))


def _reply(scene: Scene, opened: list[Thread], said: Said) -> None:
    reply(thread=opened[0], text=said.text, by=scene.people[said.by])


def _call_done(opened: list[Thread], by: Member) -> None:
    set_open(thread=opened[0], is_open=False, by=by)


def points_with_states() -> list[Progress]:
    """The common points of the active district that have a state."""
    rows = Progress.objects.select_related("item").filter(item__isnull=False).exclude(state="")
    return list(rows)
