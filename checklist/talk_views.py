"""Evidence, discussion and contributions at a point: guard, one rule, one response."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from checklist.forms import ContributionForm, ReplyForm, ThreadForm
from checklist.models import Contribution, ProgressEvidence, ProgressThread, ResolutionEvidence
from checklist.point_page import contribution_form, crumbs, point_context, require_point
from checklist.progress import (
    attach_evidence,
    change_contribution,
    contribute,
    discuss,
    remove_contribution,
    require_pen,
)
from checklist.showing import active_offices
from discussions.models import Thread
from discussions.talking import reply as reply_in
from discussions.talking import set_open
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import Conflict, Unfit
from evidence.forms import EvidenceForm
from evidence.models import Evidence
from evidence.storing import remove
from evidence.taking_in import take_in


@needs("discuss_checklist")
@require_POST
def add_evidence(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A file or link as evidence for a point."""
    row = require_point(code)
    form = EvidenceForm(request.POST, request.FILES, prefix="nachweis")
    evidence = take_in(form, by=request.member)
    if evidence:
        attach_evidence(progress=row, evidence=evidence)
        messages.success(request, "Der Nachweis ist hinzugefügt.")
        return redirect(reverse("point", args=[slug, code]) + "#nachweise")
    return render(request, "checklist/point.html", point_context(request, row, evidence_form=form), status=422)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_evidence(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes evidence away from the thing it hangs on."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.member), pk=pk)
    thing, back = _hangs_on(evidence, slug)
    if request.method == "POST":
        remove(evidence=evidence, by=request.member)
        messages.success(request, "Der Nachweis ist entfernt.")
        return redirect(back + "#nachweise")
    context = {
        "title": "Nachweis entfernen?",
        "question": f"„{evidence.title}“ wird bei „{thing}“ entfernt, eine Datei wird gelöscht.",
        "action_label": "Entfernen",
        "danger": True,
        "back_url": back,
        "breadcrumbs": crumbs(request, (thing, back), ("Nachweis entfernen", None)),
    }
    return render(request, "confirm.html", context)


def _hangs_on(evidence: Evidence, slug: str) -> tuple[str, str]:
    """Name and address of the point or resolution ``evidence`` belongs to; 404 where it belongs to neither."""
    point = ProgressEvidence.objects.select_related("progress").filter(evidence=evidence).first()
    if point:
        return point.progress.code, reverse("point", args=[slug, point.progress.code])
    tie = get_object_or_404(ResolutionEvidence.objects.select_related("resolution"), evidence=evidence)
    return tie.resolution.title, reverse("resolution", args=[slug, tie.resolution_id])


@needs("discuss_checklist")
@require_POST
def add_thread(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Opens a thread at a point."""
    row = require_point(code)
    form = ThreadForm(request.POST, prefix="faden")
    if form.is_valid():
        discuss(progress=row, by=request.member, **form.cleaned_data)
        messages.success(request, "Ihr Beitrag ist eröffnet.")
        return redirect(reverse("point", args=[slug, code]) + "#gespraech")
    return render(request, "checklist/point.html", point_context(request, row, thread_form=form), status=422)


def _thread(pk: UUID) -> tuple[Thread, str]:
    tie = get_object_or_404(ProgressThread.objects.select_related("thread", "progress"), thread_id=pk)
    return tie.thread, tie.progress.code


@needs("discuss_checklist")
@require_POST
def reply(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Answers in a thread."""
    thread, code = _thread(pk)
    form = ReplyForm(request.POST, prefix=str(pk), auto_id=f"antwort_{pk}_%s")
    if not form.is_valid():
        context = point_context(request, require_point(code))
        for shown in context["page"].threads:  # type: ignore[attr-defined]
            if shown["id"] == pk:
                shown["reply_form"] = form
        return render(request, "checklist/point.html", context, status=422)
    reply_in(thread=thread, text=form.cleaned_data["text"], by=request.member)
    messages.success(request, "Ihre Antwort ist gespeichert.")
    return redirect(reverse("point", args=[slug, code]) + f"#thread-{pk}")


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
@require_POST
def add_contribution(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A local example or an explanation at a point."""
    row = require_point(code)
    form = contribution_form(request, row, active_offices(), request.POST)
    if form is None:
        raise Http404
    if form.is_valid():
        contribute(progress=row, by=request.member, **form.cleaned_data)
        messages.success(request, "Ihr Text ist gespeichert.")
        return redirect(reverse("point", args=[slug, code]) + "#beitraege")
    return render(request, "checklist/point.html", point_context(request, row, contribution_form=form), status=422)


def _contribution(request: MemberRequest, pk: UUID) -> Contribution:
    queryset = Contribution.objects.visible_to(request.member).select_related("office", "progress__item")
    return get_object_or_404(queryset, pk=pk)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contribution(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Changes a contribution of the own office, or of the district by coordination."""
    found = _contribution(request, pk)
    require_pen(found.office, request.member)
    back = reverse("point", args=[slug, found.progress.code])
    status = 200
    form = ContributionForm(instance=found)
    if request.method == "POST":
        form = ContributionForm(request.POST, instance=found)
        status = 422
        if form.is_valid():
            try:
                change_contribution(contribution=found, seen=form.seen(), new=form.cleaned_data, by=request.member)
            except Conflict as conflict:
                form.show_conflict(conflict)
                status = 409
            except Unfit as unfit:
                for name, sentence in unfit.problems.items():
                    form.add_error(name, sentence)
            else:
                messages.success(request, "Gespeichert.")
                return redirect(back + "#beitraege")
    context = {
        "form": form,
        "contribution": found,
        "back": back,
        "breadcrumbs": crumbs(request, (found.progress.code, back), ("Beitrag bearbeiten", None)),
    }
    return render(request, "checklist/edit_contribution.html", context, status=status)


@needs("discuss_checklist")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_contribution(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """Asks, then takes a contribution away."""
    found = _contribution(request, pk)
    require_pen(found.office, request.member)
    back = reverse("point", args=[slug, found.progress.code])
    if request.method == "POST":
        remove_contribution(contribution=found, by=request.member)
        messages.success(request, "Der Beitrag ist entfernt.")
        return redirect(back + "#beitraege")
    context = {
        "title": "Beitrag entfernen?",
        "question": f"„{found.title}“ verschwindet aus dem Punkt {found.progress.code}. Der Verlauf bleibt erhalten.",
        "action_label": "Entfernen",
        "danger": True,
        "back_url": back,
        "breadcrumbs": crumbs(request, (found.progress.code, back), ("Beitrag entfernen", None)),
    }
    return render(request, "confirm.html", context)
