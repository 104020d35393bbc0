"""Sachstandsbericht of a district: what stands where, for the Bezirksamt and the BVV.

It is made of the very lists of the pages, as the person who makes it reads them. What is still being prepared stays
out: drafts of Aufträge, Bedarfe that are not agreed, levels of rounds that are not closed.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from assignments.listing import read_list as read_assignments
from assignments.offered import uses_assignments
from assignments.states import State
from checklist.overview import Line, read_overview, state_plot
from districts.dates import dates_of
from districts.member import Member
from partners.bodies.listing import read_list as read_bodies
from partners.models import Actor
from partners.offered import uses_actors, uses_partners
from pruefsteine.comparing.plots import profile_over
from pruefsteine.models import Consensus, Round
from pruefsteine.offered import uses_pruefsteine
from pruefsteine.scales import RoundState
from reports.document import Document, Facts, Heading, ListOf, Paragraph, Part, Table
from reports.drawings import bars, profile
from reports.sources import day, source_of
from sozialraum.models import NeedState
from sozialraum.needs.listing import read_list as read_needs
from sozialraum.offered import uses_sozialraum

#: How far ahead dates are told.
AHEAD = datetime.timedelta(days=90)


def checklist(member: Member, today: datetime.date) -> list[Part]:
    """How many points stand where, as a drawing with its table. One query."""
    overview = read_overview(QueryDict(), today)
    plot = state_plot(overview)
    if not plot["rows"]:
        return [Paragraph("Zu keinem Punkt der Checkliste ist ein Stand eingetragen.")]
    return [
        Paragraph("Jeder Bezirk geht seinen eigenen Weg, in seiner Reihenfolge und Geschwindigkeit. Die Zahlen sagen, "
                  "woran gearbeitet wird; sie sind kein Maß für Erfolg."),
        bars(plot),
    ]  # fmt: skip


def points(member: Member, today: datetime.date) -> list[Part]:
    """Every point that has a state, by part. One query."""
    overview = read_overview(QueryDict(), today)
    found: list[Part] = []
    for chapter in overview.summary:
        rows = [_point(line) for line in overview.shown if line["chapter"] == chapter.code and line["state"]]
        if rows:
            header = ("Punkt", "Worum es geht", "Stand", "Zuständig", "Zieldatum")
            found.append(Table(f"Teil {chapter.label}", header, rows, (2, 8, 5, 5, 3)))
    return found or [Paragraph("Zu keinem Punkt der Checkliste ist ein Stand eingetragen.")]


def _point(line: Line) -> tuple[str, ...]:
    late = "\nüberfällig" if line["late"] else ""
    return line["code"], line["title"], line["state_label"], line["office"] or "", line["due"] + late


def assignments(member: Member, today: datetime.date) -> list[Part]:
    """Aufträge that were given, as far as ``member`` reads them. Two queries."""
    listed = read_assignments(QueryDict(), member, today)
    rows = [
        (row["title"], row["lead_name"] or "", row["state_label"], row["due"] + ("\nüberfällig" if row["late"] else ""))
        for row in listed.shown
        if row["state"] != State.DRAFT
    ]
    rows += [(row["title"], "", row["state_label"], "") for row in listed.titles]
    if not rows:
        return [Paragraph("Es ist kein Auftrag erteilt, den Sie lesen dürfen.")]
    header = ("Auftrag", "Federführung", "Stand", "Frist")
    return [Table("Aufträge der Verwaltungsspitze an die Ämter", header, rows, (7, 5, 4, 3))]


def rounds(member: Member, today: datetime.date) -> list[Part]:
    """The rounds, and what was agreed in those that are closed. Three queries."""
    found = list(Round.objects.visible_to(member).order_by("opens_on", "name"))
    closed = [row for row in found if row.state == RoundState.CLOSED]
    agreed = Consensus.objects.visible_to(member).filter(round__in=[row.pk for row in closed])
    said = [(row.name, f"{row.get_state_display()}, Beginn {day(row.opens_on)}, Abgabe bis {day(row.closes_on)}")
            for row in found if row.state != RoundState.PLANNED]  # fmt: skip
    if not said:
        return [Paragraph("Es gab noch keine Erhebungsrunde.")]
    plot = profile_over(closed, {(row.round_id, row.item_id): row for row in agreed})
    if plot is None:
        return [Facts(said), Paragraph("Eine gemeinsame Einschätzung gibt es noch nicht.")]
    return [Facts(said), profile(plot, head="Prüfstein")]


def bodies(member: Member, today: datetime.date) -> list[Part]:
    """Gremien, as ``member`` reads them. Three queries."""
    rows = [
        (row["name"], row["kind"], row["sort"], row["rhythm"], day(row["next_on"]) or "noch kein Termin")
        for row in read_bodies(QueryDict(), member, today).shown
    ]
    if not rows:
        return [Paragraph("Es ist kein Gremium eingetragen.")]
    header = ("Gremium", "Art", "Am Tisch", "Takt", "Nächste Sitzung")
    return [Table("Gremien", header, rows, (5, 4, 4, 3, 4))]


def actors(member: Member, today: datetime.date) -> list[Part]:
    """Which kinds of partners the register of the district holds, in words. One query."""
    found = Actor.objects.visible_to(member).approved().order_by().values_list("kind__name", flat=True).distinct()
    kinds = sorted({name for name in found if name}, key=str.casefold)
    if not kinds:
        return [Paragraph("Im Verzeichnis ist noch kein Akteur freigegeben.")]
    return [Paragraph("Im Verzeichnis des Bezirks stehen freigegebene Akteure dieser Arten:"), ListOf(kinds)]


def needs(member: Member, today: datetime.date) -> list[Part]:
    """Bedarfe that are agreed or done, as ``member`` reads them. Two queries."""
    rows = [
        (row["title"], ", ".join(row["places"]), row["state_label"], row["lead"],
         "\n".join(filter(None, [row["agreed_what"], f"bis {day(row['agreed_until'])}" if row["agreed_until"] else "",
                                 row["outcome"]])))
        for row in read_needs(QueryDict(), member, today).shown
        if row["state"] in (NeedState.AGREED, NeedState.DONE)
    ]  # fmt: skip
    if not rows:
        return [Paragraph("Es ist noch kein Bedarf vereinbart, den Sie lesen dürfen.")]
    header = ("Bedarf", "Regionen", "Stand", "Federführung", "Was vereinbart ist")
    return [
        Table("Vereinbarte und erledigte Bedarfe", header, rows, (5, 4, 3, 4, 6)),
        Paragraph("Bedarfe, über die die Ämter noch sprechen, stehen hier nicht.", small=True),
    ]


def dates(member: Member, today: datetime.date) -> list[Part]:
    """What comes in the next months, as ``member`` reads it: as many queries as the calendar has rooms."""
    rows = [
        (day(dated.day), dated.kind, dated.title, dated.state)
        for dated in dates_of(member, today, today + AHEAD, today)
        if not dated.past
    ]
    if not rows:
        return [Paragraph("In den nächsten drei Monaten steht nichts an.")]
    return [Table("Termine der nächsten drei Monate", ("Tag", "Was", "Worum es geht", "Stand"), rows, (3, 4, 8, 4))]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part somebody may choose: what it is called, who may have it, and what makes it."""

    label: str
    open_to: Callable[[Member], bool]
    read: Callable[[Member, datetime.date], list[Part]]


#: In the order of the report.
CHAPTERS: dict[str, Chapter] = {
    "checkliste": Chapter("Checkliste im Überblick", lambda member: True, checklist),
    "punkte": Chapter("Checkliste, Punkt für Punkt", lambda member: True, points),
    "auftraege": Chapter("Aufträge", uses_assignments, assignments),
    "pruefsteine": Chapter("Prüfsteine", uses_pruefsteine, rounds),
    "gremien": Chapter("Gremien", lambda member: uses_partners(member, "view_bodies"), bodies),
    "akteure": Chapter("Akteure", uses_actors, actors),
    "bedarfe": Chapter("Bedarfe", lambda member: uses_sozialraum(member, "view_needs"), needs),
    "termine": Chapter("Nächste Termine", lambda member: True, dates),
}


def chapters_for(member: Member) -> list[tuple[str, str]]:
    """Key and label of each part ``member`` may have. No query."""
    return [(key, chapter.label) for key, chapter in CHAPTERS.items() if chapter.open_to(member)]


def standing_report(
    member: Member,
    *,
    chosen: Sequence[str],
    dated: datetime.date,
    addressee: str = "",
    printed_matter: str = "",
    today: datetime.date,
) -> Document:
    """The report with the ``chosen`` parts, all if none is chosen. What ``member`` may not have is left away.

    ``dated`` is the day the report bears; what it says is of ``today``. ``printed_matter`` is a Drucksache of the BVV.
    """
    allowed = [key for key, _ in chapters_for(member)]
    parts: list[Part] = []
    for key in [key for key in allowed if key in chosen] or allowed:
        parts += [Heading(CHAPTERS[key].label), *CHAPTERS[key].read(member, today)]
    head = [("An", addressee), ("Drucksache", printed_matter), ("Datum", day(dated)), ("Stand der Angaben", day(today))]
    return Document(
        name=f"sachstandsbericht-{member.district.slug}",
        title=f"Sachstandsbericht Bezirk {member.district.name}",
        subtitle="Sozialraumorientierung nach der Arbeitshilfe",
        source=source_of(member.district),
        date=today,
        facts=[(term, said) for term, said in head if said],
        parts=parts,
    )
