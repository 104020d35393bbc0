"""Pages that belong to no room: the way in, and the answers for machines."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from checklist.overview import read_overview, state_plot
from districts.guard import everyone, needs
from districts.member import Belongings, MemberRequest
from districts.roles import StatewideRole
from reminders.health import stale_since


@everyone
def home(request: HttpRequest) -> HttpResponse:
    """The first page: to the own district, to Berlin, to the operator's pages, or to sign-in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    belongings: Belongings = request.belongings  # type: ignore[attr-defined]
    # Straight on where there is only one way; whoever has several must see them all.
    is_operator = belongings.holds_statewide(StatewideRole.OPERATOR)
    if len(belongings.districts) == 1 and not belongings.statewide:
        return redirect("district_home", belongings.districts[0].slug)
    if is_operator and len(belongings.statewide) == 1 and not belongings.districts:
        return redirect("operator_districts")
    return render(request, "pages/home.html", {"belongings": belongings, "is_operator": is_operator})


@needs("view_district")
def district_home(request: MemberRequest, slug: str) -> HttpResponse:
    """Where the district stands and what comes next, as far as the person may read the checklist."""
    context: dict[str, object] = {}
    if request.member.may("view_checklist"):
        overview = read_overview(QueryDict(), timezone.localdate())
        context = {
            "overview": overview,
            "plot": state_plot(overview),
            "may_edit": request.member.may("edit_checklist"),
        }
    if request.member.may("edit_settings"):
        context["stale_since"] = stale_since()
    return render(request, "pages/district_home.html", context)


@everyone
def hilfe(request: HttpRequest) -> HttpResponse:
    """Where to begin, by role; who sees what; what the signs mean."""
    return render(request, "pages/hilfe.html")


@everyone
def barrierefreiheit(request: HttpRequest) -> HttpResponse:
    """The declaration on accessibility."""
    return render(request, "pages/barrierefreiheit.html")


@everyone
def datenschutz(request: HttpRequest) -> HttpResponse:
    """What is stored of people, and why."""
    return render(request, "pages/datenschutz.html")


@everyone
def impressum(request: HttpRequest) -> HttpResponse:
    """Who runs this installation."""
    return render(request, "pages/impressum.html")


@everyone
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: answers without the database."""
    return JsonResponse({"status": "ok"})


@everyone
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers, and reminders are being sent (an installation that never did is young)."""
    try:
        stale = stale_since()
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    if stale is not None:
        return JsonResponse({"status": "reminders are not being sent", "last_sweep": stale.isoformat()}, status=503)
    return JsonResponse({"status": "ok"})
