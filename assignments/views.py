"""List, page, draft and paper record of Aufträge: guard, one rule, one response."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments.evidence import attach_evidence
from assignments.forms import ChangeForm, DraftForm, FilterForm, PaperForm
from assignments.from_needs import agreed_need, values_from
from assignments.listing import HEADER, export_rows, read_list
from assignments.models import Assignment, AssignmentEvidence, OnBehalf
from assignments.offered import ROOM
from assignments.preparing import allow_on_behalf, change_draft, prepare, record_on_paper
from assignments.reading import read_standings
from assignments.showing import day, history_visible, may_attach, read_page, working_day_hint
from assignments.standing import Standing
from assignments.states import State
from checklist.models import Progress, Resolution
from districts.form_page import FormPage, Trail, answer_form, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.models import BusinessArea, Office
from districts.refusals import NotNow, Refused
from districts.report_links import report_links
from districts.roles import Role
from districts.room_guard import uses_room
from districts.way import way_shown
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.taking_in import take_in
from lists.query import page_of

DRAFT_PROMISE = (
    "Einen Entwurf sehen die Verwaltungsspitze des Geschäftsbereichs, ihr Büro und die Planungskoordination. Ist er "
    "erteilt, sehen ihn auch die beteiligten Ämter; andere lesen nach dem Abschluss Titel und Stand."
)
FROM_NEED = (
    "Ämter anderer Geschäftsbereiche sind nicht vorgeschlagen: Sie zu beauftragen braucht einen Beschluss des "
    "Bezirksamts; ihre Zusage gilt auch ohne Auftrag. Aus der Vereinbarung zum Bedarf "
)


def way(member: Member, *steps: tuple[str, str]) -> Trail:
    """District, Aufträge, then ``steps``."""
    slug = [member.district.slug]
    home = (member.district.name, reverse("district_home", args=slug))
    return [home, ("Aufträge", reverse("assignments", args=slug)), *steps]


def page_url(member: Member, row: Assignment) -> str:
    """The address of one Auftrag."""
    return reverse("assignment", args=[member.district.slug, row.pk])


def find(member: Member, pk: UUID, *, offices: bool = True) -> Standing:
    """The Auftrag as ``member`` stands to it, with all ``offices`` if asked; 404 where they may not read it."""
    visible = Assignment.objects.visible_to(member).filter(pk=pk)
    if not offices:
        return Standing.of(member, get_object_or_404(visible.with_permission()), ())
    beside = ["agent", "assignment__area", "assignment__progress__item", "assignment__resolution"]
    found = read_standings(member, visible, beside=beside, staffed_on=timezone.localdate())
    if not found:
        raise Http404
    return found[0]


def say_if_no_working_day(request: MemberRequest, due_on: datetime.date | None) -> None:
    """A date on a weekend or a holiday is no mistake; the page says which working day comes before it."""
    if hint := working_day_hint(due_on):
        messages.info(request, f"Frist {day(due_on)}{hint}.")


@needs("view_assignments")
@uses_room(ROOM)
@require_safe
def assignments(request: MemberRequest, slug: str) -> HttpResponse:
    """The list, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_list(request.GET, member, timezone.localdate())
    download = asked_export(request, name="auftraege", title="Aufträge", header=HEADER, rows=export_rows(listed))
    if download:
        return download
    context = {
        "breadcrumbs": way(member),
        "listed": listed,
        "page_obj": page_of(listed.shown, request.GET),
        "columns": listed.columns,
        "fields": filter_fields(FilterForm, request.GET, offices=listed.offices, agents=listed.agents),
        "keep": [("sort", request.GET["sort"])] if "sort" in request.GET else [],
        "exports": export_links(request),
        "may_prepare": member.may("prepare_assignments"),
        "may_record": member.may("record_assignments"),
        "leads": Role.LEADERSHIP in member.roles,
    }
    return render(request, "assignments/list.html", context)


@needs("view_assignments")
@uses_room(ROOM)
@require_safe
def assignment(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Auftrag: what comes next and who may do it, offices, milestones, entries, evidence, history."""
    return render(request, "assignments/detail.html", detail(request, find(request.member, pk)))


def detail(request: MemberRequest, standing: Standing) -> dict[str, object]:
    """The context of the page."""
    return read_page(standing) | {
        "entries": history_if_asked(request, standing.row, visible=history_visible(standing)),
        "breadcrumbs": way(request.member, (standing.row.title, "")),
        "reports": report_links("assignment", request.member.district.slug, standing.row.pk),
        "way": way_shown(request, f"need:{standing.row.need_id}", here=f"assignment:{standing.row.pk}")
        if standing.row.need_id
        else "",
        "contact": [request.member.district.contact] if request.member.district.contact else [],
    }


def _areas(member: Member) -> list[UUID]:
    """Geschäftsbereiche a person prepares for."""
    rows = BusinessArea.objects.all()
    if Role.COORDINATION not in member.roles:
        rows = rows.filter(pk__in=member.area_ids)
    return list(rows.values_list("pk", flat=True))


@needs("prepare_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Prepares a draft, from a point of the checklist with ``?punkt=CODE``, from a Bedarf with ``?bedarf=``."""
    return _new(request, paper=False)


@needs("record_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_record(request: MemberRequest, slug: str) -> HttpResponse:
    """Records what was given on paper."""
    return _new(request, paper=True)


def _new(request: MemberRequest, *, paper: bool) -> HttpResponse:
    member = request.member
    areas = BusinessArea.objects.filter(pk__in=_areas(member))
    code = request.GET.get("punkt", "").replace("\x00", "")[:12]
    point = Progress.objects.filter(code=code).first() if code else None
    need = agreed_need(member, request.GET.get("bedarf", ""))
    initial: dict[str, object] = {"progress": point.pk} if point else {}
    if need:
        initial |= values_from(need)
    if len(areas) == 1:
        initial["area"] = areas[0].pk
    form = (PaperForm if paper else DraftForm)(
        request.POST or None,
        initial=initial,
        areas=areas,
        offices=list(Office.objects.filter(is_active=True).order_by("sort_key")),
        resolutions=Resolution.objects.visible_to(member),
    )

    def save() -> str:
        values = dict(form.cleaned_data) | {"need": need}
        rows = (record_on_paper if paper else prepare)(
            values=values,
            area=values.pop("area"),
            leads_=list(values.pop("leads")),
            contributing=list(values.pop("contributing")),
            by=member,
        )
        say_if_no_working_day(request, values.get("due_on"))
        return page_url(member, rows[0]) if len(rows) == 1 else reverse("assignments", args=[member.district.slug])

    back = reverse("assignments", args=[member.district.slug])
    promise = (
        "Die Verwaltungsspitze des Geschäftsbereichs sieht den Eintrag unter ihren Aufgaben und kann Einwand erheben."
        if paper
        else DRAFT_PROMISE
    )
    title = "Erteilten Auftrag nachtragen" if paper else "Auftrag vorbereiten"
    page = FormPage(
        title=title,
        back=back,
        trail=way(member, (title, "")),
        intro=f"{FROM_NEED}„{need.title}“." if need else "",
        minutes=5,
        promises=[promise],
    )
    done = "Der Auftrag ist nachgetragen." if paper else "Der Entwurf ist gespeichert. Erteilt ist er noch nicht."
    return answer_form(request, form, page, save=save, done=done)


@needs("prepare_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a draft; different fields of two people merge."""
    member = request.member
    standing = find(member, pk)
    row, back = standing.row, page_url(member, standing.row)
    if not standing.prepares:
        raise Refused("prepare_assignments")
    if row.state != State.DRAFT:
        raise NotNow("Der Auftrag ist schon erteilt. Ändern lassen sich jetzt nur noch Frist und Stand.")
    contributing = [part.office_id for part in standing.offices if not part.lead]
    lead = standing.lead.office if standing.lead else None
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        instance=row,
        initial={"lead": lead, "contributing": contributing, "progress": row.progress_id,
                 "resolution": row.resolution_id},
        areas=BusinessArea.objects.none(),
        offices=list(Office.objects.filter(is_active=True).order_by("sort_key")),
        lead=lead,
        resolutions=Resolution.objects.visible_to(member),
    )  # fmt: skip

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        shown = keys_of([seen.pop("lead")])
        change_draft(
            assignment_id=pk,
            seen_lead=next(iter(shown), None),
            lead=new.pop("lead"),
            seen_contributing=keys_of(seen.pop("contributing")),
            contributing=list(new.pop("contributing")),
            seen=seen,
            new=new,
            by=member,
        )
        if "due_on" in form.changed_data:
            say_if_no_working_day(request, form.cleaned_data["due_on"])
        return back

    title = "Entwurf bearbeiten"
    trail = way(member, (row.title, back), (title, ""))
    page = FormPage(title=title, back=back, trail=trail, minutes=5, promises=[DRAFT_PROMISE])
    return answer_form(request, form, page, save=save)


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A file or link as evidence."""
    member = request.member
    standing = find(member, pk)
    if not may_attach(standing):
        if standing.row.state in (State.CLOSED, State.WITHDRAWN):
            raise NotNow("Der Auftrag ist zu Ende; Nachweise kommen nicht mehr hinzu.")
        raise Refused("prepare_assignments")
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back, title = page_url(member, standing.row), "Nachweis hinzufügen"
    trail = way(member, (standing.row.title, back), (title, ""))
    page = FormPage(title=title, back=back, trail=trail, action="Hinzufügen", minutes=1)

    def save() -> str:
        attach_evidence(assignment=standing.row, evidence=take_in(form.cleaned_data, by=member))
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_assignment_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away; whoever added it, their office, or coordination may."""
    member = request.member
    tie = tie_or_404(AssignmentEvidence.objects.select_related("assignment"), pk, member)
    back = page_url(member, tie.assignment)
    return answer_evidence_removal(
        request, tie.evidence, back=back, trail=way(member, (tie.assignment.title, back), REMOVING)
    )


@needs("give_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: MemberRequest, slug: str) -> HttpResponse:
    """Leadership lets its Büro act i. A., or stops it."""
    member = request.member
    areas = list(BusinessArea.objects.filter(pk__in=member.led_area_ids))
    allowed = set(OnBehalf.objects.filter(area__in=areas).values_list("area_id", flat=True))
    if request.method == "POST":
        area = next((area for area in areas if str(area.pk) == request.POST.get("area")), None)
        if area is None:
            raise Refused("give_assignments")
        wanted = request.POST.get("erlaubt") == "ja"
        allow_on_behalf(area=area, allowed=wanted, by=member)
        messages.success(
            request, "Ihr Büro darf jetzt i. A. handeln." if wanted else "Ihr Büro darf nicht mehr i. A. handeln."
        )
        return redirect("on_behalf", slug)
    context = {
        "areas": [(area, area.pk in allowed) for area in areas],
        "breadcrumbs": way(member, ("Handeln i. A.", "")),
    }
    return render(request, "assignments/on_behalf.html", context)
