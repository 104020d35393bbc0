"""The page behind the link of an invitation. Open to everybody, so it tells nobody anything without the right link."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from districts import invitations
from districts.forms import posted
from districts.guard import everyone
from districts.member_forms import NewAccountForm
from districts.models import District, Invitation, Region
from districts.refusals import NotNow
from districts.wall.session import DatabaseRole, acting_as

#: Wrong links per caller. The secret has 256 bits, so this only keeps a robot from knocking all day.
GUESSES = {"invitation": "20/m/ip,200/d/ip"}


@everyone
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Shows who invites to what, and turns the invitation into a membership."""
    # allauth's limiter counts in the shared cache. Its public function leaves out GET, which is how links are guessed.
    if not ratelimit.consume(
        request, app="districts", action="invitation", config=GUESSES, dry_run=True, limit_get=True
    ):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    found = find(slug, token)
    if found is None:
        ratelimit.consume(request, app="districts", action="invitation", config=GUESSES, limit_get=True)
        # One answer for a wrong secret, a used or expired one, a wrong district and one that does not exist.
        return render(request, "districts/invitation_gone.html", status=404)
    district, invitation, regions = found
    has_account = User.objects.filter(email=invitation.email).exists()
    context: dict[str, object] = {
        "district_name": district.name,
        "invitation": invitation,
        "regions": regions,
        "inviter": User.objects.filter(pk=invitation.invited_by_id).first(),
        "has_account": has_account,
        "sign_in_url": redirect_to_login(request.path, reverse("account_login")).url,
    }
    if isinstance(request.user, User):
        return _accept_signed_in(request, district, token, context)
    if has_account:
        return render(request, "districts/invitation.html", context)
    form = NewAccountForm(posted(request), email=invitation.email)
    status = 200
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = invitations.accept(
                district=district, token=token, user=None, name=values["name"], password=values["password"]
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _welcome(request, district, invitation)
    return render(request, "districts/invitation.html", {**context, "form": form}, status=status)


def _accept_signed_in(request: HttpRequest, district: District, token: str, context: dict[str, object]) -> HttpResponse:
    invitation = context["invitation"]
    assert isinstance(invitation, Invitation)  # noqa: S101
    assert isinstance(request.user, User)  # noqa: S101
    context["wrong_person"] = request.user.email != invitation.email
    if request.method == "POST":
        try:
            invitations.accept(district=district, token=token, user=request.user)
        except NotNow as refusal:
            context["refusal"] = refusal.sentence
            return render(request, "districts/invitation.html", context, status=409)
        return _welcome(request, district, invitation)
    return render(request, "districts/invitation.html", context)


def find(slug: str, token: str) -> tuple[District, Invitation, list[Region]] | None:
    """District, invitation and its regions behind a link, or None for every link that does not work."""
    if "\x00" in slug:
        return None
    district = District.objects.filter(slug=slug, is_active=True).first()
    if district is None:
        return None
    with transaction.atomic(), acting_as(DatabaseRole.DISTRICT, district_id=district.pk):
        invitation = invitations.find_open(district=district, token=token)
        if invitation is None:
            return None
        return district, invitation, list(invitation.regions.order_by("key").defer("geometry"))


def _welcome(request: HttpRequest, district: District, invitation: Invitation) -> HttpResponse:
    if invitation.starts_on > timezone.localdate():
        messages.success(
            request,
            f"Angenommen. Ihr Zugang zum Bezirk {district.name} beginnt am {invitation.starts_on:%d.%m.%Y}.",
        )
        return redirect("home")
    messages.success(request, f"Willkommen im Bezirk {district.name}.")
    return redirect("my_tasks", district.slug)
