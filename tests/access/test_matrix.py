"""Every URL × method × persona. A URL that is not in ``tests/pages/`` fails here."""

from collections import Counter

import pytest
from django.http import Http404, HttpResponse
from django.test import override_settings
from django.urls import include, path

from districts.guard import everyone, needs
from districts.models import Office
from tests.access.matrix import complaints
from tests.access.resolver import url_names
from tests.pages import ROWS
from tests.pages.row import in_district, of, row
from tests.personas import ANYONE, COORDINATION, MEMBERS, PERSONAS


def test_every_url_has_a_row():
    listed = {row.name for row in ROWS if not row.query}
    assert sorted(set(url_names()) - listed) == [], "URLs without a row in tests/pages/"
    assert sorted(listed - set(url_names())) == [], "rows without a URL"
    # Further rows of a URL differ by query string or variant.
    assert [row for row, count in Counter(str(row) for row in ROWS).items() if count > 1] == []


def test_rows_name_personas_that_exist():
    assert [str(r) for r in ROWS if not (r.get | r.post) <= set(PERSONAS)] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("listed", ROWS, ids=str)
def test_exactly_those_who_may(cast, listed, method):
    found = complaints(cast, listed, method)
    assert not found, "\n".join(found)


# --- Faults, planted into URLs that only these tests know ------------------------------------------------------------


@needs("view_district")
def unfiltered(request, slug, pk):
    """As the owner, whom the wall does not bind, a forgotten filter shows what belongs to others."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    found = Office.objects.filter(pk=pk).first()
    return HttpResponse(found.name) if found else HttpResponse(status=404)


@needs("view_district")
def too_open(request, slug):
    return HttpResponse("für alle")


@needs("view_district")
def writes_then_hides(request, slug):
    Office.objects.update(independent=True)
    return HttpResponse("", status=404)


@needs("edit_settings")
def talkative(request, slug):
    return HttpResponse("Bezirk Pankow")


@everyone
def unguarded(request, slug):
    if request.method == "POST":
        raise Http404
    return HttpResponse()


class Planted:
    urlpatterns = [
        path("bezirk/<slug:slug>/unfiltered/<uuid:pk>/", unfiltered, name="unfiltered"),
        path("bezirk/<slug:slug>/too-open/", too_open, name="too_open"),
        path("bezirk/<slug:slug>/writes/", writes_then_hides, name="writes"),
        path("bezirk/<slug:slug>/talkative/", talkative, name="talkative"),
        path("bezirk/<slug:slug>/unguarded/", unguarded, name="unguarded"),
        path("", include("config.urls")),
    ]
    handler403 = "config.errors.permission_denied"
    handler404 = "config.errors.not_found"
    handler500 = "config.errors.server_error"


@pytest.mark.parametrize(
    ("planted", "method", "word"),
    [
        (row("unfiltered", of(Office), get=MEMBERS), "GET", "with a row of another district: 200"),
        (row("too_open", in_district, get=COORDINATION), "GET", "but reader may not"),
        (row("too_open", in_district, get=COORDINATION), "POST", "but reader may not"),
        (row("talkative", in_district, get=MEMBERS), "GET", "but reader may ([200])"),
        (row("talkative", in_district, get=COORDINATION), "GET", "and says Pankow"),
        (row("writes", in_district, post=frozenset()), "POST", "refused, but 1 statements wrote"),
        (row("unguarded", in_district, get=ANYONE, post=MEMBERS), "POST", "but coordination may"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value),
)
def test_a_planted_fault_is_seen(cast, planted, method, word):
    with override_settings(ROOT_URLCONF=Planted):
        found = complaints(cast, planted, method)
    assert any(word in complaint for complaint in found), found


def test_an_unlisted_url_is_seen():
    with override_settings(ROOT_URLCONF=Planted):
        missing = set(url_names()) - {r.name for r in ROWS}
    assert {"unfiltered", "too_open"} <= missing
