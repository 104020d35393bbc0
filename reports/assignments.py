"""An Auftrag as Vermerk for the electronic file: who, what, until when, and every step since."""

import uuid
from dataclasses import replace

from django.utils import timezone

from assignments.models import Assignment, AssignmentEvidence
from assignments.showing import facts_of, milestones_shown, read_entries, siblings_of
from assignments.views import find
from districts.member import Member
from evidence.showing import evidence_at
from reports.document import Document, Facts, Heading, ListOf, Paragraph, Part, Table
from reports.sources import day, evidence_list, source_of


def assignment_note(member: Member, pk: uuid.UUID) -> Document:
    """The Vermerk. Raises 404 where ``member`` may not read the Auftrag in full. Five queries.

    Who works on it in an office is that office's own matter: named to nobody else, and never on paper.
    """
    standing = find(member, pk)
    row: Assignment = standing.row
    today = timezone.localdate()
    parts: list[Part] = [Heading("Was zu tun ist"), Paragraph(row.text, quoted=True)]
    reasons = []
    if row.progress:
        reasons.append(("Anlass", str(row.progress)))
    if row.resolution:
        reasons.append(("Beschluss", str(row.resolution)))
    if reasons:
        parts.append(Facts(reasons))
    parts += [Heading("Beteiligte"), Table(
        "Ämter, die mitwirken", ("Amt/OE", "Stellenzeichen", "Rolle", "Eigener Schritt", "Beitrag"),
        [
            (part.office.name, part.office.short_name, "federführend" if part.lead else "mitwirkend", part.step,
             "" if part.lead else part.get_state_display())
            for part in standing.offices
        ],
        (6, 4, 4, 6, 3),
    )]  # fmt: skip
    if others := siblings_of(standing):
        parts += [Heading("Zugleich an andere Ämter"), ListOf([f"{one['office']}: {one['state']}" for one in others])]
    if marks := milestones_shown(standing):
        parts += [Heading("Meilensteine"), Table(
            "Meilensteine", ("Meilenstein", "Bis", "Erreicht am"),
            [(str(mark["title"]), str(mark["due"]), str(mark["reached"])) for mark in marks], (6, 2, 2),
        )]  # fmt: skip
    parts += [Heading("Was geschehen ist"), *_history(row, member)]
    parts += evidence_list(evidence_at(row, member, tie=AssignmentEvidence, link="assignment"))
    late = ", überfällig" if row.is_late(today) else ""
    facts = [
        ("Geschäftszeichen", row.file_number or "noch keines"),
        ("Stand", row.get_state_display() + late),
        *((term, said) for term, said in facts_of(row) if term != "Geschäftszeichen"),
        ("Fassung", f"{row.version} vom {day(today)}"),
    ]
    return Document(
        name=f"vermerk-auftrag-{member.district.slug}",
        title=f"Vermerk: {row.title}",
        subtitle=f"{row.get_kind_display()} der Verwaltungsspitze, Bezirk {member.district.name}",
        source=source_of(member.district),
        date=today,
        facts=facts,
        parts=parts,
    )


def _history(row: Assignment, member: Member) -> list[Part]:
    """The steps, oldest first: office and day, no name."""
    # Without offices of one's own nobody's name is told.
    said = read_entries(row, replace(member, holdings=()))
    if not said:
        return [Paragraph("Noch nichts: Der Auftrag ist ein Entwurf.")]
    rows = [
        (entry["when"], entry["who"], "\n".join(filter(None, [entry["what"], entry["dates"], entry["text"]])))
        for entry in said
    ]
    return [Table("Schritte in ihrer Reihenfolge", ("Tag", "Wer", "Was"), rows, (2, 4, 8))]
