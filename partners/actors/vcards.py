"""Actors as vCard 4.0 (RFC 6350). Escaping and folding are those of iCalendar, so the same library writes both."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from icalendar import Component, vText, vUri
from icalendar.prop import vAdr, vCategory, vOrg

from partners.models import ContactPerson
from reminders.events import plain

CONTENT_TYPE = "text/vcard; charset=utf-8"
#: What a card is made of: nothing that is for the Bezirksamt alone.
FIELDS = (
    *("name", "carrier", "street", "house_number", "postcode", "town", "phone", "mailbox", "website"),
    *("latitude", "longitude", "theme_names"),
)


class _Card(Component):
    name = "VCARD"


def vcards(
    rows: Sequence[Mapping[str, Any]],
    persons: Mapping[UUID, Sequence[ContactPerson]],
    points: Mapping[UUID, tuple[float, float]],
) -> bytes:
    """A card for each of ``rows`` (``FIELDS``), and one for each person in ``persons``, who must be publishable."""
    cards = []
    for row in rows:
        cards.append(_of_actor(row, points.get(row["pk"])))
        cards += [_of_person(person, row) for person in persons.get(row["pk"], ())]
    return b"".join(card.to_ical(sorted=False) for card in cards)


def _card(key: UUID, kind: str, name: str) -> _Card:
    card = _Card()
    # RFC 6350, 6.7.9: the version comes first.
    card.add("version", "4.0")
    card.add("prodid", "-//Querlinie//Akteure//DE")
    card.add("uid", vUri(f"urn:uuid:{key}"))
    card.add("kind", kind)
    card.add("fn", vText(plain(name)))
    if settings.DEMO:
        card.add("note", vText("Demodaten, frei erfunden"))
    return card


def _texts(card: _Card, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value:
            card.add(name, vText(plain(value)))


def _of_actor(row: Mapping[str, Any], point: tuple[float, float] | None) -> _Card:
    card = _card(row["pk"], "org", row["name"])
    carrier = row["carrier"] if row["carrier"] != row["name"] else ""
    card.add("org", vOrg(tuple(plain(part) for part in (carrier, row["name"]) if part)))
    street = plain(f"{row['street']} {row['house_number']}").strip()
    if street or row["postcode"]:
        card.add("adr", vAdr(("", "", street, plain(row["town"]), "", row["postcode"], "")))
    _texts(card, {"tel": row["phone"], "email": row["mailbox"]})
    if row["website"]:
        card.add("url", vUri(row["website"]))
    if point:
        card.add("geo", vUri(f"geo:{point[1]},{point[0]}"))
    if row["theme_names"]:
        card.add("categories", vCategory([plain(name) for name in row["theme_names"]]))
    return card


def _of_person(person: ContactPerson, row: Mapping[str, Any]) -> _Card:
    card = _card(person.pk, "individual", person.name)
    card.add("org", vOrg((plain(row["name"]),)))
    _texts(card, {"title": person.role, "tel": person.phone, "email": person.email})
    card.add("related", vUri(f"urn:uuid:{row['pk']}"))
    return card
