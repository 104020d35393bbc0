"""Aufträge of the demo: in every district the same number in every state, so that none looks better.

Which of the invented texts stands in which state is drawn anew for each district, always alike. Everything goes through
the rules of the room.
"""

import random
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from assignments import workflow
from assignments.evidence import attach_evidence
from assignments.models import Assignment
from assignments.preparing import add_milestone, prepare, record_on_paper
from checklist.models import Resolution
from config.demo.telling import Scene
from districts.member import Member
from districts.models import BusinessArea, Relief
from districts.relief import ask_for_relief
from evidence.storing import add_link

#: The rooms every district of the demo uses: an Auftrag across Geschäftsbereiche rests on a Beschluss.
ROOMS = ("auftraege", "beschluesse")

TEXTS = (
    ("Räume am Abend öffnen", "Bitte klären Sie, welche Räume abends von Gruppen genutzt werden können."),
    ("Sprechzeiten gemeinsam planen", "Bitte stimmen Sie die Sprechzeiten vor Ort so ab, dass Wege zusammenfallen."),
    ("Übersicht der Standorte aktualisieren", "Bitte prüfen Sie die Liste Ihrer Standorte und ergänzen Sie sie."),
    ("Ansprechperson je Bezirksregion nennen", "Bitte nennen Sie für jede Bezirksregion eine Stelle für Fragen."),
    ("Mittel mit Raumbezug aufstellen", "Bitte stellen Sie zusammen, welche Mittel an einen Sozialraum gebunden sind."),
    ("Erfahrungen aus Projekten zusammentragen", "Bitte beschreiben Sie auf zwei Seiten, was sich bewährt hat."),
    ("Vertretung in der Ämterrunde regeln", "Bitte regeln Sie, wer das Amt in der Ämterrunde vertritt."),
    ("Vorschlag für eine Beispielregion", "Bitte schlagen Sie vor, in welcher Bezirksregion gemeinsam begonnen wird."),
    ("Abläufe bei gemeinsamen Fällen beschreiben", "Bitte beschreiben Sie, wie Ämter bei gemeinsamen Fällen vorgehen."),
)  # fmt: skip

_HEAD, _STAFF, _TOP = "jugendamt", "mitarbeit.jugendamt", "stadtrat2"
JOINT = "Gemeinsames Vorgehen in einer Bezirksregion"
#: One row per Auftrag: days ago it was prepared, days until it is due, and who did which step with which words. In
#: this order they are dealt the texts; the last one was given on paper and is overdue.
WAYS: tuple[tuple[int, int, tuple[tuple[str, str, dict[str, Any]], ...]], ...] = (
    (6, 60, ()),
    (12, 45, ((_TOP, "give", {}),)),
    (20, 30, ((_TOP, "give", {}), (_HEAD, "ask", {"text": "Sind auch freie Träger gemeint?"}))),
    (25, 40, ((_TOP, "give", {}), (_HEAD, "accept", {}), (_HEAD, "name_agent", {}),
              (_HEAD, "report_progress", {"text": "Die Abfrage läuft."}))),
    (28, 21, ((_TOP, "give", {}), (_HEAD, "accept", {}),
              (_HEAD, "request_extension", {"text": "Die Rückmeldungen kommen später.", "later": 21}))),
    (32, 14, ((_TOP, "give", {}), (_HEAD, "accept", {}), (_HEAD, "report_done", {"text": "Liegt vor."}))),
    (40, 7, ((_TOP, "give", {}), (_HEAD, "accept", {}), (_HEAD, "report_done", {"text": "Liegt vor."}),
             (_TOP, "close", {"text": "Danke."}))),
    (36, 28, ((_TOP, "give", {}), (_TOP, "withdraw", {"text": "Ein anderer Auftrag deckt das ab."}))),
)  # fmt: skip


def tell_orders(scene: Scene) -> None:
    """Lets the Aufträge of one district happen."""
    slug = scene.diary.district.slug
    chance = random.Random(f"{slug}/orders")  # noqa: S311  (nothing secret hangs on it)
    texts = chance.sample(TEXTS, len(TEXTS))
    for (day, due, steps), (title, text) in zip(WAYS, texts, strict=False):
        made: list[uuid.UUID] = []
        values = {"title": title, "text": text, "due_on": scene.diary.date(-due)}
        scene.diary.add(day, scene.coordination, partial(_prepare, scene, values, made))
        # Two days between one step and the next, none of them later than yesterday.
        for number, (who, rule, words) in enumerate(steps, start=1):
            at = max(1, day - 3 * number)
            scene.diary.add(at, scene.people[who], partial(_step, scene, made, rule, words, at, scene.people[who]))
    title, text = texts[-1]
    scene.diary.add(10, scene.coordination, partial(_record, scene, title, text, ago=10, due=-5, made=[]))
    _tell_objection(scene)
    _tell_across(scene)
    _tell_request(scene)
    scene.diary.add(4, scene.people[_STAFF], partial(_ask_for_relief, scene))


def _tell_objection(scene: Scene) -> None:
    """What was recorded from paper is not always what was meant."""
    made: list[uuid.UUID] = []
    title, text = "Sprechstunden in die Stadtteile verlegen", "Bitte verlegen Sie alle Sprechstunden in die Stadtteile."
    scene.diary.add(9, scene.coordination, partial(_record, scene, title, text, ago=9, due=35, made=made))
    words = {"text": "Gemeint war ein Versuch an zwei Orten, nicht alle Sprechstunden."}
    scene.diary.add(
        5, scene.people[_TOP], partial(_step, scene, made, "object_to_record", words, 5, scene.people[_TOP])
    )


def _tell_across(scene: Scene) -> None:
    """One Auftrag beyond the Geschäftsbereich, on a Beschluss des Bezirksamts."""
    made: list[uuid.UUID] = []
    scene.diary.add(34, scene.coordination, partial(_decide, scene))
    scene.diary.add(30, scene.coordination, partial(_prepare_across, scene, made))
    for at, who, rule in ((26, _TOP, "give"), (22, _HEAD, "accept")):
        scene.diary.add(at, scene.people[who], partial(_step, scene, made, rule, {}, at, scene.people[who]))


def _decide(scene: Scene) -> None:
    Resolution.objects.create(
        kind=Resolution.Kind.BOARD,
        title=JOINT,
        body="Bezirksamt",
        decided_on=scene.diary.day(35),
        printed_matter="BA-Vorlage 00/X (erfunden)",
        text="Die beteiligten Ämter stimmen ihre Angebote in einer Bezirksregion gemeinsam ab.",
    )


def _prepare_across(scene: Scene, made: list[uuid.UUID]) -> None:
    lead, other = scene.offices["JUG"], scene.offices["SOZ"]
    values = {
        "title": "Angebote in einer Bezirksregion abstimmen",
        "text": "Bitte legen Sie gemeinsam fest, welche Angebote in der ersten Bezirksregion zusammenwirken.",
        "due_on": scene.diary.date(-50),
        "resolution": Resolution.objects.get(title=JOINT),
    }
    area = BusinessArea.objects.get(pk=lead.area_id)
    rows = prepare(values=values, area=area, leads_=[lead], contributing=[other], by=scene.coordination)
    made.append(rows[0].pk)


def _tell_request(scene: Scene) -> None:
    """Weisungsfreie Beauftragte are asked, not directed."""
    made: list[uuid.UUID] = []
    scene.diary.add(16, scene.coordination, partial(_prepare_request, scene, made))
    scene.diary.add(11, scene.people["spitze"], partial(_step, scene, made, "give", {}, 11, scene.people["spitze"]))


def _prepare_request(scene: Scene, made: list[uuid.UUID]) -> None:
    lead = scene.offices["BEA-INT"]
    values = {
        "title": "Zugänge für Zugewanderte beschreiben",
        "text": "Wir bitten Sie, zu beschreiben, wo Zugewanderte in den Stadtteilen auf Hürden treffen.",
        "due_on": scene.diary.date(-40),
    }
    area = BusinessArea.objects.get(pk=lead.area_id)
    made.append(prepare(values=values, area=area, leads_=[lead], by=scene.coordination)[0].pk)


def _ask_for_relief(scene: Scene) -> None:
    words = "Drei Termine fallen auf dieselbe Woche. Ich bitte um ein Gespräch darüber, was andere übernehmen können."
    row = ask_for_relief(office=scene.offices["JUG"], text=words, by=scene.people[_STAFF])
    Relief.objects.filter(pk=row.pk).update(asked_on=scene.diary.day(4))


def _prepare(scene: Scene, values: Mapping[str, Any], made: list[uuid.UUID]) -> None:
    lead = scene.offices["JUG"]
    area = BusinessArea.objects.get(pk=lead.area_id)
    contributing = [scene.offices["GES"]] if scene.offices["GES"].area_id == lead.area_id else []
    rows = prepare(values=values, area=area, leads_=[lead], contributing=contributing, by=scene.coordination)
    made.append(rows[0].pk)


def _record(scene: Scene, title: str, text: str, *, ago: int, due: int, made: list[uuid.UUID]) -> None:
    lead = scene.offices["JUG"]
    values = {
        "title": title,
        "text": text,
        "decision_date": scene.diary.date(45),
        "due_on": scene.diary.date(-due),
        "file_number": "Verfügung 00/X (erfunden)",
    }
    area = BusinessArea.objects.get(pk=lead.area_id)
    rows = record_on_paper(values=values, area=area, leads_=[lead], by=scene.coordination)
    Assignment.objects.filter(pk=rows[0].pk).update(recorded_on=scene.diary.day(ago))
    made.append(rows[0].pk)


def _step(scene: Scene, made: list[uuid.UUID], rule: str, words: Mapping[str, Any], ago: int, who: Member) -> None:
    row = Assignment.objects.get(pk=made[0])
    values = dict(words)
    if later := values.pop("later", None):
        values["due_on"] = scene.diary.date(-later - 30)
    if rule == "report_progress":
        # On the way: a milestone and something to show for it.
        add_milestone(assignment_id=row.pk, title="Zwischenstand an die Runde", due_on=scene.diary.date(-20), by=who)
        link = add_link(url="https://beleg.example/abfrage", title="Fragebogen der Abfrage", confidential=False, by=who)
        attach_evidence(assignment=row, evidence=link)
    if rule == "name_agent":
        values["agent_id"] = scene.people[_STAFF].user.pk
    run: Callable[..., Assignment] = getattr(workflow, rule)
    run(assignment_id=row.pk, version=row.version, by=who, **values)
    if rule == "give":
        # The rule writes today; it was on the day of the story.
        day = scene.diary.day(ago)
        Assignment.objects.filter(pk=row.pk).update(given_on=day, decision_date=day)
