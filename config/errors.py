"""Pages for refusals and errors. They help: why, who may, whom to ask. The page for 500 queries nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from districts.guard import everyone
from districts.models import Membership
from districts.refusals import Refused
from districts.roles import DISTRICT_RIGHTS, OFFICE_RIGHTS, Role, roles_with


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Inside the own district: which role may do it, and who holds it here."""
    context: dict[str, object] = {}
    member = getattr(request, "member", None)
    if isinstance(exception, Refused) and member is not None:
        roles = roles_with(exception.codename)
        context = {
            "right_label": {**DISTRICT_RIGHTS, **OFFICE_RIGHTS}[exception.codename],
            "roles": [role.label for role in roles],
            "contacts": coordination_contacts(),
            "district_contact": member.district.contact,
        }
    return render(request, "403.html", context, status=403)


def coordination_contacts() -> list[dict[str, str]]:
    """Name and address of those who coordinate the active district: whom to ask."""
    from django.utils import timezone

    rows = Membership.objects.valid_on(timezone.localdate()).filter(role=Role.COORDINATION).select_related("user")
    found = sorted({(str(row.user), row.user.email) for row in rows})
    return [{"name": name, "email": email} for name, email in found]


@everyone
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """No query and no context: whatever broke, this page still comes."""
    from django.template.loader import get_template

    return HttpResponse(get_template("500.html").render(), status=500)
