"""Dated things of the district by month, and along a line of time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from districts.dates import Dated, dates_of
from districts.export_note import export_note
from districts.guard import needs
from districts.member import MemberRequest
from districts.month import MONTHS, chosen_month, last_of, months_on, neighbour, weeks_of
from lists.export import CONTENT_TYPES, Cell, export
from lists.plots import Lane, Mark, timeline_plot
from lists.query import cleaned, export_links

#: Months the timeline shows, and how many of them lie behind where nothing else is asked.
SPAN, BEHIND = 18, 6
HEADER = ["Tag", "Art", "Was", "Stand", "überfällig"]


def _way(request: MemberRequest, title: str) -> list[tuple[str, str]]:
    slug = request.member.district.slug
    return [(request.member.district.name, reverse("district_home", args=[slug])), (title, "")]


@needs("view_district")
@require_safe
def calendar(request: MemberRequest, slug: str) -> HttpResponse:
    """One month as a sheet and as a list."""
    today = timezone.localdate()
    first = chosen_month(request.GET.get("monat", ""), today)
    dates = dates_of(request.member, first, last_of(first), today)
    context = {
        "month": f"{MONTHS[first.month - 1]} {first.year}",
        "weeks": weeks_of(first, dates),
        "dates": dates,
        "before": neighbour(first, -1),
        "after": neighbour(first, 1),
        "is_now": first == today.replace(day=1),
        "breadcrumbs": _way(request, "Kalender"),
    }
    return render(request, "districts/calendar.html", context)


@needs("view_district")
@require_safe
def timeline(request: MemberRequest, slug: str) -> HttpResponse:
    """Everything dated over a year and a half, as a plot with its table; or the table as XLSX and CSV."""
    today = timezone.localdate()
    first = chosen_month(request.GET.get("ab", ""), months_on(today, -BEHIND))
    last = last_of(months_on(first, SPAN - 1))
    everything = dates_of(request.member, first, last, today)
    kinds = sorted({dated.kind for dated in everything})
    kind = cleaned(request.GET, "art", kinds)
    shown = [dated for dated in everything if kind in ("", dated.kind)]
    asked = request.GET.get("export", "")
    if asked in CONTENT_TYPES:
        note = export_note(request.member.district, "Zeitachse")
        return export(asked, name=f"zeitachse-{slug}", header=HEADER, rows=_rows(shown), note=note)
    months = f"{MONTHS[first.month - 1]} {first.year} bis {MONTHS[last.month - 1]} {last.year}"
    context = {
        "months": months,
        "plot": timeline_plot(title=f"Zeitachse {months}", first=first, last=last, today=today, lanes=_lanes(shown)),
        "dates": shown,
        "total": len(everything),
        "kinds": kinds,
        "kind": kind,
        "from": f"{first:%Y-%m}",
        "before": neighbour(first, -SPAN // 2),
        "after": neighbour(first, SPAN // 2),
        "exports": export_links(request.GET),
        "breadcrumbs": _way(request, "Zeitachse"),
    }
    return render(request, "districts/timeline.html", context)


def _lanes(dates: list[Dated]) -> list[Lane]:
    lanes: dict[str, list[Mark]] = {}
    for dated in dates:
        fill = "postponed" if dated.late else "settled" if dated.past else "moving"
        lanes.setdefault(dated.kind, []).append(Mark(dated.day, dated.title, fill))
    return [Lane(kind, marks) for kind, marks in sorted(lanes.items())]


def _rows(dates: list[Dated]) -> list[list[Cell]]:
    return [[d.day, d.kind, d.title, d.state, "ja" if d.late else ""] for d in dates]
