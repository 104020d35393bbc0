"""What everybody reads without signing in. Reads the frozen copies alone: the login role may see nothing else."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from districts.export_note import export_note
from districts.guard import everyone
from lists.export import export
from lists.query import page_of
from partners.actors import geojson
from partners.actors.exports import as_cell
from partners.models import Publication
from partners.publishing import dcat
from partners.publishing.rules import FIELDS, published


def _found(slug: str) -> Publication:
    row = published(slug)
    if row is None:
        raise Http404
    return row


def _address(slug: str, kind: str) -> str:
    return f"{settings.BASE_URL}{reverse('open_actors_file', args=[slug, kind])}"


@everyone
@require_safe
def open_actors(request: HttpRequest, slug: str) -> HttpResponse:
    """The published list to read, with its files."""
    row = _found(slug)
    context = {
        "publication": row,
        "page_obj": page_of(row.entries, request.GET),
        "files": [("CSV", _address(slug, "csv")), ("GeoJSON", _address(slug, "geojson"))],
        "description_url": _address(slug, "jsonld"),
        "breadcrumbs": [(row.title, "")],
    }
    return render(request, "partners/publishing/open.html", context)


@everyone
@require_safe
def open_actors_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The published list as CSV or GeoJSON, or its description (DCAT-AP) as JSON-LD. 404 for anything else."""
    row = _found(slug)
    if kind == "csv":
        rows = [[as_cell(name, entry[name]) for name in FIELDS.values()] for entry in row.entries]
        # Programs read it: nothing below the rows, unless they are invented.
        note = export_note(row.district, row.title) if settings.DEMO else ""
        response = export(kind, name=f"akteure-{slug}", header=list(FIELDS), rows=rows, note=note)
    elif kind == "geojson":
        points = {
            entry["pk"]: (entry["longitude"], entry["latitude"])
            for entry in row.entries
            if entry["longitude"] is not None
        }
        content = geojson.feature_collection(row.entries, FIELDS, points, export_note(row.district, row.title))
        response = HttpResponse(content, content_type=geojson.CONTENT_TYPE)
    elif kind == "jsonld":
        page = settings.BASE_URL + reverse("open_actors", args=[slug])
        told = dcat.described(row, page=page, files={kind: _address(slug, kind) for kind in dcat.FILES})
        response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=dcat.CONTENT_TYPE)
    else:
        raise Http404
    # Open data: pages of others may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response
