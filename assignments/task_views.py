"""Meine Aufgaben: what waits for the person who looks. And the month with its dates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.month import MONTHS, chosen_month, dates_of, neighbour, weeks_of
from assignments.offered import ROOM
from districts.guard import needs
from districts.member import MemberRequest
from districts.room_guard import uses_room
from districts.tasks import Pile, tasks_of

#: B3.5: from so many open things on, the person alone reads a hint. Nobody else ever sees the number.
MANY = 8


@needs("view_assignments")
@uses_room(ROOM)
@require_safe
def my_tasks(request: MemberRequest, slug: str) -> HttpResponse:
    """Zur Entscheidung, zu bearbeiten, zur Kenntnis: by urgency, with what happens next."""
    member = request.member
    found = tasks_of(member, timezone.localdate())
    piles = [
        {
            "key": pile.name.lower(),
            "label": pile.value[:1].upper() + pile.value[1:],
            "tasks": [
                {
                    "title": task.title,
                    "url": task.url,
                    "next": task.next_step,
                    "due": task.due_on.strftime("%d.%m.%Y") if task.due_on else "",
                    "late": task.late,
                }
                for task in found
                if task.pile == pile
            ],
        }
        for pile in Pile
    ]
    context = {
        "piles": [pile for pile in piles if pile["tasks"]],
        "many": sum(task.personal for task in found) >= MANY,
        "breadcrumbs": [(member.district.name, reverse("district_home", args=[slug])), ("Meine Aufgaben", "")],
    }
    return render(request, "assignments/my_tasks.html", context)


@needs("view_assignments")
@uses_room(ROOM)
@require_safe
def assignment_calendar(request: MemberRequest, slug: str) -> HttpResponse:
    """Fristen and milestones of one month, as a calendar and as a list."""
    today = timezone.localdate()
    first = chosen_month(request.GET.get("monat", ""), today)
    dates = dates_of(request.member, first, today)
    home = [(request.member.district.name, reverse("district_home", args=[slug]))]
    context = {
        "month": f"{MONTHS[first.month - 1]} {first.year}",
        "weeks": weeks_of(first, dates),
        "dates": [entry | {"day": entry["day"].strftime("%d.%m.%Y")} for entry in dates],
        "before": neighbour(first, -1),
        "after": neighbour(first, 1),
        "breadcrumbs": [*home, ("Aufträge", reverse("assignments", args=[slug])), ("Kalender", "")],
    }
    return render(request, "assignments/calendar.html", context)
