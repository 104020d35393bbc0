"""Profiles of the offices and their plans in the demo: alike in every district; who has not shared yet is drawn anew.

Everything is invented and goes through the rules of the room; only the days lie in the past.
"""

import datetime
import random
import uuid
from functools import partial
from typing import Any

from config.demo.cast import NOT_SENSIBLE
from config.demo.telling import Scene
from districts.member import Member
from districts.models import Office, Region
from districts.month import last_of, months_on
from districts.offices import say_whether_sensible
from evidence.storing import add_link
from partners.models import Body
from sozialraum.models import OfficeProfile, Plan, PlanOffice
from sozialraum.own_words import share
from sozialraum.plans import rules as planning
from sozialraum.profiles.rules import attach_evidence, change_profile

#: Short name of the office -> who writes, who leads.
_WRITES = {
    "JUG": ("mitarbeit.jugendamt", "jugendamt"),
    "SOZ": ("soziales", "soziales"),
    "STAPL": ("stadtentwicklung", "stadtentwicklung"),
}
#: Short name -> what the office says of itself.
PROFILES: dict[str, dict[str, Any]] = {
    "JUG": {
        "approaches": "Die Regionalteams stimmen sich mit Kitas und Stadtteilzentren ab. Ein gemeinsames Projekt mit "
        "dem Amt für Soziales lief zwei Jahre und hat gezeigt, dass feste Ansprechpersonen mehr bringen als Runden.",
        "mirrors": "yes", "mirrors_level": "bezirksregion",
        "mirrors_how": "Die Regionalteams sind nach Bezirksregionen geschnitten, zwei davon arbeiten zusammen.",
        "sites": "Ein Regionalteam sitzt im Stadtteil; der Gruppenraum ist abends frei und könnte mitgenutzt werden.",
        "sensible": "Sinnvoll bei Hilfen im Vorfeld und bei der Jugendförderung. Nicht bei der Unterhaltsberatung.",
        "meaning": "Die Teams brauchen Zeit für Absprachen; die Zuständigkeit für den Einzelfall bleibt, wie sie ist.",
        "role": "Das Amt bringt die Sicht der Familien ein und führt bei Angeboten für Kinder und Jugendliche.",
        "role_fixed_by": "Geschäftsverteilungsplan",
        "direction": "Ämterübergreifende Arbeit im Sozialraum gehört zur Facharbeit jedes Teams und ist Thema in jedem "
        "Jahresgespräch.",
        "begin_with": "Mit einer gemeinsamen Sprechstunde in einem Familienzentrum.",
        "begin_needs": "Einen festen Nachmittag je Woche und eine feste Ansprechperson im Amt für Soziales.",
    },
    "SOZ": {
        "approaches": "Die Beratung zu Mietschulden geht einmal in der Woche in ein Nachbarschaftshaus.",
        "mirrors": "partly", "mirrors_level": "prognoseraum",
        "mirrors_how": "Nur die Seniorenarbeit ist räumlich geordnet, alles andere nach Buchstaben.",
        "sites": "Keine eigenen Räume im Quartier; die Seniorenfreizeitstätten gehören freien Trägern.",
        "sensible": "Sinnvoll bei Beratung und Seniorenarbeit, nicht bei der Leistungsgewährung.",
        "meaning": "Ein Teil der Beratung zieht in die Stadtteile; die Sachbearbeitung bleibt im Rathaus.",
        "role": "Das Amt meldet, wo Armut und Einsamkeit zunehmen, und bietet Beratung vor Ort an.",
        "role_fixed_by": "Amtsverfügung",
        "direction": "Wer im Stadtteil berät, stimmt Zeiten und Themen mit dem Jugendamt ab.",
    },
    "STAPL": {
        "approaches": "Bei Förderkulissen arbeiten wir seit Jahren mit anderen Ämtern zusammen.",
        "mirrors": "yes", "mirrors_level": "planungsraum", "mirrors_how": "Über die Gebiete der Förderprogramme.",
        "sites": "Zwei Vor-Ort-Büros, bis die Programme enden.",
        "meaning": "Gutachten und Daten gehen früher an die anderen Ämter.",
        "role": "Das Amt bündelt räumliche Daten und sagt, welche Mittel an welche Gebiete gebunden sind.",
        "role_fixed_by": "Beschluss des Bezirksamts",
        "begin_with": "Mit einem gemeinsamen Blick auf die Standorte in zwei Bezirksregionen.",
    },
}  # fmt: skip
NOT_SENSIBLE_BECAUSE = "Wir arbeiten für die Beschäftigten des Bezirksamts und haben keinen Ort im Stadtteil."

#: Office, kind, title, region (0: whole district), from and until in months from now (None: open end), state, shared,
#: further: with whom agreement is wanted, and what came of it where they have talked.
PLANS: tuple[dict[str, Any], ...] = (
    {"office": "JUG", "kind": "site", "title": "Standort für ein Familienzentrum", "region": 1, "period": (-2, 16),
     "state": "work", "text": "Gesucht wird ein Haus mit Garten, das auch abends genutzt werden kann.",
     "wanted": {"STAPL": "", "SOZ": "Das Amt für Soziales nutzt einen Raum für die Beratung mit."}},
    {"office": "STAPL", "kind": "project", "title": "Umbau des Stadtteilplatzes", "region": 1, "period": (3, 27),
     "state": "decided", "text": "Der Platz bekommt Schatten, Bänke und einen sicheren Weg zur Schule."},
    {"office": "STAPL", "kind": "concept", "title": "Integriertes Handlungskonzept", "region": 2, "period": (-14, 34),
     "state": "running", "text": "Rahmen für die Mittel der Städtebauförderung in diesem Gebiet."},
    {"office": "SOZ", "kind": "offer", "title": "Beratung im Nachbarschaftshaus", "region": 2, "period": (-6, None),
     "state": "running", "text": "Einmal in der Woche Beratung zu Mietschulden und Wohngeld."},
    {"office": "SOZ", "kind": "field", "title": "Altenhilfeplanung", "region": 0, "period": (-20, -3),
     "state": "done", "text": "Bestand und Bedarf nach Bezirksregionen."},
    {"office": "JUG", "kind": "field", "title": "Spielplätze und Treffpunkte für Jugendliche", "region": 0,
     "period": (5, 18), "state": "idea", "text": "Noch intern: Welche Flächen kommen in Frage?", "shared": False},
)  # fmt: skip


def tell_offices(scene: Scene) -> None:
    """Lets the offices write, share and plan."""
    diary = scene.diary
    chance = random.Random(f"{diary.district.slug}/offices")  # noqa: S311  (nothing secret hangs on it)
    waiting = chance.choice(list(PROFILES))
    for number, (short, words) in enumerate(PROFILES.items()):
        writer, head = (scene.people[part] for part in _WRITES[short])
        diary.add(50 - number, writer, partial(_write, scene, short, words, writer))
        if short == "JUG":
            diary.add(47, head, partial(_attach, scene.offices[short], head))
        if short != waiting:
            diary.add(40 - number, head, partial(_share_profile, scene, short, 40 - number, head))
    who = scene.people[NOT_SENSIBLE.name]
    diary.add(45, who, partial(_not_sensible, scene.offices[NOT_SENSIBLE.office], who))
    for number, told in enumerate(PLANS):
        made: list[uuid.UUID] = []
        writer, head = (scene.people[part] for part in _WRITES[told["office"]])
        diary.add(35 - number, writer, partial(_plan, scene, told, made, writer))
        if told.get("shared", True):
            diary.add(25 - number, head, partial(_share_plan, scene, made, 25 - number, head))
    diary.add(8, scene.coordination, partial(_bring, scene))


def _write(scene: Scene, short: str, words: dict[str, Any], by: Member) -> None:
    new = words | {"role_fixed_on": scene.diary.day(200)}
    if "direction" in words:
        new["direction_on"] = scene.diary.day(120)
    change_profile(office=scene.offices[short], seen=dict.fromkeys(new, ""), new=new, by=by)


def _attach(office: Office, by: Member) -> None:
    link = add_link(url="https://beleg.example/rundschreiben", title="Rundschreiben der Leitung (erfunden)",
                    confidential=False, by=by)  # fmt: skip
    attach_evidence(office=office, evidence=link, by=by)


def _share_profile(scene: Scene, short: str, ago: int, by: Member) -> None:
    row = OfficeProfile.objects.get(office=scene.offices[short])
    share(OfficeProfile, pk=row.pk, version=row.version, shared=True, by=by)
    # The rule writes today; it was on the day of the story.
    OfficeProfile.objects.filter(pk=row.pk).update(shared_on=scene.diary.day(ago))


def _not_sensible(office: Office, by: Member) -> None:
    name = "not_sensible_because"
    say_whether_sensible(office_id=office.pk, seen={name: ""}, new={name: NOT_SENSIBLE_BECAUSE}, by=by)


def _month(scene: Scene, by: int) -> datetime.date:
    return months_on(scene.diary.today.replace(day=1), by)


def _plan(scene: Scene, told: dict[str, Any], made: list[uuid.UUID], by: Member) -> None:
    begins, ends = told["period"]
    values = {
        "office": scene.offices[told["office"]], "kind": told["kind"], "title": told["title"], "text": told["text"],
        "state": told["state"], "starts_on": _month(scene, begins),
        "ends_on": last_of(_month(scene, ends)) if ends is not None else None,
        "contact": f"planung@{told['office'].lower()}.demo.example",
    }  # fmt: skip
    own = list(scene.story.regions)
    regions = [Region.objects.get(key=own[(told["region"] - 1) % len(own)])] if told["region"] else []
    wanted = told.get("wanted", {})
    row = planning.enter_plan(values=values, regions=regions, wanted=[scene.offices[name] for name in wanted], by=by)
    for name, outcome in wanted.items():
        if outcome:
            PlanOffice.objects.filter(plan=row, office=scene.offices[name]).update(
                agreed_on=scene.diary.day(10), outcome=outcome
            )
    made.append(row.pk)


def _share_plan(scene: Scene, made: list[uuid.UUID], ago: int, by: Member) -> None:
    row = Plan.objects.get(pk=made[0])
    share(Plan, pk=row.pk, version=row.version, shared=True, by=by)
    Plan.objects.filter(pk=row.pk).update(shared_on=scene.diary.day(ago))


def _bring(scene: Scene) -> None:
    """Coordination puts the two plans that touch before the AG SRO."""
    first, second = (Plan.objects.get(title=told["title"]) for told in PLANS[:2])
    body = Body.objects.get(name="AG Sozialraumorientierung")
    title = f"{first.title} und {second.title}"
    planning.bring_before(plan=first, beside=second, body=body, title=title, by=scene.coordination)
