"""Every form of every page with hostile values: a sentence, a 404, a 409 – never a 500, and never another district.

The pages come from the registry, the forms from their HTML: a new form is found by itself. ``FUZZ=long`` sends every
value to every control, otherwise a sample that is the same on every run.
"""

import os
import random
import zlib
from urllib.parse import quote_plus, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.test.client import encode_multipart
from django.urls import include, path, reverse

from districts.guard import needs
from districts.models import Office
from tests.fuzz.forms import Field, Form, forms_of, links_of
from tests.fuzz.hostile import BY_TYPE, attacks
from tests.pages import PAGES
from tests.pages.row import in_district, row
from tests.personas import MEMBERS
from tests.wall.catalogue import tenant_models
from tests.worlds import thrown_away

LONG = os.environ.get("FUZZ") == "long"
#: 429: the sign-in limits.
RIGHT = {200, 302, 303, 400, 403, 404, 405, 409, 413, 422, 429}
#: Forms in the frame of every page: fuzzed on one page, the same everywhere.
FRAME = {reverse("theme"), reverse("account_logout")}
FUZZED = [r for r in PAGES if r.fuzzed]
#: Parameters that mean something on some pages. One that does not know them must not care.
COMMON = {"q", "sort", "seite", "export", "next", "unbekannt"}


def seeded(name):
    return None if LONG else random.Random(zlib.crc32(name.encode()))  # noqa: S311


def foreign_ids(cast):
    """Ids of another district's rows, for controls that choose rows, and its code."""
    pankow = cast.world.pankow
    ids = [str(made.pk).encode() for made in pankow.things.values()]
    return [*ids[:8], pankow.district.slug.encode()]


def fingerprint(district):
    """A sum over all rows of one district: equal before and after means untouched."""
    parts = [
        f"SELECT coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS n"
        f' FROM "{model._meta.db_table}" t WHERE district_id = {district.pk}'
        for model in tenant_models()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return [row[0] for row in cursor.fetchall()]


def sent(client, form, pairs):
    """The answer to one sending of ``form``."""
    if form.method == "get":
        query = "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in pairs)
        return client.get(f"{form.action.split('?')[0]}?{query[:60_000]}")
    if form.multipart:
        data = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        return client.post(
            form.action, encode_multipart("grenze", data), content_type="multipart/form-data; boundary=grenze"
        )
    body = "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in pairs)
    return client.post(form.action, body, content_type="application/x-www-form-urlencoded")


def fuzzed(cast, listed):
    """Complaints about all forms of one page."""
    mitte, pankow = cast.world.mitte, cast.world.pankow
    address = listed.address(mitte)
    html = cast.client(listed.visitor).get(address).content.decode()
    foreign = foreign_ids(cast)
    before = fingerprint(pankow.district)
    found = []
    for number, form in enumerate(forms_of(html, address)):
        if urlsplit(form.action).path in FRAME and listed.name != "hilfe":
            continue
        name = f"{listed} form {number} ({form.method} {form.action})"
        for label, pairs in attacks(form, foreign, seeded(name)):
            cache.clear()  # The limits of sign-in are tested elsewhere.
            with thrown_away():
                try:
                    status = sent(cast.client(listed.visitor), form, pairs).status_code
                except Exception as error:  # noqa: BLE001 - whatever leaves a view is the finding
                    found.append(f"{name}: {label}: {type(error).__name__}: {str(error)[:200]}")
                    continue
                if status not in RIGHT:
                    found.append(f"{name}: {label}: {status}")
                if form.method == "post" and fingerprint(pankow.district) != before:
                    found.append(f"{name}: {label}: changed another district")
        if form.method == "post":
            with thrown_away():
                client = cast.client(listed.visitor, enforce_csrf_checks=True)
                pairs = [(n, v.encode()) for n, v in form.filled() if n != "csrfmiddlewaretoken"]
                status = sent(client, form, pairs).status_code
            if status != 403:
                found.append(f"{name}: without a token against forged requests: {status}")
    return found


@pytest.mark.parametrize("listed", FUZZED, ids=str)
def test_no_form_breaks(cast, listed):
    found = fuzzed(cast, listed)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("listed", PAGES, ids=str)
def test_no_address_breaks(cast, listed):
    """Hostile parameters in the query string: each one the page knows, and all others at once."""
    address = listed.url(cast.world.mitte)
    client = cast.client(listed.visitor)
    known = links_of(client.get(address).content.decode())
    chosen = seeded(str(listed))
    found = []
    for names in (*([name] for name in sorted(known)), sorted(COMMON - known)):
        values = BY_TYPE["hidden"]
        for value in chosen.sample(values, 4) if chosen else values:
            query = "&".join(f"{quote_plus(name)}={quote_plus(value[:5000])}" for name in names)
            with thrown_away():
                try:
                    status = cast.client(listed.visitor).get(f"{address}?{query}").status_code
                except Exception as error:  # noqa: BLE001 - whatever leaves a view is the finding
                    found.append(f"{listed}?{query[:80]}: {type(error).__name__}: {error}")
                    continue
            if status not in RIGHT:
                found.append(f"{listed}?{query[:80]}: {status}")
    assert not found, "\n".join(found)


# --- Faults, planted into a form that only these tests know ----------------------------------------------------------

PAGE = '<form method="post"><input name="name"><input type="hidden" name="pk" value=""></form>'


@needs("view_district")
def fragile(request, slug):
    if request.method == "POST":
        Office.objects.create(name=request.POST["name"], short_name="n", area=Office.objects.first().area)
    return HttpResponse(PAGE)


@needs("view_district")
def reaching(request, slug):
    if request.method == "POST":
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("UPDATE districts_office SET independent = NOT independent")
    return HttpResponse(PAGE)


class Planted:
    urlpatterns = [
        path("bezirk/<slug:slug>/fragile/", fragile, name="fragile"),
        path("bezirk/<slug:slug>/reaching/", reaching, name="reaching"),
        path("", include("config.urls")),
    ]


@pytest.mark.parametrize(("name", "word"), [("fragile", "MultiValueDict"), ("reaching", "changed another district")])
def test_a_planted_fault_is_seen(cast, name, word):
    with override_settings(ROOT_URLCONF=Planted):
        found = fuzzed(cast, row(name, in_district, get=MEMBERS, post=MEMBERS))
    assert any(word in complaint for complaint in found), found


def test_forms_are_read_as_a_browser_reads_them():
    html = """<form id="a" method="post" enctype="multipart/form-data" action="weg/">
      <input name="t" value="x"><input type="checkbox" name="c"><input type="radio" name="r" value="1" checked>
      <select name="s"><option value="1">a<option value="2" selected>b</select><textarea name="l">lang</textarea>
      <button name="b" value="1">ok</button></form><input form="a" name="outside" value="o">
      <form action="https://anderswo.example/"></form>"""
    (form,) = forms_of(html, "/hier/")
    assert form == Form(
        "post",
        "/hier/weg/",
        True,
        [
            Field("t", "text", "x"),
            Field("c", "checkbox", "on", sent=False),
            Field("r", "radio", "1"),
            Field("s", "select", "2", ["1", "2"]),
            Field("l", "textarea", "lang"),
            Field("b", "button", "1", sent=False),
            Field("outside", "text", "o"),
        ],
    )
