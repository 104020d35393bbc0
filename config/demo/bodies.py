"""Gremien, Hinweise, Kooperationen and Beteiligung of the demo: in every district the same number in every state.

Which of the invented Hinweise stands in which state is drawn anew for each district, always alike. Everything goes
through the rules of the room.
"""

import random
import uuid
from functools import partial
from typing import Any

from config.demo.telling import Scene
from districts.member import Member
from districts.models import Region
from districts.own_regions import regions_of
from evidence.storing import add_link
from partners.bodies import agenda, meetings
from partners.bodies.rules import add_member, found_body
from partners.cooperation import rules as working_together
from partners.models import (
    Actor,
    Body,
    BodyKind,
    Cooperation,
    Signal,
    SignalOffice,
)
from partners.signals import rules as reporting

#: The room every district of the demo uses.
ROOM = "partners"

_HEAD, _STAFF, _OUTSIDE = "jugendamt", "mitarbeit.jugendamt", "stadtteil"

#: Name, kind, level, who runs it ("" coordination), rhythm, further words, offices, actors, Sitzungen: days ago they
#: were held (with what came of them), and days until the next (0: none, so that the rhythm of one has lapsed).
BODIES: tuple[dict[str, Any], ...] = (
    {
        "name": "AG Sozialraumorientierung", "kind": "AGSRO", "sort": "internal", "level": "district", "rhythm": 2,
        "aim": "Die Ämter stimmen ab, was in den Bezirksregionen ansteht, und klären, wer was gemeinsam tut.",
        "rules": "Geschäftsordnung mit festem Vertretungsplan; Verabredungen stehen im Protokoll mit Termin.",
        "offices": ("JUG", "SOZ", "STAPL"), "held": ((71, "Die Ämter gleichen ihre Standorte ab."),
                                                      (12, "Zwei Bezirksregionen werden zuerst angesehen.")),
        "next": 49,
    },
    {
        "name": "Ämterrunde", "kind": "AMTR", "sort": "internal", "level": "district", "rhythm": 3,
        "aim": "Leitungen tauschen sich über Vorhaben aus, die mehr als ein Amt betreffen.",
        "offices": ("JUG", "SOZ", "GES"), "held": ((134, "Vorhaben des kommenden Jahres gesammelt."),), "next": 0,
    },
    {
        "name": "Stadtteilkonferenz", "kind": "STK", "sort": "with_actors", "level": "region", "rhythm": 12,
        "aim": "Einmal im Jahr kommen Akteure und Ämter eines Stadtteils zusammen.", "invited": True,
        "footing": "partly", "footing_how": "Themen setzen alle; eingeladen und moderiert wird vom Bezirk.",
        "offices": ("SOZ",), "actors": 2, "held": ((62, "Gewünscht werden feste Ansprechpersonen in den Ämtern."),),
        "next": 0,
    },
    {
        "name": "Arbeitskreis Familien", "kind": "AK", "sort": "with_actors", "level": "region", "office": "JUG",
        "rhythm": 6, "unit": "weeks", "aim": "Wer mit Familien arbeitet, stimmt Angebote und Zeiten ab.",
        "rules": "Vereinbarung von allen unterschrieben; jede Einrichtung hat eine Stimme.", "footing": "yes",
        "footing_how": "Die Moderation wechselt zwischen Amt und Einrichtungen.",
        "offices": ("JUG", "GES"), "actors": 2, "held": ((20, "Die Sommerangebote sind verteilt."),), "next": 15,
    },
    {
        "name": "Fachrunde Stadtentwicklung", "kind": "FACH", "sort": "vertical", "level": "land", "office": "STAPL",
        "rhythm": 6, "aim": "Fachamt und Fachressort besprechen, was aus den Stadtteilen kommt.",
        "department": "Senatsverwaltung für Stadtentwicklung (Demo)", "offices": ("STAPL",),
        "held": ((90, "Fragen zu Förderprogrammen gesammelt."),), "next": 85,
    },
    {
        "name": "Sitzung des Bezirksamts", "kind": "BA", "sort": "internal", "level": "district", "rhythm": 2,
        "unit": "weeks", "aim": "Das Bezirksamt berät und beschließt, was über Geschäftsbereiche hinausgeht.",
        "offices": (), "held": ((13, "Berichtet wurde aus allen Geschäftsbereichen."),), "next": 8,
    },
)  # fmt: skip

SIGNALS = (
    ("need", "Kein Treffpunkt am Nachmittag", ("Jugendliche treffen sich auf dem Parkplatz, weil Räume erst abends "
     "frei sind.")),
    ("trend", "Mehr Anfragen zu Mietschulden", ("In den Sprechstunden geht es seit dem Herbst öfter um Rückstände bei "
     "der Miete.")),
    ("resource", "Küche steht tagsüber leer", ("Ein Nachbarschaftstreff hat eine große Küche, die vormittags niemand "
     "nutzt.")),
    ("across", "Weg zur Schule ist unübersichtlich", ("Eltern, Schule und Verein nennen dieselbe Kreuzung; es geht "
     "mehrere Ämter an.")),
    ("need", "Beratung nur am anderen Ende des Bezirks", ("Ältere Menschen berichten, dass sie für eine Beratung "
     "zweimal umsteigen.")),
    ("need", "Bank am Platz ist kaputt", "Die Bank vor dem Stadtteilladen lässt sich nicht mehr nutzen."),
)  # fmt: skip
#: What happens to a Hinweis, day by day: one way per Hinweis, dealt anew for each district.
WAYS = ("new", "asked", "taken", "closed", "taken down", "withdrawn")
ANSWER = "Danke für den Hinweis. Wir sprechen mit den Nachbarämtern und melden uns nach der nächsten Runde."

COOPERATIONS = (
    ("Offene Angebote am Wochenende", "contract", "Haushalt des Jugendamts, gebunden bis Ende der Laufzeit.", 300, 45),
    ("Räume für Elterngruppen", "rooms", "", 150, None),
    ("Gemeinsame Sprechstunde", "grant", "Zuwendung, Eigenmittel des Trägers.", 200, 160),
)
PARTICIPATIONS = (
    ("Rundgang durch den Kiez", "Bewohner/innen zeigten auf einem Rundgang, was sie stört und was sie schätzen.", 80,
     "Drei Stellen wurden sofort in Ordnung gebracht, zwei stehen im Arbeitsplan."),
    ("Kinder planen ihren Platz", "Kinder zweier Schulen bauten Modelle für einen Spielplatz.", 40,
     "Zwei der Modelle gingen in die Planung ein."),
    ("Gründung einer Nachbarschaftsgruppe", "Aus einer Befragung entstand eine Gruppe, die sich selbst trifft.", 18,
     ""),
)  # fmt: skip


def tell_bodies(scene: Scene) -> None:
    """Lets it all happen in one district, after its actors are there."""
    diary, by = scene.diary, scene.coordination
    diary.add(140, by, partial(_found_all, scene))
    for number, words in enumerate(BODIES):
        for ago, outcome in words["held"]:
            diary.add(ago, _runner(scene, words), partial(_meet, scene, words, ago, outcome))
        if words["next"]:
            diary.add(9 - number, _runner(scene, words), partial(_plan, scene, words))
    _tell_signals(scene)
    for title, form, funding, began, ends in COOPERATIONS:
        diary.add(30, scene.people[_HEAD], partial(_work_together, scene, title, form, funding, began, ends))
    for title, text, ago, outcome in PARTICIPATIONS:
        diary.add(min(ago, 38), scene.people[_HEAD], partial(_involve, scene, title, text, ago, outcome))


def _runner(scene: Scene, words: dict[str, Any]) -> Member:
    return scene.people[{"JUG": _HEAD, "STAPL": "stadtentwicklung"}.get(words.get("office", ""), "planung")]


def _region(scene: Scene) -> Region:
    """The first region the Stadtteilkoordination serves."""
    found: Region = regions_of(scene.people[_OUTSIDE]).first() or Region.objects.order_by("-key")[0]
    return found


def _actors() -> list[Actor]:
    """Some released actors of the district."""
    return list(Actor.objects.approved().order_by("sort_key", "pk")[:3])


def _found_all(scene: Scene) -> None:
    actors = _actors()
    for words in BODIES:
        values = {
            "name": words["name"], "kind": BodyKind.objects.get(key=words["kind"]), "sort": words["sort"],
            "level": words["level"], "aim": words["aim"], "rhythm": words["rhythm"],
            "rhythm_unit": words.get("unit", "months"), "rules": words.get("rules", ""),
            "footing": words.get("footing", ""), "footing_how": words.get("footing_how", ""),
            "department": words.get("department", ""), "neighbourhood_invited": words.get("invited", False),
            "office": scene.offices[words["office"]] if words.get("office") else None,
        }  # fmt: skip
        regions = [_region(scene)] if words["level"] == "region" else []
        body = found_body(values=values, regions=regions, by=scene.coordination)
        for short in words["offices"]:
            add_member(body_id=body.pk, office=scene.offices[short], by=scene.coordination)
        for actor in actors[: words.get("actors", 0)]:
            add_member(body_id=body.pk, actor=actor, by=scene.coordination)


def _meet(scene: Scene, words: dict[str, Any], ago: int, outcome: str) -> None:
    body, by = Body.objects.get(name=words["name"]), _runner(scene, words)
    values = {"starts_on": scene.diary.day(ago), "place": "Rathaus, Raum 1 (erfunden)"}
    row = meetings.plan_meeting(body_id=body.pk, values=values, by=by)
    topic = agenda.put_on_agenda(body, "Was seit dem letzten Mal geschehen ist", by=by)
    topic.meeting = row
    topic.save(update_fields=["meeting"])
    held = list(body.members.all())
    none: dict[str, list[uuid.UUID]] = {"offices": [], "actors": [], "topics": []}
    new = {
        "offices": [tie.office_id for tie in held if tie.office_id],
        "actors": [tie.actor_id for tie in held if tie.actor_id],
        "topics": [topic.pk],
    }
    meetings.record_meeting(pk=row.pk, seen_outcome="", outcome=outcome, seen=none, new=new, by=by)
    if words["kind"] == "STK":
        link = add_link(url="https://beleg.example/protokoll", title="Protokoll", confidential=False, by=by)
        meetings.attach_evidence(meeting=row, evidence=link)


def _plan(scene: Scene, words: dict[str, Any]) -> None:
    body, by = Body.objects.get(name=words["name"]), _runner(scene, words)
    values = {"starts_on": scene.diary.date(-words["next"]), "place": "Rathaus, Raum 1 (erfunden)"}
    row = meetings.plan_meeting(body_id=body.pk, values=values, by=by)
    agenda.put_on_agenda(body, "Stand der Verabredungen", by=by)
    agenda.put_on_agenda(body, "Termine des kommenden Jahres", by=by)
    later = agenda.put_on_agenda(body, "Räume für größere Runden", by=by)
    agenda.put_off(pk=later.pk, meeting_id=row.pk, by=by)
    if words["next"] > 60:
        meetings.call_prepared(pk=row.pk, prepared=True, by=by)


def _tell_signals(scene: Scene) -> None:
    chance = random.Random(f"{scene.diary.district.slug}/signals")  # noqa: S311  (nothing secret hangs on it)
    ways = chance.sample(WAYS, len(WAYS))
    for number, ((kind, title, text), way) in enumerate(zip(SIGNALS, ways, strict=True)):
        ago, made = 36 - number, list[uuid.UUID]()
        who = _STAFF if way == "taken down" else _OUTSIDE
        diary, values = scene.diary, {"kind": kind, "title": title, "text": text}
        diary.add(ago, scene.people[who], partial(_report, scene, values, ago, scene.people[who], made))
        if way in ("asked", "taken", "closed"):
            diary.add(ago - 5, scene.coordination, partial(_ask, scene, made, ago - 5))
        if way in ("taken", "closed"):
            diary.add(ago - 9, scene.people[_HEAD], partial(_take, scene, made, ago - 9))
            diary.add(ago - 12, scene.people[_HEAD], partial(_answer, scene, made))
        if way == "withdrawn":
            diary.add(ago - 6, scene.people[_OUTSIDE], partial(_withdraw, scene, made, ago - 6))
        if way == "taken":
            diary.add(7, scene.coordination, partial(_bring, scene, made))
        if way == "closed":
            diary.add(ago - 20, scene.people[_HEAD], partial(_close, scene, made, ago - 20))


def _report(scene: Scene, values: dict[str, Any], ago: int, by: Member, made: list[uuid.UUID]) -> None:
    day = scene.diary.day(ago)
    actor = Actor.objects.visible_to(by).approved().filter(region=_region(scene)).order_by("sort_key").first()
    values = values | {"observed_on": day, "actor": actor}
    row = reporting.report(values=values, regions=[_region(scene)], by=by)
    # The rule writes today; it was on the day of the story.
    Signal.objects.filter(pk=row.pk).update(taken_down_on=day)
    made.append(row.pk)


def _ask(scene: Scene, made: list[uuid.UUID], ago: int) -> None:
    reporting.ask_offices(pk=made[0], offices=[scene.offices["JUG"]], by=scene.coordination)
    SignalOffice.objects.filter(signal=made[0]).update(asked_on=scene.diary.day(ago))


def _take(scene: Scene, made: list[uuid.UUID], ago: int) -> None:
    reporting.take_up(pk=made[0], office_id=scene.offices["JUG"].pk, by=scene.people[_HEAD])
    SignalOffice.objects.filter(signal=made[0]).update(taken_on=scene.diary.day(ago))


def _answer(scene: Scene, made: list[uuid.UUID]) -> None:
    reporting.answer(pk=made[0], text=ANSWER, by=scene.people[_HEAD])


def _bring(scene: Scene, made: list[uuid.UUID]) -> None:
    body = Body.objects.get(name="AG Sozialraumorientierung")
    reporting.bring_before(pk=made[0], body=body, title="Ein Hinweis aus dem Stadtteil", by=scene.coordination)


def _close(scene: Scene, made: list[uuid.UUID], ago: int) -> None:
    reporting.set_closed(pk=made[0], closed=True, by=scene.people[_HEAD])
    Signal.objects.filter(pk=made[0]).update(closed_on=scene.diary.day(ago))


def _withdraw(scene: Scene, made: list[uuid.UUID], ago: int) -> None:
    reporting.withdraw(pk=made[0], because="Hat sich von selbst erledigt.", by=scene.people[_OUTSIDE])
    Signal.objects.filter(pk=made[0]).update(closed_on=scene.diary.day(ago))


def _work_together(scene: Scene, title: str, form: str, funding: str, began: int, ends: int | None) -> None:
    by, actors = scene.people[_HEAD], _actors()
    values = {
        "title": title, "form": form, "funding": funding, "office": scene.offices["JUG"],
        "actor": actors[len(title) % len(actors)], "starts_on": scene.diary.day(began),
        "ends_on": scene.diary.date(-ends) if ends else None,
    }  # fmt: skip
    row = working_together.enter_cooperation(values=values, by=by)
    if row.form == Cooperation.Form.CONTRACT:
        link = add_link(url="https://beleg.example/vertrag", title="Vertrag", confidential=True, by=by)
        working_together.attach_evidence(cooperation=row, evidence=link)


def _involve(scene: Scene, title: str, text: str, ago: int, outcome: str) -> None:
    values = {"title": title, "text": text, "outcome": outcome, "starts_on": scene.diary.day(ago),
              "office": scene.offices["JUG"], "actor": _actors()[0]}  # fmt: skip
    working_together.enter_participation(values=values, regions=[_region(scene)], by=scene.people[_HEAD])
