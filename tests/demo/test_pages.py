"""Every page of the demo, opened as everybody in it, with real things from the data."""

import html
import io
import re
from functools import cache

import openpyxl
import pytest
from django.urls import URLPattern, get_resolver, reverse

from checklist.models import Contribution, Progress, Resolution, Workshop
from config.demo.cast import PARTS, PASSWORD
from discussions.models import Comment, Thread
from districts.models import District
from evidence.models import Evidence
from tests.conftest import WallClient
from tests.demo.places import every_point, parameters

#: One worker loads the demo.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

#: The two districts worked out in depth, and the one that began last.
LOOKED_AT = ["mitte", "treptow-koepenick", "lichtenberg"]
CAST = [*((part.name, True) for part in PARTS), ("senat", False), ("redaktion.senat", False), ("betrieb", False)]
#: Who sees every list, and is asked for every export on the way.
EXPORTING = "planung"
#: One of each kind of sight.
SIGHTS = {"planung", "spitze", "jugendamt", "stadtteil", "lesen", "senat"}
#: Everybody in Mitte, one of each kind in another, too: what a role sees is the same there, what stands there is not.
WALKS = [
    pytest.param(*who, slug, id=f"{who[0]}-{slug}")
    for number, who in enumerate(CAST)
    for slug in (LOOKED_AT if who[0] == EXPORTING else (LOOKED_AT[0], LOOKED_AT[1 + number % 2]))
    if slug == LOOKED_AT[0] or who[0] in SIGHTS
]
BANNER = "Demodaten, frei erfunden"
#: Texts of each district that are searched for in the pages of others.
WORDS = 20
ANSWERS = {200, 302, 303, 403, 404, 405, 409}


#: The link in an invitation stands in its mail alone, the secret of a calendar nowhere; whoever has just signed in is
#: not asked again. The first page sends on whoever has only one way to go, in the demo everybody.
NEVER = {"accept_invitation", "calendar_feed", "account_reauthenticate", "home"}


@cache
def patterns():
    """Every URL as (name, names of its parameters)."""
    found = set()

    def walk(resolver, held):
        for entry in resolver.url_patterns:
            names = held | set(entry.pattern.converters) | set(entry.pattern.regex.groupindex)
            if isinstance(entry, URLPattern):
                found.add((entry.name, frozenset(names)))
            else:
                walk(entry, names)

    walk(get_resolver(), frozenset())
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def addresses(loaded):
    """``addresses(slug)``: every address of the district as (name of the URL, path)."""

    @cache
    def found(slug):
        return [
            (name, reverse(name, kwargs=entry))
            for name, wanted in patterns()
            for entry in parameters(name, wanted, loaded.districts[slug]) or []
            # Would end the session that looks.
            if name != "account_logout"
        ]

    return found


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return html.unescape(content.decode("utf-8", "replace"))


@pytest.fixture(scope="module")
def own_words(loaded):
    """District -> what only this district says: up to ``WORDS`` of its texts, spread over all."""
    said = {}
    for slug, district in loaded.districts.items():
        texts = {district.contact}
        for model, fields in (
            (Progress, ("own_text", "own_title", "answer", "reason", "anchored_by")),
            (Contribution, ("title", "text")),
            (Thread, ("title",)),
            (Comment, ("text",)),
            (Resolution, ("title", "text")),
            (Workshop, ("title", "outcome")),
            (Evidence, ("title",)),
        ):
            for row in model.objects.filter(district=district).values_list(*fields):
                texts.update(text for text in row if len(text) > 12)
        said[slug] = texts
    found = {}
    for slug, texts in said.items():
        own = sorted(texts - set().union(*(other for name, other in said.items() if name != slug)))
        assert len(own) > 8, slug
        found[slug] = own[:: max(1, len(own) // WORDS)]
    return found


def wrong_exports(client, path, body):
    """What is wrong with the exports that the page ``body`` at ``path`` offers: (number of them, complaints)."""
    wrong = []
    queries = set(re.findall(r'href="(\?[^"]*export=(?:xlsx|csv)[^"]*)"', body))
    for query in map(html.unescape, queries):
        content = client.get(path + query).content
        if "export=xlsx" in query:
            book = openpyxl.load_workbook(io.BytesIO(content))
            words = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell]
            # Headings, one line at least, and the note below.
            if len(words) <= 4:
                wrong.append(f"{path}{query} is empty")
        else:
            words = content.decode("utf-8-sig").splitlines()
        if not any(BANNER in word for word in words):
            wrong.append(f"{path}{query} does not say that it is invented")
    return len(queries), wrong


def test_every_url_has_parameters(demo):
    district = demo.districts["mitte"]
    missing = [(n, sorted(wanted)) for n, wanted in patterns() if not parameters(n, wanted, district)]
    assert missing == [], "URLs that tests/demo/places.py has no real parameters for"


@pytest.mark.parametrize(("part", "inside", "slug"), WALKS)
def test_everybody_opens_everything(demo, addresses, own_words, slug, part, inside):
    client = demo.client(part, slug if inside else "")
    foreign = [(name, word) for name, words in own_words.items() if name != slug or not inside for word in words]
    wrong, exports, refused = [], 0, set()
    for name, path in addresses(slug):
        # Whoever is no member is refused before anything is looked for: one thing of each kind says it for all.
        if name in refused:
            continue
        response = client.get(path)
        if not inside and response.status_code == 404:
            refused.add(name)
        kind = response.headers.get("Content-Type", "")
        if response.status_code not in ANSWERS:
            wrong.append(f"{name}: {response.status_code}")
        if not kind.startswith("text/html") or response.status_code in {302, 303, 405}:
            continue
        if part == EXPORTING and response.status_code == 200:
            number, spoilt = wrong_exports(client, path, response.content.decode())
            exports, wrong = exports + number, wrong + spoilt
        body = text_of(response)
        # In the head: the foot names it once more, for print alone.
        if BANNER not in body.partition("<header")[2].partition("</header>")[0]:
            wrong.append(f"{name}: {response.status_code} without the banner")
        if not name.startswith("operator_"):
            wrong += [f"{name} says of {whose}: {word[:60]}" for whose, word in foreign if word in body]
    assert wrong == []
    assert exports >= 2 or part != EXPORTING


def test_every_page_opens_for_somebody(demo, addresses):
    """None of the pages is only ever refused: otherwise the test above would look at refusals."""
    looking = [
        demo.client(part, "mitte")
        for part in (
            "planung",
            "jugendamt",
            "spitze",
            "stadtrat2",
            "gesundheitsamt",
            "daten",
            "integration",
            "stadtentwicklung",
            "stadtteil",
        )
    ]
    looking += [demo.client(part) for part in ("betrieb", "senat", "redaktion.senat")] + [WallClient()]
    opened, posted_only = set(), set()
    for name, path in addresses("mitte"):
        for client in looking if name not in opened else ():
            status = client.get(path).status_code
            if status == 200:
                opened.add(name)
                break
            if status == 405:
                posted_only.add(name)
    never = {name for name, _ in patterns()} - opened - posted_only - {"account_logout"}
    assert never <= NEVER, sorted(never - NEVER)


@pytest.mark.parametrize("slug", LOOKED_AT)
def test_every_point_opens(demo, slug):
    client = demo.client("planung", slug)
    codes = every_point(demo.districts[slug])
    assert len(codes) > 60
    assert [c["code"] for c in codes if client.get(reverse("point", kwargs=c)).status_code != 200] == []


def test_the_stored_files_open(demo):
    client = demo.client("planung", "mitte")
    files = Evidence.objects.filter(district=demo.districts["mitte"], stored_as__gt="")
    assert files.count() >= 5
    for evidence in files:
        response = client.get(reverse("evidence_file", args=["mitte", evidence.pk]))
        assert response.status_code == 200
        assert len(b"".join(response)) == evidence.size


@pytest.mark.parametrize("email", ["planung.mitte", "stadtteil.neukoelln", "betrieb", "senat"])
def test_the_password_of_the_cast_opens(demo, email):
    client = WallClient()
    signed_in = client.post(reverse("account_login"), {"login": f"{email}@demo.example", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert client.get("/konto/").status_code == 200


def test_districts_are_all_there(demo):
    assert District.objects.count() == len(demo.districts) == 12
