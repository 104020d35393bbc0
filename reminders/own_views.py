"""Pages of the own account: when mail comes, and who stands in. They run as the login role, as all of ``/konto/``."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from districts.forms import posted
from districts.guard import signed_in
from districts.member import belongings_of
from districts.refusals import Unfit
from reminders import deputies, wishes
from reminders.own_forms import DeputyForm, WishForm


def crumbs(title: str) -> list[tuple[str, str]]:
    """The way to a page of the own account."""
    return [("Start", reverse("home")), ("Mein Konto", reverse("my_account")), (title, "")]


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101  # signed_in let nobody else in
    return request.user


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_mails(request: HttpRequest) -> HttpResponse:
    """When reminders come by mail."""
    user = person_of(request)
    form = WishForm(posted(request), initial={"mail_wish": user.mail_wish, "mail_days": user.mail_days})
    status = 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            wishes.wish(user=user, when=values["mail_wish"], weekdays=values["mail_days"])
        except Unfit as unfit:
            status = 422
            for name, sentence in unfit.problems.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, "Ihre Wünsche für Mails wurden gespeichert.")
            return redirect("my_mails")
    context = {
        "form": form,
        "districts": belongings_of(request).districts,
        "breadcrumbs": crumbs("Mails mit Erinnerungen"),
    }
    return render(request, "reminders/own/mails.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_deputy(request: HttpRequest) -> HttpResponse:
    """Who receives the person's reminders while they are away."""
    user, today = person_of(request), timezone.localdate()
    around = deputies.around(user.pk, belongings_of(request).districts, today)
    initial = {"deputy": user.deputy_id, "deputy_from": user.deputy_from, "deputy_until": user.deputy_until}
    form = DeputyForm(posted(request), initial=initial, candidates=around.candidates.values())
    status = 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            deputies.name_deputy(
                user=user,
                deputy=uuid.UUID(values["deputy"]),
                first=values["deputy_from"],
                last=values["deputy_until"],
                candidates=around.candidates,
                today=today,
            )
        except Unfit as unfit:
            status = 422
            for name, sentence in unfit.problems.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, "Ihre Vertretung ist eingetragen.")
            return redirect("my_deputy")
    named = around.candidates.get(user.deputy_id) if user.deputy_id else None
    context = {
        "form": form,
        "around": around,
        "named": named,
        "over": user.deputy_until is not None and user.deputy_until < today,
        "gone": user.deputy_id is not None and named is None,
        "breadcrumbs": crumbs("Vertretung"),
    }
    return render(request, "reminders/own/deputy.html", context, status=status)


@signed_in
@require_POST
def my_deputy_end(request: HttpRequest) -> HttpResponse:
    """Nobody stands in any more, from now on."""
    deputies.end_deputy(user=person_of(request))
    messages.success(request, "Ihre Vertretung ist beendet. Erinnerungen kommen wieder zu Ihnen.")
    return redirect("my_deputy")
