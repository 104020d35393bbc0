"""The web of ties as drawing and table."""

from dataclasses import dataclass
from typing import Any

from districts.member import Member
from districts.navigation import address, thing_address
from lists.network_plot import Box, Column, network_plot
from partners.ties.reading import How, Kind, Thing, Web

HEADS = {Kind.OFFICE: "Ämter", Kind.BODY: "Gremien", Kind.ACTOR: "Akteure"}
#: What one of them is called.
NAMES = {Kind.OFFICE: "Amt/OE", Kind.BODY: "Gremium", Kind.ACTOR: "Akteur"}
_FILLS = {Kind.OFFICE: "office", Kind.BODY: "body", Kind.ACTOR: "actor"}
_LOOKS = {How.MEMBER: "member", How.COOPERATION: "cooperation"}
_LEGEND = {"member": "Mitglied im Gremium", "cooperation": "Kooperation", "place": "Gremium arbeitet in der Region"}
#: More actors than this stand together as their region.
SINGLE = 30
#: Names in one cell of the table, and boxes of one column; the page of the thing itself has them all.
CELL, COLUMN = 5, 60


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a thing, and per column what it is tied to, and whether there is more."""

    name: str
    url: str
    cells: list[tuple[list[tuple[str, str]], bool]]


def around_url(member: Member, thing: Thing) -> str:
    """The page with the ties of one thing."""
    return f"{address('ties', args=(member.district.slug,))}?um={thing.key}"


def page_url(member: Member, thing: Thing) -> str:
    """The page of the thing itself; "" for an office, which has none."""
    names = {Kind.BODY: "body", Kind.ACTOR: "actor"}
    return thing_address(names[thing.kind], member.district.slug, pk=thing.key) if thing.kind in names else ""


def table_of(web: Web, member: Member) -> list[tuple[str, list[Row]]]:
    """Offices and Gremien, each with what they are tied to; every tie stands in at least one line."""
    found = []
    for kind in (Kind.OFFICE, Kind.BODY):
        things = sorted((t for t in web.things.values() if t.kind == kind), key=lambda t: t.name.casefold())
        rows = []
        for thing in things:
            tied = web.neighbours(thing.key)
            cells = []
            for column in HEADS:
                names = [(other.name, around_url(member, other)) for other, _ in tied if other.kind == column]
                cells.append((names[:CELL], len(names) > CELL))
            rows.append(Row(thing.name, around_url(member, thing), cells))
        if rows:
            found.append((HEADS[kind], rows))
    return found


def plot_of(web: Web, member: Member) -> dict[str, object]:
    """All ties: offices, Gremien, and actors, or where there are many of them their regions."""
    slug = member.district.slug
    actors = [thing for thing in web.things.values() if thing.kind == Kind.ACTOR]
    grouped = len(actors) > SINGLE
    stands: dict[str, Any] = {thing.key: thing.place if grouped else thing.key for thing in actors}
    ties = {(stands.get(one, one), stands.get(two, two)): _LOOKS[how] for (one, two), how in web.ties.items()}
    columns = [_column(web, member, kind) for kind in (Kind.OFFICE, Kind.BODY)]
    if grouped:
        here = {place for place in stands.values() if place}
        if not web.narrowed:
            working = {(body, place) for body, place in web.places if body in web.things}
            ties = dict.fromkeys(working, "place") | ties
            here |= {place for _, place in working}
        boxes = [
            Box(pk, name, f"{address('ties', args=(slug,))}?region={key}")
            for pk, (key, name) in web.regions.items()
            if pk in here
        ]
        columns.append(Column("Akteure der Region", "actor", boxes))
    else:
        columns.append(_column(web, member, Kind.ACTOR))
    return network_plot(title="Wer mit wem verbunden ist", columns=columns, ties=ties, legend=_LEGEND)


def _column(web: Web, member: Member, kind: Kind) -> Column:
    things = sorted((t for t in web.things.values() if t.kind == kind), key=lambda t: t.name.casefold())
    return Column(HEADS[kind], _FILLS[kind], [Box(t.key, t.name, around_url(member, t)) for t in things])


def plot_around(web: Web, member: Member, focus: Thing) -> dict[str, object]:
    """One thing in the middle, what it is tied to on both sides of it."""
    tied = web.neighbours(focus.key)
    beside = [kind for kind in HEADS if kind != focus.kind]
    sides = {
        kind: Column(
            HEADS[kind],
            _FILLS[kind],
            [Box(other.key, other.name, around_url(member, other)) for other, _ in tied if other.kind == kind][:COLUMN],
        )
        for kind in beside
    }
    middle = Column("", _FILLS[focus.kind], [Box(focus.key, focus.name, around_url(member, focus))])
    ties = {(focus.key, other.key): _LOOKS[how] for other, how in tied}
    columns = [sides[beside[0]], middle, sides[beside[1]]]
    return network_plot(title="Direkte Verbindungen", columns=columns, ties=ties, legend=_LEGEND)
