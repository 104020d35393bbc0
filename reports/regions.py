"""Report of a region: what its page shows to whoever makes it."""

from django.http import Http404
from django.utils import timezone

from districts.member import Member
from districts.region_page import family_of, parts_of
from reports.document import Document, Paragraph
from reports.from_pages import read_sections
from reports.sources import day, source_of

SOURCE = (
    "Namen, Umrisse und Einwohnerzahlen: Amt für Statistik Berlin-Brandenburg, CC BY 3.0 DE. „k. A.“: nicht "
    "eingelesen, unvollständig oder aus Gründen des Datenschutzes nicht veröffentlicht."
)


def region_report(member: Member, key: str) -> Document:
    """The report of the region ``key``. Raises 404 where ``member`` may not open it. As many queries as the page."""
    family = family_of(member, key)
    if family is None:
        raise Http404
    region = family.region
    people = region.population_text
    if region.population is not None and region.population_on:
        people += f" (am {day(region.population_on)})"
    facts = [
        ("Schlüssel", f"{region.get_level_display()} {region.key}"),
        *((row.get_level_display(), f"{row.name} ({row.key})") for row in family.above),
        ("Einwohner/innen", people),
    ]
    if family.below:
        facts.append(("Räume darin", ", ".join(f"{row.name} ({row.key})" for row in family.below)))
    parts = read_sections(parts_of(member, family))
    return Document(
        name=f"region-{region.key}-{member.district.slug}",
        title=f"{region.get_level_display()} {region.name}",
        subtitle=f"Was in Querlinie über die Region steht, Bezirk {member.district.name}",
        source=source_of(member.district),
        date=timezone.localdate(),
        facts=facts,
        parts=[*(parts or [Paragraph("Zu dieser Region ist noch nichts eingetragen.")]), Paragraph(SOURCE, small=True)],
    )
