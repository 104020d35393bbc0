"""Pages of Kooperationen and Beteiligung."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from districts.form_page import FormPage, Trail, answer_form, answer_removal, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import Part, history_if_asked
from districts.listing import asked_export, export_links
from districts.member import Member, MemberRequest
from districts.refusals import Refused
from districts.region_page import region_links
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.showing import evidence_at
from evidence.taking_in import take_in
from lists.query import page_of
from partners.actor_links import named_actor
from partners.cooperation import rules
from partners.cooperation.forms import CooperationFilter, CooperationForm, ParticipationFilter, ParticipationForm
from partners.cooperation.listing import (
    COOPERATION_HEADER,
    PARTICIPATION_HEADER,
    cooperation_rows,
    participation_rows,
    read_cooperations,
    read_participation,
)
from partners.models import Cooperation, CooperationEvidence, Participation, ParticipationRegion
from partners.offered import ROOM

SEEN_BY = (
    "Kooperationen lesen die Ämter, die Planungskoordination, die Verwaltungsspitze und ihr Büro. "
    "Stadtteilkoordination und Senatsverwaltung sehen sie nicht."
)
PARTICIPATION_SEEN_BY = "Beteiligung lesen alle im Bezirk, die die Checkliste lesen dürfen."


def way(member: Member, name: str, label: str, *steps: tuple[str, str]) -> Trail:
    """District, one of the two lists, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, (label, reverse(name, args=slug)), *steps]


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return way(member, "cooperations", "Kooperationen", *steps)


def _url(member: Member, row: Cooperation) -> str:
    return reverse("cooperation", args=[member.district.slug, row.pk])


def _find(member: Member, pk: UUID) -> Cooperation:
    visible = Cooperation.objects.visible_to(member).select_related("office", "actor")
    found: Cooperation = get_object_or_404(visible, pk=pk)
    return found


def _find_own(member: Member, pk: UUID) -> Cooperation:
    row = _find(member, pk)
    if not rules.may_edit(member, row):
        raise Refused("edit_partnership")
    return row


@needs("view_cooperations")
@uses_room(ROOM)
@require_safe
def cooperations(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_cooperations(request.GET, member, timezone.localdate())
    download = asked_export(
        request, name="kooperationen", title="Kooperationen", header=COOPERATION_HEADER, rows=cooperation_rows(listed)
    )
    if download:
        return download
    context = {
        "breadcrumbs": _way(member),
        "listed": listed,
        "page_obj": page_of(listed.shown, request.GET),
        "columns": listed.columns,
        "form": CooperationFilter(request.GET, offices=listed.offices),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_enter": rules.may_enter(member),
    }
    return render(request, "partners/cooperation/list.html", context)


@needs("view_cooperations")
@uses_room(ROOM)
@require_safe
def cooperation(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Kooperation with its contract and history."""
    member = request.member
    row = _find(member, pk)
    until = f"{row.ends_on:%d.%m.%Y}" if row.ends_on else "ohne verabredetes Ende"
    facts = [
        ("Amt/OE", row.office.name),
        ("Form", row.get_form_display()),
        ("Finanzierung", row.funding),
        ("Laufzeit", f"{row.starts_on:%d.%m.%Y} bis {until}" if row.ends_on else f"{row.starts_on:%d.%m.%Y}, {until}"),
    ]
    if row.ends_on:
        facts.append(("Verlängerung", row.get_renewal_display()))
    if row.due_on:
        facts.append(("Entscheiden bis", f"{row.due_on:%d.%m.%Y}"))
    today = timezone.localdate()
    context = {
        "breadcrumbs": _way(member, (row.title, "")),
        "cooperation": row,
        "facts": facts,
        "over": bool(row.ends_on and row.ends_on < today),
        "late": bool(row.due_on and row.due_on < today),
        "may_edit": rules.may_edit(member, row),
        "evidence": evidence_at(
            row, member, tie=CooperationEvidence, link="cooperation", removable="cooperation_evidence_remove"
        ),
        "entries": history_if_asked(request, row),
    }
    return render(request, "partners/cooperation/detail.html", context)


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def cooperation_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Enters a Kooperation."""
    member = request.member
    form = CooperationForm(posted(request), member=member)
    back, title = reverse("cooperations", args=[slug]), "Kooperation eintragen"
    page = FormPage(title=title, back=back, trail=_way(member, (title, "")), minutes=5, promises=[SEEN_BY])

    def save() -> str:
        return _url(member, rules.enter_cooperation(values=form.cleaned_data, by=member))

    return answer_form(request, form, page, save=save, done="Die Kooperation ist eingetragen.")


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def cooperation_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a Kooperation, extends it or lets it end."""
    member = request.member
    row = _find_own(member, pk)
    back, title = _url(member, row), row.title
    form = CooperationForm(posted(request), instance=row, member=member)

    def save() -> str:
        rules.change_cooperation(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title="Kooperation bearbeiten", back=back, trail=_way(member, (title, back), ("Bearbeiten", "")),
                    minutes=3, promises=[SEEN_BY])  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def cooperation_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The contract as file or link, confidential if need be."""
    member = request.member
    row = _find_own(member, pk)
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back, title = _url(member, row), "Vertrag oder Vereinbarung hinzufügen"
    page = FormPage(title=title, back=back, trail=_way(member, (row.title, back), (title, "")), action="Hinzufügen",
                    minutes=1)  # fmt: skip

    def save() -> str:
        rules.attach_evidence(cooperation=row, evidence=take_in(form.cleaned_data, by=member))
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Hinzugefügt.")


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def cooperation_evidence_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes the contract away."""
    member = request.member
    tie = tie_or_404(CooperationEvidence.objects.select_related("cooperation"), pk, member)
    back = _url(member, tie.cooperation)
    return answer_evidence_removal(
        request, tie.evidence, back=back, trail=_way(member, (tie.cooperation.title, back), REMOVING)
    )


def _participation_way(member: Member, *steps: tuple[str, str]) -> Trail:
    return way(member, "involvements", "Beteiligung", *steps)


def _participation_url(member: Member, row: Participation) -> str:
    return reverse("involvement", args=[member.district.slug, row.pk])


def _own_entry(member: Member, pk: UUID) -> Participation:
    row: Participation = get_object_or_404(Participation.objects.select_related("office", "actor"), pk=pk)
    if not rules.may_edit(member, row):
        raise Refused("edit_partnership")
    return row


@needs("view_partnership")
@uses_room(ROOM)
@require_safe
def involvements(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_participation(request.GET, member)
    download = asked_export(
        request, name="beteiligung", title="Beteiligung", header=PARTICIPATION_HEADER, rows=participation_rows(listed)
    )
    if download:
        return download
    context = {
        "breadcrumbs": _participation_way(member),
        "listed": listed,
        "page_obj": page_of(listed.shown, request.GET),
        "columns": listed.columns,
        "form": ParticipationFilter(request.GET, offices=listed.offices, regions=listed.regions),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_enter": rules.may_enter(member),
    }
    return render(request, "partners/cooperation/participation.html", context)


@needs("view_partnership")
@uses_room(ROOM)
@require_safe
def involvement(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One entry with its history."""
    member = request.member
    rows: Any = Participation.objects.select_related("office", "actor").annotate(named=named_actor(member))
    row = get_object_or_404(rows, pk=pk)
    regions = ParticipationRegion.objects.filter(participation=row).order_by("region__key")
    days = f"{row.starts_on:%d.%m.%Y}" + (f" bis {row.ends_on:%d.%m.%Y}" if row.ends_on else "")
    context = {
        "breadcrumbs": _participation_way(member, (row.title, "")),
        "row": row,
        "facts": [
            ("Wo", region_links(member, regions.values_list("region__key", "region__name"))),
            ("Wann", days),
            ("Veranlasst von", row.office.name if row.office else "dem Bezirk"),
            ("Akteur vor Ort", row.actor.name if row.actor and row.named else ""),
        ],
        "may_edit": rules.may_edit(member, row),
        "entries": history_if_asked(request, row, parts=[Part(ParticipationRegion, "participation", of="region")]),
    }
    return render(request, "partners/cooperation/participation_entry.html", context)


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def involvement_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Enters how residents were involved."""
    member = request.member
    form = ParticipationForm(posted(request), member=member)

    def save() -> str:
        values = dict(form.cleaned_data)
        row = rules.enter_participation(regions=values.pop("regions"), values=values, by=member)
        return _participation_url(member, row)

    back, title = reverse("involvements", args=[slug]), "Beteiligung eintragen"
    page = FormPage(title=title, back=back, trail=_participation_way(member, (title, "")), minutes=5,
                    promises=[PARTICIPATION_SEEN_BY])  # fmt: skip
    return answer_form(request, form, page, save=save, done="Eingetragen.")


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def involvement_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes an entry; different fields of two people merge."""
    member = request.member
    row = _own_entry(member, pk)
    back, title = _participation_url(member, row), row.title
    held = ParticipationRegion.objects.filter(participation=row).values_list("region_id", flat=True)
    form = ParticipationForm(
        posted(request), instance=row, member=member, initial={"regions": list(held), "actor": row.actor}
    )

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        rules.change_participation(
            pk=pk,
            seen_regions=keys_of(seen.pop("regions")),
            regions=keys_of(new.pop("regions")),
            seen=seen,
            new=new,
            by=member,
        )
        return back

    page = FormPage(title="Beteiligung bearbeiten", back=back, minutes=5, promises=[PARTICIPATION_SEEN_BY],
                    trail=_participation_way(member, (title, back), ("Bearbeiten", "")))  # fmt: skip
    return answer_form(request, form, page, save=save)


@needs("edit_partnership", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def involvement_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes an entry away."""
    member = request.member
    row = _own_entry(member, pk)
    back = _participation_url(member, row)
    return answer_removal(
        request,
        title="Eintrag entfernen",
        question=f"Möchten Sie „{row.title}“ entfernen?",
        back=back,
        then=reverse("involvements", args=[slug]),
        way=_participation_way(member, (row.title, back), ("Entfernen", "")),
        remove=lambda: rules.remove_participation(pk=pk, by=member),
        done="Der Eintrag ist entfernt.",
    )
