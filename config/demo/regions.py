"""Bezirksregionenprofile and figures of the demo: in every district the same states and values, dealt anew.

Everything is invented and goes through the rules of the room. Planungsräume come by ``import_lor`` alone, so the values
stand at Bezirksregionen.
"""

import random
from collections.abc import Sequence
from functools import partial
from typing import Any

from config.demo.telling import Scene
from districts.models import Region
from evidence.storing import add_link
from sozialraum.models import Figure, PendingFigures, RegionProfile
from sozialraum.regions.figures import change_figure
from sozialraum.regions.importing import check, keep_file, take_over
from sozialraum.regions.profiles import attach_evidence, write_profile

_FRESH: dict[str, Any] = {
    **dict.fromkeys(("part1_decision", "part2_decision", "needs", "potentials", "trends"), ""),
    **dict.fromkeys(("part1_state", "part2_state"), "none"),
    **dict.fromkeys(("part1_on", "part2_on")),
}
#: State of Teil I and II, days since its Stand, whether released; one each in every district.
_STATES = (
    ("there", 400, "there", 90, True),
    ("there", 300, "working", 0, True),
    ("revising", 700, "there", 500, True),
    ("there", 60, "none", 0, False),
    ("working", 0, "none", 0, False),
)
_WORDS = {
    "needs": "Jugendliche suchen einen Ort für den Nachmittag. Ältere wünschen sich Sitzgelegenheiten auf dem Weg zum "
    "Einkauf. (erfunden)",
    "potentials": "Ein Nachbarschaftstreff mit großer Küche; ein Verein, der seine Räume vormittags teilt. (erfunden)",
    "trends": "Mehr Familien mit kleinen Kindern ziehen zu, und es wird öfter nach Mietberatung gefragt. (erfunden)",
}
_LAST_YEAR = 1
_HEAD = "Schlüssel;Jahr;Haushalte mit Kindern in %;Umzüge (je 1.000 Einwohner/innen);Kita-Plätze;Lärm am Wohnort\n"
#: Dealt over the regions of a district; further ones begin again.
_VALUES = (("18,4", "92", "240", "mittel"), ("22,1", "110", "310", "hoch"), ("k. A.", "88", "180", "mittel"),
           ("25,7", "75", "k. A.", "niedrig"), ("20,3", "101", "270", "mittel"), ("16,9", "120", "0", "hoch"),
           ("23,5", "84", "205", "niedrig"))  # fmt: skip


def tell_regions(scene: Scene) -> None:
    """Profiles in several states, figures of three years, and a file that waits for a decision."""
    chance = random.Random(f"regionen {scene.story.contact}")  # noqa: S311  (nothing secret hangs on it)
    keeper = scene.people["daten"]
    states = chance.sample(_STATES, len(_STATES))
    for number, state in enumerate(states):
        scene.diary.add(40 + 9 * number, keeper, partial(_profile, scene, number, state))
    values = chance.sample(_VALUES, len(_VALUES))
    scene.diary.add(30, keeper, partial(_read_in, scene, values))
    scene.diary.add(2, keeper, partial(_wait, scene))


def _regions(scene: Scene) -> list[Region]:
    """The regions of the story first, then the others by key."""
    own = list(scene.story.regions)
    rows = list(Region.objects.filter(level=Region.Level.BEZIRKSREGION).defer("geometry").order_by("key"))
    return sorted(rows, key=lambda row: (own.index(row.key) if row.key in own else len(own), row.key))


def _profile(scene: Scene, number: int, state: tuple[str, int, str, int, bool]) -> None:
    regions, keeper = _regions(scene), scene.people["daten"]
    first, first_ago, second, second_ago, released = state
    new = _FRESH | {"part1_state": first, "part2_state": second}
    if first_ago:
        new |= {"part1_on": scene.diary.date(first_ago), "part1_decision": f"BA-Vorlage 00/{number + 1} (erfunden)"}
    if second_ago:
        new |= {"part2_on": scene.diary.date(second_ago)}
    if released:
        new |= _WORDS
    row = write_profile(region=regions[number % len(regions)], seen=_FRESH, new=new, released=released, by=keeper)
    if released:
        RegionProfile.objects.filter(pk=row.pk).update(released_on=scene.diary.day(40 + 9 * number))
        link = add_link(title="Bezirksregionenprofil (erfunden)", url="https://profil.musterkiez.example/",
                        confidential=False, by=keeper)  # fmt: skip
        attach_evidence(profile=row, evidence=link, by=keeper)


def _read_in(scene: Scene, values: Sequence[tuple[str, ...]]) -> None:
    keeper, last = scene.people["daten"], scene.diary.today.year - _LAST_YEAR
    regions = sorted(_regions(scene), key=lambda row: row.key)
    lines = [
        ";".join((row.key, str(last - back), *values[(number + back) % len(values)]))
        for number, row in enumerate(regions)
        for back in (2, 1, 0)
    ]
    _take(scene, _HEAD + "\n".join(lines), "Kennzahlen.csv", released=True)
    _take(scene, "Schlüssel;Leerstand in %\n" + "\n".join(f"{row.key};1,{number % 7}"
          for number, row in enumerate(regions)), "Leerstand.csv", released=False)  # fmt: skip
    counted = Figure.objects.get(name="Kita-Plätze")
    new = {"adds_up": True, "description": "Plätze in Tageseinrichtungen am 31. Dezember. (erfunden)"}
    change_figure(pk=counted.pk, seen={"adds_up": False, "description": ""}, new=new, released=True, by=keeper)


def _take(scene: Scene, text: str, name: str, *, released: bool) -> None:
    pending = _keep(scene, text, name, released=released)
    found = check(pending)
    names = [line.column.name for line in found.lines]
    take_over(pending_id=pending.pk, mark=found.mark, names=names, leave_faults=False, by=scene.people["daten"])


def _keep(scene: Scene, text: str, name: str, *, released: bool) -> PendingFigures:
    return keep_file(
        content=text.encode(), file_name=name, year=scene.diary.today.year - _LAST_YEAR,
        source="Statistik der Demo, frei erfunden", released=released, by=scene.people["daten"],
    )  # fmt: skip


def _wait(scene: Scene) -> None:
    """A value that changed, a new figure, a row of another district, a key that is none, a number that is none."""
    first, second, *_ = sorted(_regions(scene), key=lambda row: row.key)
    other = "12" if first.key[:2] != "12" else "01"
    text = (f"Schlüssel;Leerstand in %;Spielplätze\n{first.key};9,9;4\n{second.key};k. A.;viele\n"
            f"{other}1001;1,0;3\n{first.key[:2]}9999;1,0;2\n")  # fmt: skip
    _keep(scene, text, "Leerstand und Spielplätze.csv", released=False)
