"""What the page of one entry shows."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from districts.member import Member
from districts.models import Region
from districts.navigation import thing_address
from districts.region_page import region_links
from sozialraum.models import FormerName, FundingStream, Programme, Site, SiteUnit, SpatialUnit
from sozialraum.places.programmes import name_between
from sozialraum.places.rules import chosen_at
from sozialraum.places.words import NO_OFFICE, WHOLE, amount_words, period_words

Link = tuple[str, str]


@dataclass
class Page:
    """Facts, own words, and what hangs on the entry."""

    facts: list[tuple[str, str]]
    words: str = ""
    links: list[Link] = field(default_factory=list)
    #: Heading of ``links``.
    linked: str = ""
    #: Address outside; shown as a link.
    outside: str = ""


def page_url(slug: str, key: str, pk: Any) -> str:
    """The page of one entry of the kind ``key``."""
    return thing_address("place", slug, key, pk=pk)


def shown(row: Any, member: Member) -> Page:
    """What there is to read of ``row``. Three queries at most."""
    slug = member.district.slug
    office = [("Amt/OE", row.office.name if row.office else NO_OFFICE)] if hasattr(row, "office_id") else []
    if isinstance(row, SpatialUnit):
        period = period_words(row.starts_on, row.ends_on)
        facts = [*office, ("Ebene", row.get_level_display()), ("Regionen", _regions(row, member)),
                 ("Zeitraum", period), ("Funktionspostfach", row.mailbox)]  # fmt: skip
        sites = Site.objects.filter(pk__in=SiteUnit.objects.filter(unit=row).values("site")).order_by("sort_key")
        here = [(f"{site.name}, {site.address}", page_url(slug, "standorte", site.pk)) for site in sites]
        return Page(facts, row.tasks, here, "Standorte")
    if isinstance(row, Site):
        facts = [*office, ("Straße und Hausnummer", row.address), ("Postleitzahl", row.postcode),
                 ("Region", region_links(member, [(row.region.key, row.region.name)]))]  # fmt: skip
        units = SpatialUnit.objects.filter(pk__in=chosen_at(row)).order_by("sort_key")
        return Page(facts, row.use, [(u.name, page_url(slug, "einheiten", u.pk)) for u in units], "Einheiten hier")
    if isinstance(row, FundingStream):
        former = list(
            FormerName.objects.filter(programme=row.programme_id).order_by("until").values_list("name", "until")
        )
        name = name_between(row.programme.name, former, row.starts_on, row.ends_on, timezone.localdate())
        facts = [("Förderprogramm", name), *office, ("Zeitraum", period_words(row.starts_on, row.ends_on)),
                 ("An Räume gebunden", "ja" if row.bound else "nein"), ("Regionen", _regions(row, member)),
                 ("Spanne", amount_words(row.amount_from, row.amount_to))]  # fmt: skip
        return Page(facts, row.purpose, outside=row.link)
    if isinstance(row, Programme):
        facts = [("Zeitraum", period_words(row.starts_on, row.ends_on)),
                 ("Wird angeboten", "ja" if row.is_active else "nein")]  # fmt: skip
        names = FormerName.objects.filter(programme=row).order_by("-until")
        told = [(f"{n.name}, bis {n.until:%d.%m.%Y}", page_url(slug, "namen", n.pk)) for n in names]
        return Page(facts, "", told, "Frühere Namen")
    return Page([("Förderprogramm", row.programme.name), ("Hieß so bis", f"{row.until:%d.%m.%Y}")])


def _regions(row: Any, member: Member) -> str:
    """Links to the pages of the regions chosen at ``row``."""
    found = Region.objects.filter(pk__in=chosen_at(row)).order_by("key").values_list("key", "name")
    return region_links(member, found) or WHOLE
