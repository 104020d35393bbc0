"""What districts released, side by side: never ranked, always with the day of release. The address holds the choice."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.guard import statewide
from districts.listing import asked_export, export_links
from districts.member import belongings_of
from districts.models import District
from districts.navigation import address
from districts.report_links import report_links
from districts.roles import StatewideRole
from lists.query import cleaned
from overview.minimum.senate_views import proposed
from overview.pictures import exports, reading
from overview.pictures.atlas import outline_map, outlines_of, tile_map
from overview.pictures.atlas_markup import labels, rows, shapes
from overview.pictures.matrix import Column, Line, body, cells_of, columns_of, entries_of, heads
from overview.pictures.profile import HEADER, drawn, profile, rows_of
from overview.pictures.said import level_said, state_said
from overview.waiting import waiting_for
from pruefsteine.agreeing.plots import LEGEND
from pruefsteine.agreeing.table import number_of

_senate: Callable[..., Any] = statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)


def _way(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Überblick", reverse("berlin")), *steps]


def _answer(request: HttpRequest, template: str, page: Page[District], **context: Any) -> HttpResponse:
    """A page of districts side by side, with exports of exactly this."""
    paging = {"page_obj": page, "pages": page.paginator.get_elided_page_range(page.number)}
    return render(request, f"overview/pictures/{template}.html", context | paging | {"exports": export_links(request)})


def _matrix(
    request: HttpRequest,
    template: str,
    page: Page[District],
    columns: list[Column],
    lines: list[Line],
    *,
    title: str,
    name: str,
    **context: Any,
) -> HttpResponse:
    """Lines × districts, as a page or as a file."""
    download = asked_export(
        request, name=name, title=f"{title} nach Bezirken, {exports.NOTE}",
        header=exports.matrix_header(columns), rows=exports.matrix_rows(lines),
    )  # fmt: skip
    return download or _answer(request, template, page, heads=heads(columns), body=body(columns, lines), **context)


@_senate
@require_safe
def berlin(request: HttpRequest) -> HttpResponse:
    """What the districts have in common, what waits for the person, and Prüfstein × Bezirk. Four queries; of a file
    three."""
    page = reading.districts_shown(request.GET)
    columns = columns_of(page, "stones")
    stones, common = reading.stones_and_common()
    lines = []
    for code, title in stones:
        number = number_of(code)
        url = address("berlin_stone", args=(number,))
        lines.append(Line(code, str(number), title, url, cells_of(columns, code, level_said)))
    anything = any(picture for _, picture in columns)
    return _matrix(
        request,
        "matrix",
        page,
        columns,
        lines,
        title="Prüfsteine",
        name="pruefsteine",
        common=common,
        anything=anything,
        # Asked for by the page alone: a file does not hold it.
        waiting=lambda: waiting_for(belongings_of(request), timezone.localdate()),
        reports=report_links("berlin"),
    )


@_senate
@require_safe
def berlin_stone(request: HttpRequest, number: int) -> HttpResponse:
    """One Prüfstein in all districts: first what is meant by it there, then the level. Three queries."""
    stones = {number_of(code): (code, title) for code, title in reading.stones()}
    if number not in stones:
        raise Http404
    code, title = stones[number]
    page = reading.districts_shown(request.GET)
    entries = entries_of(columns_of(page, "stones", code), level_said)
    heading = f"Prüfstein {number}: {title}"
    download = asked_export(
        request, name=f"pruefstein-{number}", title=f"{heading}, {exports.NOTE}", header=exports.STONE,
        rows=exports.stone_rows(entries),
    )  # fmt: skip
    return download or _answer(
        request, "stone", page, breadcrumbs=_way((heading, "")), heading=heading, number=number, entries=entries,
        stones=[(key, label) for key, (_, label) in stones.items()],
    )  # fmt: skip


@_senate
@require_safe
def berlin_district(request: HttpRequest, slug: str) -> HttpResponse:
    """One district over its rounds, against its own beginning. Three queries."""
    district = get_object_or_404(District.objects.only("key", "slug", "name"), slug=slug)
    pictures, stones = reading.pictures_of(district), reading.stones()
    heading = f"{district.key} {district.name}"
    download = asked_export(
        request, name=f"verlauf-{district.slug}", title=f"Freigegebene Runden, {heading}", header=HEADER,
        rows=rows_of(pictures, stones),
    )  # fmt: skip
    if download:
        return download
    shown = drawn(pictures)
    context = {
        "breadcrumbs": _way((heading, "")),
        "heading": heading,
        "pictures": pictures,
        "plot": profile(shown, stones) if shown else None,
        "left_out": len(pictures) - len(shown),
        "exports": export_links(request),
    }
    return render(request, "overview/pictures/district.html", context)


@_senate
@require_safe
def berlin_minimum(request: HttpRequest) -> HttpResponse:
    """The Mindestmaß: what is agreed, what is proposed, and point × Bezirk. Four queries.

    With ``punkt`` one of the points in the words of the districts. Three queries.
    """
    with_state, stones = reading.points_and_stones()
    points = dict(with_state)
    code = cleaned(request.GET, "punkt", list(points))
    page = reading.districts_shown(request.GET)
    columns = columns_of(page, "minimum", code)
    way = ("Mindestmaß", reverse("berlin_minimum"))
    if not code:
        lines = [
            Line(key, key, title, f"?punkt={key}", cells_of(columns, key, state_said)) for key, title in points.items()
        ]
        return _matrix(
            request, "minimum", page, columns, lines, title="Mindestmaß", name="mindestmass", breadcrumbs=_way(way),
            stones=[(number_of(code), f"{code} {title}") for code, title in stones], **proposed(request, page),
        )  # fmt: skip
    heading, entries = points[code], entries_of(columns, state_said)
    download = asked_export(
        request, name=f"mindestmass-{code.lower()}", title=f"{code} {heading}, {exports.NOTE}", header=exports.POINT,
        rows=exports.point_rows(entries),
    )  # fmt: skip
    return download or _answer(
        request, "point", page, breadcrumbs=_way(way, (f"{code} {heading}", "")), heading=heading, code=code,
        entries=entries,
    )  # fmt: skip


@_senate
@require_safe
def berlin_map(request: HttpRequest) -> HttpResponse:
    """The levels of one Prüfstein (``pruefstein``) on a map of Berlin and in its table; ``karte=kacheln`` asks for
    tiles where there are outlines. Four queries."""
    stones = {str(number_of(code)): (code, title) for code, title in reading.stones()}
    number = cleaned(request.GET, "pruefstein", list(stones)) or next(iter(stones))
    code, title = stones[number]
    page = reading.districts_shown(request.GET)
    entries = entries_of(columns_of(page, "stones", code), level_said)
    heading = f"Prüfstein {number}: {title}"
    download = asked_export(
        request, name=f"karte-{number}", title=f"{heading}, {exports.NOTE}", header=exports.MAP,
        rows=exports.map_rows(entries),
    )  # fmt: skip
    if download:
        return download
    tiles = request.GET.get("karte") == "kacheln"
    outlines = outlines_of(page)
    drawing = (not tiles and outline_map(entries, outlines)) or tile_map(entries)
    areas = drawing.get("areas", [])
    return _answer(
        request, "map", page, breadcrumbs=_way(("Karte", "")), title=heading, number=number, drawing=drawing,
        shapes=shapes(areas), labels=labels(areas), rows=rows(entries), outlined=bool(outlines),
        tiles=tiles, stones=[(key, label) for key, (_, label) in stones.items()], legend=LEGEND.items(),
    )  # fmt: skip
