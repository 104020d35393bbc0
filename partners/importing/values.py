"""What a cell says of an actor. Every reader returns the fields it fills, or raises ``Fault`` with a sentence."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from districts.models import Region
from partners.importing.columns import plain
from partners.models import Actor

_YES = {"ja", "j", "x", "1", "wahr", "true", "yes"}
_NO = {"nein", "n", "0", "falsch", "false", "no"}
_STREET = re.compile(r"(?P<street>.*?\D)\s*(?P<number>\d+\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d+\s?[a-zA-Z]?)*)", re.DOTALL)
_ADDRESS = re.compile(r"(?P<line>.+?)[,;\s]+(?P<postcode>\d{5})\s*(?P<town>.*)", re.DOTALL)


class Fault(ValueError):
    """A cell that cannot be taken over; the message is a sentence."""


@dataclass
class Known:
    """What the district has, for reading names: lists by plain name, regions by key."""

    kinds: dict[str, Any] = field(default_factory=dict)
    themes: dict[str, Any] = field(default_factory=dict)
    target_groups: dict[str, Any] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)


@dataclass
class Told:
    """What a row says: ``values`` of fields, keys of ``themes`` and ``target_groups``, titles of ``offers``.

    ``notes`` are sentences about what was mended; ``unknown`` is what no list holds, kept with the internal notes.
    """

    values: dict[str, Any] = field(default_factory=dict)
    key: uuid.UUID | None = None
    chosen: dict[str, list[Any]] = field(default_factory=lambda: {"themes": [], "target_groups": []})
    offers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    #: Where the address or the point lies, for an entry that has no region; never instead of a chosen one.
    placed: Region | None = None


Reader = Callable[[str, Told, Known], None]


def _text(name: str) -> Reader:
    longest: int | None = getattr(Actor._meta.get_field(name), "max_length", None)

    def read(text: str, told: Told, known: Known) -> None:
        if longest is not None and len(text) > longest:
            raise Fault(f"Dieser Text ist länger als {longest} Zeichen.")
        told.values[name] = text

    return read


def _line(name: str) -> Reader:
    """A text of one line: breaks inside a cell become blanks."""
    within = _text(name)
    return lambda text, told, known: within(" ".join(text.split()), told, known)


def _yes_no(name: str) -> Reader:
    def read(text: str, told: Told, known: Known) -> None:
        word = text.casefold()
        if word not in _YES | _NO:
            raise Fault(f"„{text[:40]}“ ist weder ja noch nein.")
        told.values[name] = word in _YES

    return read


def _kind(text: str, told: Told, known: Known) -> None:
    if found := known.kinds.get(plain(text)):
        told.values["kind"] = found
    else:
        told.unknown.append(f"Art laut Liste: {text}")
        told.notes.append(f"Die Art „{text[:60]}“ gibt es im Bezirk nicht. Sie steht in den internen Bemerkungen.")


def _several(name: str, label: str) -> Reader:
    def read(text: str, told: Told, known: Known) -> None:
        have: dict[str, Any] = getattr(known, name)
        # One entry may hold a comma itself.
        whole = have.get(plain(text))
        for part in [text] if whole else _parts(text):
            if found := have.get(plain(part)):
                if found not in told.chosen[name]:
                    told.chosen[name].append(found)
            else:
                told.unknown.append(f"{label} laut Liste: {part}")
                told.notes.append(f"{label} „{part[:60]}“ gibt es im Bezirk nicht; steht in den internen Bemerkungen.")

    return read


def _parts(text: str) -> list[str]:
    cut = re.split(r"[;\n|]", text) if re.search(r"[;\n|]", text) else text.split(",")
    return [part.strip() for part in cut if part.strip()]


def _offers(text: str, told: Told, known: Known) -> None:
    for part in _parts(text):
        if len(part) > 160:
            raise Fault("Ein Angebot hat höchstens 160 Zeichen. Bitte trennen Sie mehrere durch Semikolon.")
        if part not in told.offers:
            told.offers.append(part)


def _key(text: str, told: Told, known: Known) -> None:
    try:
        told.key = uuid.UUID(text)
    except ValueError as error:
        raise Fault("Diese Kennung ist nicht von hier. Lassen Sie die Zelle leer.") from error


def _street_line(text: str, told: Told, known: Known) -> None:
    line = " ".join(text.split())
    if found := _STREET.fullmatch(line):
        _line("street")(found["street"].rstrip(", "), told, known)
        _line("house_number")(found["number"], told, known)
    else:
        _line("street")(line, told, known)


def _place(text: str, told: Told, known: Known) -> None:
    postcode, _, town = " ".join(text.split()).partition(" ")
    _postcode(postcode, told, known)
    if town:
        _line("town")(town, told, known)


def _address(text: str, told: Told, known: Known) -> None:
    line = " ".join(text.split())
    if found := _ADDRESS.fullmatch(line):
        _street_line(found["line"].rstrip(",; "), told, known)
        _postcode(found["postcode"], told, known)
        if town := found["town"].strip(" ,"):
            _line("town")(town, told, known)
    else:
        _street_line(line, told, known)
        if "house_number" not in told.values:
            told.notes.append("Die Anschrift ließ sich nicht zerlegen; sie steht ganz im Feld Straße.")


def _postcode(text: str, told: Told, known: Known) -> None:
    digits = text.removeprefix("D-").removeprefix("D ").strip()
    if not re.fullmatch(r"\d{5}", digits, re.ASCII):
        raise Fault(f"„{text[:20]}“ ist keine Postleitzahl mit fünf Ziffern.")
    told.values["postcode"] = digits


def _region(text: str, told: Told, known: Known) -> None:
    digits = re.match(r"\d+", text)
    if digits:
        told.values["region"] = _by_key(digits[0], told, known)
        return
    wanted = plain(text)
    named = [region for region in known.regions.values() if plain(region.name) == wanted]
    # A Planungsraum is often called like the Bezirksregion around it: the list means the larger one.
    named = [r for r in named if r.level == Region.Level.BEZIRKSREGION] or named
    if not named:
        raise Fault(f"Eine Region „{text[:60]}“ gibt es im Bezirk nicht.")
    if len(named) > 1:
        keys = " oder ".join(sorted(region.key for region in named))
        raise Fault(f"„{text[:60]}“ heißen mehrere Regionen. Bitte schreiben Sie den Schlüssel: {keys}.")
    told.values["region"] = named[0]


def _by_key(digits: str, told: Told, known: Known) -> Region:
    if found := known.regions.get(digits):
        return found
    # Spreadsheet programs take a key for a number and drop its leading zero.
    if len(digits) in (5, 7) and (found := known.regions.get("0" + digits)):
        told.notes.append(f"Der Schlüssel {digits} hat seine führende Null verloren; gelesen als 0{digits}.")
        return found
    raise Fault(f"Eine Bezirksregion oder einen Planungsraum {digits[:20]} gibt es im Bezirk nicht.")


def _degrees(name: str, west_or_south: int, east_or_north: int) -> Reader:
    def read(text: str, told: Told, known: Known) -> None:
        try:
            value = Decimal(text.replace(",", ".")).quantize(Decimal("0.000001"))
        except InvalidOperation as error:
            raise Fault(f"„{text[:40]}“ ist keine Zahl.") from error
        if not value.is_finite() or not west_or_south <= value <= east_or_north:
            raise Fault("Diese Koordinate liegt nicht bei Berlin. Erwartet wird WGS 84, etwa 52,5163 und 13,3777.")
        told.values[name] = value

    return read


def _website(text: str, told: Told, known: Known) -> None:
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    website: Any = Actor._meta.get_field("website")
    try:
        website.run_validators(address)
    except ValidationError as error:
        raise Fault(f"„{text[:60]}“ ist keine Internetadresse.") from error
    told.values["website"] = address


def _mailbox(text: str, told: Told, known: Known) -> None:
    address = text.removeprefix("mailto:").strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Fault(f"„{text[:60]}“ ist keine E-Mail-Adresse.") from error
    told.values["mailbox"] = address


def _notes(text: str, told: Told, known: Known) -> None:
    told.unknown.append(text)


READERS: dict[str, Reader] = {
    "key": _key,
    **{
        name: _line(name) for name in ("name", "carrier", "tasks_defined_by", "street", "house_number", "town", "phone")
    },
    **{name: _text(name) for name in ("funding", "knowledge", "works_on")},
    **{
        name: _yes_no(name)
        for name in (
            *("activates", "coordinates", "makes_offers"),
            *("brings_knowledge", "brings_engagement", "brings_rooms", "brings_money"),
        )
    },
    "kind": _kind,
    "themes": _several("themes", "Thema"),
    "target_groups": _several("target_groups", "Zielgruppe"),
    "offers": _offers,
    "address": _address,
    "street_line": _street_line,
    "place": _place,
    "postcode": _postcode,
    "region": _region,
    "latitude": _degrees("latitude", 52, 53),
    "longitude": _degrees("longitude", 13, 14),
    "website": _website,
    "mailbox": _mailbox,
    "notes": _notes,
}
