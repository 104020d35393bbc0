"""The inbox of a person, and for coordination: how the district reminds and what could not be delivered."""

import datetime
import uuid

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from districts.forms import posted
from districts.guard import needs
from districts.member import MemberRequest
from districts.refusals import Conflict, Unfit
from reminders import arranging
from reminders.forms import SettingsForm
from reminders.health import stale_since
from reminders.lines import line_of
from reminders.models import Reminder
from reminders.planning import read_ledger, settings_of
from reminders.wishes import in_words


def _crumbs(request: MemberRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    slug = request.member.district.slug
    return [(request.member.district.name, reverse("district_home", args=[slug])), *more]


@needs("view_district")
@require_safe
def inbox(request: MemberRequest, slug: str) -> HttpResponse:
    """What the person is reminded of today. Worked out now, so it is exact also where no mail arrives."""
    today = timezone.localdate()
    ledger = read_ledger(request.member.district, today)
    lines = sorted((line_of(owed, today) for owed in ledger.of(request.user.pk)), key=lambda x: (x.due_on, x.title))
    return render(
        request,
        "reminders/inbox.html",
        {
            "lines": lines,
            "count": len(lines),
            "whole": ledger.whole,
            "mail_wish": in_words(request.user),
            "undelivered": Reminder.objects.filter(person=request.user, state=Reminder.State.FAILED).exists(),
            "breadcrumbs": _crumbs(request, ("Erinnerungen", "")),
        },
    )


@needs("edit_settings")
@require_safe
def delivery(request: MemberRequest, slug: str) -> HttpResponse:
    """What could not be delivered or is tried again, by person; what was sent only as a number of the last days."""
    troubled = (
        Reminder.objects.exclude(failure="")
        .exclude(state=Reminder.State.SENT)
        .values("person_id", "person__name", "state")
        .annotate(things=Count("pk"), since=Min("created_at"), reason=Max("failure"))
        .order_by("person__name", "state")
    )
    week = timezone.now() - datetime.timedelta(days=7)
    return render(
        request,
        "reminders/delivery.html",
        {
            "troubled": [row | {"final": row["state"] == Reminder.State.FAILED} for row in troubled],
            "sent": Reminder.objects.filter(state=Reminder.State.SENT, sent_at__gte=week).count(),
            "stale_since": stale_since(),
            "breadcrumbs": _crumbs(request, ("Versand der Erinnerungen", "")),
        },
    )


@needs("edit_settings")
@require_POST
def send_again(request: MemberRequest, slug: str, person_id: uuid.UUID) -> HttpResponse:
    """Lets the next sweep try again what one person could not be sent."""
    if not Reminder.objects.filter(person=person_id).exists():
        raise Http404
    arranging.send_again(person_id=person_id)
    messages.success(request, "Die Erinnerungen werden beim nächsten Versand noch einmal geschickt.")
    return redirect("reminder_delivery", slug)


@needs("edit_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest, slug: str) -> HttpResponse:
    """When the district reminds, and whom besides."""
    district = request.member.district
    form = SettingsForm(posted(request), instance=settings_of(district))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            arranging.set_up(district=district, seen=form.seen(), new=form.cleaned_data)
        except Conflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except Unfit as unfit:
            for sentence in unfit.problems.values():
                form.add_error(None, sentence)
            status = 422
        else:
            messages.success(request, "Die Erinnerungen wurden eingestellt.")
            return redirect("reminder_delivery", slug)
    return _settings_page(request, form, status)


def _settings_page(request: MemberRequest, form: SettingsForm, status: int) -> HttpResponse:
    back = reverse("reminder_delivery", args=[request.member.district.slug])
    context = {
        "title": "Erinnerungen einstellen",
        "intro": "Diese Tage gelten für alle Termine im Bezirk. Fällt eine Erinnerung auf ein Wochenende oder einen "
        "Feiertag in Berlin, kommt sie am Arbeitstag davor.",
        "form": form,
        "back_url": back,
        "breadcrumbs": _crumbs(request, ("Versand der Erinnerungen", back), ("Einstellen", "")),
    }
    shown: HttpRequest = request
    return render(shown, "districts/form.html", context, status=status)
