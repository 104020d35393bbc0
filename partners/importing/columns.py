"""Which column means what: the headings of our own export, what others call the same, and what a district chose."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_OTHER_LETTERS = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column may hold. ``label`` is the heading our own export gives it."""

    name: str
    label: str
    also: tuple[str, ...] = ()


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("key", "Kennung"),
        Field("name", "Name", ("Bezeichnung", "Einrichtung", "Name der Einrichtung", "Akteur", "Organisation")),
        Field("kind", "Art", ("Typ", "Akteurstyp", "Art der Einrichtung", "Kategorie")),
        Field("carrier", "Träger", ("Trägerschaft", "Trägerverein", "Name des Trägers")),
        Field("funding", "Finanzierung", ("Förderung", "Finanziert durch")),
        Field("tasks_defined_by", "Wer bestimmt die Aufgaben", ("Auftraggeber",)),
        Field("activates", "aktiviert"),
        Field("coordinates", "koordiniert"),
        Field("makes_offers", "macht Angebote"),
        Field("themes", "Themen", ("Thema", "Schwerpunkte", "Themenfelder", "Handlungsfelder")),
        Field("target_groups", "Zielgruppen", ("Zielgruppe",)),
        Field("offers", "Angebote", ("Angebot", "Leistungen")),
        Field("knowledge", "Kenntnisse"),
        Field("brings_knowledge", "bringt Wissen ein"),
        Field("brings_engagement", "bringt Engagement ein"),
        Field("brings_rooms", "bringt Räume ein"),
        Field("brings_money", "bringt Geld ein"),
        Field("works_on", "wirkt mit an"),
        Field("address", "Anschrift (Straße, Nummer, Postleitzahl, Ort)", ("Anschrift", "Adresse")),
        Field("street_line", "Straße und Hausnummer", ("Straße, Hausnummer", "Straße Nr.", "Straße/Nr.")),
        Field("street", "Straße"),
        Field("house_number", "Hausnummer", ("Nr.", "Hausnr.", "Nummer")),
        Field("place", "Postleitzahl und Ort", ("PLZ Ort", "PLZ/Ort")),
        Field("postcode", "Postleitzahl", ("PLZ",)),
        Field("town", "Ort", ("Stadt",)),
        Field(
            "region",
            "Regionsschlüssel",
            ("Bezirksregion", "BZR", "Planungsraum", "PLR", "LOR", "LOR-Schlüssel", "BZR-Schlüssel", "Region"),
        ),
        Field("latitude", "Breite", ("Breitengrad", "lat", "latitude")),
        Field("longitude", "Länge", ("Längengrad", "lon", "lng", "longitude")),
        Field("website", "Internetseite", ("Website", "Webseite", "Homepage", "URL", "Internet")),
        Field("mailbox", "Funktionspostfach", ("E-Mail", "Mail", "E-Mail-Adresse", "Email")),
        Field("phone", "Telefon", ("Tel.", "Telefonnummer", "Rufnummer")),
        Field("notes", "Interne Bemerkungen", ("Bemerkung", "Bemerkungen", "Notiz", "Notizen", "Hinweise")),
    )
}
#: What no two columns may hold; any other column may be split over several, such as "Thema 1", "Thema 2".
SEVERAL = frozenset({"themes", "target_groups", "offers", "notes"})


def plain(heading: str) -> str:
    """A heading for comparing: "Straße / Nr." and "STRASSE NR" are the same."""
    text = unicodedata.normalize("NFC", heading).casefold().translate(_OTHER_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", "", text)[:120]


_KNOWN = {plain(word): field.name for field in FIELDS.values() for word in (field.label, *field.also)}


def guess(header: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """Field name for each column, "" where none fits: what the district chose last time, else what is usual.

    ``remembered`` maps plain headings to field names. A number behind a heading ("Thema 2") does not matter. The key
    stands before the name where a list holds both for a region.
    """
    found: list[str] = []
    for heading in header:
        word = plain(heading)
        name = remembered.get(word)
        if name is None:
            name = _KNOWN.get(word) or _KNOWN.get(word.rstrip("0123456789")) or ""
        found.append("" if name in found and name not in SEVERAL else name)
    keys = [i for i, heading in enumerate(header) if "schlussel" in plain(heading) or "schluessel" in plain(heading)]
    taken = found.index("region") if "region" in found else None
    if taken is not None and taken not in keys and keys:
        found[taken], found[keys[0]] = "", "region"
    return found


def doubled(fields: Collection[str]) -> list[str]:
    """Labels of the fields that more than one column was chosen for and that hold one value."""
    chosen = [name for name in fields if name and name not in SEVERAL]
    return [FIELDS[name].label for name in dict.fromkeys(chosen) if chosen.count(name) > 1]
