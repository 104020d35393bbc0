"""Pages about the person themselves: name, own memberships, signing out everywhere, colours of the pages."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from config.frame import THEMES
from districts.forms import TenantForm, posted
from districts.guard import everyone, signed_in
from districts.member import Belongings, belongings_of
from districts.roles import Role
from reminders.wishes import in_words


class NameForm(TenantForm):
    """The own name as others read it."""

    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": "So lesen andere Mitglieder Ihren Namen, wo er erscheint."}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Name, memberships, and the ways to change the password and to sign out everywhere."""
    assert isinstance(request.user, User)  # noqa: S101  # signed_in let nobody else in
    form = NameForm(posted(request), instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=request.user.pk).update(name=form.cleaned_data["name"])
        messages.success(request, "Ihr Name wurde gespeichert.")
        return redirect("my_account")
    belongings = belongings_of(request)
    until = request.user.deputy_until
    return render(
        request,
        "pages/my_account.html",
        {
            "form": form,
            "memberships": [
                (district, [role.label for role in Role if role in _roles(belongings, district.pk)])
                for district in belongings.districts
            ],
            "mail_wish": in_words(request.user, never="keine, nur im Werkzeug"),
            "deputy_until": until if until and until >= timezone.localdate() else None,
            "statewide": [(role.label, department) for role, department in belongings.statewide],
            "breadcrumbs": [("Start", reverse("home")), ("Mein Konto", "")],
        },
    )


def _roles(belongings: Belongings, district_id: int) -> set[Role]:
    return {holding.role for holding in belongings.holdings if holding.district_id == district_id}


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of the person, this one too."""
    assert isinstance(request.user, User)  # noqa: S101
    request.user.end_all_sessions()
    logout(request)
    messages.success(request, "Sie sind auf allen Geräten abgemeldet.")
    return redirect("account_login")


@everyone
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps light or dark in a cookie, or forgets it, and goes back to the page it was chosen on."""
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # A path and nothing else: what is no address would be looked up as the name of one.
    response = HttpResponseRedirect(back if own and back.startswith("/") else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=60 * 60 * 24 * 365, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
