"""Pages of Sitzungen: plan, change, prepare, cancel, record; evidence; the calendar of a Gremium."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.form_page import FormPage, answer_form, answer_removal, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.own_regions import is_outside
from districts.refusals import NotNow, Refused
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.taking_in import take_in
from partners.bodies import meetings
from partners.bodies.agenda import may_bring
from partners.bodies.calendar import calendar_of
from partners.bodies.forms import MeetingForm, RecordForm
from partners.bodies.links import known_of
from partners.bodies.rules import require_run
from partners.bodies.showing import keys_of_parts, read_meeting, when
from partners.bodies.views import find, find_own, page_url, way
from partners.models import Actor, AgendaItem, Body, BodyMember, Meeting, MeetingEvidence, MeetingPart
from partners.offered import ROOM


def find_meeting(member: Member, pk: UUID) -> Meeting:
    """The Sitzung with its Gremium; 404 where ``member`` may not read that."""
    visible = Body.objects.visible_to(member).values("pk")
    found: Meeting = get_object_or_404(Meeting.objects.select_related("body", "body__office"), pk=pk, body__in=visible)
    return found


def _find_own(member: Member, pk: UUID) -> Meeting:
    row = find_meeting(member, pk)
    require_run(member, row.body)
    return row


def _url(member: Member, row: Meeting) -> str:
    return reverse("meeting", args=[member.district.slug, row.pk])


def _way(member: Member, row: Meeting, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    here = (str(row), _url(member, row) if steps else "")
    return way(member, (row.body.name, page_url(member, row.body)), here, *steps)


@needs("view_bodies")
@uses_room(ROOM)
@require_safe
def meeting(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Sitzung: agenda, who took part, what came of it, evidence, history."""
    member = request.member
    row = find_meeting(member, pk)
    context = read_meeting(row, member, timezone.localdate()) | {
        "breadcrumbs": _way(member, row),
        "outside": is_outside(member),
        "may_attach": (brings := _may_attach(member, row.body)),
        "may_bring_topic": brings and row.state == Meeting.State.PLANNED,
        "links": known_of(row, member),
        "entries": None if is_outside(member) else history_if_asked(request, row),
    }
    return render(request, "partners/bodies/meeting.html", context)


def _may_attach(member: Member, body: Body) -> bool:
    return not is_outside(member) and may_bring(member, body)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Plans a Sitzung; what waited comes on its agenda."""
    member = request.member
    body = find_own(member, pk)
    if not body.is_active:
        raise NotNow("Dieses Gremium besteht nicht mehr.")
    form = MeetingForm(posted(request))

    def save() -> str:
        return _url(member, meetings.plan_meeting(body_id=pk, values=form.cleaned_data, by=member))

    back, title = page_url(member, body), "Sitzung planen"
    page = FormPage(title=title, back=back, trail=way(member, (body.name, back), (title, "")), minutes=1,
                    intro="Auch vergangene Sitzungen können Sie nachtragen.")  # fmt: skip
    return answer_form(request, form, page, save=save, done="Die Sitzung ist eingetragen.")


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes day, time and place."""
    member = request.member
    row = _find_own(member, pk)
    back, trail = _url(member, row), _way(member, row, ("Bearbeiten", ""))
    if row.state != Meeting.State.PLANNED:
        raise NotNow(f"Diese Sitzung {row.get_state_display()}: Tag und Ort ändern sich nicht mehr.")
    form = MeetingForm(posted(request), instance=row)

    def save() -> str:
        meetings.change_meeting(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title="Sitzung bearbeiten", back=back, trail=trail, minutes=1)
    return answer_form(request, form, page, save=save)


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_POST
def meeting_prepared(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The agenda stands and the invitation is out, or not yet after all."""
    member = request.member
    row = _find_own(member, pk)
    meetings.call_prepared(pk=pk, prepared=request.POST.get("vorbereitet") == "ja", by=member)
    return redirect(_url(member, row))


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then the Sitzung does not take place."""
    member = request.member
    row = _find_own(member, pk)
    back = _url(member, row)

    def cancel() -> None:
        meetings.cancel_meeting(pk=pk, by=member)

    return answer_removal(
        request,
        title="Sitzung absagen",
        question=f"Fällt die Sitzung am {when(row)} aus?",
        consequences=["Offene Themen kommen auf die nächste Sitzung."],
        back=back,
        then=page_url(member, row.body),
        way=_way(member, row, ("Absagen", "")),
        action="Absagen",
        remove=cancel,
        done="Die Sitzung ist abgesagt.",
    )


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_record(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Records who took part, what was dealt with, what came of it."""
    member = request.member
    row = _find_own(member, pk)
    back = _url(member, row)
    if row.state == Meeting.State.CANCELLED:
        raise NotNow("Diese Sitzung ist ausgefallen.")
    if row.starts_on > timezone.localdate():
        raise NotNow("Diese Sitzung liegt noch vor Ihnen. Festhalten können Sie sie ab dem Tag selbst.")
    held = keys_of_parts(row)
    sits = BodyMember.objects.filter(body=row.body_id).values("actor_id")
    came = MeetingPart.objects.filter(meeting=row).values("actor_id")
    form = RecordForm(
        posted(request),
        instance=row,
        initial=held,
        offices=Office.objects.filter(is_active=True) | Office.objects.filter(pk__in=held["offices"]),
        actors=Actor.objects.filter(pk__in=sits) | Actor.objects.filter(pk__in=came),
        topics=AgendaItem.objects.filter(meeting=row),
    )

    def save() -> str:
        seen, new = form.seen(), form.cleaned_data
        names = ("offices", "actors", "topics")
        meetings.record_meeting(
            pk=pk,
            seen_outcome=seen["outcome"],
            outcome=new["outcome"],
            seen={name: keys_of(seen[name]) for name in names},
            new={name: keys_of(new[name]) for name in names},
            by=member,
        )
        return back

    title = "Ergebnis festhalten"
    page = FormPage(title=title, back=back, trail=_way(member, row, (title, "")), minutes=5,
                    promises=["Festgehalten werden Ämter und Akteure, keine Personen."])  # fmt: skip
    return answer_form(request, form, page, save=save, done="Das Ergebnis ist festgehalten.")


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Invitation or minutes as file or link."""
    member = request.member
    row = find_meeting(member, pk)
    if not _may_attach(member, row.body):
        raise Refused("edit_bodies")
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    back, title = _url(member, row), "Nachweis hinzufügen"
    page = FormPage(title=title, back=back, trail=_way(member, row, (title, "")), action="Hinzufügen", minutes=1)

    def save() -> str:
        meetings.attach_evidence(meeting=row, evidence=take_in(form.cleaned_data, by=member))
        return back + "#nachweise"

    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs("edit_bodies", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_evidence_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away; whoever added it, their office, or coordination may."""
    member = request.member
    tie = tie_or_404(MeetingEvidence.objects.select_related("meeting__body"), pk, member)
    find(member, tie.meeting.body_id)
    back = _url(member, tie.meeting)
    return answer_evidence_removal(request, tie.evidence, back=back, trail=_way(member, tie.meeting, REMOVING))


@needs("view_bodies")
@uses_room(ROOM)
@require_safe
def body_calendar(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The Sitzungen of a Gremium as iCalendar."""
    row = find(request.member, pk)
    response = HttpResponse(calendar_of(row, slug), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gremium.ics"'
    return response
