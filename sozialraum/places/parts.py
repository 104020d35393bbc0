"""What the page of a region and the page of an office tell of units, sites and Mittel. One statement."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from districts.member import Member
from districts.models import Office
from districts.page_part import PagePart
from districts.region_page import Family, Found, Place, RegionSection, Rows
from partners.questions.records import Entry, Listed
from sozialraum.models import FundingStream, FundingStreamRegion, Site, SpatialUnit, SpatialUnitRegion
from sozialraum.offered import uses_sozialraum
from sozialraum.places.showing import page_url
from sozialraum.places.words import NO_OFFICE
from sozialraum.profiles.parts import OfficeSection

#: Entries of a section; the lists hold them all.
SHOWN = 20
TITLE = "Einheiten, Standorte und Mittel"
#: Kind in the address -> where it stands, and what an entry is called.
_KINDS = {"einheiten": (1, "Einheit"), "standorte": (2, "Standort"), "gelder": (3, "Mittel")}


def _places(member: Member, place: Place) -> Rows:
    """What is there today in the region, in the Räume of it, or for a larger one around it."""
    return _rows(
        member,
        place.today,
        units=Q(pk__in=SpatialUnitRegion.objects.filter(region__in=place.around).values("unit_id")),
        sites=Q(region__in=place.around),
        funding=Q(pk__in=FundingStreamRegion.objects.filter(region__in=place.around).values("funding_id")),
    )


def _tell_places(member: Member, family: Family, rows: Iterable[dict[str, Any]]) -> PagePart:
    listed = _listed(member, rows, f"?was=gelder&region={family.region.key}")
    return PagePart(TITLE, 60, listed.html)


PLACES_IN_REGION = RegionSection(lambda member, region: uses_sozialraum(member, "view_places"), _places, _tell_places)


def _places_of(member: Member, *, office: Any, today: Any) -> Rows:
    """What an office has today."""
    own = Q(office=office)
    return _rows(member, today, units=own, sites=own, funding=own)


def _tell_places_of(member: Member, office: Office, rows: Found) -> PagePart | None:
    listed = _listed(member, rows, f"?was=einheiten&amt={office.pk}", named=False)
    return PagePart(TITLE, 10, listed.html) if listed.entries else None


PLACES_AT_OFFICE = OfficeSection(lambda member: uses_sozialraum(member, "view_places"), _places_of, _tell_places_of)


def _rows(member: Member, today: Any, *, units: Q, sites: Q, funding: Q) -> Rows:
    rows = _columns(
        "einheiten", SpatialUnit.objects.visible_to(member).between(today, today).filter(units), "name"
    ).union(
        _columns("standorte", Site.objects.visible_to(member).filter(sites), "name"),
        _columns("gelder", FundingStream.objects.visible_to(member).between(today, today).filter(funding), "title"),
        all=True,
    )
    return rows.order_by("place", "label", "key")[: SHOWN + 1]


def _listed(member: Member, rows: Iterable[dict[str, Any]], query: str, *, named: bool = True) -> Listed:
    slug = member.district.slug
    entries = []
    for row in rows:
        what = _KINDS[row["kind"]][1]
        words = f"{what}, {row['whose']}" if named else what
        entries.append(Entry(row["label"], words, page_url(slug, row["kind"], row["key"])))
    return Listed(TITLE, tuple(entries[:SHOWN]), len(entries) > SHOWN, reverse("places", args=[slug]) + query)


def _columns(kind: str, rows: Any, title: str) -> Rows:
    found: Rows = (
        rows.order_by()
        .annotate(
            place=Value(_KINDS[kind][0]),
            kind=Value(kind, output_field=CharField()),
            key=Cast("pk", CharField()),
            label=Cast(title, CharField()),
            whose=Coalesce("office__name", Value(NO_OFFICE), output_field=CharField()),
        )
        .values("place", "kind", "key", "label", "whose")
    )
    return found
