"""Pages of Anfragen an die OE SPK: list, page, asking, and the steps."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from discussions.models import Comment
from districts.form_page import FormPage, Trail, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import history_if_asked
from districts.listing import asked_export, export_links, filter_fields
from districts.member import Member, MemberRequest
from districts.member_query import MemberQuery
from districts.navigation import address, thing_address
from districts.refusals import NotNow
from districts.region_page import region_links
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.showing import evidence_at
from evidence.taking_in import take_in
from lists.compiled import CompiledQuery
from lists.query import page_of
from sozialraum.models import RequestEvidence, ServiceRequest
from sozialraum.offered import ROOM
from sozialraum.requests import rules
from sozialraum.requests.forms import FilterForm, RequestForm, WordsForm
from sozialraum.requests.list_markup import by_duty
from sozialraum.requests.listing import HEADER, asker_name, export_rows, read_list
from sozialraum.requests_models import BADGES, Duty, State

TITLE = "Anfragen an die OE SPK"
PROMISE = (
    "Ihre Anfrage lesen nur Ihr Amt oder Geschäftsbereich und die OE SPK (Planungs- und Datenkoordination). "
    "Wer wie oft fragt, wird nirgends gezählt."
)
ANSWERS = "Die Antwort liest, wer gefragt hat. Sie kommt von der OE SPK als Ganzes, ohne Namen."
READ_AND_POST = ["GET", "HEAD", "POST"]


def _way(member: Member, *steps: tuple[str, str]) -> Trail:
    slug = (member.district.slug,)
    return [
        (member.district.name, address("district_home", args=slug)),
        (TITLE, address("requests", args=slug)),
        *steps,
    ]


def _url(member: Member, pk: UUID) -> str:
    return thing_address("request", member.district.slug, pk=pk)


def _request(member: Member, *, pk: Any) -> QuerySet[ServiceRequest]:
    visible = ServiceRequest.objects.visible_to(member).select_related("office", "area", "region")
    return visible.defer("region__geometry").filter(pk=pk)


_REQUEST: MemberQuery[ServiceRequest] = MemberQuery(_request, pk=UUIDField())
_TALK: CompiledQuery[Comment] = CompiledQuery(
    lambda *, thread: Comment.objects.filter(thread=thread).select_related("office", "author"), thread=UUIDField()
)


def _find(member: Member, pk: UUID) -> ServiceRequest:
    """The Anfrage; 404 where ``member`` may not read it."""
    return _REQUEST.found_for(member, pk=pk)


@needs("ask_coordination", "answer_requests")
@uses_room(ROOM)
@require_safe
def requests(request: MemberRequest, slug: str) -> HttpResponse:
    """The list under the five tasks, as a page or as XLSX and CSV of the same rows."""
    member = request.member
    listed = read_list(request.GET, member, timezone.localdate())
    download = asked_export(request, name="anfragen", title=TITLE, header=HEADER, rows=export_rows(listed))
    if download:
        return download
    page = page_of(listed.shown, request.GET)
    context = {
        "breadcrumbs": _way(member),
        "listed": listed,
        "page_obj": page,
        "duties": by_duty(page, member.district.slug),
        "fields": filter_fields(FilterForm, request.GET, regions=listed.regions),
        "exports": export_links(request),
        "may_ask": member.may("ask_coordination"),
        "answers": member.may("answer_requests"),
    }
    return render(request, "sozialraum/requests/list.html", context)


@needs("ask_coordination", "answer_requests")
@uses_room(ROOM)
@require_safe
def request_page(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """One Anfrage with its answer, its talk, and what may be done now."""
    member = request.member
    row = _find(member, pk)
    said = _TALK.rows(thread=row.thread_id) if row.thread_id else []
    steps = rules.open_steps(member, row)
    context = {
        "breadcrumbs": _way(member, (row.title, "")),
        "row": row,
        "url": _url(member, pk),
        "badge": BADGES[row.state],
        "declined": row.state == State.DECLINED,
        "late": row.is_late(timezone.localdate()),
        "facts": [
            ("Aufgabe der OE SPK", Duty(row.duty).label),
            ("Von", asker_name(row)),
            ("Region", region_links(member, [(row.region.key, row.region.name)]) if row.region else "keine bestimmte"),
            ("Gestellt am", f"{row.asked_on:%d.%m.%Y}"),
            ("Gewünscht bis", f"{row.wanted_by:%d.%m.%Y}" if row.wanted_by else "kein Termin genannt"),
        ],
        "talk": [
            {"who": c.speaker_for(member), "when": timezone.localtime(c.said_at).strftime("%d.%m.%Y"), "text": c.text}
            for c in said
        ],
        "steps": [step for step in steps if step.key not in ("rueckfrage", "nachweis")],
        "may_talk": any(step.key == "rueckfrage" for step in steps),
        "may_attach": any(step.key == "nachweis" for step in steps),
        "may_change": row.state == State.ASKED and rules.asked_by(member, row),
        "evidence": evidence_at(
            row, member, tie=RequestEvidence, link="request",
            removable="request_evidence_remove" if member.may("answer_requests") else "",
        ),
        "entries": history_if_asked(request, row, hidden=("thread",)),
    }  # fmt: skip
    return render(request, "sozialraum/requests/detail.html", context)


@needs("ask_coordination")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def request_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Asks the OE SPK."""
    member = request.member
    askers = rules.askers(member)
    if not askers:
        raise NotNow("Das Amt, für das Sie fragen könnten, besteht nicht mehr.")
    form = RequestForm(posted(request), askers=askers)
    title = "Anfrage stellen"
    page = FormPage(title=title, back=address("requests", args=(slug,)), trail=_way(member, (title, "")), minutes=3,
                    promises=[PROMISE], action="Anfrage stellen")  # fmt: skip

    def save() -> str:
        asker = form.asker()
        return _url(member, rules.ask(values=form.cleaned_data, asker=asker, by=member).pk)

    return answer_form(request, form, page, save=save, done="Die Anfrage ist gestellt.")


@needs("ask_coordination")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def request_edit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Corrects an Anfrage until it is accepted; different fields of two people merge."""
    member = request.member
    row = _find(member, pk)
    rules.require_change(member, row)
    back, title = _url(member, pk), row.title
    form = RequestForm(posted(request), instance=row)
    page = FormPage(title="Anfrage bearbeiten", back=back, trail=_way(member, (title, back), ("Bearbeiten", "")),
                    minutes=3, promises=[PROMISE])  # fmt: skip

    def save() -> str:
        rules.change(pk=pk, seen=form.seen(), new=form.cleaned_data, by=member)
        return back

    return answer_form(request, form, page, save=save)


@needs("ask_coordination", "answer_requests")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def request_step(request: MemberRequest, slug: str, pk: UUID, key: str) -> HttpResponse:
    """One step (``rules.STEPS``): asks for its words, then runs its rule."""
    member = request.member
    if key not in rules.STEPS:
        raise Http404
    step, row = rules.STEPS[key], _find(member, pk)
    if request.method != "POST":
        rules.check(member, step, row)
    back = _url(member, pk)
    evidence = key == "nachweis"
    form = (
        EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
        if evidence
        else WordsForm(posted(request), label=step.words)
    )
    page = FormPage(
        title=step.label,
        back=back,
        trail=_way(member, (row.title, back), (step.label, "")),
        intro=f"„{row.title}“, {asker_name(row)}",
        action=step.label if not step.own or not step.words else "Senden",
        minutes=step.minutes,
        promises=[ANSWERS] if step.right == "answer_requests" and not step.own else [],
    )

    def save() -> str:
        if evidence:
            rules.check(member, step, row)
            rules.attach_evidence(pk=pk, evidence=take_in(form.cleaned_data, by=member), by=member)
        else:
            rules.take_step(key, pk=pk, text=form.cleaned_data.get("text", ""), by=member)
        return back

    return answer_form(request, form, page, save=save, done=step.done)


@needs("answer_requests")
@uses_room(ROOM)
@require_http_methods(READ_AND_POST)
def request_evidence_remove(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away."""
    member = request.member
    tie = tie_or_404(RequestEvidence.objects.select_related("request"), pk, member)
    back = _url(member, tie.request_id)
    return answer_evidence_removal(
        request, tie.evidence, back=back, trail=_way(member, (tie.request.title, back), REMOVING)
    )
