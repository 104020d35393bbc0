"""The wall at the front door: requests, transactions, roles."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from districts.guard import needs
from districts.models import BusinessArea, Office
from districts.wall.middleware import WallMiddleware
from districts.wall.session import current_standing

pytestmark = pytest.mark.django_db


def test_a_foreign_district_answers_exactly_as_one_that_does_not_exist(world, sign_in):
    client = sign_in(world.pankow.people["coordination"])
    foreign, missing = client.get("/bezirk/mitte/"), client.get("/bezirk/atlantis/")
    assert foreign.status_code == missing.status_code == 404
    # The token against forged requests is masked anew each time.
    masked = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
    first, second = (masked.sub(b"", response.content) for response in (foreign, missing))
    assert first.replace(b"mitte", b"") == second.replace(b"atlantis", b"")
    assert "Mitte" not in foreign.content.decode()


def test_own_district_opens(world, sign_in):
    assert sign_in(world.mitte.people["reader"]).get("/bezirk/mitte/").status_code == 200


def test_anonymous_visitors_are_sent_to_sign_in_and_learn_nothing(world, client):
    there, nowhere = client.get("/bezirk/mitte/"), client.get("/bezirk/atlantis/")
    assert there.status_code == nowhere.status_code == 302
    assert there.url == "/konto/login/?next=/bezirk/mitte/"


def test_a_superuser_sees_no_district(world, sign_in):
    assert sign_in(world.superuser).get("/bezirk/mitte/").status_code == 404


def test_a_membership_holds_only_between_its_dates(world, sign_in):
    person = world.mitte.people["reader"]
    person.memberships.update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert sign_in(person).get("/bezirk/mitte/").status_code == 404


def run(view, person, path="/bezirk/mitte/", **middleware):
    """One request through the wall alone, as the login role, to a view made for the test."""
    request = RequestFactory().post(path)
    request.user = person

    def respond(request):
        wall.process_view(request, view, [], {})
        try:
            return view(request)
        except (Http404, PermissionDenied, ValueError) as error:
            # What Django's handler does between a view and the middleware around it.
            wall.process_exception(request, error)
            return HttpResponse(status=404)

    wall = WallMiddleware(respond)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE querlinie_login")
    try:
        return wall(request)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def write():
    BusinessArea.objects.create(name="geschrieben")


@pytest.mark.parametrize("ending", ["404", "403", "error"])
def test_a_write_before_an_exception_is_rolled_back(world, ending):
    @needs("view_district")
    def view(request):
        write()
        if ending == "403":
            request.member.require("edit_settings")
        raise Http404 if ending == "404" else ValueError

    run(view, world.mitte.people["reader"])
    assert not BusinessArea.objects.filter(name="geschrieben").exists()


@pytest.mark.parametrize(("status", "stays"), [(200, True), (409, True), (422, True), (500, False), (503, False)])
def test_a_returned_refusal_commits_and_a_server_error_does_not(world, status, stays):
    @needs("view_district")
    def view(request):
        write()
        return HttpResponse(status=status)

    run(view, world.mitte.people["reader"])
    assert BusinessArea.objects.filter(name="geschrieben").exists() is stays


def test_a_view_acts_as_the_district_role_and_leaves_nothing_behind(world):
    seen = []

    @needs("view_district")
    def view(request):
        seen.append(current_standing())
        return HttpResponse()

    before = current_standing()
    run(view, world.mitte.people["reader"])
    assert seen[0].role == "querlinie_district"
    assert seen[0].district_id == str(world.mitte.district.pk)
    assert current_standing() == before


def test_a_query_without_any_filter_shows_the_own_district_alone(world):
    found = []

    @needs("view_district")
    def view(request):
        found.extend(Office.objects.values_list("name", flat=True))
        return HttpResponse()

    run(view, world.pankow.people["reader"], "/bezirk/pankow/")
    assert sorted(found) == ["Amt für Soziales Pankow", "Jugendamt Pankow"]


def test_a_view_without_a_guard_is_refused(world):
    def bare(request):
        return HttpResponse()

    bare.__module__ = "checklist.views"
    with pytest.raises(ImproperlyConfigured, match="no guard"):
        run(bare, world.mitte.people["coordination"])


def test_outside_a_district_tenant_tables_are_denied_loudly(world, client):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE querlinie_login")
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(Office.objects.all())


def test_the_district_role_cannot_read_sessions(world):
    @needs("view_district")
    def view(request):
        return HttpResponse(str(Session.objects.count()))

    with pytest.raises(ProgrammingError, match="permission denied"):
        run(view, world.mitte.people["coordination"])
