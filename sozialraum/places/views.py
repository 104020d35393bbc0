"""Pages of units, sites, Mittel and programmes: one set of views for all kinds (``kinds.py``), and the matrix."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.navigation import address
from districts.refusals import Refused
from districts.room_guard import uses_room
from lists.query import page_of
from sozialraum.models import FormerName, Programme
from sozialraum.offered import ROOM
from sozialraum.places import rules
from sozialraum.places.forms import FilterForm
from sozialraum.places.kinds import KINDS, Kind
from sozialraum.places.list_markup import lines, matrix_lines
from sozialraum.places.matrix import matrix_map, read_matrix
from sozialraum.places.period import read_period
from sozialraum.places.showing import page_url, shown

TITLE = "Einheiten und Mittel"
MATRIX = "Förderkulissen"
READ_AND_POST = ["GET", "HEAD", "POST"]


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    slug = (member.district.slug,)
    return [(member.district.name, address("district_home", args=slug)), (TITLE, address("places", args=slug)), *steps]


def _list_url(member: Member, kind: Kind) -> str:
    return f"{address('places', args=(member.district.slug,))}?was={kind.key}"


def _tabs(member: Member, current: str) -> list[tuple[str, str, bool]]:
    """The lists, with the matrix beside Mittel."""
    tabs = [(kind.title, _list_url(member, kind), kind.key == current) for kind in KINDS.values() if kind.read]
    tabs.insert(3, (MATRIX, address("funding_matrix", args=(member.district.slug,)), current == "kulissen"))
    return tabs


def _kind(which: str) -> Kind:
    if which not in KINDS:
        raise Http404
    return KINDS[which]


def _may_enter(member: Member, kind: Kind) -> bool:
    return member.may("edit_places") if kind.model in (Programme, FormerName) else rules.may_enter(member)


@needs("view_places")
@uses_room(ROOM)
@require_safe
def places(request: MemberRequest, slug: str) -> HttpResponse:
    """One of the lists (``?was=``), as a page or as XLSX and CSV of the same rows."""
    member = request.member
    kind = KINDS.get(request.GET.get("was", ""), KINDS["einheiten"])
    kind = kind if kind.read else KINDS["programme"]
    listed = kind.read(request.GET, member, timezone.localdate())  # type: ignore[misc]  # asked for just above
    title = f"{kind.title}, {listed.period.words}" if kind.timed else kind.title
    download = asked_export(request, name=kind.key, title=title, header=listed.header, rows=listed.rows)
    if download:
        return download
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": _way(member) if kind.key == "einheiten" else _way(member, (kind.title, "")),
        "tabs": _tabs(member, kind.key),
        "kind": kind,
        "listed": listed,
        "page_obj": page,
        "lines": lines(page, slug, kind.key),
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET, period=kind.timed, **listed.choices),
        "keep": [("was", kind.key)] + ([("sort", request.GET["sort"])] if "sort" in request.GET else []),
        "reset_url": _list_url(member, kind),
        "exports": export_links(request),
        "may_enter": _may_enter(member, kind),
    }
    return render(request, "sozialraum/places/list.html", context)


@needs("view_places")
@uses_room(ROOM)
@require_safe
def funding_matrix(request: MemberRequest, slug: str) -> HttpResponse:
    """Region × programme in a time, as table, as map (``?ansicht=karte``), or as XLSX and CSV of the same cells."""
    member, today = request.member, timezone.localdate()
    period = read_period(request.GET, today)
    matrix = read_matrix(member, period, today)
    title = f"{MATRIX}, {period.words}"
    download = asked_export(request, name="foerderkulissen", title=title, header=matrix.header, rows=matrix.rows)
    if download:
        return download
    on_map = request.GET.get("ansicht") == "karte"
    times = [(name, request.GET[name]) for name in ("von", "bis") if period.asked and request.GET.get(name)]
    mittel = f"{_list_url(member, KINDS['gelder'])}&{urlencode(times)}" if times else _list_url(member, KINDS["gelder"])
    context = {
        "breadcrumbs": _way(member, (MATRIX, "")),
        "tabs": _tabs(member, "kulissen"),
        "map": matrix_map(member, matrix, period, mittel) if on_map and matrix.lines else None,
        "keep": [("ansicht", "karte")] if on_map else [],
        "matrix": matrix,
        "lines": "" if on_map else matrix_lines(matrix, slug),
        "period": period,
        "fields": filter_fields(FilterForm, request.GET, period=True, search=False),
        "exports": export_links(request),
        "may_enter": rules.may_enter(member),
    }
    return render(request, "sozialraum/places/matrix.html", context)


def _find(member: Member, kind: Kind, pk: UUID) -> Any:
    rows = kind.model.objects.visible_to(member)
    if kind.select:
        rows = rows.select_related(*kind.select)
    return get_object_or_404(rows.defer("region__geometry") if "region" in kind.select else rows, pk=pk)


def _find_own(member: Member, kind: Kind, pk: UUID) -> Any:
    row = _find(member, kind, pk)
    rules.require(member, row)
    return row


def _trail(member: Member, kind: Kind, *steps: tuple[str, str]) -> Trail:
    """Through the list; a former name stands on the page of its programme."""
    return _way(member, (kind.title, _list_url(member, kind)), *steps)


@needs("view_places")
@uses_room(ROOM)
@require_safe
def place(request: MemberRequest, slug: str, which: str, pk: UUID) -> HttpResponse:
    """One entry with its history."""
    member, kind = request.member, _kind(which)
    row = _find(member, kind, pk)
    context = {
        "breadcrumbs": _trail(member, kind, (str(row), "")),
        "kind": kind,
        "row": row,
        "shown": shown(row, member),
        "may_edit": rules.may_edit(member, row),
        "entries": history_if_asked(request, row, parts=kind.parts),
    }
    return render(request, "sozialraum/places/detail.html", context)


@needs("edit_places", "prepare_office")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def place_new(request: MemberRequest, slug: str, which: str) -> HttpResponse:
    """A new entry: an office's own, or one of the Planungskoordination that is no office's."""
    member, kind = request.member, _kind(which)
    if not _may_enter(member, kind):
        raise Refused("edit_places")
    form = kind.form(posted(request), member=member, initial={"programme": request.GET.get("programm", "")})
    page = FormPage(title=kind.new, back=_list_url(member, kind), trail=_trail(member, kind, (kind.new, "")),
                    minutes=kind.minutes, promises=kind.promises, intro=kind.intro)  # fmt: skip

    def save() -> str:
        row = rules.enter(kind.model, values=form.cleaned_data, by=member)
        return _page_of(member, kind, row)

    return answer_form(request, form, page, save=save, done="Eingetragen.")


def _page_of(member: Member, kind: Kind, row: Any) -> str:
    """Where one goes on: a former name stands on the page of its programme."""
    if kind.key == "namen":
        return page_url(member.district.slug, "programme", row.programme_id)
    return page_url(member.district.slug, kind.key, row.pk)


@needs("edit_places", "prepare_office")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def place_edit(request: MemberRequest, slug: str, which: str, pk: UUID) -> HttpResponse:
    """Changes an entry; different fields of two people merge."""
    member, kind = request.member, _kind(which)
    row = _find_own(member, kind, pk)
    back, title = page_url(slug, kind.key, pk), str(row)
    tie = rules.TIES.get(kind.model)
    initial = {tie.field: list(rules.chosen_at(row))} if tie else {}
    form = kind.form(posted(request), instance=row, member=member, initial=initial)
    page = FormPage(title=f"„{title}“ bearbeiten", back=back, minutes=kind.minutes, promises=kind.promises,
                    trail=_trail(member, kind, (title, back), ("Bearbeiten", "")))  # fmt: skip

    def save() -> str:
        rules.change(kind.model, pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return _page_of(member, kind, row)

    return answer_form(request, form, page, save=save)


@needs("edit_places", "prepare_office")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def place_remove(request: MemberRequest, slug: str, which: str, pk: UUID) -> HttpResponse:
    """Asks, then takes an entry away. Programmes stay: they are hidden instead."""
    member, kind = request.member, _kind(which)
    if kind.kept:
        raise Http404
    row = _find_own(member, kind, pk)
    back = page_url(slug, kind.key, pk)
    return answer_removal(
        request,
        title=f"{kind.one} entfernen",
        question=f"Möchten Sie „{row}“ entfernen?",
        consequences=["Was nur zu Ende geht, bekommt besser ein Enddatum: Dann bleibt es für frühere Zeiten lesbar."]
        if kind.timed
        else [],
        back=back,
        then=_list_url(member, kind),
        way=_trail(member, kind, (str(row), back), ("Entfernen", "")),
        remove=lambda: rules.remove(kind.model, pk=pk, by=member),
        done="Der Eintrag ist entfernt.",
    )
