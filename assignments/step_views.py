"""One page per step of an Auftrag, and the pages of its parts and milestones."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from assignments import workflow
from assignments.forms import (
    AgentForm,
    ContributionForm,
    DateForm,
    DecisionForm,
    MilestoneForm,
    NoteForm,
    PartForm,
    ReworkForm,
    StepForm,
    WordsForm,
)
from assignments.models import Assignment, AssignmentOffice, Milestone
from assignments.offered import ROOM
from assignments.preparing import (
    add_milestone,
    describe_part,
    may_plan,
    reach_milestone,
    remove_milestone,
    require_part,
)
from assignments.showing import day
from assignments.standing import Standing
from assignments.states import State
from assignments.steps import ASK_ALL_OFFICES, STEPS
from assignments.views import find, page_url, say_if_no_working_day, way
from districts.form_page import FormPage, answer_form, answer_removal
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import NotNow, Refused
from districts.room_guard import uses_room

Rule = Callable[..., Assignment]
FormClass = Callable[..., StepForm]

#: Step -> rule, form, what is said when it is done.
_STEPS: dict[str, tuple[Rule, FormClass, str]] = {
    "erteilen": (workflow.give, NoteForm, "Der Auftrag ist erteilt."),
    "uebernehmen": (workflow.accept, NoteForm, "Die Übernahme ist bestätigt."),
    "ablehnen": (workflow.decline_request, NoteForm, "Die Mitwirkung ist abgelehnt."),
    "sachstand": (workflow.report_progress, partial(WordsForm, label="Sachstand"), "Der Sachstand ist eingetragen."),
    "rueckfrage": (workflow.ask, partial(WordsForm, label="Ihre Frage"), "Die Rückfrage ist gestellt."),
    "antworten": (workflow.answer, partial(WordsForm, label="Ihre Antwort"), "Die Antwort ist eingetragen."),
    "fristverlaengerung": (
        workflow.request_extension, partial(DateForm, label="Begründung"), "Die Fristverlängerung ist beantragt.",
    ),
    "fristentscheidung": (workflow.decide_extension, DecisionForm, "Die Entscheidung ist eingetragen."),
    "frist": (workflow.move_due_date, partial(DateForm, label="Begründung"), "Die Frist ist geändert."),
    "erledigt": (workflow.report_done, partial(WordsForm, label="Was ist erledigt?"), "Die Erledigung ist gemeldet."),
    "beitrag": (workflow.confirm_contribution, ContributionForm, "Der Beitrag ist bestätigt."),
    "nachbessern": (
        workflow.demand_rework, partial(ReworkForm, label="Was fehlt noch?"), "Der Auftrag ist wieder in Bearbeitung.",
    ),
    "abschliessen": (workflow.close, NoteForm, "Der Auftrag ist abgeschlossen."),
    "zurueckziehen": (workflow.withdraw, partial(WordsForm, label="Begründung"), "Der Auftrag ist zurückgezogen."),
    "einwand": (workflow.object_to_record, partial(WordsForm, label="Was stimmt nicht?"), "Der Einwand steht da."),
    "einwandende": (workflow.take_back_objection, NoteForm, "Der Einwand ist zurückgenommen."),
    "bearbeitung": (workflow.name_agent, AgentForm, "Gespeichert."),
}  # fmt: skip
#: Minutes a step takes, where it is not two.
_MINUTES = {"erteilen": 1, "uebernehmen": 1, "beitrag": 1, "abschliessen": 1, "bearbeitung": 1}
_PROMISES = {"bearbeitung": "Wer den Auftrag bearbeitet, sieht nur Ihr Amt. Einen Verlauf gibt es darüber nicht."}


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: MemberRequest, slug: str, pk: UUID, key: str) -> HttpResponse:
    """One step: asks, then runs its rule."""
    member = request.member
    standing = find(member, pk, offices=key in ASK_ALL_OFFICES)
    row, back = standing.row, page_url(member, standing.row)
    chosen = STEPS[key]
    if request.method == "POST":
        # Somebody may have been faster: then the rule says so, with everything that was typed still there.
        if not chosen.may(standing):
            raise Refused(chosen.right)
    else:
        chosen.check(standing)
    rule, form_class, done = _STEPS[key]
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial={"version": row.version} | _initial(key, standing),
        **_choices(key, standing),
    )

    def save() -> str:
        changed = rule(assignment_id=pk, version=form.seen_version(), **_values(key, form), by=member)
        if changed.due_on != row.due_on:
            say_if_no_working_day(request, changed.due_on)
        return back

    page = FormPage(
        title=chosen.label,
        back=back,
        trail=way(member, (row.title, back), (chosen.label, "")),
        intro=_intro(key, row),
        action=chosen.label,
        minutes=_MINUTES.get(key, 2),
        promises=[_PROMISES[key]] if key in _PROMISES else [],
    )
    return answer_form(request, form, page, save=save, done=done)


def _intro(key: str, row: Assignment) -> str:
    words = f"„{row.title}“"
    if row.due_on:
        words += f", Frist {day(row.due_on)}"
    if key == "fristentscheidung" and row.asked_due_on:
        words += f", erbeten ist der {day(row.asked_due_on)}"
    return words


def _choices(key: str, standing: Standing) -> dict[str, Any]:
    if key == "beitrag":
        return {"offices": [part.office for part in standing.open_contributions]}
    if key == "bearbeitung":
        offices = [part.office for part in standing.headed]
        people = User.objects.none()
        for office in offices:
            people = people | workflow.people_of(office.pk)
        return {"offices": offices, "people": people}
    return {}


def _initial(key: str, standing: Standing) -> dict[str, Any]:
    if key == "bearbeitung" and len(standing.headed) == 1:
        part = standing.headed[0]
        return {"agent": part.agent_id, "agent_name": part.agent_name}
    return {}


def _values(key: str, form: StepForm) -> dict[str, Any]:
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    office = values.pop("office", None)
    if office is not None:
        values["office_id"] = office.pk
    if key == "fristentscheidung":
        values["granted"] = values["granted"] == "ja"
    if key == "bearbeitung":
        agent = values.pop("agent")
        values["agent_id"] = agent.pk if agent else None
    return values


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_part(request: MemberRequest, slug: str, pk: UUID, part: UUID) -> HttpResponse:
    """The step of one mitwirkende Amt."""
    member = request.member
    standing = find(member, pk)
    chosen = next((p for p in standing.offices if p.pk == part and not p.lead), None)
    own = get_object_or_404(AssignmentOffice, pk=chosen.pk if chosen else None)
    require_part(standing, own)
    back = page_url(member, standing.row)
    title = f"Schritt: {chosen.office.name if chosen else ''}"
    form = PartForm(request.POST if request.method == "POST" else None, instance=own)

    def save() -> str:
        describe_part(part=own, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    page = FormPage(title=title, back=back, trail=way(member, (standing.row.title, back), (title, "")))
    return answer_form(request, form, page, save=save)


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_new(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Sets a milestone."""
    member = request.member
    standing = find(member, pk)
    _require_plan(standing)
    back = page_url(member, standing.row)
    form = MilestoneForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        add_milestone(assignment_id=pk, by=member, **form.cleaned_data)
        return back

    title = "Meilenstein setzen"
    page = FormPage(title=title, back=back, trail=way(member, (standing.row.title, back), (title, "")), minutes=1)
    return answer_form(request, form, page, save=save, done="Der Meilenstein ist gesetzt.")


def _require_plan(standing: Standing) -> None:
    if may_plan(standing):
        return
    if standing.row.state in (State.CLOSED, State.WITHDRAWN):
        raise NotNow("Der Auftrag ist zu Ende; seine Meilensteine bleiben, wie sie sind.")
    raise Refused("prepare_assignments" if standing.row.state == State.DRAFT else "represent_office")


def _milestone(request: MemberRequest, pk: UUID) -> tuple[Milestone, Standing]:
    row = get_object_or_404(Milestone, pk=pk)
    standing = find(request.member, row.assignment_id)
    _require_plan(standing)
    return row, standing


@needs("view_assignments")
@uses_room(ROOM)
@require_POST
def milestone_reached(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Reached, or not after all."""
    row, standing = _milestone(request, pk)
    reach_milestone(milestone=row, reached=request.POST.get("erreicht", "ja") == "ja", by=request.member)
    return redirect(page_url(request.member, standing.row) + "#meilensteine")


@needs("view_assignments")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a milestone away."""
    row, standing = _milestone(request, pk)
    back = page_url(request.member, standing.row)
    return answer_removal(
        request,
        title="Meilenstein entfernen",
        question=f"Möchten Sie den Meilenstein „{row.title}“ entfernen?",
        back=back,
        then=back + "#meilensteine",
        way=way(request.member, (standing.row.title, back), ("Meilenstein entfernen", "")),
        remove=lambda: remove_milestone(milestone=row, by=request.member),
        done="Der Meilenstein ist entfernt.",
    )
