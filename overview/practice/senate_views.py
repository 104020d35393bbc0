"""Good examples as the Senate reads them: what districts released, and nothing else."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.guard import statewide
from districts.listing import filter_fields
from lists.export import CONTENT_TYPES, export
from lists.query import export_links, page_of
from overview.codes import titles_of
from overview.models import SharedPractice
from overview.offered import SENATE
from overview.practice.forms import FilterForm
from overview.practice.listing import HEADER, export_rows, read_list
from overview.practice.views import TITLE


@statewide(*SENATE)
@require_safe
def senate_practices(request: HttpRequest) -> HttpResponse:
    """The examples of all districts, as a page or as XLSX and CSV."""
    listed = read_list(request.GET)
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        demo = " – Demodaten, frei erfunden" if settings.DEMO else ""
        note = f"{TITLE} der Bezirke, ausgegeben am {timezone.localdate():%d.%m.%Y}{demo}"
        return export(kind, name="gute-beispiele", header=HEADER, rows=export_rows(listed), note=note)
    context = {
        "breadcrumbs": [(TITLE, "")],
        "listed": listed,
        "page_obj": page_of(listed.rows, request.GET),
        "fields": filter_fields(FilterForm, request.GET, districts=listed.districts),
        "exports": export_links(request.GET),
        "base": reverse("senate_practices"),
    }
    return render(request, "overview/practice/list.html", context)


@statewide(*SENATE)
@require_safe
def senate_practice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One example as its district released it; 404 the moment it is withdrawn."""
    row = get_object_or_404(SharedPractice, pk=pk)
    points = [(code, title, "") for code, title in titles_of(row.codes)]
    context = {"breadcrumbs": [(TITLE, reverse("senate_practices")), (row.title, "")], "row": row, "points": points}
    return render(request, "overview/practice/detail.html", context)
