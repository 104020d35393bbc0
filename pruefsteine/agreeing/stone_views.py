"""One Prüfstein on the table, on its page and in the meeting."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from checklist.forms import ThreadForm
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import MemberRequest
from districts.models import Office
from districts.room_guard import uses_room
from pruefsteine.agreeing.said_at import meeting_url
from pruefsteine.agreeing.showing import find_stone, read_orders, read_stone_page, read_threads, url, way_to
from pruefsteine.agreeing.table import Stone, Table, find_table
from pruefsteine.known import known_about
from pruefsteine.models import SelfAssessment
from pruefsteine.offered import ROOM


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def consensus_stone(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """All offices side by side, what was agreed and why, dissent, actors, talk, facts."""
    table = find_table(request.member, pk)
    stone, ordered = find_stone(table, number)
    if stone is None:
        raise Http404
    context = read_stone_page(table, stone, ordered, page="consensus_stone") | {
        "breadcrumbs": way_to(table, (f"Prüfstein {number}", "")),
        "dissents": _dissents(table, stone),
        "disagreeing": _disagreeing(table, number),
        "views": [(view, reverse("actor_view_edit", args=[slug, view.pk]) if table.records else "",
                   meeting_url(view, request.member)) for view in stone.views],
        "threads": read_threads(table, stone),
        "new_form": ThreadForm(prefix="faden") if table.is_open and table.sees_all else None,
        "new_url": url(table, "consensus_thread_new", number),
        "orders": read_orders(table, stone),
        "meeting_url": url(table, "consensus_meeting", number),
        "with_history": table.sees_all and stone.consensus is not None,
        "entries": history_if_asked(request, stone.consensus, created="Angelegt")
        if table.sees_all and stone.consensus
        else None,
    } | _facts(request, stone)  # fmt: skip
    return render(request, "pruefsteine/agreeing/stone.html", context)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def consensus_meeting(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """The same in big type, one Prüfstein at a time, for a meeting with a projector."""
    table = find_table(request.member, pk)
    stone, ordered = find_stone(table, number)
    if stone is None:
        raise Http404
    context = read_stone_page(table, stone, ordered, page="consensus_meeting") | {
        "dissents": stone.dissents,
        "views": stone.views,
        "end_url": url(table, "consensus_stone", number),
    } | _facts(request, stone)  # fmt: skip
    if context["agree_url"]:
        context["agree_url"] += "?sitzung=ja"
    return render(request, "pruefsteine/agreeing/meeting.html", context)


def _facts(request: MemberRequest, stone: Stone) -> dict[str, object]:
    """What the tool knows, once somebody asks with ``?bekannt=ja``: it costs as much as the rest of the page."""
    asked = request.GET.get("bekannt") == "ja"
    return {"known": known_about(stone.item.code, request.member) if asked else None}


def _disagreeing(table: Table, number: int) -> list[tuple[str, str]]:
    """Label and address where a head disagrees while the offices talk; the rule asks again for the very office."""
    member, address = table.member, url(table, "dissent_edit", number)
    if not (table.is_open and table.sees_all and member.may("represent_office")):
        return []
    if len(member.headed_office_ids) == 1:
        return [("Unser Amt sieht das anders", address)]
    taking_part = SelfAssessment.objects.filter(round=table.round, office__in=member.headed_office_ids)
    offices = Office.objects.filter(pk__in=taking_part.values("office_id")).order_by("sort_key")
    return [(f"{office.short_name} sieht das anders", f"{address}?amt={office.pk}") for office in offices]


def _dissents(table: Table, stone: Stone) -> list[tuple[object, str, str]]:
    """Each dissent with the address to change it and to take it back, for the office that wrote it."""
    slug, number, member = table.member.district.slug, stone.number, table.member
    found: list[tuple[object, str, str]] = []
    for row in stone.dissents:
        own = member.may("represent_office", row.office_id)
        change = f"{url(table, 'dissent_edit', number)}?amt={row.office_id}" if own else ""
        remove = reverse("dissent_remove", args=[slug, row.pk]) if own and table.is_open else ""
        found.append((row, change, remove))
    return found
