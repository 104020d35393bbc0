"""The directory of regions of a district, and the page of one."""

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.form_page import Trail
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.models import Region
from districts.own_regions import is_outside, regions_of, regions_seen_by
from districts.region_page import family_of, parts_of, region_url
from districts.report_links import report_links


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Regionen, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, ("Regionen", reverse("regions", args=slug)), *steps]


@needs("view_district")
def region_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Prognoseräume with their Bezirksregionen: keys, residents, whether there is an outline; a way to their pages.

    A Stadtteilkoordination reads the directory whole, and opens the pages of its own regions.
    """
    member = request.member
    opened = Q(pk__in=regions_of(member).order_by().values("pk")) if is_outside(member) else Q(pk__isnull=False)
    found = (
        Region.objects.exclude(level=Region.Level.PLANUNGSRAUM)
        .annotate(
            opens=ExpressionWrapper(opened, output_field=BooleanField()),
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
            "breadcrumbs": way(member),
        },
    )


@needs("view_district")
@require_safe
def region(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """One region: where it lies, who lives there, and what the rooms know of it. 404 where it is not to be seen."""
    member = request.member
    family = family_of(member, key)
    if family is None:
        raise Http404
    steps = [(row.name, region_url(member, row.key)) for row in family.above]
    context = {
        "breadcrumbs": way(member, *steps, (family.region.name, "")),
        "region": family.region,
        "above": [(row, region_url(member, row.key)) for row in family.above],
        "below": [(row, region_url(member, row.key)) for row in family.below],
        "parts": parts_of(member, family),
        "reports": report_links("region", slug, key),
    }
    return render(request, "districts/region.html", context)


@needs("view_district")
@require_safe
def region_outlines(request: MemberRequest, slug: str) -> HttpResponse:
    """The outlines of the Bezirksregionen somebody sees, as GeoJSON, for the maps. One query."""
    rows = regions_seen_by(request.member).filter(level=Region.Level.BEZIRKSREGION, geometry__isnull=False)
    features = [
        {"type": "Feature", "properties": {"key": key, "name": name}, "geometry": geometry}
        for key, name, geometry in rows.values_list("key", "name", "geometry")
    ]
    answer = JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")
    # They change with an import, once in years; a map that is looked at again need not fetch them again.
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
