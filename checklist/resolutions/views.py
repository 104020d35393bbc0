"""Pages of resolutions and declarations."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from checklist.models import Resolution, ResolutionEvidence
from checklist.resolutions import rules
from checklist.resolutions.forms import FilterForm, ResolutionForm
from checklist.resolutions.list_markup import lines
from checklist.trail import trail
from districts.form_page import FormPage, Trail, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.showing import evidence_at
from evidence.taking_in import take_in
from lists.query import page_of

ROOM = "beschluesse"
TITLE = "Beschlüsse und Erklärungen"
PROMISE = (
    "Solange kein Datum eingetragen ist, sehen den Eintrag nur Verwaltungsspitze, ihr Büro und die "
    "Planungskoordination. Mit Datum lesen ihn alle, die die Checkliste lesen dürfen; was vorher im Entwurf stand, "
    "bleibt ihnen verborgen."
)


def _home(member: Member) -> str:
    return reverse("resolutions", args=[member.district.slug])


def _page(member: Member, row: Resolution) -> str:
    return reverse("resolution", args=[member.district.slug, row.pk])


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    return trail(member, (TITLE, _home(member)), *steps)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def resolutions(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = rules.read_list(request.GET, member)
    download = asked_export(
        request,
        name="beschluesse",
        title=TITLE,
        header=[
            "Bezeichnung",
            "Art",
            "Gremium oder Stelle",
            "Beschlossen am",
            "Drucksache",
            "Getragen von",
            "Wortlaut",
        ],
        rows=(
            [r.title, r.get_kind_display(), r.body, r.decided_on, r.printed_matter, r.carried_by, r.text]
            for r in listed.shown
        ),
    )
    if download:
        return download
    prepares = member.may("record_resolutions")
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": _way(member),
        "listed": listed,
        "page_obj": page,
        "lines": lines(page),
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET, prepares=prepares),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_record": prepares,
    }
    return render(request, "checklist/resolutions/list.html", context)


@needs("view_checklist")
@uses_room(ROOM)
@require_safe
def resolution(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One resolution; in preparation it exists only for whoever may record it."""
    member = request.member
    row = get_object_or_404(Resolution.objects.visible_to(member), pk=pk)
    return render(request, "checklist/resolutions/detail.html", _context(request, row))


def _context(request: MemberRequest, row: Resolution) -> dict[str, object]:
    """What the page of one resolution shows."""
    member = request.member
    may_record = member.may("record_resolutions")
    # What was kept while it was being prepared stays with those who prepared it.
    visible = None if may_record else Q(decided_on__isnull=False)
    return {
        "breadcrumbs": _way(member, (row.title, "")),
        "resolution": row,
        "facts": [
            ("Art", row.get_kind_display()),
            ("Gremium oder Stelle", row.body),
            ("Beschlossen am", row.decided_on.strftime("%d.%m.%Y") if row.decided_on else "in Vorbereitung"),
            ("Drucksache", row.printed_matter),
            ("Getragen von", row.carried_by),
        ],
        "evidence": evidence_at(row, member, tie=ResolutionEvidence, link="resolution", removable="remove_evidence"),
        "entries": history_if_asked(request, row, visible=visible, created="Eingetragen"),
        "may_record": may_record,
        "contact": [member.district.contact] if member.district.contact else [],
    }


@needs("record_resolutions")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The text of a resolution as file or link."""
    member = request.member
    row = get_object_or_404(Resolution.objects.visible_to(member), pk=pk)
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back = _page(member, row)
    page = FormPage(
        title=f"Wortlaut hinzufügen: {row.title}",
        back=back,
        trail=_way(member, (row.title, back), ("Wortlaut hinzufügen", "")),
        action="Hinzufügen",
        minutes=1,
    )

    def save() -> str:
        rules.attach_evidence(resolution=row, evidence=take_in(form.cleaned_data, by=member), by=member)
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Der Wortlaut ist hinzugefügt.")


@needs("record_resolutions")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Adds a resolution."""
    member = request.member
    form = ResolutionForm(request.POST or None)
    page = FormPage(
        title="Beschluss oder Erklärung eintragen",
        back=_home(member),
        trail=_way(member, ("Eintragen", "")),
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(
        request,
        form,
        page,
        save=lambda: _page(member, rules.record_resolution(values=form.cleaned_data, by=member)),
        done="Eingetragen.",
    )


@needs("record_resolutions")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a resolution."""
    member = request.member
    row = get_object_or_404(Resolution.objects.visible_to(member), pk=pk)
    back, title = _page(member, row), row.title
    form = ResolutionForm(request.POST or None, instance=row)

    def save() -> str:
        rules.change_resolution(resolution=row, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(
        title="Beschluss oder Erklärung bearbeiten",
        back=back,
        trail=_way(member, (title, back), ("Bearbeiten", "")),
        minutes=5,
        promises=[PROMISE],
    )
    return answer_form(request, form, page, save=save)


@needs("record_resolutions")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def resolution_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a resolution away."""
    member = request.member
    row = get_object_or_404(Resolution.objects.visible_to(member), pk=pk)
    return answer_removal(
        request,
        title="Eintrag entfernen",
        question=f"Möchten Sie „{row.title}“ entfernen?",
        consequences=["Der Eintrag steht dann in keiner Liste und keinem Export mehr."],
        back=_page(member, row),
        then=_home(member),
        way=_way(member, (row.title, _page(member, row)), ("Entfernen", "")),
        remove=lambda: rules.remove_resolution(resolution=row, by=member),
        done="Der Eintrag ist entfernt.",
    )
