"""Pages of figures (Kennzahlen): list and values of a region, one figure over the years, changing, removing."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links
from districts.member import Member, MemberRequest
from districts.models import Region
from districts.own_regions import is_outside, regions_seen_by
from districts.room_guard import uses_room
from lists.query import cleaned, page_of
from sozialraum.models import Figure, FigureImport
from sozialraum.offered import ROOM
from sozialraum.region_models import KEEPS
from sozialraum.regions import figures as rules
from sozialraum.regions.figures_markup import as_table
from sozialraum.regions.forms import FigureForm, FiguresFilterForm
from sozialraum.regions.listing import FIGURE_HEADER, figure_rows, regions_to_choose, values_rows
from sozialraum.regions.showing import figures_told, keeps, values_in, with_parts, years_of

TITLE = "Kennzahlen"
#: Files named as the latest ones read in.
_IMPORTS = 10


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Kennzahlen, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, (TITLE, reverse("figures", args=slug)), *steps]


def _chosen(request: MemberRequest, regions: list[tuple[str, str]]) -> Region | None:
    key = cleaned(request.GET, "region", [key for key, _ in regions])
    return regions_seen_by(request.member).defer("geometry").filter(key=key).first() if key else None


def _download(request: MemberRequest, region: Region | None, parts: list[Region], rows: Any) -> HttpResponse | None:
    """The list, or with ``region`` the values there, as a file."""
    if region and (shown := figures_told(region, parts, rows)):
        header, lines = values_rows(shown)
        name = f"kennzahlen-{region.key}"
        return asked_export(request, name=name, title=f"Kennzahlen {region}", header=header, rows=lines)
    return asked_export(request, name="kennzahlen", title=TITLE, header=FIGURE_HEADER, rows=figure_rows(request.member))


@needs("view_district")
@uses_room(ROOM)
@require_safe
def figures(request: MemberRequest, slug: str) -> HttpResponse:
    """The figures of the district; with ``region`` their latest values there. XLSX and CSV of the same rows."""
    member = request.member
    regions = regions_to_choose(member)
    region = _chosen(request, regions)
    parts = with_parts(region) if region else []
    rows = values_in(parts, member) if region else None
    if "export" in request.GET and (download := _download(request, region, parts, rows)):
        return download
    listed = Figure.objects.visible_to(member)
    page_obj: Page[Any] = page_of(listed if rows is None else rows, request.GET)
    shown = figures_told(region, parts, page_obj.object_list) if region else None
    context = {
        "breadcrumbs": way(member),
        "region": region,
        "count": page_obj.paginator.count,
        "figures": as_table(shown, member) if shown else None,
        "listed": page_obj if rows is None else [],
        "page_obj": page_obj,
        "form": FiguresFilterForm(request.GET, regions=[("", "bitte wählen"), *regions]),
        "exports": export_links(request),
        "keeps": keeps(member),
        "imports": list(FigureImport.objects.all()[:_IMPORTS]) if keeps(member) and not region else [],
    }
    return render(request, "sozialraum/regions/figures.html", context)


@needs("view_district")
@uses_room(ROOM)
@require_safe
def figure(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One figure over the years, for one region and the Räume in it, always in order of keys."""
    member = request.member
    row = get_object_or_404(Figure.objects.visible_to(member), pk=pk)
    regions = regions_to_choose(member)
    first = next((key for key, _ in regions if len(key) == 6), "")
    region = _chosen(request, regions) or regions_seen_by(member).defer("geometry").filter(key=first).first()
    shown = years_of(row, region) if region else None
    if shown:
        lines = [[f"{line['region'].name} ({line['region'].key})", *(value.text for value in line["values"])]
                 for line in shown["lines"]]  # fmt: skip
        header = ["Region", *map(str, shown["years"])]
        download = asked_export(request, name="kennzahl", title=f"{row}, {region}", header=header, rows=lines)
        if download:
            return download
    context = {
        "breadcrumbs": way(member, (row.name, "")),
        "figure": row,
        "shown": shown,
        "form": FiguresFilterForm({"region": region.key} if region else None, regions=regions),
        "exports": export_links(request),
        "keeps": keeps(member),
        "outside": is_outside(member),
        "entries": None if is_outside(member) else history_if_asked(request, row),
    }
    return render(request, "sozialraum/regions/figure.html", context)


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes what is said of a figure, and who reads it."""
    member = request.member
    row = get_object_or_404(Figure, pk=pk)
    back, name = reverse("figure", args=[slug, pk]), row.name
    form = FigureForm(posted(request), instance=row)

    def save() -> str:
        seen, new, released = form.split()
        rules.change_figure(pk=pk, seen=seen, new=new, released=released, by=member)
        return back

    page = FormPage(title="Kennzahl bearbeiten", back=back, trail=way(member, (name, back), ("Bearbeiten", "")),
                    minutes=2, promises=["Werte kommen nur durch das Einlesen von Dateien hinein."])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs(KEEPS)
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes away the values of a year (``jahr``), or the figure with all of them."""
    member = request.member
    row = get_object_or_404(Figure, pk=pk)
    text = request.GET.get("jahr", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    back = reverse("figure", args=[slug, pk])
    what = f"die Werte von {year}" if year else "die Kennzahl mit allen Werten"
    return answer_removal(
        request,
        title="Werte entfernen" if year else "Kennzahl entfernen",
        question=f"Möchten Sie {what} entfernen: „{row.name}“?",
        consequences=["Die Datei lässt sich jederzeit wieder einlesen."],
        back=back,
        then=back if year else reverse("figures", args=[slug]),
        way=way(member, (row.name, back), ("Entfernen", "")),
        remove=lambda: rules.remove_values(pk=pk, year=year, by=member),
        done="Entfernt.",
    )
