"""The own calendar: its secret address, shown once, and the calendar itself, which needs no session."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from districts.guard import everyone, signed_in
from districts.member import belongings_of
from reminders import feed
from reminders.models import CalendarFeed
from reminders.own_views import crumbs, person_of


@signed_in
@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, and since when. The address itself is not known here."""
    return _page(request)


@signed_in
@never_cache
@require_POST
def my_calendar_new(request: HttpRequest) -> HttpResponse:
    """Makes an address and shows it, this once. The one before stops working."""
    if not belongings_of(request).districts:
        return _page(request)
    return _page(request, address=feed.new_address(user=person_of(request)))


@signed_in
@require_POST
def my_calendar_off(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    feed.switch_off(user=person_of(request))
    return redirect("my_calendar")


def _page(request: HttpRequest, *, address: str = "") -> HttpResponse:
    context = {
        "address": address,
        "feed": CalendarFeed.objects.filter(person=person_of(request)).first(),
        "districts": belongings_of(request).districts,
        "breadcrumbs": crumbs("Termine im eigenen Kalender"),
    }
    return render(request, "reminders/own/calendar.html", context)


@everyone
@require_safe
@cache_control(private=True, max_age=300)
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address. Unknown, replaced, switched off, account closed, no district: 404 each."""
    owner = feed.owner_of(token)
    content = feed.calendar_of(owner, timezone.localdate()) if owner else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="querlinie.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    return found or response
