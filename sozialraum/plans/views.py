"""Pages of plans: list with its timeline, page, entering, sharing, agreeing, agenda."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.form_page import FormPage, Trail, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.navigation import address, thing_address
from districts.refusals import NotNow, Refused
from districts.room_guard import uses_room
from lists.plots import Span, period_plot
from lists.query import cleaned, page_of
from partners.signals.forms import AgendaForm
from sozialraum.models import Plan, PlanOffice, PlanRegion
from sozialraum.offered import ROOM
from sozialraum.own_words import WHILE_SHARED
from sozialraum.plans import rules
from sozialraum.plans.forms import AgreedForm, FilterForm, PlanForm
from sozialraum.plans.list_markup import lines
from sozialraum.plans.listing import HEADER, export_rows, read_list
from sozialraum.plans.mapping import plans_map
from sozialraum.plans.showing import find, may_bring, read_page
from sozialraum.sharing import promise, share_as_asked

TITLE = "Planungen"
#: Value of ``ansicht`` -> how the view is called.
VIEWS = {"": "Tabelle", "zeit": "Zeitachse", "karte": "Karte"}
PARTS = (Part(PlanRegion, "plan", of="region"), Part(PlanOffice, "plan", of="office", value="outcome"))


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, plans, then ``steps``."""
    slug = (member.district.slug,)
    home = (member.district.name, address("district_home", args=slug))
    return [home, (TITLE, address("plans", args=slug)), *steps]


def page_url(member: Member, plan: Plan) -> str:
    """The address of one plan."""
    return thing_address("plan", member.district.slug, pk=plan.pk)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def plans(request: MemberRequest, slug: str) -> HttpResponse:
    """The list as table, line of time (``ansicht=zeit``) or map (``karte``), or as XLSX and CSV of the same rows."""
    member, today = request.member, timezone.localdate()
    listed = read_list(request.GET, member, today)
    download = asked_export(request, name="planungen", title=TITLE, header=HEADER, rows=export_rows(listed))
    if download:
        return download
    shown = cleaned(request.GET, "ansicht", list(VIEWS))
    page = page_of(listed.shown, request.GET)
    kept = [(name, request.GET[name]) for name in ("sort", "ansicht") if name in request.GET]
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "page_obj": page,
        "lines": lines(page, member.district.slug),
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET, offices=listed.offices, regions=listed.regions),
        "keep": kept,
        "exports": export_links(request),
        "tabs": _tabs(request, shown),
        "plot": _plot(page, today) if shown == "zeit" and listed.shown else None,
        "map": plans_map(request.GET, listed, member) if shown == "karte" and listed.shown else None,
        "may_enter": member.may("prepare_office"),
    }
    return render(request, "sozialraum/plans/list.html", context)


def _plot(rows: Iterable[dict[str, Any]], today: datetime.date) -> dict[str, object]:
    spans = [Span(f"{r['title']} ({r['office']})", r["starts_on"], r["ends_on"], r["badge"], r["state"]) for r in rows]
    return period_plot(title="Planungen auf der Zeitachse", spans=spans, today=today)


def _tabs(request: MemberRequest, shown: str) -> list[dict[str, Any]]:
    """The same selection as table, line of time and map."""
    params = request.GET.copy()
    found = []
    for view, label in VIEWS.items():
        params.pop("ansicht", None)
        if view:
            params["ansicht"] = view
        found.append({"label": label, "url": "?" + params.urlencode(), "current": view == shown})
    return found


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def plan(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One plan: what, where, when, with whom it is agreed, and which plans of others touch it."""
    member = request.member
    row = find(member, pk)
    own = rules.may_change(member, row)
    context = read_page(row, member) | {
        "breadcrumbs": way(member, (row.title, "")),
        # What changed around it while it was not shared is the office's own matter.
        "entries": history_if_asked(request, row, visible=None if own else WHILE_SHARED, parts=PARTS if own else (),
                                    created="Angelegt" if own else "Geteilt"),
    }  # fmt: skip
    return render(request, "sozialraum/plans/detail.html", context)


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Enters a plan of an own office."""
    member = request.member
    form = PlanForm(posted(request), member=member)

    def save() -> str:
        values = dict(form.cleaned_data)
        chosen = {name: list(values.pop(name)) for name in ("regions", "wanted")}
        return page_url(member, rules.enter_plan(values=values, **chosen, by=member))

    back, title = address("plans", args=(slug,)), "Planung eintragen"
    page = FormPage(title=title, back=back, trail=way(member, (title, "")), minutes=5, promises=[promise(None)])
    return answer_form(request, form, page, save=save, done="Eingetragen. Bis zum Teilen liest es nur Ihr Amt.")


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a plan; different fields of two people merge."""
    member = request.member
    row = find(member, pk)
    member.require("prepare_office", row.office_id)
    back, title = page_url(member, row), row.title
    wanted = list(PlanOffice.objects.filter(plan=row).values_list("office_id", flat=True))
    form = PlanForm(posted(request), instance=row, member=member, initial={"regions": row.at, "wanted": wanted})

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        chosen = {name: (keys_of(seen.pop(name)), keys_of(new.pop(name))) for name in ("regions", "wanted")}
        rules.change_plan(pk=pk, seen=seen, new=new, chosen=chosen, by=member)
        return back

    page = FormPage(title="Planung bearbeiten", back=back, trail=way(member, (title, back), ("Bearbeiten", "")),
                    minutes=3, promises=[promise(row)])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("represent_office")
@uses_room(ROOM)
@require_POST
def plan_share(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The head shares the plan with the district, or takes that back."""
    row = find(request.member, pk)
    share_as_asked(request, Plan, row.pk)
    return redirect(page_url(request.member, row))


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_agree(request: MemberRequest, slug: str, pk: UUID, office: UUID) -> HttpResponse:
    """Either side notes that they have talked, and what came of it."""
    member = request.member
    row = find(member, pk)
    tie = get_object_or_404(PlanOffice.objects.select_related("plan", "office"), plan=row.pk, office=office)
    if not rules.may_agree(member, tie):
        raise Refused("prepare_office")
    form = AgreedForm(posted(request), instance=tie)
    back, title = page_url(member, row), "Abstimmung festhalten"

    def save() -> str:
        rules.agree(plan_id=pk, office_id=office, seen=form.seen(), new=form.cleaned_data, by=member)
        return back + "#abstimmung"

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=2,
                    intro=f"{row.office.name} und {tie.office.name}",
                    promises=["Das lesen beide Ämter, und wenn die Planung geteilt ist, der Bezirk."])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_agenda(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Puts a shared plan, or with ``mit`` it and one it touches, on the agenda of a Gremium."""
    member = request.member
    row = find(member, pk)
    other = _other(member, request.GET.get("mit", ""))
    if not row.shared_on:
        raise NotNow(rules.NOT_SHARED)
    if not may_bring(member, row):
        raise Http404
    words = f"{row.title} und {other.title}" if other else row.title
    form = AgendaForm(posted(request), member=member, initial={"title": words[:200]})
    form.fields["title"].help_text = "Diesen Titel lesen alle, die das Gremium lesen."
    back, title = page_url(member, row), "Auf eine Tagesordnung setzen"

    def save() -> str:
        data = form.cleaned_data
        topic = rules.bring_before(plan=row, beside=other, body=data["body"], title=data["title"], by=member)
        return thing_address("body", slug, pk=topic.body_id) + "#themen"

    page = FormPage(title=title, back=back, trail=way(member, (row.title, back), (title, "")), minutes=1,
                    action="Vormerken")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Das Thema ist vorgemerkt.")


def _other(member: Member, raw: str) -> Any:
    """The plan named beside, or None; 404 for what ``member`` may not read."""
    try:
        key = UUID(raw) if raw else None
    except ValueError:
        key = None
    return find(member, key) if key else None
