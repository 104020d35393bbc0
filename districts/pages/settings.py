"""Settings of a district: overview, rooms of the tool, whom to ask, Geschäftsbereiche."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from districts import offices
from districts.forms import TenantForm, posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import MemberRequest
from districts.models import BusinessArea, District
from districts.refusals import Conflict, NotNow
from districts.rooms import ALWAYS, ROOMS, in_use, switched
from districts.settings_forms import AreaForm, ContactForm, HintForm, RoomsForm

Crumbs = list[tuple[str, str]]


def crumbs(request: MemberRequest, *more: tuple[str, str]) -> Crumbs:
    """Breadcrumb from the district over the settings to ``more``."""
    slug = request.member.district.slug
    return [
        (request.member.district.name, reverse("district_home", args=[slug])),
        ("Einstellungen", reverse("settings_overview", args=[slug])),
        *more,
    ]


def form_page(request: HttpRequest, form: object, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page of one form: title, form, save, back. ``context`` as ``templates/districts/form.html`` says."""
    return render(request, "districts/form.html", {"form": form, **context}, status=status)


def save_edit(request: HttpRequest, form: TenantForm, *, done: str, back: str, **context: Any) -> HttpResponse:
    """Stores an edited row field by field and goes ``back``; on a clash the form with both texts and 409."""
    try:
        offices.edit(form.instance, seen=form.seen(), new=form.cleaned_data)
    except Conflict as conflict:
        form.show_conflict(conflict)
        return form_page(request, form, status=409, back_url=back, **context)
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return form_page(request, form, status=409, back_url=back, **context)
    messages.success(request, done)
    return redirect(back)


@needs("edit_settings")
def overview(request: MemberRequest, slug: str) -> HttpResponse:
    """What can be set, and how it is set now."""
    rooms = in_use(request.member.district.rooms)
    return render(
        request,
        "districts/settings_overview.html",
        {
            "breadcrumbs": crumbs(request),
            "rooms_on": [ROOMS[key][0] for key in rooms],
            "rooms_off": [label for key, (label, _) in ROOMS.items() if key not in rooms],
        },
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: MemberRequest, slug: str) -> HttpResponse:
    """Rooms of the tool on or off. Two people switching different rooms do not undo each other."""
    district = request.member.district
    back = reverse("settings_overview", args=[slug])
    form = RoomsForm(posted(request), initial={"rooms": in_use(district.rooms)})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            locked = District.objects.select_for_update().get(pk=district.pk)
            locked.rooms = switched(locked.rooms, seen=form.seen(), wanted=form.cleaned_data["rooms"])
            locked.save(update_fields=["rooms"])
        messages.success(request, "Die Bereiche des Werkzeugs wurden gespeichert.")
        return redirect(back)
    always = ", ".join(ROOMS[key][0] for key in ALWAYS)
    return form_page(
        request,
        form,
        title="Bereiche des Werkzeugs",
        intro=f"Schalten Sie ein, was Ihr Bezirk braucht, eins nach dem anderen. Immer dabei: {always}.",
        breadcrumbs=crumbs(request, ("Bereiche des Werkzeugs", "")),
        back_url=back,
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def hint(request: MemberRequest, slug: str) -> HttpResponse:
    """From when there are hints, and how long a Federführung may stay open."""
    back = reverse("settings_overview", args=[slug])
    context: dict[str, Any] = {
        "title": "Hinweise und Fristen",
        "intro": "Liegt auf einer Person mehr, als Sie hier festlegen, liest sie das selbst unter „Meine Aufgaben“ und "
        "kann es an ihre Amtsleitung weitergeben. Niemand sonst sieht den Hinweis oder eine Zahl (B3.5).",
        "breadcrumbs": crumbs(request, ("Hinweise und Fristen", "")),
        "minutes": 1,
    }
    form = HintForm(posted(request), instance=District.objects.get(pk=request.member.district.pk))
    if request.method == "POST" and form.is_valid():
        return save_edit(request, form, done="Die Zahlen wurden gespeichert.", back=back, **context)
    return form_page(request, form, back_url=back, **context)


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: MemberRequest, slug: str) -> HttpResponse:
    """Whom members of the district ask."""
    back = reverse("settings_overview", args=[slug])
    context: dict[str, Any] = {
        "title": "Ansprechstelle",
        "intro": "Diese Angabe sehen alle Mitglieder des Bezirks auf Hinweisseiten, zum Beispiel wenn ein Recht fehlt.",
        "breadcrumbs": crumbs(request, ("Ansprechstelle", "")),
    }
    form = ContactForm(posted(request), instance=District.objects.get(pk=request.member.district.pk))
    if request.method == "POST" and form.is_valid():
        return save_edit(request, form, done="Die Ansprechstelle wurde gespeichert.", back=back, **context)
    return form_page(request, form, back_url=back, **context)


@needs("edit_settings")
def areas(request: MemberRequest, slug: str) -> HttpResponse:
    """The Geschäftsbereiche with their offices counted."""
    found = BusinessArea.objects.annotate(office_count=Count("offices")).order_by("position", "name")
    return render(
        request,
        "districts/areas.html",
        {"areas": found, "breadcrumbs": crumbs(request, ("Geschäftsbereiche", ""))},
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def area_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new Geschäftsbereich."""
    back = reverse("areas", args=[slug])
    form = AreaForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            area = offices.add_area(values=form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"Der Geschäftsbereich „{area}“ wurde angelegt.")
            return redirect(back)
    return form_page(
        request,
        form,
        status=status,
        title="Geschäftsbereich anlegen",
        breadcrumbs=crumbs(request, ("Geschäftsbereiche", back), ("Neu", "")),
        back_url=back,
    )


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request: MemberRequest, slug: str, area_id: uuid.UUID) -> HttpResponse:
    """Change a Geschäftsbereich."""
    area = get_object_or_404(BusinessArea, pk=area_id)
    back = reverse("areas", args=[slug])
    context: dict[str, Any] = {
        "title": f"„{area}“ bearbeiten",
        "breadcrumbs": crumbs(request, ("Geschäftsbereiche", back), (area.name, "")),
        "delete_url": reverse("area_delete", args=[slug, area_id]),
        "with_history": True,
        "entries": history_if_asked(request, area),
    }
    form = AreaForm(posted(request), instance=area)
    if request.method == "POST" and form.is_valid():
        return save_edit(request, form, done="Der Geschäftsbereich wurde gespeichert.", back=back, **context)
    return form_page(request, form, back_url=back, **context)


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def area_delete(request: MemberRequest, slug: str, area_id: uuid.UUID) -> HttpResponse:
    """Delete a Geschäftsbereich nothing hangs on."""
    area = get_object_or_404(BusinessArea, pk=area_id)
    back = reverse("areas", args=[slug])
    if request.method == "POST":
        offices.delete(area)
        messages.success(request, f"Der Geschäftsbereich „{area}“ wurde gelöscht.")
        return redirect(back)
    hanging = offices.what_hangs_on(area)
    return render(
        request,
        "districts/delete.html",
        {
            "title": f"„{area}“ löschen",
            "refusal": offices.sentence_of(area, hanging) if hanging else "",
            "question": f"Soll der Geschäftsbereich „{area}“ gelöscht werden?",
            "action_label": "Löschen",
            "danger": True,
            "back_url": back,
            "breadcrumbs": crumbs(request, ("Geschäftsbereiche", back), ("Löschen", "")),
        },
    )
