"""The rows of the register for whatever leaves the page: the same selection, order and rights as the list."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import QueryDict

from districts.member import Member
from lists.export import Cell
from partners.actors.fields import BRINGS, FUNCTIONS, hidden_fields
from partners.actors.listing import rows_of, sorted_by
from partners.actors.selection import read_selection
from partners.models import ActorQuerySet, ActorTargetGroup, ActorTheme, ContactPerson, Offer
from partners.states import ActorState

#: Heading -> field of the row of an export, in the order of the columns.
_EXPORT: dict[str, str] = {
    "Name": "name", "Art": "kind__name", "Stand": "state", "aktiviert": "activates", "koordiniert": "coordinates",
    "macht Angebote": "makes_offers", "Träger": "carrier", "Finanzierung": "funding",
    "Wer bestimmt die Aufgaben": "tasks_defined_by", "Kenntnisse": "knowledge", "bringt Wissen ein": "brings_knowledge",
    "bringt Engagement ein": "brings_engagement", "bringt Räume ein": "brings_rooms", "bringt Geld ein": "brings_money",
    "wirkt mit an": "works_on", "Straße": "street", "Hausnummer": "house_number", "Postleitzahl": "postcode",
    "Ort": "town", "Regionsschlüssel": "region__key", "Region": "region__name", "Breite": "latitude",
    "Länge": "longitude", "Internetseite": "website", "Funktionspostfach": "mailbox", "Telefon": "phone",
    "Themen": "theme_names", "Zielgruppen": "group_names", "Angebote": "offer_titles",
    "freigegeben am": "released_on", "zuletzt bestätigt am": "last_confirmed_on", "Interne Bemerkungen": "notes",
    "Kennung": "pk",
}  # fmt: skip


def told(member: Member) -> dict[str, str]:
    """Heading -> field, without what is not for ``member``."""
    hidden = hidden_fields(member)
    return {label: name for label, name in _EXPORT.items() if name not in hidden}


def export_header(member: Member) -> list[str]:
    """Headings without what is not for ``member``."""
    return list(told(member))


def export_rows(params: QueryDict, member: Member, today: datetime.date) -> Iterator[Sequence[Cell]]:
    """All rows of the selection, in the order of the page, with every field ``member`` may read."""
    names = list(told(member).values())
    for row in selected(params, member, today, names):
        yield [as_cell(name, row[name]) for name in names]


def selected(
    params: QueryDict, member: Member, today: datetime.date, names: Sequence[str], *, most: int | None = None
) -> list[dict[str, Any]]:
    """The fields ``names`` (and "pk") of what the list shows, in its order, ``most`` of them at most. Four queries.

    ``names`` may hold "theme_names", "group_names" and "offer_titles" too. What of it is for ``member``, the caller
    asks (``told``).
    """
    rows, nearly = rows_of(read_selection(params, member, today), member)
    found = read(sorted_by(params, rows), names)
    if nearly:
        found = sorted(found, key=lambda row: nearly[row["pk"]])
    return list(found[:most])


def read(rows: ActorQuerySet, names: Sequence[str]) -> Any:
    """``rows`` as dictionaries of ``names`` and "pk", not yet read."""
    themes = ActorTheme.objects.filter(actor=OuterRef("pk")).order_by("theme__sort_key").values("theme__name")
    groups = ActorTargetGroup.objects.filter(actor=OuterRef("pk")).order_by("target_group__sort_key")
    offers = Offer.objects.filter(actor=OuterRef("pk")).order_by("title").values("title")
    lists = {
        "theme_names": ArraySubquery(themes),
        "group_names": ArraySubquery(groups.values("target_group__name")),
        "offer_titles": ArraySubquery(offers),
    }
    return rows.annotate(**{n: part for n, part in lists.items() if n in names}).values(*dict.fromkeys(["pk", *names]))


def shared_contacts(rows: Sequence[dict[str, Any]]) -> dict[UUID, list[ContactPerson]]:
    """Actor -> the persons that may be published, only where there is no functional mailbox to write to. One query.

    A mailbox stays when a person goes, and says nothing about anybody.
    """
    without = [row["pk"] for row in rows if not row["mailbox"]]
    found: dict[UUID, list[ContactPerson]] = {}
    for person in ContactPerson.objects.filter(may_be_published=True, actor__in=without).order_by("name", "pk"):
        found.setdefault(person.actor_id, []).append(person)
    return found


def as_cell(name: str, value: Any) -> Cell:
    """A value as it stands in a table."""
    if isinstance(value, list):
        return "; ".join(value)
    if name == "pk":
        return str(value)
    if name == "state":
        return str(ActorState(value).label)
    if name in FUNCTIONS or name in BRINGS:
        return "ja" if value else ""
    if name in ("latitude", "longitude") and value is not None:
        return float(value)
    found: Cell = value
    return found
