"""The register: list, facets, one actor, probable duplicates. Guard, one rule, one response."""

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.form_page import Trail
from districts.guard import needs
from districts.listing import export_links
from districts.member import Member, MemberRequest
from districts.navigation import address
from districts.own_regions import is_outside
from districts.placing import place_of
from districts.room_guard import uses_room
from lists.query import search_text
from partners.actors.downloads import (
    BESIDE_TABLES,
    MOST_ADDRESSES,
    VCARD_NOTE,
    address_lines,
    asked_actor,
    asked_list,
)
from partners.actors.editing import twins_of
from partners.actors.facets import read_facets
from partners.actors.fields import contacts_for
from partners.actors.forms import SearchForm
from partners.actors.list_markup import lines
from partners.actors.listing import read_list
from partners.actors.mapping import read_map
from partners.actors.selection import FACETS, Selection, read_selection
from partners.actors.showing import day, read_page
from partners.models import Actor
from partners.offered import ROOM

#: Beside the facets, what the list's search keeps.
_KEPT = (*FACETS, "sort", "ansicht")
#: Value of ``ansicht`` that asks for addresses.
ADDRESSES = "anschriften"


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Akteure, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, ("Akteure", reverse("actors", args=slug)), *steps]


def page_url(member: Member, actor_id: UUID) -> str:
    """The address of one actor."""
    return reverse("actor", args=[member.district.slug, actor_id])


def find(member: Member, pk: UUID) -> Actor:
    """The actor with kind and region; 404 where ``member`` may not read it."""
    row: Actor = get_object_or_404(
        Actor.objects.visible_to(member).select_related("kind", "region", "region__parent"), pk=pk
    )
    return row


@needs("view_actors")
@uses_room(ROOM)
@require_safe
def actors(request: MemberRequest, slug: str) -> HttpResponse:
    """The list as a page, on the map (``?ansicht=karte``), as addresses for print (``anschriften``), or as a file.

    All of them hold the same rows.
    """
    member, today = request.member, timezone.localdate()
    if request.GET.get("ansicht") == "karte":
        told = read_map(request.GET, member, today, reverse("actors", args=[slug]))
        return render(request, "partners/actors/map.html", _around(request, told["selection"]) | told)
    if download := asked_list(request, today):
        return download
    if request.GET.get("ansicht") == ADDRESSES:
        return _addresses(request, today)
    listed = read_list(request.GET, member, today)
    pages = listed.page.paginator.get_elided_page_range(listed.page.number, on_each_side=2, on_ends=1)
    # Whoever looks at what is due confirms it here; all these are then entries the person keeps.
    confirms = "bestaetigt" in listed.selection.chosen and (member.may("release_actors") or is_outside(member))
    context = _around(request, listed.selection) | {
        "listed": listed,
        "list_url": address("actors", args=(slug,)),
        "lines": lines(listed.page.object_list, address("actors", args=(slug,)), request, confirms=confirms),
        "ways": [(address(name, args=(slug,)), label) for name, label in _ways(member)],
        "page_obj": listed.page,
        "pages": pages,
        "columns": listed.columns,
        "exports": export_links(request, more=BESIDE_TABLES),
        "exports_note": VCARD_NOTE,
        "addresses_url": _with(request, "ansicht", ADDRESSES),
        "alike_url": _with(request, "aehnlich", "ja"),
        "may_enter": member.may("enter_actors"),
    }
    return render(request, "partners/actors/list.html", context)


def _ways(member: Member) -> list[tuple[str, str]]:
    """Where ``member`` may go on from the list, beside entering an actor."""
    found = [("actor_contacts", "Ansprechpersonen prüfen")] if member.may("enter_actors") else []
    if member.may("release_actors"):
        found += [("actor_publication", "Liste veröffentlichen"), ("actor_import", "Liste einlesen")]
    return found


def _addresses(request: MemberRequest, today: datetime.date) -> HttpResponse:
    lines, cut = address_lines(request, today)
    selection = read_selection(request.GET, request.member, today)
    context = {
        "breadcrumbs": way(request.member, ("Anschriftenliste", "")),
        "lines": lines,
        "cut": cut,
        "most": MOST_ADDRESSES,
        "chosen": [(FACETS[name], value) for name, value in selection.names.items()],
        "words": selection.words,
        "back_url": reverse("actors", args=[request.member.district.slug]) + _with(request, "ansicht", ""),
    }
    return render(request, "partners/actors/addresses.html", context)


def _around(request: MemberRequest, selection: Selection) -> dict[str, Any]:
    """What stands around list and map alike: search, what is chosen, the facets, the other views."""
    asked = request.GET.urlencode()
    return {
        "breadcrumbs": way(request.member),
        "form": SearchForm(request.GET),
        "keep": [(name, request.GET[name]) for name in _KEPT if request.GET.get(name)],
        "chips": _chips(request, selection),
        "facets_url": f"{address('actor_facets', args=(request.member.district.slug,))}?{asked}",
        "tabs": views_of(request),
    }


def views_of(request: MemberRequest) -> list[dict[str, Any]]:
    """List and map of the same selection, and who is tied to whom, for those who may read that."""
    slug = (request.member.district.slug,)
    shown = request.resolver_match.url_name if request.resolver_match else ""
    on_map = shown == "actors" and request.GET.get("ansicht") == "karte"
    url = address("actors", args=slug)
    found = [
        {"label": "Liste", "url": url + _with(request, "ansicht", ""), "current": shown == "actors" and not on_map},
        {"label": "Karte", "url": url + _with(request, "ansicht", "karte"), "current": on_map},
    ]
    if request.member.may("view_partnership"):
        found.append({"label": "Verbindungen", "url": address("ties", args=slug), "current": shown == "ties"})
    return found


def _chips(request: MemberRequest, selection: Selection) -> list[tuple[str, str, str]]:
    """What is chosen: facet, value, and the address without it."""
    return [(FACETS[name], value, _with(request, name, "")) for name, value in selection.names.items()]


def _with(request: MemberRequest, name: str, value: str) -> str:
    asked = request.GET.copy()
    asked.pop("seite", None)
    asked.pop(name, None)
    if value:
        asked[name] = value
    return f"?{asked.urlencode()}"


@needs("view_actors")
@uses_room(ROOM)
@require_safe
def actor_facets(request: MemberRequest, slug: str) -> HttpResponse:
    """How many per kind, region, state …: a fragment for the list, a page without JavaScript."""
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    asked = request.GET.get("merkmal", "")
    # Somebody who opens one facet has the others on the page already.
    alone = asked if fragment and asked in FACETS else ""
    selection, facets = read_facets(request.GET, request.member, timezone.localdate(), alone=alone)
    list_url = address("actors", args=(slug,))
    context = {
        "facets": [(facet, facet.lines(list_url)) for facet in facets],
        "list_url": list_url,
        "facets_url": address("actor_facets", args=(slug,)),
    }
    if fragment:
        return render(request, "partners/actors/facet_groups.html", context)
    context |= {
        "breadcrumbs": way(request.member, ("Eingrenzen", "")),
        "back_url": f"{context['list_url']}?{request.GET.urlencode()}",
        "words": selection.words,
    }
    return render(request, "partners/actors/facets.html", context)


@needs("view_actors")
@uses_room(ROOM)
@require_safe
def actor(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One actor: what is known, who to talk to, what happens next, history."""
    row = find(request.member, pk)
    if download := asked_actor(request, row):
        return download
    context = read_page(request, row) | {
        "breadcrumbs": way(request.member, (row.name, "")),
        "files": [(label, f"?export={kind}") for kind, label in BESIDE_TABLES.items()],
        "files_note": VCARD_NOTE,
    }
    return render(request, "partners/actors/detail.html", context)


@needs("enter_actors")
@uses_room(ROOM)
@require_safe
def actor_twins(request: MemberRequest, slug: str) -> HttpResponse:
    """Entries that are probably the same as the one being typed: a fragment, or a page to look first."""
    asked = {name: search_text(request.GET, name) for name in ("name", "carrier", "street", "house_number", "postcode")}
    address = f"{asked['street']} {asked['house_number']} {asked['postcode']}".strip() if asked["street"] else ""
    try:
        besides = UUID(request.GET.get("ausser", ""))
    except ValueError:
        besides = None
    found = twins_of(request.member, name=asked["name"], carrier=asked["carrier"], address=address, besides=besides)
    place = place_of(asked["street"], asked["house_number"], asked["postcode"])
    context = {
        "twins": found,
        "place": place,
        "asked": asked,
        "breadcrumbs": way(request.member, ("Gibt es den Eintrag schon?", "")),
    }
    template = "twin_list.html" if request.htmx else "twins.html"  # type: ignore[attr-defined]
    return render(request, f"partners/actors/{template}", context)


@needs("enter_actors")
@uses_room(ROOM)
@require_safe
def actor_contacts(request: MemberRequest, slug: str) -> HttpResponse:
    """Contact persons by the day they are to be looked at, the most urgent first."""
    member, today = request.member, timezone.localdate()
    kept = Actor.objects.kept_by(member)
    rows = contacts_for(member).filter(actor__in=kept.values("pk")).select_related("actor")
    found = [
        {"person": row, "review": day(row.review_on), "late": row.review_on < today}
        for row in rows.order_by("review_on", "name", "pk")[:200]
    ]
    context = {"rows": found, "breadcrumbs": way(member, ("Ansprechpersonen prüfen", ""))}
    return render(request, "partners/actors/contacts.html", context)
