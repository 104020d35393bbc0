"""The page of ties: all of them, those of a region or of a kind of actor, or those of one office, Gremium or actor."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.guard import needs
from districts.listing import filter_fields
from districts.member import MemberRequest
from districts.navigation import address
from districts.region_page import region_url
from districts.room_guard import uses_room
from partners.actors.views import views_of, way
from partners.offered import ROOM
from partners.ties.drawing import HEADS, NAMES, around_url, page_url, plot_around, plot_of, table_of
from partners.ties.forms import FilterForm
from partners.ties.reading import Web, read_web

TITLE = "Wer hält Verbindung?"


@needs("view_partnership")
@uses_room(ROOM)
@require_safe
def ties(request: MemberRequest, slug: str) -> HttpResponse:
    """Who is tied to whom, and where nobody is yet. 404 for an ``um`` that is nothing here."""
    web = read_web(request.GET, request.member, timezone.localdate())
    if request.GET.get("um"):
        return _around(request, web)
    member = request.member
    context = {
        "breadcrumbs": way(member, ("Verbindungen", "")),
        "tabs": views_of(request),
        "fields": filter_fields(
            FilterForm,
            request.GET,
            regions=[(key, f"{name} ({key})") for key, name in web.regions.values()],
            kinds=web.kinds,
        ),
        "narrowed": web.narrowed,
        "plot": plot_of(web, member),
        "heads": list(HEADS.values()),
        "groups": table_of(web, member),
        "list_url": address("ties", args=(slug,)),
        "offices_without": web.offices_without,
        "regions_without": [(name, region_url(member, key)) for key, name in web.regions_without],
        "sees_cooperations": member.may("view_cooperations"),
        "question_url": address("partner_question", args=(slug, "A5.6")),
    }
    return render(request, "partners/ties/page.html", context)


def _around(request: MemberRequest, web: Web) -> HttpResponse:
    member, focus = request.member, web.focus
    if focus is None:
        raise Http404
    rows: list[dict[str, Any]] = [
        {"name": other.name, "url": around_url(member, other), "kind": NAMES[other.kind], "how": how.value,
         "page": page_url(member, other)}
        for other, how in web.neighbours(focus.key)
    ]  # fmt: skip
    context = {
        "breadcrumbs": way(member, ("Verbindungen", address("ties", args=(member.district.slug,))), (focus.name, "")),
        "focus": focus,
        "page": page_url(member, focus),
        "plot": plot_around(web, member, focus),
        "rows": rows,
        "sees_cooperations": member.may("view_cooperations"),
    }
    return render(request, "partners/ties/around.html", context)
