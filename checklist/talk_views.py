"""Evidence, discussion and contributions at a point: guard, one rule, one response."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from checklist.forms import ContributionForm, ReplyForm, ThreadForm
from checklist.models import Contribution, Kind, Progress, ProgressEvidence, ProgressThread, ResolutionEvidence
from checklist.point_page import contribution_form, require_point
from checklist.progress import (
    attach_evidence,
    change_contribution,
    contribute,
    discuss,
    remove_contribution,
    require_pen,
)
from checklist.trail import trail
from discussions.models import Thread
from discussions.talking import reply as reply_in
from discussions.talking import set_open
from districts.form_page import FormPage, answer_form, answer_removal
from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from evidence.forms import EvidenceForm
from evidence.models import Evidence
from evidence.removing import REMOVING, answer_evidence_removal
from evidence.taking_in import take_in


def _at(request: MemberRequest, row: Progress, title: str, *, place: str, action: str, **words: Any) -> FormPage:
    """The page of a form that belongs to the point ``row`` and leads back to its section ``place``."""
    back = reverse("point", args=[request.member.district.slug, row.code])
    way = trail(request.member, (row.code, back), (title, ""))
    return FormPage(title=f"{title}: {row.code} {row.title}", back=back + place, trail=way, action=action, **words)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A file or link as evidence for a point."""
    row = require_point(code)
    form = EvidenceForm(posted(request), request.FILES or None, prefix="nachweis")
    page = _at(request, row, "Nachweis hinzufügen", place="#nachweise", action="Nachweis hinzufügen", minutes=1)

    def save() -> str:
        attach_evidence(progress=row, evidence=take_in(form.cleaned_data, by=request.member))
        return page.back

    return answer_form(request, form, page, save=save, done="Der Nachweis ist hinzugefügt.")


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away from the thing it hangs on."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.member), pk=pk)
    thing, back = _hangs_on(evidence, slug)
    return answer_evidence_removal(request, evidence, back=back, trail=trail(request.member, (thing, back), REMOVING))


def _hangs_on(evidence: Evidence, slug: str) -> tuple[str, str]:
    """Name and address of the point or resolution ``evidence`` belongs to; 404 where it belongs to neither."""
    point = ProgressEvidence.objects.select_related("progress").filter(evidence=evidence).first()
    if point:
        return point.progress.code, reverse("point", args=[slug, point.progress.code])
    tie = get_object_or_404(ResolutionEvidence.objects.select_related("resolution"), evidence=evidence)
    return tie.resolution.title, reverse("resolution", args=[slug, tie.resolution_id])


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def add_thread(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Opens a thread at a point."""
    row = require_point(code)
    form = ThreadForm(posted(request), prefix="faden")
    page = _at(
        request,
        row,
        "Gespräch beginnen",
        place="#gespraech",
        action="Gespräch beginnen",
        promises=["Alle, die die Checkliste lesen, sehen Ihren Beitrag mit Amt und Datum, ohne Ihren Namen."],
    )

    def save() -> str:
        discuss(progress=row, by=request.member, **form.cleaned_data)
        return page.back

    return answer_form(request, form, page, save=save, done="Das Gespräch ist begonnen.")


def _thread(pk: UUID) -> tuple[Thread, str]:
    tie = get_object_or_404(ProgressThread.objects.select_related("thread", "progress"), thread_id=pk)
    return tie.thread, tie.progress.code


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Answers in a thread."""
    thread, code = _thread(pk)
    form = ReplyForm(posted(request), prefix=str(pk))
    page = _at(request, require_point(code), "Antworten", place=f"#thread-{pk}", action="Antworten", intro=thread.title)

    def save() -> str:
        reply_in(thread=thread, text=form.cleaned_data["text"], by=request.member)
        return page.back

    return answer_form(request, form, page, save=save, done="Ihre Antwort ist gespeichert.")


@needs("discuss_checklist")
@require_POST
def close_thread(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Calls a thread done."""
    return _set_open(request, slug, pk, is_open=False)


@needs("discuss_checklist")
@require_POST
def reopen_thread(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Opens a thread again."""
    return _set_open(request, slug, pk, is_open=True)


def _set_open(request: MemberRequest, slug: str, pk: UUID, *, is_open: bool) -> HttpResponse:
    thread, code = _thread(pk)
    set_open(thread=thread, is_open=is_open, by=request.member)
    return redirect(reverse("point", args=[slug, code]) + f"#thread-{pk}")


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def add_contribution(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A local example or an explanation at a point."""
    row = require_point(code)
    form = contribution_form(request, row, posted(request))
    if form is None:
        raise Http404
    title = f"{_noun(row)} hinzufügen"
    page = _at(request, row, title, place="#beitraege", action=title, minutes=5)

    def save() -> str:
        contribute(progress=row, by=request.member, **form.cleaned_data)
        return page.back

    return answer_form(request, form, page, save=save, done="Ihr Text ist gespeichert.")


def _noun(row: Progress) -> str:
    """What people call a contribution to ``row``: an example for a benefit, else an explanation."""
    return "Beispiel" if row.kind == Kind.BENEFIT else "Erläuterung"


def _contribution(request: MemberRequest, pk: UUID) -> Contribution:
    queryset = Contribution.objects.visible_to(request.member).select_related("office", "progress__item")
    return get_object_or_404(queryset, pk=pk)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contribution(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a contribution of the own office, or of the district by coordination."""
    found = _contribution(request, pk)
    require_pen(found.office, request.member)
    form = ContributionForm(posted(request), instance=found)
    for_whom = found.office.name if found.office else "Für den ganzen Bezirk"
    title = f"{_noun(found.progress)} bearbeiten"
    page = _at(request, found.progress, title, place="#beitraege", action="Speichern", intro=for_whom)

    def save() -> str:
        change_contribution(contribution=found, seen=form.seen(), new=form.cleaned_data, by=request.member)
        return page.back

    return answer_form(request, form, page, save=save)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_contribution(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a contribution away."""
    found = _contribution(request, pk)
    require_pen(found.office, request.member)
    back = reverse("point", args=[slug, found.progress.code])
    return answer_removal(
        request,
        title=f"{_noun(found.progress)} entfernen?",
        question=f"„{found.title}“ verschwindet aus dem Punkt {found.progress.code}. Der Verlauf bleibt erhalten.",
        back=back,
        way=trail(request.member, (found.progress.code, back), (f"{_noun(found.progress)} entfernen", "")),
        remove=lambda: remove_contribution(contribution=found, by=request.member),
        done=f"„{found.title}“ ist entfernt.",
        then=back + "#beitraege",
    )
