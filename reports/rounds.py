"""Report of a closed round: the profile, and to each Prüfstein what was agreed and why."""

import uuid
from dataclasses import replace

from districts.member import Member
from districts.refusals import NotNow
from pruefsteine.agreeing.table import Stone, find_table, lay, read_stones
from pruefsteine.comparing.plots import profile_over
from pruefsteine.models import Consensus, Indicator, Round
from pruefsteine.scales import RoundState
from reports.document import Document, Facts, Heading, Paragraph, Part, Table
from reports.drawings import profile
from reports.sources import day, source_of


def round_report(member: Member, pk: uuid.UUID) -> Document:
    """The report. Raises 404 for a round ``member`` knows nothing of, ``NotNow`` for one that is not closed.

    What single offices answered stays at their table; of deviating opinions it holds those whose author lets them go
    further. Ten queries at most, however many rounds and offices there are.
    """
    table = find_table(member, pk)
    row = table.round
    if row.state != RoundState.CLOSED:
        raise NotNow(f"Die Runde ist {row.get_state_display()}. Einen Bericht gibt es nach ihrem Abschluss.")
    stones = lay(table, read_stones(table))
    earlier = list(
        Round.objects.visible_to(member)
        .filter(state=RoundState.CLOSED, opens_on__lte=row.opens_on)
        .order_by("opens_on", "name")
    )
    agreed = Consensus.objects.visible_to(member).filter(round__in=[found.pk for found in earlier])
    plot = profile_over(earlier, {(found.round_id, found.item_id): found for found in agreed})
    parts: list[Part] = [
        Heading("Worauf sich der Bezirk verständigt hat"),
        Paragraph("Jeder Bezirk wird nur mit seinem eigenen Anfang verglichen."),
    ]
    if plot:
        drawn = profile(plot, head="Prüfstein")
        # Of one round alone the table below says it all.
        parts.append(drawn if len(plot["lines"]) > 1 else replace(drawn, table=None))
    parts += [
        Table(
            "Gemeinsame Einschätzung je Prüfstein",
            ("Prüfstein", "Gemeinsame Einschätzung", "Seit der Ausgangslage"),
            [(f"{stone.number} {stone.title}", stone.agreed or "noch keine", stone.agreed_change) for stone in stones],
            (6, 3, 3),
        ),
        Heading("Die Prüfsteine im Einzelnen"),
    ]
    indicators = _indicators(stones)
    for stone in stones:
        parts += _stone(stone, indicators)
    facts = [
        ("Beginn", day(row.opens_on)), ("Abgabe bis", day(row.closes_on)), ("Abgeschlossen am", day(row.closed_on)),
        ("Ausgangslage", "Diese Runde ist die Ausgangslage." if row.is_baseline else ""),
    ]  # fmt: skip
    return Document(
        name=f"runde-{member.district.slug}",
        title=f"Bericht zur Runde „{row.name}“",
        subtitle=f"Prüfsteine der Sozialraumorientierung, Bezirk {member.district.name}",
        source=source_of(member.district),
        date=row.closed_on or row.closes_on,
        facts=[(term, said) for term, said in facts if said],
        parts=parts,
    )


def _indicators(stones: list[Stone]) -> dict[uuid.UUID, list[str]]:
    """Operationalisation -> its indicators in words. One query."""
    found: dict[uuid.UUID, list[str]] = {}
    for row in Indicator.objects.filter(operationalisation__in=[stone.meaning for stone in stones if stone.meaning]):
        source = f" ({row.source})" if row.source else ""
        found.setdefault(row.operationalisation_id, []).append(f"{row.name}{source}, {row.get_direction_display()}")
    return found


def _stone(stone: Stone, indicators: dict[uuid.UUID, list[str]]) -> list[Part]:
    said = [("Gemeinsame Einschätzung", stone.agreed or "noch keine"), ("Seit der Ausgangslage", stone.agreed_change)]
    if stone.consensus:
        said += [("Begründung", stone.consensus.reasons), ("Verabredet am", day(stone.consensus.agreed_on))]
    if stone.meaning:
        said.append(("Was das hier heißt (Operationalisierung)", stone.meaning.meaning))
        said.append(("Woran es sich zeigt", "\n".join(indicators.get(stone.meaning.pk, []))))
    said += [
        (f"Abweichende Meinung ({dissent.office.name})", dissent.text)
        for dissent in stone.dissents
        if dissent.may_go_further
    ]
    said += [(f"Sicht der Akteure ({view.body}, {day(view.held_on)})", view.text) for view in stone.views]
    heading = Heading(f"Prüfstein {stone.number}: {stone.title}", 3)
    return [heading, Paragraph(stone.text), Facts([(term, words) for term, words in said if words])]
