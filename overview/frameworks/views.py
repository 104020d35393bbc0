"""Rahmenvorgaben in a district: the list, and one text with "zur Kenntnis genommen"."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from districts.guard import needs
from districts.member import MemberRequest
from overview.codes import titles_of
from overview.framework_models import BADGES, Time
from overview.frameworks import rules, showing
from overview.models import Framework, FrameworkNote
from overview.offered import way

TITLE = "Rahmenvorgaben"


@needs("view_checklist")
@require_safe
def frameworks(request: MemberRequest, slug: str) -> HttpResponse:
    """What holds, what comes and what held."""
    context = {
        "breadcrumbs": way(request.member, (TITLE, "")),
        "groups": showing.grouped(showing.lines_for(request.member, timezone.localdate())),
    }
    return render(request, "overview/frameworks/list.html", context)


@needs("view_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def framework(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One version; a POST takes note for the district."""
    member, today = request.member, timezone.localdate()
    row = get_object_or_404(Framework.objects.published(), pk=pk)
    here = reverse("framework", args=[slug, pk])
    if request.method == "POST":
        rules.take_note(row=row, by=member)
        messages.success(request, "Der Bezirk hat diese Rahmenvorgabe zur Kenntnis genommen.")
        return redirect(here)
    versions = showing.versions_of(row, today, lambda key: reverse("framework", args=[slug, key]))
    note = FrameworkNote.objects.filter(framework=row).first()
    time = next(line.time for line in versions if line.row.pk == row.pk)
    context = {
        "breadcrumbs": way(member, (TITLE, reverse("frameworks", args=[slug])), (row.title, "")),
        "row": row,
        "time": time,
        "badge": BADGES[time],
        "versions": versions,
        "newer": next((line for line in versions if line.row.number > row.number), None),
        "points": [(code, title, reverse("point", args=[slug, code])) for code, title in titles_of(row.codes)],
        "note": note,
        "may_note": note is None and time != Time.FORMER and member.may("note_frameworks"),
    }
    return render(request, "overview/frameworks/detail.html", context)
