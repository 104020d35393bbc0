"""What the page of a region and the page of an office tell of units, sites and Mittel. One statement a page."""

from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone

from districts.member import Member
from districts.models import Office, Region
from districts.region_page import RegionPart, concerning
from partners.questions.records import Entry, Listed
from sozialraum.models import FundingStream, FundingStreamRegion, Site, SpatialUnit, SpatialUnitRegion
from sozialraum.offered import uses_sozialraum
from sozialraum.places.showing import page_url
from sozialraum.places.words import NO_OFFICE
from sozialraum.profiles.parts import OfficePart

#: Entries of a section; the lists hold them all.
SHOWN = 20
TITLE = "Einheiten, Standorte und Mittel"
_TEMPLATE = "partners/regions/part.html"
#: Kind in the address -> where it stands, and what an entry is called.
_KINDS = {"einheiten": (1, "Einheit"), "standorte": (2, "Standort"), "gelder": (3, "Mittel")}


def places_in_region(member: Member, region: Region) -> RegionPart | None:
    """What is there today in the region, in the Räume of it, or for a larger one around it."""
    if not uses_sozialraum(member, "view_places"):
        return None
    around = concerning(region)
    listed = _read(
        member,
        units=Q(pk__in=SpatialUnitRegion.objects.filter(region__in=around).values("unit_id")),
        sites=Q(region__in=around),
        funding=Q(pk__in=FundingStreamRegion.objects.filter(region__in=around).values("funding_id")),
        query=f"?was=gelder&region={region.key}",
    )
    return RegionPart(TITLE, 60, _TEMPLATE, {"listed": listed})


def places_at_office(member: Member, office: Office) -> OfficePart | None:
    """What an office has today, for its own page."""
    if not uses_sozialraum(member, "view_places"):
        return None
    own = Q(office=office.pk)
    listed = _read(member, units=own, sites=own, funding=own, query=f"?was=einheiten&amt={office.pk}", named=False)
    return OfficePart(TITLE, 10, _TEMPLATE, {"listed": listed}) if listed.entries else None


def _read(member: Member, *, units: Q, sites: Q, funding: Q, query: str, named: bool = True) -> Listed:
    today = timezone.localdate()
    rows = _columns(
        "einheiten", SpatialUnit.objects.visible_to(member).between(today, today).filter(units), "name"
    ).union(
        _columns("standorte", Site.objects.visible_to(member).filter(sites), "name"),
        _columns("gelder", FundingStream.objects.visible_to(member).between(today, today).filter(funding), "title"),
        all=True,
    )
    slug = member.district.slug
    entries = []
    for _, kind, pk, label, whose in rows.order_by("place", "label", "key")[: SHOWN + 1]:
        words = f"{_KINDS[kind][1]}, {whose}" if named else _KINDS[kind][1]
        entries.append(Entry(label, words, page_url(slug, kind, pk)))
    return Listed(TITLE, tuple(entries[:SHOWN]), len(entries) > SHOWN, reverse("places", args=[slug]) + query)


def _columns(kind: str, rows: Any, title: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            place=Value(_KINDS[kind][0]),
            kind=Value(kind, output_field=CharField()),
            key=Cast("pk", CharField()),
            label=Cast(title, CharField()),
            whose=Coalesce("office__name", Value(NO_OFFICE), output_field=CharField()),
        )
        .values_list("place", "kind", "key", "label", "whose")
    )
    return found
