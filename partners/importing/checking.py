"""The dry run: what each row of a table would do, compared with what the register holds. Writes nothing.

Empty cells change nothing, and lists only grow: reading in adds to the register and never takes away from it.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, OuterRef, Value

from districts.member import Member
from districts.merge import normalised
from districts.placing import Outlines, places_of
from lists.export import as_text
from lists.table_file import cell_name
from partners.actors.forms import regions_for
from partners.importing.columns import FIELDS, plain
from partners.importing.values import READERS, Fault, Known, Told
from partners.models import Actor, ActorKind, ActorTargetGroup, ActorTheme, Offer, TargetGroup, Theme
from partners.states import ActorState

#: Of equal or nearly equal entries the person decides; nearer than this (``actor_twins``).
_NEAR = 0.7
_HOUSE = ("street", "house_number", "postcode")
_TIES: dict[str, Any] = {"themes": ActorTheme, "target_groups": ActorTargetGroup}


class Fate(StrEnum):
    """What becomes of a row."""

    FAULT = "fault"
    TWIN = "twin"
    NEW = "new"
    CHANGED = "changed"
    DOUBLE = "double"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the row changes, as a person reads it."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Outcome:
    """One row: its fate, what it says, and the entry it belongs to."""

    number: int
    name: str
    fate: Fate = Fate.NEW
    told: Told = field(default_factory=Told)
    #: (cell, sentence)
    faults: list[tuple[str, str]] = field(default_factory=list)
    actor: Actor | None = None
    differences: list[Difference] = field(default_factory=list)
    #: Entries that may be the same, the nearest first.
    twins: list[Actor] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What was mended or kept elsewhere."""
        return self.told.notes


@dataclass(frozen=True, slots=True)
class Check:
    """All rows, and a ``mark`` that changes when any of their outcomes does."""

    outcomes: list[Outcome]
    mark: str

    def of(self, *fates: Fate) -> list[Outcome]:
        """The rows with one of these fates."""
        return [outcome for outcome in self.outcomes if outcome.fate in fates]


def check(rows: Sequence[Any], fields: Sequence[str], member: Member) -> Check:
    """What ``rows`` of a ``PendingImport`` would do with the columns taken as ``fields``.

    Eight queries, however many rows there are.
    """
    known = read_known(member)
    outcomes = [_read(row, fields, known) for row in rows]
    readable = [outcome for outcome in outcomes if outcome.fate != Fate.FAULT]
    keys = _sort_out_doubles(readable)
    readable = [outcome for outcome in readable if outcome.fate != Fate.DOUBLE]
    _find(readable, keys)
    _place(readable, known)
    for outcome in readable:
        if outcome.actor is not None:
            _compare(outcome, outcome.actor)
    return Check(outcomes, _mark(outcomes))


def _compare(outcome: Outcome, actor: Actor) -> None:
    outcome.differences = _differences(actor, outcome.told)
    outcome.fate = Fate.CHANGED if outcome.differences else Fate.SAME
    if outcome.differences and actor.state == ActorState.ARCHIVED:
        outcome.fate = Fate.FAULT
        outcome.faults.append((f"Zeile {outcome.number}", "Der Eintrag ist archiviert und lässt sich nicht ändern."))


def read_known(member: Member) -> Known:
    """The lists and regions of the district. Two queries."""
    known = Known(regions={region.key: region for region in regions_for(member).defer("geometry")})
    models: dict[str, Any] = {"kinds": ActorKind, "themes": Theme, "target_groups": TargetGroup}
    parts = [
        model.objects.order_by().annotate(of=Value(of, CharField())).values_list("of", "pk", "name")
        for of, model in models.items()
    ]
    for of, pk, name in parts[0].union(*parts[1:], all=True):
        getattr(known, of)[plain(name)] = models[of](pk=pk, name=name)
    return known


def _read(row: Any, fields: Sequence[str], known: Known) -> Outcome:
    number, cells, faults = row
    column = fields.index("name") if "name" in fields else None
    outcome = Outcome(number, cells[column] if column is not None else "")
    if column is None or (not outcome.name and str(column) not in faults):
        outcome.faults.append((f"Zeile {number}", "Hier fehlt der Name."))
    for at, (text, name) in enumerate(zip(cells, fields, strict=True)):
        if not name:
            continue
        if sentence := faults.get(str(at)):
            outcome.faults.append((cell_name(at, number), sentence))
        elif text:
            try:
                READERS[name](text, outcome.told, known)
            except Fault as fault:
                outcome.faults.append((cell_name(at, number), str(fault)))
    values = outcome.told.values
    if ("latitude" in values) != ("longitude" in values) and not outcome.faults:
        outcome.faults.append((f"Zeile {number}", "Breite und Länge gehören zusammen: bitte beide oder keine."))
    if outcome.faults:
        outcome.fate = Fate.FAULT
    return outcome


@dataclass(frozen=True, slots=True)
class _Keys:
    """Name and address as the database compares them."""

    name: str
    address: str


def _sort_out_doubles(outcomes: list[Outcome]) -> list[_Keys]:
    """Marks rows that stand in the file before; returns the keys of the others. One query."""
    texts = [text for outcome in outcomes for text in (outcome.name, _address(outcome.told))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor_key(t) FROM unnest(%s::text[]) WITH ORDINALITY u(t, n) ORDER BY n", [texts])
        found = [row[0] for row in cursor.fetchall()]
    keys = [_Keys(*pair) for pair in zip(found[::2], found[1::2], strict=True)]
    first: dict[_Keys, int] = {}
    left = []
    for outcome, key in zip(outcomes, keys, strict=True):
        if key in first:
            outcome.fate = Fate.DOUBLE
            outcome.told.notes.append(f"Steht schon in Zeile {first[key]} und wird ausgelassen.")
        else:
            first[key] = outcome.number
            left.append(key)
    return left


def _address(told: Told) -> str:
    values = told.values
    return " ".join(values.get(name, "") for name in _HOUSE)


def _find(outcomes: list[Outcome], keys: list[_Keys]) -> None:
    """Ties each row to the entry it belongs to: by Kennung, by equal name where the address allows it.

    What is only near is for a person to decide.
    """
    wanted = [outcome.told.key for outcome in outcomes if outcome.told.key]
    by_key, by_name = _candidates(wanted, [key.name for key in keys])
    open_rows = []
    for outcome, key in zip(outcomes, keys, strict=True):
        if outcome.told.key and (actor := by_key.get(outcome.told.key)):
            outcome.actor = actor
            continue
        fitting = [actor for actor in by_name.get(key.name, []) if _same_place(actor, key, outcome.told)]
        if len(fitting) == 1:
            outcome.actor = fitting[0]
        elif fitting:
            outcome.fate, outcome.twins = Fate.TWIN, fitting[:5]
        else:
            open_rows.append(outcome)
    _one_row_each(outcomes)
    near = _near(open_rows)
    for outcome in open_rows:
        if twins := near.get(outcome.number):
            outcome.fate, outcome.twins = Fate.TWIN, twins[:5]


def _one_row_each(outcomes: list[Outcome]) -> None:
    """A second row of the same entry is left out: it would undo what the first says."""
    taken: dict[UUID, int] = {}
    for outcome in outcomes:
        if outcome.actor is None:
            continue
        first = taken.setdefault(outcome.actor.pk, outcome.number)
        if first != outcome.number:
            outcome.actor, outcome.fate = None, Fate.DOUBLE
            outcome.told.notes.append(f"Gehört zum selben Eintrag wie Zeile {first} und wird ausgelassen.")


def _same_place(actor: Actor, key: _Keys, told: Told) -> bool:
    """Nothing speaks against it: no other address, and without addresses no other region."""
    if key.address and actor.address_key:
        return bool(key.address == actor.address_key)
    region = told.values.get("region")
    return region is None or actor.region_id is None or actor.region_id == region.pk or _nested(actor, region)


def _nested(actor: Actor, region: Any) -> bool:
    own = actor.region.key if actor.region else ""
    return bool(own.startswith(region.key) or region.key.startswith(own))


def _candidates(keys: Collection[UUID], names: Collection[str]) -> tuple[dict[UUID, Actor], dict[str, list[Actor]]]:
    rows = _whole(Actor.objects.filter(pk__in=keys) | Actor.objects.exclude(state=ActorState.ARCHIVED).filter(
        name_key__in=names))  # fmt: skip
    by_key: dict[UUID, Actor] = {}
    by_name: dict[str, list[Actor]] = {}
    for row in rows:
        by_key[row.pk] = row
        if row.state != ActorState.ARCHIVED:
            by_name.setdefault(row.name_key, []).append(row)
    return by_key, by_name


def _whole(rows: Any) -> Any:
    """Actors with their lists, in one query."""
    ties = {
        f"{name}_held": ArraySubquery(model.objects.filter(actor=OuterRef("pk")).values(f"{name[:-1]}_id"))
        for name, model in _TIES.items()
    }
    offers = ArraySubquery(Offer.objects.filter(actor=OuterRef("pk")).values("title"))
    return rows.select_related("kind", "region").defer("region__geometry").annotate(offers_held=offers, **ties)


def _place(outcomes: list[Outcome], known: Known) -> None:
    """The region by address or point where neither row nor entry has one; a hint where the address says another.

    Two queries at most.
    """
    values = [outcome.told.values for outcome in outcomes]
    places = places_of([tuple(one.get(name, "") for name in _HOUSE) for one in values])
    outlines: Outlines | None = None
    for outcome, place in zip(outcomes, places, strict=True):
        told, held = outcome.told, outcome.actor
        region = told.values.get("region")
        if region is not None:
            unsaid = held is None or held.region_id != region.pk
            if place and unsaid and place.speaks_against(region.key):
                told.notes.append(
                    f"Nach der Anschrift liegt der Akteur in {place.name} ({place.key}), nicht in {region}."
                )
            continue
        if held is not None and held.region_id:
            continue
        if place is None and "longitude" in told.values:
            outlines = outlines or Outlines()
            place = outlines.at(float(told.values["longitude"]), float(told.values["latitude"]))
        if place and (found := known.regions.get(place.key)):
            told.placed = found
            told.notes.append(f"Die Region {found} wurde aus der Anschrift oder den Koordinaten ermittelt.")


def _near(outcomes: list[Outcome]) -> dict[int, list[Actor]]:
    """Number of a row -> entries written nearly like it. Two queries."""
    if not outcomes:
        return {}
    numbers = [outcome.number for outcome in outcomes]
    names = [outcome.name for outcome in outcomes]
    carriers = [outcome.told.values.get("carrier", "") for outcome in outcomes]
    addresses = [_address(outcome.told) for outcome in outcomes]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.number, t.id FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) u(number, name, carrier,"
            " address), LATERAL actor_twins(u.name, u.carrier, u.address) t WHERE t.nearness >= %s"
            " ORDER BY u.number, t.nearness DESC",
            [numbers, names, carriers, addresses, _NEAR],
        )
        pairs = cursor.fetchall()
    actors = {
        row.pk: row
        for row in _whole(Actor.objects.filter(pk__in={pk for _, pk in pairs}).exclude(state=ActorState.ARCHIVED))
    }
    found: dict[int, list[Actor]] = {}
    for number, pk in pairs:
        if pk in actors:
            found.setdefault(number, []).append(actors[pk])
    return found


def changes(actor: Actor, told: Told) -> dict[str, Any]:
    """Field -> new value, of the fields where the row says something else than the entry."""
    values = told.values if actor.region_id or told.placed is None else {"region": told.placed} | told.values
    found = {name: value for name, value in values.items() if normalised(value) != normalised(getattr(actor, name))}
    missing = [text for text in told.unknown if text not in actor.notes]
    if missing:
        found["notes"] = "\n".join([part for part in (actor.notes, *missing) if part])
    return found


def added(actor: Any, told: Told) -> dict[str, list[Any]]:
    """What the row adds to the lists of the entry: themes, target groups, titles of offers."""
    found: dict[str, list[Any]] = {
        name: [one for one in told.chosen[name] if one.pk not in getattr(actor, f"{name}_held")] for name in _TIES
    }
    return found | {"offers": [title for title in told.offers if title not in actor.offers_held]}


def _differences(actor: Actor, told: Told) -> list[Difference]:
    found = [
        Difference(_label(name), _shown(getattr(actor, name)), _shown(value))
        for name, value in changes(actor, told).items()
    ]
    for name, more in added(actor, told).items():
        if more:
            found.append(Difference(_label(name), "", "dazu: " + ", ".join(str(one) for one in more)))
    return found


def _label(name: str) -> str:
    return "Region" if name == "region" else FIELDS[name].label


def _shown(value: Any) -> str:
    return as_text(value) if value is None or isinstance(value, bool | float) else str(value)


def _mark(outcomes: list[Outcome]) -> str:
    """A digest of every outcome: what was looked at is what is taken over, or nothing is."""
    digest = hashlib.sha256()
    for outcome in outcomes:
        twins = [str(actor.pk) for actor in outcome.twins]
        seen = (outcome.number, outcome.fate.value, str(outcome.actor and outcome.actor.pk), twins)
        digest.update(repr((seen, [(d.label, d.before, d.after) for d in outcome.differences])).encode())
    return digest.hexdigest()[:32]
