"""The operator's pages on people: roles beside the districts, closing and opening accounts."""

import uuid

from django.contrib import messages
from django.db.models import Q, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from districts import statewide as rules
from districts.forms import posted
from districts.listing import filter_fields
from districts.models import SortKey, StatewideMembership
from districts.operator_forms import StatewideForm
from districts.pages.operator_districts import crumbs, operator
from districts.pages.settings import form_page
from districts.refusals import NotNow
from districts.settings_forms import FilterForm
from lists.query import cleaned, page_of, search_text


@operator
def statewide_list(request: HttpRequest) -> HttpResponse:
    """Who holds a role of the Senate, its editors, or of operation."""
    rows = rules.held_today().select_related("user").order_by("role", "department", SortKey("user__name"), "pk")
    return render(
        request,
        "districts/operator/statewide.html",
        {"rows": rows, "breadcrumbs": crumbs(("Senat, Redaktion, Betrieb", ""))},
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def statewide_new(request: HttpRequest) -> HttpResponse:
    """Give a role beside the districts."""
    back = reverse("operator_statewide")
    form = StatewideForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101  # the wall let nobody else in
        try:
            rules.add_statewide(by=request.user, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"{form.cleaned_data['email']} hat die Rolle und erhält eine Mail.")
            return redirect(back)
    return form_page(
        request,
        form,
        status=status,
        title="Rolle neben den Bezirken vergeben",
        intro="Wer noch kein Konto hat, erhält einen Link, um ein Passwort festzulegen.",
        save_label="Rolle vergeben",
        breadcrumbs=crumbs(("Senat, Redaktion, Betrieb", back), ("Neu", "")),
        back_url=back,
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def statewide_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a role beside the districts."""
    membership = get_object_or_404(StatewideMembership.objects.select_related("user"), pk=membership_id)
    back = reverse("operator_statewide")
    if request.method == "POST":
        rules.end_statewide(membership=membership)
        messages.success(request, f"Die Rolle von {membership.user} ist beendet.")
        return redirect("home" if membership.user_id == request.user.pk else back)
    return render(
        request,
        "confirm.html",
        {
            "title": "Rolle beenden",
            "question": f"{membership.user}, {membership.get_role_display()}",
            "consequences": ["Der Zugang endet mit dem nächsten Klick."],
            "action_label": "Rolle beenden",
            "danger": True,
            "back_url": back,
            "breadcrumbs": crumbs(("Senat, Redaktion, Betrieb", back), ("Beenden", "")),
        },
    )


@operator
def people(request: HttpRequest) -> HttpResponse:
    """All accounts with search. No memberships, no activity: only who may sign in at all."""
    found = User.objects.alias(name_key=SortKey("name"))
    if words := search_text(request.GET):
        found = found.filter(Q(name_key__contains=SortKey(Value(words))) | Q(email__icontains=words))
    state = cleaned(request.GET, "stand", ["aktiv", "gesperrt"])
    if state:
        found = found.filter(is_active=state == "aktiv")
    return render(
        request,
        "districts/operator/people.html",
        {
            "page_obj": page_of(found.order_by("name_key", "pk"), request.GET),
            "fields": filter_fields(
                FilterForm, request.GET, stand=("Stand", [("", "alle"), ("aktiv", "aktiv"), ("gesperrt", "gesperrt")])
            ),
            "filtered": bool(words or state),
            "breadcrumbs": crumbs(("Personen", "")),
        },
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Close an account."""
    person = get_object_or_404(User, pk=person_id)
    back = reverse("operator_people")
    if request.method == "POST":
        assert isinstance(request.user, User)  # noqa: S101
        rules.deactivate(person=person, by=request.user)
        messages.success(request, f"Das Konto von {person} ist gesperrt.")
        return redirect(back)
    return render(
        request,
        "confirm.html",
        {
            "title": "Konto sperren",
            "question": f"Soll das Konto von {person} ({person.email}) gesperrt werden?",
            "consequences": [
                "Die Person wird überall abgemeldet und kann sich nicht mehr anmelden.",
                "Was sie eingetragen hat, bleibt. Ihre Mitgliedschaften gelten wieder, wenn Sie das Konto freigeben.",
            ],
            "action_label": "Konto sperren",
            "danger": True,
            "back_url": back,
            "breadcrumbs": crumbs(("Personen", back), ("Sperren", "")),
        },
    )


@operator
@require_POST
def open_account(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Open a closed account again."""
    person = get_object_or_404(User, pk=person_id)
    rules.reactivate(person=person)
    messages.success(request, f"Das Konto von {person} ist wieder freigegeben.")
    return redirect("operator_people")
