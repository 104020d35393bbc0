"""Pages that belong to no room: the way in, and the answers for machines."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from districts.guard import everyone, needs
from districts.member import MemberRequest
from districts.roles import StatewideRole


@everyone
def home(request: HttpRequest) -> HttpResponse:
    """The first page: to the own district, to Berlin, to the operator's pages, or to sign-in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    belongings = request.belongings  # type: ignore[attr-defined]
    if len(belongings.districts) == 1:
        return redirect("district_home", belongings.districts[0].slug)
    return render(
        request,
        "pages/home.html",
        {"belongings": belongings, "is_operator": belongings.holds_statewide(StatewideRole.OPERATOR)},
    )


@needs("view_district")
def district_home(request: MemberRequest, slug: str) -> HttpResponse:
    return render(request, "pages/district_home.html")


@everyone
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: answers without the database."""
    return JsonResponse({"status": "ok"})


@everyone
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
