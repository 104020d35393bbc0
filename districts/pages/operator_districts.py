"""The operator's pages on districts: founding, naming, and the people a district begins with. No content is shown."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from districts import invitations
from districts.forms import posted
from districts.founding import found_district
from districts.guard import statewide
from districts.member_forms import EndForm, InviteForm
from districts.membership import end_membership
from districts.models import BusinessArea, District, Invitation, Membership, Office, Region
from districts.operator_forms import DistrictEditForm, DistrictForm
from districts.pages.settings import form_page, save_edit
from districts.refusals import NotNow
from districts.roles import INVITES, Role, StatewideRole
from districts.warnings import warnings

operator = statewide(StatewideRole.OPERATOR)
ROLES = INVITES[StatewideRole.OPERATOR]


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumb of the operator's pages."""
    return [("Betrieb", reverse("operator_districts")), *more]


@operator
def district_list(request: HttpRequest) -> HttpResponse:
    """All districts, and whether somebody coordinates and leads there."""
    valid = Membership.objects.valid_on(timezone.localdate()).filter(district_id=OuterRef("pk"))
    districts = District.objects.annotate(
        has_coordination=Exists(valid.filter(role=Role.COORDINATION)),
        has_leadership=Exists(valid.filter(role=Role.LEADERSHIP)),
    )
    return render(
        request,
        "districts/operator/districts.html",
        {"districts": districts.order_by("key"), "warnings": warnings(), "breadcrumbs": crumbs()},
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def district_new(request: HttpRequest) -> HttpResponse:
    """Found a district with the office template and what the rooms lay out."""
    form = DistrictForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                district = found_district(key=values["key"], slug=values["slug"], name=values["name"])
                if not values["is_active"]:
                    district.is_active = False
                    district.save(update_fields=["is_active"])
        except IntegrityError:
            form.add_error(
                None, "Schlüssel oder Kurzname wurde gerade vergeben. Bitte prüfen Sie die Liste der Bezirke."
            )
            status = 409
        else:
            messages.success(
                request, f"Der Bezirk {district} ist eingerichtet. Laden Sie jetzt die Planungskoordination ein."
            )
            return redirect("operator_district", district.key)
    return form_page(
        request,
        form,
        status=status,
        title="Bezirk einrichten",
        intro="Der Bezirk beginnt mit der Vorlage der Ämter und Geschäftsbereiche und kann sie danach ändern.",
        breadcrumbs=crumbs(("Bezirk einrichten", "")),
        back_url=reverse("operator_districts"),
    )


@operator
def district_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One district: who leads and coordinates, which invitations wait."""
    district = get_object_or_404(District, key=key)
    today = timezone.localdate()
    members = (
        Membership.objects.filter(district=district, role__in=ROLES)
        .exclude(ends_on__lt=today)
        .select_related("user", "area")
        .order_by("role", "starts_on", "pk")
    )
    waiting = Invitation.objects.filter(
        district=district, role__in=ROLES, accepted_at=None, revoked_at=None
    ).select_related("area", "invited_by")
    return render(
        request,
        "districts/operator/district.html",
        {
            "shown": district,
            "members": members,
            "waiting": waiting,
            "breadcrumbs": crumbs((district.name, "")),
        },
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def district_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Name, address, open or closed."""
    district = get_object_or_404(District, key=key)
    back = reverse("operator_district", args=[key])
    context: dict[str, Any] = {
        "title": f"Bezirk {district} bearbeiten",
        "breadcrumbs": crumbs((district.name, back), ("Bearbeiten", "")),
    }
    form = DistrictEditForm(posted(request), instance=district)
    if request.method == "POST" and form.is_valid():
        return save_edit(request, form, done="Der Bezirk wurde gespeichert.", back=back, **context)
    return form_page(request, form, back_url=back, **context)


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Invite leadership, its Büro or the first coordination."""
    district = get_object_or_404(District, key=key)
    back = reverse("operator_district", args=[key])
    form = InviteForm(
        posted(request),
        roles=ROLES,
        offices=Office.objects.none(),
        areas=BusinessArea.objects.filter(district=district).order_by("position", "name"),
        regions=Region.objects.none(),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101  # the wall let nobody else in
        try:
            invitations.invite(district=district, by=StatewideRole.OPERATOR, inviter=request.user, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"Die Einladung an {form.cleaned_data['email']} ist unterwegs.")
            return redirect(back)
    return form_page(
        request,
        form,
        status=status,
        title=f"In den Bezirk {district} einladen",
        intro="Verwaltungsspitze und ihr Büro nur auf schriftlichen Wunsch des Bezirksamts; dazu die erste "
        "Planungskoordination. Alle weiteren Personen lädt der Bezirk selbst ein.",
        save_label="Einladung senden",
        breadcrumbs=crumbs((district.name, back), ("Einladen", "")),
        back_url=back,
    )


@operator
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str, membership_id: uuid.UUID) -> HttpResponse:
    """End a membership of leadership, Büro or coordination."""
    membership = get_object_or_404(
        Membership.objects.select_related("user", "district"),
        pk=membership_id,
        district__key=key,
        role__in=ROLES,
    )
    back = reverse("operator_district", args=[key])
    form = EndForm(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(membership=membership, by=StatewideRole.OPERATOR, on=form.cleaned_data["last_day"])
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, f"Das Ende der Mitgliedschaft von {membership.user} ist eingetragen.")
            return redirect(back)
    return render(
        request,
        "confirm.html",
        {
            "title": "Mitgliedschaft beenden",
            "question": f"{membership.user}, {membership.get_role_display()} im Bezirk {membership.district}",
            "form": form,
            "action_label": "Mitgliedschaft beenden",
            "danger": True,
            "back_url": back,
            "breadcrumbs": crumbs((membership.district.name, back), ("Beenden", "")),
        },
        status=status,
    )


def _invitation(key: str, invitation_id: uuid.UUID) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("district"), pk=invitation_id, district__key=key, role__in=ROLES
    )


@operator
@require_POST
def resend(request: HttpRequest, key: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again."""
    invitation = _invitation(key, invitation_id)
    assert isinstance(request.user, User)  # noqa: S101
    invitations.resend(
        invitation=invitation, district=invitation.district, by=StatewideRole.OPERATOR, inviter=request.user
    )
    messages.success(request, f"Die Einladung an {invitation.email} ist mit einem neuen Link unterwegs.")
    return redirect("operator_district", key)


@operator
@require_POST
def revoke(request: HttpRequest, key: str, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(key, invitation_id)
    invitations.revoke(invitation=invitation, by=StatewideRole.OPERATOR)
    messages.success(request, f"Die Einladung an {invitation.email} ist zurückgezogen. Ihr Link gilt nicht mehr.")
    return redirect("operator_district", key)
