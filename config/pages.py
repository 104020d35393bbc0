"""Pages that belong to no room: the way in, and the answers for machines."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from checklist.overview import read_overview, state_plot
from districts.guard import everyone, needs
from districts.member import MemberRequest, belongings_of
from districts.outlook import outlook_of
from districts.roles import Role, StatewideRole
from districts.tasks import Pile, tasks_of
from reminders.health import never_began, stale_since


@everyone
def home(request: HttpRequest) -> HttpResponse:
    """The first page: to what waits in the own district, to Berlin, to the operator's pages, or to sign-in.

    Whoever belongs to several districts chooses first: each stands inside its own wall.
    """
    if not request.user.is_authenticated:
        return redirect("account_login")
    belongings = belongings_of(request)
    # Straight on where there is only one way; whoever has several must see them all.
    is_operator = belongings.holds_statewide(StatewideRole.OPERATOR)
    if len(belongings.districts) == 1 and not belongings.statewide:
        return redirect("my_tasks", belongings.districts[0].slug)
    if is_operator and len(belongings.statewide) == 1 and not belongings.districts:
        return redirect("operator_districts")
    reads_releases = belongings.holds_statewide(StatewideRole.SENATE, StatewideRole.SENATE_EDITOR)
    if reads_releases and not is_operator and not belongings.districts:
        return redirect("berlin")
    context = {"belongings": belongings, "is_operator": is_operator, "reads_releases": reads_releases}
    return render(request, "pages/home.html", context)


#: Lines of "zur Kenntnis" that stand open; the others are folded.
OPEN_LINES = 15


@needs("view_district")
@require_safe
def my_tasks(request: MemberRequest, slug: str) -> HttpResponse:
    """Zur Entscheidung, zu bearbeiten, zur Kenntnis; for those who steer the state of things below it."""
    member, today = request.member, timezone.localdate()
    found = tasks_of(member, today)
    piles = [(pile, [task for task in found if task.pile == pile]) for pile in Pile]
    context: dict[str, object] = {
        "piles": [
            {
                "key": pile.name.lower(),
                "label": pile.value[:1].upper() + pile.value[1:],
                "tasks": tasks if pile != Pile.KNOW else tasks[:OPEN_LINES],
                "folded": [] if pile != Pile.KNOW else tasks[OPEN_LINES:],
            }
            for pile, tasks in piles
            if tasks
        ],
        "outlook": outlook_of(member, today),
        # B3.5: this person alone reads it, and no number is shown anywhere.
        "much": sum(task.personal for task in found) > member.district.hint_above,
        "may_pass_on": Role.OFFICE_STAFF in member.roles,
        "may_read": member.may("view_checklist"),
    }
    if member.may("edit_settings"):
        context["stale_since"] = stale_since()
    return render(request, "pages/my_tasks.html", context)


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
    """Ready: the database answers, and reminders are being sent (a young installation may not have begun)."""
    try:
        stale, never = stale_since(), never_began()
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    if stale is not None:
        return JsonResponse({"status": "reminders are not being sent", "last_sweep": stale.isoformat()}, status=503)
    if never:
        return JsonResponse({"status": "reminders are not being sent", "last_sweep": None}, status=503)
    return JsonResponse({"status": "ok"})
