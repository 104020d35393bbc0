"""The directory of regions of a district."""

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from districts.guard import needs
from districts.member import MemberRequest
from districts.models import Region


@needs("view_district")
def region_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Prognoseräume with their Bezirksregionen: keys, residents, whether there is an outline."""
    found = (
        Region.objects.exclude(level=Region.Level.PLANUNGSRAUM)
        .annotate(
            outlined=ExpressionWrapper(Q(geometry__isnull=False), output_field=BooleanField()),
            parts=Count("children", filter=Q(children__level=Region.Level.PLANUNGSRAUM)),
        )
        .defer("geometry")
        .order_by("key")
    )
    regions = list(found)
    forecast_areas = [region for region in regions if region.level == Region.Level.PROGNOSERAUM]
    return render(
        request,
        "districts/regions.html",
        {
            "groups": [
                (area, [region for region in regions if region.parent_id == area.pk]) for area in forecast_areas
            ],
            "count": len(regions) - len(forecast_areas),
            "day": next((region.population_on for region in regions if region.population_on), None),
            "breadcrumbs": [
                (request.member.district.name, reverse("district_home", args=[slug])),
                ("Regionen", ""),
            ],
        },
    )
