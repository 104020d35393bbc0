"""Offices of a district: list, new, change, "besteht nicht mehr", delete."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import CharField, Q, QuerySet, TextField, UUIDField
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from districts import offices as rules
from districts.export_note import export_note
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import filter_fields
from districts.member import MemberRequest
from districts.models import BusinessArea, Office, SortKey
from districts.pages.offices_markup import lines
from districts.pages.settings import crumbs, form_page, save_edit
from districts.refusals import NotNow
from districts.settings_forms import FilterForm, OfficeForm
from lists.compiled import CompiledQuery
from lists.export import CONTENT_TYPES, export
from lists.query import cleaned, columns, export_links, order, page_of, search_text

COLUMNS = {"name": "Name", "kurz": "Kurzname", "art": "Art", "bereich": "Geschäftsbereich", "stand": "Stand"}
SORTED_BY = {"name": "sort_key", "kurz": "short_name", "art": "kind", "bereich": "area__position"}
#: What a line of the list shows.
SHOWN = ("pk", "name", "short_name", "kind", "independent", "is_active", "area__name")
STATES = [("", "bestehende"), ("ehemalig", "nicht mehr bestehende"), ("alle", "alle")]


_AREAS: CompiledQuery[Any] = CompiledQuery(
    lambda: BusinessArea.objects.order_by("position", "name").values_list("pk", "name")
)


def _offices(
    asked: frozenset[str], state: str, sorted_by: str, descending: bool, *, words: Any, kind: Any, area: Any
) -> QuerySet[Office, dict[str, Any]]:
    found = Office.objects.all()
    if "words" in asked:
        # The same key on both sides, so that umlauts and capitals do not matter.
        found = found.filter(Q(sort_key__contains=SortKey(words)) | Q(short_name__icontains=words))
    if "kind" in asked:
        found = found.filter(kind=kind)
    if "area" in asked:
        found = found.filter(area=area)
    if state != "alle":
        found = found.filter(is_active=state != "ehemalig")
    rows: QuerySet[Office, dict[str, Any]] = found.order_by(
        ("-" if descending else "") + SORTED_BY[sorted_by], "sort_key", "pk"
    ).values(*SHOWN)
    return rows


_OFFICES: CompiledQuery[Any] = CompiledQuery(_offices, words=TextField(), kind=CharField(), area=UUIDField())


def read_list(params: QueryDict, areas: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The offices the address asks for, in its order, as lines of the list. Read whole: a district has some dozens."""
    chosen: dict[str, Any] = {
        "words": search_text(params),
        "kind": cleaned(params, "art", Office.Kind.values),
        "area": cleaned(params, "bereich", [key for key, _ in areas]) or None,
    }
    asked = frozenset(name for name, value in chosen.items() if value)
    state = cleaned(params, "stand", ["ehemalig", "alle"])
    return _OFFICES.rows(asked, state, *order(params, SORTED_BY, "name"), **chosen)


@needs("edit_settings")
def office_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Offices with search, filter, order and export of exactly what is shown."""
    areas = [(str(key), name) for key, name in _AREAS.rows()]
    found = read_list(request.GET, areas)
    if kind := cleaned(request.GET, "export", list(CONTENT_TYPES)):
        return _export(request, kind, found)
    page = page_of(found, request.GET)
    fields = filter_fields(
        FilterForm,
        request.GET,
        art=("Art", [("", "alle"), *Office.Kind.choices]),
        bereich=("Geschäftsbereich", [("", "alle"), *areas]),
        stand=("Stand", STATES),
    )
    return render(
        request,
        "districts/offices.html",
        {
            "page_obj": page,
            "lines": lines(page),
            "columns": columns(request.GET, COLUMNS, "name", fixed=["stand"]),
            "fields": fields,
            "filtered": any(request.GET.get(name) for name in ("q", "art", "bereich", "stand")),
            "exports": export_links(request.GET),
            "breadcrumbs": crumbs(request, ("Ämter und OE", "")),
        },
    )


def _export(request: MemberRequest, kind: str, found: list[dict[str, Any]]) -> HttpResponse:
    district = request.member.district
    return export(
        kind,
        name=f"aemter-{district.slug}",
        header=["Name", "Kurzname", "Art", "Geschäftsbereich", "weisungsfrei", "besteht"],
        rows=[
            (
                office["name"],
                office["short_name"],
                Office.Kind(office["kind"]).label,
                office["area__name"],
                office["independent"],
                office["is_active"],
            )
            for office in found
        ],
        note=export_note(district, "Ämter und OE"),
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def office_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new office, with its groups and rights."""
    back = reverse("offices", args=[slug])
    form = OfficeForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            office = rules.add_office(district=request.member.district, values=form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(
                request,
                f"„{office}“ wurde angelegt. Die Verwaltungsspitze des Geschäftsbereichs lädt die Amtsleitung ein.",
            )
            return redirect(back)
    return form_page(
        request,
        form,
        status=status,
        title="Amt oder OE anlegen",
        breadcrumbs=crumbs(request, ("Ämter und OE", back), ("Anlegen", "")),
        back_url=back,
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def office_edit(request: MemberRequest, slug: str, office_id: uuid.UUID) -> HttpResponse:
    """Change an office."""
    office = get_object_or_404(Office.objects.select_related("area"), pk=office_id)
    back = reverse("offices", args=[slug])
    context: dict[str, Any] = {
        "title": f"„{office}“ bearbeiten",
        "breadcrumbs": crumbs(request, ("Ämter und OE", back), (office.name, "")),
        "delete_url": reverse("office_delete", args=[slug, office_id]),
        "office": office,
        "with_history": True,
        "entries": history_if_asked(request, office),
    }
    form = OfficeForm(posted(request), instance=office)
    if request.method == "POST" and form.is_valid():
        return save_edit(request, form, done="Das Amt wurde gespeichert.", back=back, **context)
    return form_page(request, form, back_url=back, **context)


@needs("edit_settings")
@require_POST
def office_state(request: MemberRequest, slug: str, office_id: uuid.UUID) -> HttpResponse:
    """Besteht nicht mehr, or besteht wieder (``besteht=ja``)."""
    get_object_or_404(Office, pk=office_id)
    office = rules.set_office_active(office_id=office_id, is_active=request.POST.get("besteht") == "ja")
    if office.is_active:
        messages.success(request, f"„{office}“ besteht wieder.")
    else:
        messages.success(
            request, f"„{office}“ ist als „besteht nicht mehr“ gekennzeichnet. Eingetragenes bleibt lesbar."
        )
    return redirect("offices", slug)


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def office_delete(request: MemberRequest, slug: str, office_id: uuid.UUID) -> HttpResponse:
    """Delete an office nothing hangs on."""
    office = get_object_or_404(Office, pk=office_id)
    back = reverse("offices", args=[slug])
    if request.method == "POST":
        rules.delete(office)
        messages.success(request, f"„{office}“ wurde gelöscht.")
        return redirect(back)
    hanging = rules.what_hangs_on(office)
    return render(
        request,
        "districts/delete.html",
        {
            "title": f"„{office}“ löschen",
            "refusal": rules.sentence_of(office, hanging) if hanging else "",
            "question": f"Soll „{office}“ gelöscht werden? An diesem Eintrag hängt nichts.",
            "action_label": "Löschen",
            "danger": True,
            "back_url": back,
            "office": office,
            "breadcrumbs": crumbs(request, ("Ämter und OE", back), ("Löschen", "")),
        },
    )
