"""Asking the own Amtsleitung for relief, and seeing to it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.forms import PlainForm, posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.models import Office, Relief
from districts.pages.settings import form_page
from districts.refusals import NotNow, Unfit
from districts.relief import ask_for_relief, mark_seen, readers_of, take_back

SUGGESTION = (
    "Bei mir liegt gerade mehr, als ich schaffen kann. Ich bitte um ein Gespräch darüber, was andere übernehmen können."
)


class ReliefForm(PlainForm):
    """The words; the office only where the person belongs to several."""

    text = forms.CharField(label="Ihre Worte", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(offices) > 1:
            choices = [(str(office.pk), office.name) for office in offices]
            self.fields["office"] = forms.ChoiceField(label="Amt", choices=choices)
            self.order_fields(["office", "text"])


def _way(request: MemberRequest, title: str) -> list[tuple[str, str]]:
    slug = [request.member.district.slug]
    home = (request.member.district.name, reverse("district_home", args=slug))
    return [home, ("Meine Aufgaben", reverse("my_tasks", args=slug)), (title, "")]


@needs("prepare_office")
@require_http_methods(["GET", "HEAD", "POST"])
def relief_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Says who will read it, then passes it on."""
    member = request.member
    offices = list(Office.objects.filter(pk__in=member.office_ids).order_by("sort_key"))
    form = ReliefForm(posted(request), offices=offices, initial={"text": SUGGESTION})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data.get("office", "")
            office = next((o for o in offices if str(o.pk) == chosen), offices[0])
            try:
                ask_for_relief(office=office, text=form.cleaned_data["text"], by=member)
            except NotNow as refusal:
                form.add_error(None, refusal.sentence)
                status = 409
            except Unfit as unfit:
                for name, sentence in unfit.problems.items():
                    form.add_error(name, sentence)
            else:
                messages.success(request, "Ihre Bitte liegt der Amtsleitung vor.")
                return redirect("my_tasks", slug)
    return form_page(
        request,
        form,
        status=status,
        title="An die Amtsleitung weitergeben",
        intro=_who_reads(request, offices),
        save_label="Weitergeben",
        back_url=reverse("my_tasks", args=[slug]),
        breadcrumbs=_way(request, "An die Amtsleitung weitergeben"),
    )


def _who_reads(request: MemberRequest, offices: list[Office]) -> str:
    told = []
    for office in offices:
        names = readers_of(office.pk, request.member)
        told.append(
            f"Das lesen in {office.name}: {', '.join(names)}, sonst niemand."
            if names
            else f"{office.name} hat in Querlinie zurzeit keine Leitung, die das lesen könnte."
        )
    told.append("Wie viele Aufgaben bei Ihnen liegen, steht nicht dabei. Sie können die Bitte jederzeit zurücknehmen.")
    return " ".join(told)


def _find(request: MemberRequest, pk: uuid.UUID) -> Relief:
    found: Relief = get_object_or_404(
        Relief.objects.visible_to(request.member).select_related("person", "office"), pk=pk
    )
    return found


@needs("prepare_office")
@require_safe
def relief(request: MemberRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The request, for the person and the heads of the office."""
    row = _find(request, pk)
    own = row.person_id == request.user.pk
    title = "Ihre Bitte um Entlastung" if own else f"Bitte um Entlastung von {row.person.name}"
    return render(
        request,
        "districts/relief.html",
        {"relief": row, "own": own, "title": title, "breadcrumbs": _way(request, title)},
    )


@needs("prepare_office")
@require_POST
def relief_seen(request: MemberRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """A head of the office marks it as seen to."""
    mark_seen(relief=_find(request, pk), by=request.member)
    messages.success(request, "Die Bitte ist als gesehen gekennzeichnet.")
    return redirect("my_tasks", slug)


@needs("prepare_office")
@require_POST
def relief_take_back(request: MemberRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The person takes it back."""
    take_back(relief=_find(request, pk), by=request.member)
    messages.success(request, "Ihre Bitte ist zurückgenommen.")
    return redirect("my_tasks", slug)
