"""Report of an office in social space: its own words as far as it shares them, and what stands in Querlinie of it."""

import uuid

from django.shortcuts import get_object_or_404
from django.utils import timezone

from districts.member import Member
from districts.models import Office
from reports.document import Document, Facts, Heading, Paragraph, Part
from reports.from_pages import read_sections
from reports.sources import day, evidence_list, source_of
from sozialraum.profiles.showing import find_profile, read_page


def office_report(member: Member, pk: uuid.UUID) -> Document:
    """The report of the office ``pk``. Raises 404 where there is none. As many queries as its page."""
    office = get_object_or_404(Office.objects.select_related("area"), pk=pk)
    profile = find_profile(office, member)
    shown = read_page(office, profile, member)
    parts: list[Part] = []
    if office.not_sensible_because:
        parts += [Heading("Für dieses Amt nicht sinnvoll (B3.1d)"), Paragraph(office.not_sensible_because, quoted=True)]
    for entry in shown["sections"]:
        if entry["answers"]:
            section = entry["section"]
            parts += [Heading(f"{section.title} ({section.code})"), Facts(entry["answers"])]
    if profile is None:
        parts.append(Paragraph("Dieses Amt hat sein Profil noch nicht geteilt."))
    parts += evidence_list(shown["evidence"])
    parts += read_sections(shown["parts"])
    state = ""
    if profile:
        shared = profile.shared_on
        state = f"mit dem Bezirk geteilt am {day(shared)}" if shared else "nicht geteilt: Das liest nur das Amt selbst."
    facts = [
        ("Geschäftsbereich", office.area.name), ("Stellenzeichen", office.short_name), ("Profil", state),
        ("Hinweis", "" if office.is_active else "Dieses Amt besteht nicht mehr."),
    ]  # fmt: skip
    return Document(
        name=f"amt-{member.district.slug}",
        title=office.name,
        subtitle=f"Das Amt im Sozialraum, Bezirk {member.district.name}",
        source=source_of(member.district),
        date=timezone.localdate(),
        facts=[(term, said) for term, said in facts if said],
        parts=parts,
    )
