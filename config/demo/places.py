"""Units, sites, Mittel and Anfragen of the demo: the same in every district, in its own regions, so that none looks
better. Which Anfrage stands in which state is drawn anew for each. Everything goes through the rules of the room.
"""

import datetime
import random
import uuid
from functools import partial
from typing import Any

from config.demo.telling import Scene
from districts.member import Member
from districts.models import Region
from evidence.storing import add_link
from sozialraum.models import FundingStream, Programme, ServiceRequest, Site, SpatialUnit
from sozialraum.places.rules import enter
from sozialraum.requests import rules as asking

_HEADS = {"JUG": "jugendamt", "SOZ": "soziales", "STAPL": "stadtentwicklung", "": "planung"}

#: Name, office ("" none), level, numbers of the regions in the order of the story (none: the whole district), tasks.
UNITS = (
    (
        "Regionaler Sozialer Dienst, Team 1",
        "JUG",
        "prognoseraum",
        (1,),
        "Hilfen zur Erziehung und Beratung nach Region.",
    ),
    ("Sozialdienst im Quartier", "SOZ", "bezirksregion", (1,), "Aufsuchende Beratung, zweimal in der Woche vor Ort."),
    ("Gebietskoordination", "STAPL", "bezirksregion", (1, 2), "Begleitet die Fördergebiete und ihre Beteiligung."),
    ("Fachstelle für Ältere", "SOZ", "bezirksregion", (), "Arbeitet im ganzen Bezirk, ab nächstem Jahr nach Regionen."),
    ("Stadtteilkoordination", "", "bezirksregion", (1,), "Verbindet Ämter und Akteure vor Ort."),
)
#: Name, office, street, number of the region, unit that works there, what happens.
SITES = (
    ("Außenstelle Musterkiez", "JUG", "Musterstraße 20", 1, "Regionaler Sozialer Dienst, Team 1",
     "Offene Sprechstunde am Dienstag, Räume am Abend frei."),
    ("Beratung am Probeplatz", "SOZ", "Probeplatz 2", 1, "Sozialdienst im Quartier", "Beratung im Seniorentreff."),
    ("Vor-Ort-Büro Höfeweg", "STAPL", "Höfeweg 5", 2, "Gebietskoordination", "Sprechzeiten zum Fördergebiet."),
)  # fmt: skip
#: Title, programme, office, from and until, regions, bound, range, purpose.
MONEY: tuple[tuple[Any, ...], ...] = (
    ("Quartier Musterkiez", "SOZ", "STAPL", (2018, 1, 1), (2027, 12, 31), (1,), True, (500_000, None),
     "Baufonds und Projektfonds des Quartiers."),
    ("Zentrum Höfeweg", "LEB", "STAPL", (2021, 1, 1), (2028, 12, 31), (2,), True, (100_000, 500_000),
     "Aufwertung der Straße und des Platzes."),
    ("Stadtteilzentrum Musterkiez", "STZ", "SOZ", (2024, 1, 1), None, (1,), True, (50_000, 100_000),
     "Offene Angebote für die Nachbarschaft."),
    ("Familienzentren", "FAM", "JUG", (2025, 1, 1), (2027, 12, 31), (1, 2), True, (10_000, 50_000),
     "Treffpunkte für Familien mit kleinen Kindern."),
    ("Mittel für Ehrenamtliche", "FEIN", "", (2026, 1, 1), (2026, 12, 31), (), False, (None, 50_000),
     "Sachmittel für freiwilliges Engagement im ganzen Bezirk."),
    ("Umbau der alten Schule", "ERN", "STAPL", (2015, 1, 1), (2019, 12, 31), (1,), True, (500_000, None), ""),
)  # fmt: skip

#: Task of the OE SPK, who asks, title, text.
REQUESTS = (
    ("a", "mitarbeit.jugendamt", "Zahlen zu Kindern unter sechs",
     "Für die Kita-Planung brauchen wir Zahlen je Planungsraum, möglichst über fünf Jahre."),
    ("b", "soziales", "Überblick zu älteren Alleinlebenden",
     "Wo ist in den nächsten Jahren mit mehr Bedarf zu rechnen?"),
    ("c", "stadtentwicklung", "Moderation einer Abstimmung",
     "Drei Ämter haben zum selben Platz verschiedene Pläne. Wir bitten um Moderation eines Termins."),
    ("d", "spitze", "Kontakt zu Trägern am Stadtteilrand",
     "Wer könnte dort ein Angebot für Familien mit uns entwickeln?"),
    ("e", "jugendamt", "Vortrag im Leitungskreis",
     "Wir möchten im Leitungskreis zeigen, wie andere Ämter mit Sozialräumen arbeiten."),
)  # fmt: skip
#: What happens to an Anfrage: one way per Anfrage, dealt anew for each district.
WAYS = ("asked", "asked back", "accepted", "answered", "declined")
ANSWER = "Die Übersicht liegt bei. Wenn Sie mögen, gehen wir sie mit Ihnen durch."
REASON = "Dazu liegen keine Daten vor, die wir weitergeben dürfen. Wir fragen beim Senat nach."
BACK = "Bis wann brauchen Sie es wirklich, und wer nimmt teil?"


def tell_places(scene: Scene) -> None:
    """Lets it all happen in one district."""
    for number, (name, office, level, regions, tasks) in enumerate(UNITS):
        values = {"name": name, "level": level, "tasks": tasks, "starts_on": datetime.date(2024, 1, 1),
                  "mailbox": "team@amt.example" if office else ""}  # fmt: skip
        _add(scene, 44 - number, SpatialUnit, office, values, regions, level)
    for name, office, street, region, unit, use in SITES:
        values = {"name": name, "address": street, "use": use, "unit": unit, "region": region}
        _add(scene, 38, Site, office, values)
    for title, key, office, starts, ends, regions, bound, (low, high), purpose in MONEY:
        values = {"title": title, "programme": key, "starts_on": datetime.date(*starts), "bound": bound,
                  "ends_on": datetime.date(*ends) if ends else None, "amount_from": low, "amount_to": high,
                  "purpose": purpose, "link": "https://beleg.example/foerderung" if low else ""}  # fmt: skip
        _add(scene, 45, FundingStream, office, values, regions)
    _tell_requests(scene)


def _add(
    scene: Scene,
    ago: int,
    model: Any,
    office: str,
    values: dict[str, Any],
    regions: tuple[int, ...] = (),
    level: str = "bezirksregion",
) -> None:
    by = scene.people[_HEADS[office]]
    scene.diary.add(ago, by, partial(_enter, scene, model, office, values, regions, level, by))


def _enter(
    scene: Scene, model: Any, office: str, values: dict[str, Any], regions: tuple[int, ...], level: str, by: Member
) -> None:
    values = values | {"office": scene.offices[office] if office else None}
    if model is Site:
        values["units"] = list(SpatialUnit.objects.filter(name=values.pop("unit")))
        values["region"] = _region(scene, values["region"])
    else:
        values["regions"] = [_region(scene, number, level) for number in regions]
    if model is FundingStream:
        values["programme"] = Programme.objects.get(key=values["programme"])
    enter(model, values=values, by=by)


def _region(scene: Scene, number: int, level: str = "bezirksregion") -> Region:
    """A Bezirksregion of the story, or the Prognoseraum around it."""
    own = list(scene.story.regions)
    found = Region.objects.select_related("parent").get(key=own[(number - 1) % len(own)])
    return found.parent if level == Region.Level.PROGNOSERAUM and found.parent else found


def _tell_requests(scene: Scene) -> None:
    chance = random.Random(f"{scene.diary.district.slug}/requests")  # noqa: S311  (nothing secret hangs on it)
    for number, ((duty, who, title, text), way) in enumerate(
        zip(REQUESTS, chance.sample(WAYS, len(WAYS)), strict=True)
    ):
        ago, made, asker = 26 - number, list[uuid.UUID](), scene.people[who]
        values = {"duty": duty, "title": title, "text": text, "wanted_by": scene.diary.date(-9 - 6 * number),
                  "region": None}  # fmt: skip
        diary, by = scene.diary, scene.coordination
        diary.add(ago, asker, partial(_ask, scene, values, ago, asker, made))
        if way != "asked":
            diary.add(ago - 2, by, partial(_step, made, "annehmen", by))
        if way == "asked back":
            diary.add(ago - 4, by, partial(_step, made, "rueckfrage", by, BACK))
        if way == "answered":
            diary.add(ago - 5, asker, partial(_step, made, "rueckfrage", asker, "Ein Entwurf reicht uns auch."))
            diary.add(5, by, partial(_answer, scene, made, "beantworten", ANSWER))
        if way == "declined":
            diary.add(5, by, partial(_answer, scene, made, "nicht-moeglich", REASON))


def _ask(scene: Scene, values: dict[str, Any], ago: int, by: Member, made: list[uuid.UUID]) -> None:
    row = asking.ask(values=values | {"region": _region(scene, 1)}, asker=asking.askers(by)[0], by=by)
    # The rule writes today; it was on the day of the story.
    ServiceRequest.objects.filter(pk=row.pk).update(asked_on=scene.diary.day(ago))
    made.append(row.pk)


def _step(made: list[uuid.UUID], key: str, by: Member, text: str = "") -> None:
    asking.take_step(key, pk=made[0], text=text, by=by)


def _answer(scene: Scene, made: list[uuid.UUID], key: str, text: str) -> None:
    by = scene.coordination
    if key == "beantworten":
        link = add_link(url="https://beleg.example/uebersicht", title="Übersicht", confidential=False, by=by)
        asking.attach_evidence(pk=made[0], evidence=link, by=by)
    _step(made, key, by, text)
    ServiceRequest.objects.filter(pk=made[0]).update(answered_on=scene.diary.day(5))
