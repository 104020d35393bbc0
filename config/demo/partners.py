"""Actors of the demo: the same in every district, spread over its regions, so that none looks better.

Every name is invented and says so. Everything goes through the rules of the room; only the days lie in the past.
"""

import datetime
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from config.demo.telling import Scene
from districts.member import Member
from districts.models import Region
from evidence.storing import add_link
from partners.actors.editing import add_part, attach_evidence, change, enter
from partners.actors.workflow import half_year_after, take_step
from partners.importing.taking import keep_table
from partners.models import Actor, ActorKind, ContactPerson, Offer, TargetGroup, Theme
from partners.publishing.rules import preview, publish

#: The room every district of the demo uses.
ROOM = "partners"
_KEEPER = "stadtteil"


@dataclass(frozen=True)
class Told:
    """One actor: what it is, and how far its entry has come (days ago)."""

    name: str
    kind: str
    themes: tuple[str, ...]
    groups: tuple[str, ...] = ("ALLE",)
    carrier: str = ""
    #: Number of the region, in the order of the story; 0 is another one, kept by coordination.
    region: int = 1
    street: str = "Musterstraße"
    number: str = "1"
    offers: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    #: When it was released; 0: not yet.
    released: int = 60
    #: "" released and well, else "draft", "submitted", "returned", "changed", "archived".
    fate: str = ""


ACTORS = (
    Told("Nachbarschaftshaus Musterkiez e. V. (fiktiv)", "STZ", ("NACHB", "SOZBER", "ENGAG"),
         carrier="Nachbarschaftshaus Musterkiez e. V. (fiktiv)", number="12", released=90,
         offers=("Elterncafé", "Mieterberatung", "Werkstatt zum Mitmachen"),
         brings=("knowledge", "engagement", "rooms"), functions=("activates", "coordinates", "makes_offers"),
         more=(("tasks_defined_by", "Der Träger und das Förderprogramm"),
               ("knowledge", "Kennt die Themen der Nachbarschaft aus der offenen Sprechstunde."),
               ("funding", "Zuwendung bis Ende nächsten Jahres (erfunden)"),
               ("works_on", "an der Vorbereitung der Stadtteilkonferenz"),
               ("mailbox", "haus@musterkiez.example"), ("website", "https://musterkiez.example/"))),
    Told("Familienzentrum Beispielbogen (fiktiv)", "FAZ", ("FAM", "KIND"), ("ELT", "KIND"),
         carrier="Beispielbogen gGmbH (fiktiv)", street="Beispielweg", number="4", released=80,
         offers=("Elterncafé", "Babytreff"), brings=("knowledge", "rooms"), functions=("activates", "makes_offers"),
         more=(("mailbox", "kontakt@beispielbogen.example"),)),
    Told("Jugendklub Testturm (fiktiv)", "JFE", ("JUG", "SPORT"), ("JUG",), carrier="Testturm e. V. (fiktiv)",
         street="Turmgasse", number="7", offers=("Offener Treff", "Bandprobe"), brings=("rooms",)),
    Told("Seniorentreff Probeplatz (fiktiv)", "SEN", ("ALTER", "TEILH"), ("AELT",), street="Probeplatz", number="2",
         carrier="Nachbarschaftshaus Musterkiez e. V. (fiktiv)", offers=("Mittagstisch",), brings=("engagement",),
         functions=("makes_offers",), released=176),
    Told("Beratungsstelle Fantasiegasse gGmbH (fiktiv)", "BER", ("SOZBER",), ("ALLE",), street="Fantasiegasse",
         carrier="Fantasiegasse gGmbH (fiktiv)", number="19", offers=("Schuldnerberatung", "Mieterberatung"),
         brings=("knowledge",), more=(("knowledge", "Merkt früh, wo Mieten und Schulden drücken."),), released=200),
    Told("Verein Bunte Musterhöfe e. V. (fiktiv)", "VER", ("KULT", "INTEG"), region=2, street="Höfeweg", number="3",
         carrier="Bunte Musterhöfe e. V. (fiktiv)", offers=("Hoffest", "Sprachcafé"), brings=("engagement", "rooms")),
    Told("Initiative Kiez ohne Namen (fiktiv)", "INI", ("VERK", "GRUEN"), region=2, street="", number="",
         brings=("engagement",), more=(("tasks_defined_by", "Die Initiative selbst"),), fate="changed"),
    Told("Muster-Wohnen Genossenschaft eG (fiktiv)", "WBG", ("WOHN",), region=0, street="Lindenprobe", number="40",
         carrier="Muster-Wohnen Genossenschaft eG (fiktiv)", brings=("rooms", "money")),
    Told("Evangelische Beispielgemeinde (fiktiv)", "KGM", ("NACHB",), region=2, street="Kirchprobe", number="1",
         brings=("rooms", "engagement"), offers=("Kleiderkammer",)),
    Told("Stiftung Demobaum (fiktiv)", "STI", ("BILD",), region=0, street="Baumgang", number="8",
         carrier="Stiftung Demobaum (fiktiv)", brings=("money",)),
    Told("Gewerbeverein Platzhalterstraße (fiktiv)", "GEW", ("OEKON",), ("GEW",), region=1, street="Platzhalterstraße",
         number="55", brings=("engagement", "money")),
    Told("Kita Krümelbeispiel (fiktiv)", "KITA", ("KIND", "FAM"), ("KIND", "ELT"), region=1, street="Beispielweg",
         number="6", carrier="Beispielbogen gGmbH (fiktiv)"),
    Told("Grundschule am Beispielpark (fiktiv)", "SCH", ("BILD", "KIND"), ("KIND",), region=1, street="Am Beispielpark",
         number="1", brings=("rooms",)),
    Told("Stadtteilbüro Demokiez (fiktiv)", "STB", ("BETEI", "NACHB"), region=1, street="Musterstraße", number="14",
         functions=("activates", "coordinates"), brings=("knowledge", "rooms"),
         carrier="Nachbarschaftshaus Musterkiez e. V. (fiktiv)"),
    Told("Sportverein SV Fiktiv 09 e. V. (fiktiv)", "SPV", ("SPORT",), ("JUG", "ALLE"), region=2, street="Platzweg",
         number="9", carrier="SV Fiktiv 09 e. V. (fiktiv)", fate="submitted", offers=("Bewegung für Ältere",)),
    Told("Selbsthilfe Mosaik-Muster (fiktiv)", "MSO", ("INTEG", "BILD"), ("ZUGEW",), region=1,
         street="Mosaikgasse", number="5", fate="submitted", offers=("Sprachcafé",)),
    Told("Nachbarschaftsgarten Probebeet (fiktiv)", "INI", ("GRUEN", "NACHB"), region=1, street="Beetweg", number="",
         fate="returned"),
    Told("Stadtteilkonferenz Musterviertel (fiktiv)", "STK", ("BETEI",), region=2, street="", number="",
         functions=("coordinates",), fate="draft"),
    Told("Tauschladen Restposten (fiktiv)", "INI", ("OEKON",), region=2, street="Höfeweg", number="11",
         fate="archived"),
)  # fmt: skip


def tell_actors(scene: Scene) -> None:
    """Lets the register of one district grow."""
    keeper, coordination = scene.people[_KEEPER], scene.coordination
    for number, told in enumerate(ACTORS):
        made: list[uuid.UUID] = []
        by = coordination if told.region == 0 else keeper
        day = told.released + 12 if told.fate not in ("draft", "submitted", "returned") else 20 - number % 5
        scene.diary.add(day, by, partial(_enter, scene, told, made, by))
        if told.fate == "draft":
            continue
        if by is keeper:
            scene.diary.add(day - 3, by, partial(_step, made, "einreichen", by))
        if told.fate == "submitted":
            continue
        if told.fate == "returned":
            text = "Bitte ergänzen Sie, wer sich um den Garten kümmert und wie man die Gruppe erreicht."
            scene.diary.add(day - 6, coordination, partial(_step, made, "zurueckgeben", coordination, text))
            continue
        scene.diary.add(told.released, coordination, partial(_release, scene, told, made, coordination))
        if told.fate == "changed":
            scene.diary.add(5, keeper, partial(_change, made, keeper))
        if told.fate == "archived":
            text = "Der Laden hat geschlossen."
            scene.diary.add(15, coordination, partial(_step, made, "archivieren", coordination, text))
    scene.diary.add(1, coordination, partial(_read_in, scene))
    scene.diary.add(1, coordination, partial(_publish, scene))


#: What coordination has just read in and not yet taken over: one of each outcome.
_LIST = (
    "Name der Einrichtung;Typ;Straße, Hausnummer;PLZ/Ort;Angebote\n"
    'Jugendklub Testturm (fiktiv);Jugendfreizeiteinrichtung;Turmgasse 7;;"Offener Treff; Graffiti"\n'
    "Jugendclub Testtürm (fiktiv);Jugendfreizeiteinrichtung;Turmgasse 7;;\n"
    "Lesepat/innen Musterkiez (fiktiv);Initiative;;;Vorlesen\n"
    "Werkstatt Probierstück (fiktiv);Werkstatt;Höfeweg 12;1335;\n"
)


def _read_in(scene: Scene) -> None:
    keep_table(content=_LIST.encode("cp1252"), file_name="Akteure Musterkiez.csv", by=scene.coordination)


def _region(scene: Scene, number: int) -> Region:
    own = list(scene.story.regions)
    if number:
        return Region.objects.get(key=own[(number - 1) % len(own)])
    others = Region.objects.filter(level=Region.Level.BEZIRKSREGION).exclude(key__in=own)
    return others.order_by("key")[0]


def _enter(scene: Scene, told: Told, made: list[uuid.UUID], by: Member) -> None:
    values: dict[str, Any] = {
        "name": told.name,
        "kind": ActorKind.objects.get(key=told.kind),
        "region": _region(scene, told.region),
        "carrier": told.carrier,
        "street": told.street,
        "house_number": told.number,
        "town": "Berlin",
        **{f"brings_{what}": True for what in told.brings},
        **dict.fromkeys(told.functions, True),
        **{name: text for name, text in told.more if name not in ("funding", "works_on")},
    }
    row = enter(
        values=values,
        themes=list(Theme.objects.filter(key__in=told.themes)),
        target_groups=list(TargetGroup.objects.filter(key__in=told.groups)),
        by=by,
    )
    for title in told.offers:
        add_part(Offer, actor_id=row.pk, values={"title": title}, by=by)
    if told is ACTORS[0]:
        _name_contact(scene, row, by)
    made.append(row.pk)


def _name_contact(scene: Scene, row: Actor, by: Member) -> None:
    values = {
        "name": "Kim Muster-Beispiel",
        "role": "Leitung des Hauses",
        "email": "leitung@musterkiez.example",
        "purpose": "Absprachen zur Stadtteilkonferenz",
        "source": "von der Person selbst",
        "informed_on": scene.diary.day(100),
        "may_be_published": True,
        "review_on": scene.diary.date(-20),
    }
    add_part(ContactPerson, actor_id=row.pk, values=values, by=by)


def _step(made: list[uuid.UUID], key: str, by: Member, text: str = "") -> None:
    (pk,) = made
    take_step(key, actor_id=pk, version=Actor.objects.get(pk=pk).version, by=by, text=text)


def _release(scene: Scene, told: Told, made: list[uuid.UUID], by: Member) -> None:
    (pk,) = made
    internal = {name: text for name, text in told.more if name in ("funding", "works_on")}
    if internal:
        change(actor_id=pk, seen=dict.fromkeys(internal, ""), new=internal, chosen={}, by=by)
        link = add_link(url="https://musterkiez.example/bericht", title="Jahresbericht (erfunden)", by=by,
                        confidential=False)  # fmt: skip
        attach_evidence(actor=Actor.objects.get(pk=pk), evidence=link, by=by)
    _step(made, "freigeben", by)
    day: datetime.date = scene.diary.day(told.released)
    # The rule writes today; it happened then.
    Actor.objects.filter(pk=pk).update(released_on=day, last_confirmed_on=day, confirm_by=half_year_after(day))


def _change(made: list[uuid.UUID], by: Member) -> None:
    (pk,) = made
    text = "Weiß, wo Wege fehlen und wo es dunkel ist."
    change(actor_id=pk, seen={"knowledge": ""}, new={"knowledge": text}, chosen={}, by=by)


def _publish(scene: Scene) -> None:
    """The list of every district stands open, as coordination saw it in the preview."""
    by = scene.coordination
    name = by.district.name
    words = {
        "title": f"Akteure im Bezirk {name}",
        "description": f"Einrichtungen, Vereine und Initiativen in den Stadtteilen des Bezirks {name} (erfunden).",
        "publisher": f"Bezirksamt {name} von Berlin (Demo)",
        "contact_name": "Planungskoordination (Demo)",
        "contact_mailbox": f"planung@{by.district.slug}.example",
    }
    publish(seen={}, new=words, mark=preview(by=by).mark, by=by)
