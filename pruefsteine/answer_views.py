"""The Bogen of one office: ten Prüfsteine on one page, saved field by field or all at once."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignments.forms import StepForm
from districts.form_page import FormPage, answer_form
from districts.forms import posted
from districts.guard import needs
from districts.history import Entry, history_of
from districts.member import Member, MemberRequest
from districts.refusals import Conflict, NotNow, Refused, Unfit
from districts.room_guard import uses_room
from evidence.forms import EvidenceForm
from evidence.removing import REMOVING, answer_evidence_removal, tie_or_404
from evidence.taking_in import take_in
from pruefsteine.answer_page import Stone, find_answer, open_numbers_now, page_url, read_stones, writes
from pruefsteine.forms import QuestionForm, RatingForm, blank_rating
from pruefsteine.known import known_about, known_of_office
from pruefsteine.models import Rating, RatingEvidence, SelfAssessment
from pruefsteine.offered import ROOM, way
from pruefsteine.rating import (
    attach_evidence,
    give_back,
    open_numbers,
    require_writable,
    save_rating,
    show_to_leadership,
    submit,
    why_not_writable,
)
from pruefsteine.round_views import ANSWER_BADGES, round_url
from pruefsteine.scales import AnswerState, RoundState

#: The sentence of DESIGN § 6, on the form itself.
PROMISE = (
    "Entwürfe sieht nur Ihr Amt. Nach dem Einreichen sieht sie die Planungskoordination, in der Abstimmung sehen sie "
    "die beteiligten Leitungen. An die Senatsverwaltung gehen sie nie."
)
MINUTES = 40
NUMBERS = range(1, 11)


def require_answer(member: Member, pk: UUID) -> SelfAssessment:
    """The Selbsteinschätzung if ``member`` may read it; else 404."""
    found = find_answer(member, pk)
    if found is None:
        raise Http404
    return found


def require_pen(member: Member, pk: UUID) -> SelfAssessment:
    """The same, for whoever fills it in now. Raises ``Refused`` and ``NotNow``."""
    found = require_answer(member, pk)
    member.require("prepare_office", found.office_id)
    require_writable(found)
    return found


@needs("view_pruefsteine")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Shows the Bogen; a POST saves everything that was changed on it."""
    member = request.member
    found = require_answer(member, pk)
    if request.method != "POST":
        return _page(request, found, read_stones(found, member), 200)
    if not member.may("prepare_office", found.office_id):
        raise Refused("prepare_office")
    require_writable(found)
    stones = read_stones(found, member, data=request.POST)
    status = save_all(found, stones, member)
    if status != 200:
        return _page(request, found, stones, status)
    return redirect(page_url(found, member) + "?gespeichert=ja#speichern")


def save_all(found: SelfAssessment, stones: list[Stone], member: Member) -> int:
    """Saves what was changed in the forms of ``stones``: 200, 422 (nothing saved) or 409 (the rest is saved)."""
    forms = [stone.form for stone in stones if stone.form is not None]
    valid = [form.is_valid() for form in forms]  # each of them, so that every field says what is wrong
    if not all(valid):
        return 422
    status = 200
    for form in forms:
        try:
            with transaction.atomic():
                save_rating(
                    assessment_id=found.pk,
                    code=form.instance.item.code,
                    seen=form.seen(),
                    new=form.sent(),
                    by=member,
                )
        except Conflict as conflict:
            form.show_conflict(conflict)
            status = 409
    return status


def _page(request: MemberRequest, found: SelfAssessment, stones: list[Stone], status: int) -> HttpResponse:
    member = request.member
    own = member.may("prepare_office", found.office_id)
    context = {
        "breadcrumbs": way(member, (found.round.name, _round_url(found, member)), (found.office.name, "")),
        "answer": found,
        "round": found.round,
        "stones": stones,
        "may_write": writes(found, member),
        "badge": ANSWER_BADGES[AnswerState(found.state)],
        "promise": PROMISE,
        "minutes": MINUTES,
        "contact": found.responsible or found.round.responsible,
        "open": open_numbers([stone.rating for stone in stones]),
        "saved": request.GET.get("gespeichert") == "ja",
        "status": status,
        "why_not": why_not_writable(found) if own else "",
        "own": own,
        "entries": _history(request, stones) if own else None,
        "late": found.is_open and found.due_on < timezone.localdate(),
        "may_submit": found.is_open and member.may("submit_office", found.office_id),
        "may_return": member.may("run_rounds")
        and found.round.state == RoundState.OPEN
        and found.state == AnswerState.SUBMITTED,
        "may_show": found.state == AnswerState.SUBMITTED
        and found.round.state in RoundState.talked_about()
        and member.may("submit_office", found.office_id),
    }
    return render(request, "pruefsteine/answer.html", context, status=status)


def _history(request: MemberRequest, stones: list[Stone]) -> list[Entry] | None:
    """What was changed, Prüfstein by Prüfstein: it holds drafts, so it is for the own office alone."""
    if request.GET.get("verlauf") != "ja":
        return None
    found = []
    for stone in stones:
        for entry in history_of(stone.rating, request.member):
            if entry.changes:
                entry.what = f"Prüfstein {stone.number}"
                found.append(entry)
    return found


def _round_url(found: SelfAssessment, member: Member) -> str:
    return round_url(member, found.round)


@needs("prepare_office")
@uses_room(ROOM)
@require_POST
def answer_save(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Autosave of one Prüfstein: answers with what the page has to know, not with the page."""
    form = RatingForm(request.POST, instance=blank_rating(number))
    status, words = 200, ""
    changed: list[str] = []
    row: Rating | None = None
    if not form.is_valid():
        status, words = 422, "Nicht gespeichert. " + " ".join(str(e) for errors in form.errors.values() for e in errors)
    else:
        try:
            # The rule locks, checks who may, and refuses what is closed.
            with transaction.atomic():
                row, changed = save_rating(
                    assessment_id=pk, code=f"B4.{number}", seen=form.seen(), new=form.sent(), by=request.member
                )
        except Rating.DoesNotExist as error:
            raise Http404 from error
        except Conflict as conflict:
            form.show_conflict(conflict)
            status = 409
            words = "Nicht gespeichert: Jemand aus Ihrem Amt hat dasselbe Feld geändert. Beide Texte stehen hier."
        except (NotNow, Unfit) as refusal:
            status, words = 409, f"Nicht gespeichert. {getattr(refusal, 'sentence', refusal)}"
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return redirect("answer", slug, pk)
    context = {
        "number": number,
        "state": "saved" if status == 200 else "failed",
        "words": words,
        "at": timezone.localtime().strftime("%H:%M"),
        "seen": [(form[name], getattr(row, name)) for name in form.sent()] if row else [],
        "clashing": [form[name] for name in form.clashes],
        "open": open_numbers_now(pk) if "level" in changed or "not_assessable_reason" in changed else None,
    }
    return render(request, "pruefsteine/saved.html", context, status=status)


def _form_page(request: MemberRequest, found: SelfAssessment, title: str, **words: object) -> FormPage:
    member = request.member
    back = page_url(found, member)
    trail = way(member, (found.round.name, _round_url(found, member)), (found.office.name, back), (title, ""))
    return FormPage(title=title, back=back, trail=trail, **words)  # type: ignore[arg-type]


@needs("submit_office", "prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_submit(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The Amtsleitung submits; asked once more, with what then happens."""
    member = request.member
    found = require_answer(member, pk)
    member.require("submit_office", found.office_id)
    require_writable(found)
    missing = open_numbers_now(pk)
    if missing:
        numbers = ", ".join(map(str, missing))
        raise NotNow(
            f"Noch nicht beantwortet: Prüfstein {numbers}. Wählen Sie eine Stufe, oder „nicht beurteilbar“ mit einem "
            "Grund."
        )
    form = StepForm(posted(request), initial={"version": found.version})
    page = _form_page(
        request, found, "Selbsteinschätzung einreichen", action="Einreichen", minutes=1, promises=[PROMISE],
        intro="Danach ändern Sie die Antworten erst wieder, wenn die Planungskoordination sie mit einer Frage "
        "zurückgibt.",
    )  # fmt: skip

    def save() -> str:
        submit(assessment_id=pk, version=form.seen_version(), by=member)
        return page.back

    return answer_form(request, form, page, save=save, done="Die Selbsteinschätzung ist eingereicht.")


@needs("run_rounds")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_return(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Coordination gives a submitted Selbsteinschätzung back with a question."""
    member = request.member
    found = require_answer(member, pk)
    if found.round.state != RoundState.OPEN or found.state != AnswerState.SUBMITTED:
        raise NotNow("Zurückgeben lässt sich nur, was eingereicht ist, solange die Runde offen ist.")
    form = QuestionForm(posted(request), initial={"version": found.version})
    page = _form_page(
        request, found, "Mit einer Frage zurückgeben", action="Zurückgeben", minutes=3, intro=found.office.name,
        promises=["Solange das Amt daran arbeitet, sehen Sie seine Antworten nicht."],
    )  # fmt: skip

    def save() -> str:
        values = form.cleaned_data
        give_back(assessment_id=pk, version=form.seen_version(), question=values["question"], by=member)
        return _round_url(found, member)

    return answer_form(request, form, page, save=save, done="Die Selbsteinschätzung ist zurückgegeben.")


@needs("submit_office")
@uses_room(ROOM)
@require_POST
def answer_show(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The Amtsleitung shows its own to its Stadträtin or Stadtrat, or stops it."""
    found = require_answer(request.member, pk)
    show_to_leadership(assessment_id=pk, shown=request.POST.get("zeigen") == "ja", by=request.member)
    return redirect(page_url(found, request.member))


@needs("prepare_office")
@uses_room(ROOM)
@require_safe
def answer_known(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """What stands here about one Prüfstein: the district's lists, and for the own office its own besides (FN7)."""
    member = request.member
    found = require_answer(member, pk)
    member.require("prepare_office", found.office_id)
    if number not in NUMBERS:
        raise Http404
    code, title = f"B4.{number}", f"Was zu Prüfstein {number} in Querlinie steht"
    back = page_url(found, member)
    context = {
        "breadcrumbs": way(
            member, (found.round.name, _round_url(found, member)), (found.office.name, back), (title, "")
        ),
        "title": title,
        "answer": found,
        "number": number,
        "known": known_about(code, member),
        "own": known_of_office(code, found.office_id, member),
        "back": f"{back}#p{number}",
    }
    return render(request, "pruefsteine/known.html", context)


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_evidence(request: MemberRequest, slug: str, pk: UUID, number: int) -> HttpResponse:
    """A file or link as evidence for one answer."""
    member = request.member
    found = require_pen(member, pk)
    rating = get_object_or_404(Rating, assessment=found, item__code=f"B4.{number}")
    rating.assessment = found
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    page = _form_page(
        request, found, f"Nachweis zu Prüfstein {number}", action="Hinzufügen", minutes=1,
        promises=["Den Nachweis sieht, wer auch die Antwort sieht."],
    )  # fmt: skip

    def save() -> str:
        attach_evidence(rating=rating, evidence=take_in(form.cleaned_data, by=member), by=member)
        return f"{page.back}#p{number}"

    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs("prepare_office")
@uses_room(ROOM)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_rating_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away from an answer; the office alone may, while it writes."""
    member = request.member
    ties = RatingEvidence.objects.select_related("rating__assessment__round", "rating__assessment__office")
    tie = tie_or_404(ties, pk, member)
    found = tie.rating.assessment
    member.require("prepare_office", found.office_id)
    require_writable(found)
    back = page_url(found, member)
    trail = way(member, (found.office.name, back), REMOVING)
    return answer_evidence_removal(request, tie.evidence, back=back, trail=trail, place="")
