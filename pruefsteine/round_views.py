"""Rounds: the first page of the room, one round, and the steps coordination takes with it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assignments.forms import StepForm
from districts.form_page import FormPage, answer_form, answer_removal, keys_of
from districts.forms import posted
from districts.guard import needs
from districts.member import Member, MemberRequest
from districts.models import Office
from districts.refusals import NotNow
from districts.report_links import report_links
from districts.room_guard import uses_room
from pruefsteine.answer_page import page_url
from pruefsteine.forms import ExtendForm, JoinForm, RoundForm
from pruefsteine.models import Round, SelfAssessment
from pruefsteine.offered import ROOM, way
from pruefsteine.rounds import add_office, begin_discussion, change_round, extend, open_round, plan_round, remove_round
from pruefsteine.scales import AnswerState, RoundState

ROUND_BADGES = {
    RoundState.PLANNED: "open",
    RoundState.OPEN: "moving",
    RoundState.DISCUSSING: "talking",
    RoundState.CLOSED: "settled",
}
ANSWER_BADGES = {
    AnswerState.NOT_BEGUN: "open",
    AnswerState.IN_PROGRESS: "moving",
    AnswerState.SUBMITTED: "settled",
    AnswerState.RETURNED: "talking",
}


PLANNED_PROMISE = (
    "Eine geplante Runde sieht nur die Planungskoordination. Gefragt werden die Ämter erst, wenn Sie sie öffnen."
)


def round_url(member: Member, row: Round) -> str:
    """The address of a round."""
    return reverse("round_page", args=[member.district.slug, row.pk])


def find_round(member: Member, pk: UUID) -> Round:
    """The round if ``member`` may know of it; else 404."""
    rows = Round.objects.visible_to(member).select_related("responsible")
    found: Round = get_object_or_404(rows, pk=pk)
    return found


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def pruefsteine(request: MemberRequest, slug: str) -> HttpResponse:
    """What is being asked now, by rounds; the own Bogen first."""
    member = request.member
    rounds = list(Round.objects.visible_to(member))
    own = (
        SelfAssessment.objects.filter(office__in=member.office_ids)
        .exclude(round__state=RoundState.PLANNED)
        .select_related("round", "office")
        .order_by("-round__opens_on", "office__sort_key")
        if member.office_ids
        else []
    )
    context = {
        "breadcrumbs": way(member),
        "rounds": [(row, ROUND_BADGES[RoundState(row.state)]) for row in rounds],
        "own": [(row, page_url(row, member), ANSWER_BADGES[AnswerState(row.state)]) for row in own],
        "runs": member.may("run_rounds"),
        "today": timezone.localdate(),
    }
    return render(request, "pruefsteine/overview.html", context)


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_safe
def round_page(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One round: dates, progress per office for coordination, what is on the table for those who take part."""
    member = request.member
    row = find_round(member, pk)
    runs = member.may("run_rounds")
    today = timezone.localdate()
    context = {
        "breadcrumbs": way(member, (row.name, "")),
        "round": row,
        "badge": ROUND_BADGES[RoundState(row.state)],
        "runs": runs,
        "progress": _progress(row, member, today) if runs else [],
        "readable": []
        if runs
        else [
            (found, page_url(found, member))
            for found in SelfAssessment.objects.visible_to(member)
            .filter(round=row)
            .select_related("office")
            .order_by("office__sort_key")
        ],
        "is_planned": row.state == RoundState.PLANNED,
        "is_open": row.state == RoundState.OPEN,
        "late": row.state == RoundState.OPEN and row.closes_on < today,
        "reports": report_links("round_page", slug, pk) if row.state == RoundState.CLOSED else [],
    }
    return render(request, "pruefsteine/round.html", context)


def _progress(row: Round, member: Member, today: object) -> list[dict[str, object]]:
    """One line per office; the page leads to answers only where coordination may read them."""
    lines = []
    for found in SelfAssessment.objects.progress(row.pk):
        due = found["extended_to"] or found["round__closes_on"]
        state = AnswerState(found["state"])
        left_out = bool(found["office__not_sensible_because"]) and state != AnswerState.SUBMITTED
        waiting = (
            row.state == RoundState.OPEN
            and state != AnswerState.SUBMITTED
            and found["office__is_active"]
            and not left_out
        )
        address = [member.district.slug, found["pk"]]
        lines.append(
            {
                "name": found["office__name"],
                "gone": not found["office__is_active"],
                "left_out": left_out,
                "state": state.label,
                "badge": ANSWER_BADGES[state],
                "due": due,
                "extended": found["extended_to"] is not None,
                "late": waiting and due < today,
                "url": reverse("answer", args=address) if state == AnswerState.SUBMITTED else "",
                "extend_url": reverse("answer_extend", args=address) if waiting else "",
            }
        )
    return lines


def _offices() -> list[Office]:
    return list(Office.objects.included().order_by("sort_key"))


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Plans a round. Nobody is asked yet."""
    member = request.member
    offices = Office.objects.included().order_by("sort_key")
    initial = {
        "is_baseline": not Round.objects.filter(is_baseline=True).exists(),
        "offices": list(offices.values_list("pk", flat=True)),
        "responsible": member.user.pk,
    }
    form = RoundForm(posted(request), offices=offices, initial=initial if request.method != "POST" else {})

    def save() -> str:
        values = dict(form.cleaned_data)
        row = plan_round(offices=list(values.pop("offices")), values=values, by=member)
        return round_url(member, row)

    title = "Runde planen"
    page = FormPage(
        title=title,
        back=reverse("pruefsteine", args=[slug]),
        trail=way(member, (title, "")),
        minutes=5,
        promises=[PLANNED_PROMISE],
    )
    return answer_form(request, form, page, save=save, done="Die Runde ist geplant. Geöffnet ist sie noch nicht.")


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a planned round; of an open one deadline, hint and contact."""
    member = request.member
    row = find_round(member, pk)
    if row.state not in (RoundState.PLANNED, RoundState.OPEN):
        raise NotNow(f"Die Runde ist {row.get_state_display()} und wird nicht mehr geändert.")
    planned = row.state == RoundState.PLANNED
    chosen = list(SelfAssessment.objects.filter(round=row).values_list("office_id", flat=True)) if planned else []
    form = RoundForm(
        posted(request),
        instance=row,
        offices=Office.objects.included().order_by("sort_key"),
        while_open=not planned,
        initial={"offices": chosen},
    )

    def save() -> str:
        seen, new = form.seen(), dict(form.cleaned_data)
        change_round(
            round_id=pk,
            seen_offices=keys_of(seen.pop("offices", ())),
            offices=keys_of(new.pop("offices", ())),
            seen=seen,
            new=new,
            by=member,
        )
        return round_url(member, row)

    title = "Runde bearbeiten"
    back = round_url(member, row)
    page = FormPage(title=title, back=back, trail=way(member, (row.name, back), (title, "")), minutes=3)
    return answer_form(request, form, page, save=save)


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a planned round away."""
    member = request.member
    row = find_round(member, pk)
    if row.state != RoundState.PLANNED:
        raise NotNow("Eine Runde, die schon geöffnet war, bleibt erhalten.")
    back = round_url(member, row)
    return answer_removal(
        request,
        title="Runde entfernen?",
        question=f"Die geplante Runde „{row.name}“ verschwindet. Gefragt wurde noch niemand.",
        back=back,
        way=way(member, (row.name, back), ("Entfernen", "")),
        remove=lambda: remove_round(round_id=pk, by=member),
        done="Die Runde ist entfernt.",
        then=reverse("pruefsteine", args=[slug]),
    )


def _step(request: MemberRequest, row: Round, *, title: str, intro: str, done: str, rule: object) -> HttpResponse:
    """A step with a round that only asks whether it is meant."""
    member = request.member
    form = StepForm(posted(request), initial={"version": row.version})
    back = round_url(member, row)
    page = FormPage(
        title=title, back=back, trail=way(member, (row.name, back), (title, "")), intro=intro, action=title, minutes=1
    )

    def save() -> str:
        assert callable(rule)  # noqa: S101  # for mypy
        rule(round_id=row.pk, version=form.seen_version(), by=member)
        return back

    return answer_form(request, form, page, save=save, done=done)


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Opens a planned round."""
    row = find_round(request.member, pk)
    if row.state != RoundState.PLANNED:
        raise NotNow(f"Die Runde ist schon {row.get_state_display()}.")
    return _step(
        request,
        row,
        title="Runde öffnen",
        intro="Die gewählten Ämter finden ihren Bogen unter „Meine Aufgaben“. Wortlaut und Operationalisierungen "
        "gelten für diese Runde so, wie sie heute sind.",
        done="Die Runde ist offen.",
        rule=open_round,
    )


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_discuss(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Brings an open round onto the table."""
    row = find_round(request.member, pk)
    if row.state != RoundState.OPEN:
        raise NotNow(f"Die Runde ist {row.get_state_display()}; in die Abstimmung geht nur eine offene Runde.")
    waiting = SelfAssessment.objects.waiting().filter(round=row).count()
    still = f" {waiting} Ämter haben noch nicht eingereicht und können es dann nicht mehr." if waiting > 1 else ""
    if waiting == 1:
        still = " Ein Amt hat noch nicht eingereicht und kann es dann nicht mehr."
    return _step(
        request,
        row,
        title="In die Abstimmung geben",
        intro=f"Die Leitungen der beteiligten Ämter lesen dann, was die anderen eingereicht haben.{still}",
        done="Die Runde ist in Abstimmung.",
        rule=begin_discussion,
    )


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def round_join(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Another office joins an open round."""
    member = request.member
    row = find_round(member, pk)
    if row.state != RoundState.OPEN:
        raise NotNow("Ein Amt kommt nur dazu, solange die Runde offen ist.")
    there = set(SelfAssessment.objects.filter(round=row).values_list("office_id", flat=True))
    offices = [office for office in _offices() if office.pk not in there]
    form = JoinForm(posted(request), offices=offices)
    title, back = "Amt hinzufügen", round_url(member, row)
    page = FormPage(
        title=title,
        back=back,
        trail=way(member, (row.name, back), (title, "")),
        intro=f"Frist und Ansprechperson sind die der Runde: Abgabe bis {row.closes_on:%d.%m.%Y}.",
        action="Hinzufügen",
        minutes=1,
    )

    def save() -> str:
        chosen = next(office for office in offices if office.pk == form.cleaned_data["office"].pk)
        add_office(round_id=pk, office=chosen, by=member)
        return back

    return answer_form(request, form, page, save=save, done="Das Amt nimmt jetzt teil.")


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_extend(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """A later deadline for one office, with a reason."""
    member = request.member
    found = SelfAssessment.objects.select_related("round", "office").filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.round.state != RoundState.OPEN or found.state == AnswerState.SUBMITTED:
        raise NotNow("Verlängern lässt sich die Abgabe nur, solange das Amt noch antwortet.")
    form = ExtendForm(posted(request))
    title, back = "Frist verlängern", round_url(member, found.round)
    page = FormPage(
        title=title,
        back=back,
        trail=way(member, (found.round.name, back), (title, "")),
        intro=f"{found.office.name}: bisher bis {found.due_on:%d.%m.%Y}.",
        minutes=1,
    )

    def save() -> str:
        values = form.cleaned_data
        extend(assessment_id=pk, to=values["extended_to"], reason=values["extension_reason"], by=member)
        return back

    return answer_form(request, form, page, save=save, done="Die Frist ist verlängert.")
