"""What the Senate sees: Freigaben in force, each the very picture the district saw beforehand.

The database role of these pages has no policy that would show anything else. What lays districts side by side
(``overview/pictures``) reads the same rows.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.guard import statewide
from districts.roles import StatewideRole
from lists.export import CONTENT_TYPES, export
from pruefsteine.models import Release
from pruefsteine.releasing.picture import EXPORT_HEADER, export_rows, shown


@statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)
@require_safe
def senate_releases(request: HttpRequest) -> HttpResponse:
    """Freigaben in force, by district in the fixed order 01 to 12."""
    rows = Release.objects.in_force().select_related("district").order_by("district__key", "-released_on", "pk")
    context = {
        "breadcrumbs": [("Freigaben der Bezirke", "")],
        "releases": [(row, row.picture["round"], reverse("senate_release", args=[row.pk])) for row in rows],
    }
    return render(request, "pruefsteine/releasing/senate_list.html", context)


@statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)
@require_safe
def senate_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One picture, as a page or as XLSX and CSV; 404 the moment it is withdrawn."""
    row = get_object_or_404(Release.objects.in_force().select_related("district"), pk=pk)
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        demo = " – Demodaten, frei erfunden" if settings.DEMO else ""
        note = (
            f"Freigabe des Bezirks {row.district.name} vom {row.released_on:%d.%m.%Y}, {row.picture['round']['name']}, "
            f"ausgegeben am {timezone.localdate():%d.%m.%Y}{demo}"
        )
        name = f"freigabe-{row.district.slug}"
        return export(kind, name=name, header=EXPORT_HEADER, rows=export_rows(row.picture), note=note)
    title = f"{row.district.name}: {row.picture['round']['name']}"
    context = shown(row.picture) | {
        "breadcrumbs": [("Freigaben der Bezirke", reverse("senate_releases")), (title, "")],
        "title": title,
        "release": row,
        "exports": [(label.upper(), f"?export={label}") for label in CONTENT_TYPES],
    }
    return render(request, "pruefsteine/releasing/senate_detail.html", context)
