"""Overview and points of the checklist: guard, one rule, one response."""

from functools import cache

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checklist.exports import overview_rows
from checklist.forms import FilterForm, OwnPointForm, ProgressForm
from checklist.glossary_file import GlossaryTerm, read_glossary
from checklist.models import Item, Kind
from checklist.overview import read_overview
from checklist.overview_markup import rows, standing
from checklist.point_page import crumbs, point_context, require_point, save_point
from checklist.progress import add_own_point, leave_words, move, remove_own_point
from checklist.showing import active_offices
from checklist.wordings import all_wordings
from districts.export_note import export_note
from districts.guard import everyone, needs
from districts.listing import filter_fields
from districts.member import MemberRequest, belongings_of
from districts.roles import GRANTS
from lists.export import CONTENT_TYPES, export


@needs("view_checklist")
@require_safe
def checklist(request: MemberRequest, slug: str) -> HttpResponse:
    """What is where, by part, by state, what moves next; the same rows as XLSX or CSV."""
    overview = read_overview(request.GET, timezone.localdate())
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        header, lines = overview_rows(overview)
        return export(
            kind,
            name=f"checkliste-{slug}",
            header=header,
            rows=lines,
            note=export_note(request.member.district, "Checkliste"),
        )
    params = request.GET.copy()
    exports = []
    for ending in CONTENT_TYPES:
        params["export"] = ending
        exports.append((ending.upper(), "?" + params.urlencode()))
    context = {
        "overview": overview,
        "standing": standing(overview),
        "rows": rows(overview, request.path),
        "fields": filter_fields(FilterForm, request.GET, offices=overview.offices),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": exports,
        "may_edit": request.member.may("edit_checklist"),
        "breadcrumbs": [*crumbs(request)[:1], ("Checkliste", None)],
    }
    return render(request, "checklist/overview.html", context)


@needs("view_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One point: the common text, the district's words and state, evidence, discussion, history."""
    row = require_point(code)
    if request.method != "POST":
        return render(request, "checklist/point.html", point_context(request, row))
    request.member.require("edit_checklist")
    form = ProgressForm(request.POST, instance=row, offices=active_offices())
    status = save_point(request, form, code)
    if status == 200:
        return redirect("point", slug, code)
    # The form has written the refused values into its row: the page shows what is stored.
    context = point_context(request, require_point(code), form=form)
    return render(request, "checklist/point.html", context, status=status)


@needs("edit_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def new_point(request: MemberRequest, slug: str) -> HttpResponse:
    """A point of the district's own."""
    chapter = request.GET.get("teil", "B3")
    form = OwnPointForm(request.POST or None, initial={"chapter": chapter, "kind": Kind.STEP})
    if request.method == "POST":
        form = OwnPointForm(request.POST)
        if form.is_valid():
            row = add_own_point(**form.cleaned_data, by=request.member)
            messages.success(request, f"Der Punkt {row.code} ist angelegt.")
            return redirect("point", slug, row.code)
    context = {"form": form, "breadcrumbs": crumbs(request, ("Eigenen Punkt anlegen", None))}
    return render(request, "checklist/new_point.html", context, status=422 if form.errors else 200)


@needs("edit_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_point(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Asks, then takes an own point away."""
    row = require_point(code)
    if request.method == "POST":
        remove_own_point(code=code, by=request.member)
        messages.success(request, f"Der Punkt {code} ist entfernt.")
        return redirect("checklist", slug)
    context = {
        "title": f"{code} entfernen?",
        "question": f"Der eigene Punkt „{row.title}“ verschwindet aus der Checkliste. Der Verlauf bleibt erhalten.",
        "action_label": "Entfernen",
        "danger": True,
        "back_url": reverse("point", args=[slug, code]),
        "breadcrumbs": crumbs(request, (code, reverse("point", args=[slug, code])), ("Entfernen", None)),
    }
    return render(request, "confirm.html", context)


@needs("edit_checklist")
@require_POST
def move_point(request: MemberRequest, slug: str, code: str, way: str) -> HttpResponse:
    """One place up or down."""
    require_point(code)
    move(code=code, up=way == "hoch", by=request.member)
    return redirect(reverse("checklist", args=[slug]) + f"#punkt-{code}")


@needs("edit_checklist")
@require_POST
def point_words_stay(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A newer common text was read; the district's words beside it stay as they are."""
    require_point(code)
    seen = request.POST.get("version", "")
    leave_words(code=code, version=int(seen) if seen.isdecimal() and len(seen) < 6 else 0, by=request.member)
    messages.success(request, "Vermerkt. Ihre Worte bleiben, wie sie sind.")
    return redirect("point", slug, code)


@everyone
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """``/hilfe/arbeitshilfe/``: every code with its words and its place, linked into the own district."""
    items = list(Item.objects.select_related("parent").order_by("position"))
    belongings = belongings_of(request)
    district = belongings.districts[0] if len(belongings.districts) == 1 else None
    # No link that ends at a refusal: the Stadtteilkoordination belongs to the district and has no checklist.
    if not any("view_checklist" in GRANTS[holding.role] for holding in belongings.holdings):
        district = None
    workable = {Kind.DECISION, Kind.STEP, Kind.QUESTION, Kind.CORNERSTONE, Kind.BENEFIT}
    context = {
        "items": items,
        "link_to": district.slug if district else "",
        "workable": {item.code for item in items if item.kind in workable},
        "breadcrumbs": [("Hilfe", reverse("hilfe")), ("Arbeitshilfe", None)],
    }
    return render(request, "checklist/guide.html", context)


@everyone
@require_safe
def wordings(request: HttpRequest, code: str) -> HttpResponse:
    """``/hilfe/arbeitshilfe/<code>/``: all wordings of one point, why each came and what changed in it."""
    item = get_object_or_404(Item, code=code)
    trail = [("Hilfe", reverse("hilfe")), ("Arbeitshilfe", reverse("arbeitshilfe")), (code, None)]
    context = {"item": item, "wordings": all_wordings(item), "breadcrumbs": trail}
    return render(request, "checklist/wordings.html", context)


@everyone
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """``/hilfe/begriffe/``: the words that are easily misunderstood (B3.2)."""
    terms = read_terms()
    titles = {term.slug: term.term for term in terms}
    context = {
        "terms": [(term, [(slug, titles[slug]) for slug in term.see]) for term in terms],
        "breadcrumbs": [("Hilfe", reverse("hilfe")), ("Begriffe", None)],
    }
    return render(request, "checklist/glossary.html", context)


@cache
def read_terms() -> list[GlossaryTerm]:
    """The glossary, read once: it comes with the code."""
    return list(read_glossary())
