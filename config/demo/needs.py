"""Bedarfe and Themen quer zur Linie of the demo: in every district one in every state, and one whole way.

Which of the invented Bedarfe stands in which state is drawn anew for each district, always alike. Everything goes
through the rules of the room; only the days lie in the past.
"""

import random
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from assignments import preparing
from assignments import workflow as ordering
from assignments.models import Assignment
from config.demo.telling import Scene
from districts.member import Member
from districts.models import Region
from districts.own_regions import regions_of
from partners.models import Signal, Theme
from partners.signals import rules as hinting
from partners.signals.removing import remove_words
from sozialraum.models import FundingStream, Need, NeedOffice, NeedState, SpatialUnit, Topic
from sozialraum.needs import reporting, workflow
from sozialraum.topics import rules as topics

_OUTSIDE, _YOUTH, _SOCIAL, _TOP = "stadtteil", "jugendamt", "soziales", "stadtrat2"
_STAFF = "mitarbeit.jugendamt"

#: Title, text, Themenfeld, urgency.
NEEDS = (
    ("Räume für Hausaufgaben am Nachmittag", ("In mehreren Wohnungen fehlt ein ruhiger Platz. Gesucht sind Räume, "
     "die zwischen 15 und 18 Uhr offen sind, und jemand, der sie öffnet."), "BILD", "normal"),
    ("Beratung zu Mietschulden näher am Wohnort", ("Wer Rückstände hat, kommt spät. Eine Sprechstunde im Stadtteil, "
     "die mehrere Ämter zusammen anbieten, würde früher helfen."), "SOZBER", "high"),
    ("Sicherer Weg zwischen Schule und Spielplatz", ("Querung, Beleuchtung und Grünpflege liegen bei drei Ämtern; die "
     "Eltern fragen seit Langem nach einer Stelle, die sich kümmert."), "VERK", "normal"),
    ("Sprachmittlung bei Elterngesprächen", ("Kitas und Schulen suchen Sprachmittlung und finden sie nicht "
     "rechtzeitig. Mehrere Ämter haben Verträge, die sich teilen ließen."), "INTEG", "normal"),
    ("Treffpunkt für Ältere im Erdgeschoss", ("Ein Laden steht leer. Mit Mitteln aus zwei Töpfen ließe er sich als "
     "Treffpunkt nutzen."), "ALTER", "low"),
    ("Sport im Freien, auch abends", ("Die Fläche ist da, das Licht fehlt, und niemand weiß, wer für den Schlüssel "
     "zuständig ist."), "SPORT", "normal"),
    ("Erste Ansprechstelle für neue Familien", ("Wer neu herzieht, geht von Amt zu Amt. Gewünscht ist ein gemeinsamer "
     "Wegweiser mit festen Zeiten."), "FAM", "normal"),
)  # fmt: skip
#: How far a Bedarf has come: one each, dealt anew for each district.
WAYS = ("reported", "open", "talking", "agreed", "silent", "declined", "told back")
AGREED = (
    "Das Jugendamt öffnet zwei Nachmittage in der Woche; das Amt für Soziales stellt die Beratung. Nach einem "
    "halben Jahr sehen beide Ämter gemeinsam, ob es reicht."
)
OUTCOME = (
    "Seit diesem Monat ist das Angebot da, an zwei Nachmittagen in der Woche. Vielen Dank für den Hinweis: Ohne "
    "ihn hätten wir nicht zusammengefunden."
)
DECLINED = "Dafür gibt es schon ein Angebot zwei Straßen weiter; wir haben die Zeiten dort ausgehängt."

#: Title, text, why, closed with this outcome ("" open).
TOPICS = (
    ("Gesund aufwachsen im Quartier", "Bewegung, Ernährung und Beratung für Familien greifen ineinander.",
     "Jugend, Gesundheit und Schule arbeiten an denselben Orten; einzeln erreicht keines die Familien früh genug.", ""),
    ("Älter werden im Stadtteil", "Wege, Treffpunkte und Beratung sollen zu Fuß erreichbar sein.",
     "Der Anteil älterer Menschen steigt in mehreren Bezirksregionen, und vier Ämter planen dort gleichzeitig.", ""),
    ("Sauberer Platz, gemeinsamer Platz", "Pflege und Nutzung eines Platzes gemeinsam regeln.",
     "Drei Ämter waren zuständig, und keines allein konnte es lösen.",
     "Es gibt eine Ansprechperson für alle drei Ämter und einen gemeinsamen Pflegeplan."),
)  # fmt: skip


def tell_needs(scene: Scene) -> None:
    """Lets it all happen in one district, after its actors and Gremien are there."""
    diary, coordination = scene.diary, scene.coordination
    for number, words in enumerate(TOPICS):
        diary.add(39 - number, coordination, partial(_open_topic, scene, words, 39 - number))
    chance = random.Random(f"{diary.district.slug}/needs")  # noqa: S311  (nothing secret hangs on it)
    for words, way in zip(NEEDS, chance.sample(WAYS, len(WAYS)), strict=True):
        _tell_way(scene, words, way)


def _tell_way(scene: Scene, words: tuple[str, str, str, str], way: str) -> None:
    people, made = scene.people, list[uuid.UUID]()
    youth, social, outside = people[_YOUTH], people[_SOCIAL], people[_OUTSIDE]

    def on(ago: int, who: Member, action: Callable[[], None]) -> None:
        scene.diary.add(ago, who, partial(_happen, scene, made, ago, action))

    def step(rule: Callable[..., Any], who: Member, **values: Any) -> Callable[[], None]:
        return lambda: _step(made, rule, who, values)

    began = {"reported": 4, "silent": 70, "told back": 37}.get(way, 34)
    signal: list[uuid.UUID] = []
    if way in ("told back", "silent"):
        scene.diary.add(began + 1, outside, partial(_hint, scene, words, signal, began + 1))
        on(began, scene.coordination, lambda: _report(scene, words, made, scene.coordination, signal))
    else:
        # Offices report, too, and what they see lies in another region.
        by = people[_STAFF] if way in ("talking", "declined") else outside
        on(began, by, lambda: _report(scene, words, made, by, ()))
    if way == "reported":
        return
    both = ["JUG", "SOZ"]
    on(began - 2, scene.coordination, lambda: _sort(scene, made, both))
    if way == "silent":
        # The Bedarf made out of it is still to be looked through.
        scene.diary.add(9, scene.coordination, partial(_clean, scene, signal))
    if way in ("open", "silent"):
        return
    if way == "declined":
        on(20, youth, step(workflow.decline, youth, text=DECLINED))
        return
    on(began - 4, youth, step(workflow.take_lead, youth, text="Wir laden ein und bringen zwei Räume mit."))
    figures = "Die Zahlen für die Bezirksregion stellen wir bereit."
    on(began - 5, scene.coordination, lambda: _talk(made, scene.coordination, figures))
    on(began - 6, social, step(workflow.pledge, social, text="Wir übernehmen die Beratung an einem Nachmittag."))
    if way == "talking":
        return
    until = scene.diary.date(-40)
    on(began - 9, youth, step(workflow.agree, youth, what=AGREED, until=until))
    if way == "told back":
        order: list[uuid.UUID] = []
        leader = people[_TOP]
        scene.diary.add(26, scene.coordination, partial(_prepare, scene, made, order))
        for ago, rule, who, values in (
            (25, ordering.give, leader, {}),
            (24, ordering.accept, youth, {}),
            (12, ordering.report_done, youth, {"text": "Die Räume sind offen, die Beratung hat begonnen."}),
            (8, ordering.close, leader, {}),
        ):
            scene.diary.add(ago, who, partial(_order, scene, order, ago, rule, who, values))
        on(6, youth, step(workflow.settle, youth, text=OUTCOME))


def _region(scene: Scene) -> Region:
    found: Region = regions_of(scene.people[_OUTSIDE]).first() or Region.objects.order_by("-key")[0]
    return found


def _happen(scene: Scene, made: list[uuid.UUID], ago: int, action: Callable[[], None]) -> None:
    """The rules write today; it was on the day of the story."""
    before = Need.objects.filter(pk__in=made).first()
    action()
    row = Need.objects.get(pk=made[0])
    today, day = row.moved_on, scene.diary.day(ago)
    days = ("reported_on", "talked_on", "agreed_on", "settled_on", "lead_open_since", "moved_on")
    new = [
        name for name in days if getattr(row, name) and (before is None or getattr(before, name) != getattr(row, name))
    ]
    Need.objects.filter(pk=row.pk).update(**dict.fromkeys(new, day))
    for name in ("asked_on", "said_on"):
        NeedOffice.objects.filter(need=row, **{name: today}).update(**{name: day})


def _hint(scene: Scene, words: tuple[str, str, str, str], signal: list[uuid.UUID], ago: int) -> None:
    by, day = scene.people[_OUTSIDE], scene.diary.day(ago)
    values = {"kind": "need", "title": words[0], "text": words[1], "observed_on": day}
    row = hinting.report(values=values, regions=[_region(scene)], by=by)
    Signal.objects.filter(pk=row.pk).update(taken_down_on=day)
    signal.append(row.pk)


def _clean(scene: Scene, signal: list[uuid.UUID]) -> None:
    because = "Im Text war eine einzelne Familie zu erkennen."
    remove_words(pk=signal[0], words=True, answers=[], because=because, by=scene.coordination)
    Signal.objects.filter(pk=signal[0]).update(removed_on=scene.diary.day(9))


def _report(scene: Scene, words: tuple[str, str, str, str], made: list[uuid.UUID], by: Member, signal: Any) -> None:
    title, text, theme, urgency = words
    values: dict[str, Any] = {"title": title, "text": text, "urgency": urgency}
    values["theme"] = Theme.objects.filter(key=theme).first()
    unit = SpatialUnit.objects.order_by("sort_key").first() if by.may("view_places") else None
    values |= {"unit": unit, "unit_words": "" if unit else "Stadtteilzentrum"}
    region = _region(scene)
    if by is scene.people[_STAFF]:
        others = Region.objects.filter(level=region.level).exclude(pk=region.pk).order_by("key")
        region = others[NEEDS.index(words) % len(others)]
    row = reporting.report(values=values, regions=[region], signal_id=signal[0] if signal else None, by=by)
    made.append(row.pk)


def _sort(scene: Scene, made: list[uuid.UUID], offices: list[str]) -> None:
    row = Need.objects.get(pk=made[0])
    topic = Topic.objects.filter(closed_on=None).order_by("sort_key").first() if row.urgency != "low" else None
    workflow.sort(need_id=row.pk, version=row.version, topic=topic, by=scene.coordination,
                  offices=[scene.offices[short] for short in offices])  # fmt: skip


def _step(made: list[uuid.UUID], rule: Callable[..., Any], by: Member, values: dict[str, Any]) -> None:
    row = Need.objects.get(pk=made[0])
    rule(need_id=row.pk, version=row.version, by=by, **values)


def _talk(made: list[uuid.UUID], by: Member, text: str) -> None:
    workflow.talk(need_id=made[0], text=text, by=by)


def _prepare(scene: Scene, made: list[uuid.UUID], order: list[uuid.UUID]) -> None:
    need = Need.objects.get(pk=made[0])
    assert need.state == NeedState.AGREED  # noqa: S101  (the story is told in order)
    office = scene.offices["JUG"]
    values = {"title": need.title, "text": need.agreed_what, "due_on": need.agreed_until, "need": need}
    (row,) = preparing.prepare(values=values, area=office.area, leads_=[office], by=scene.coordination)
    order.append(row.pk)


def _order(
    scene: Scene, order: list[uuid.UUID], ago: int, rule: Callable[..., Any], by: Member, values: dict[str, Any]
) -> None:
    row = Assignment.objects.get(pk=order[0])
    rule(assignment_id=row.pk, version=row.version, by=by, **values)
    if rule is ordering.give:
        day = scene.diary.day(ago)
        Assignment.objects.filter(pk=row.pk).update(given_on=day, decision_date=day)


def _open_topic(scene: Scene, words: tuple[str, str, str, str], ago: int) -> None:
    title, text, because, outcome = words
    offices = {scene.offices[short].pk for short in ("JUG", "SOZ")}
    values = {"title": title, "text": text, "priority_because": because, "lead": scene.offices["JUG"]}
    funding = FundingStream.objects.order_by("title").values_list("pk", flat=True)[:1]
    ties = {"offices": offices, "regions": {_region(scene).pk}, "bodies": set[uuid.UUID](), "funding": set(funding)}
    row = topics.open_topic(values=values, ties=ties, by=scene.coordination)
    Topic.objects.filter(pk=row.pk).update(opened_on=scene.diary.day(ago))
    if outcome:
        topics.close_topic(topic_id=row.pk, outcome=outcome, by=scene.coordination)
        Topic.objects.filter(pk=row.pk).update(closed_on=scene.diary.day(ago))
