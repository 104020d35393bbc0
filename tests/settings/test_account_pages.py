"""The own account, signing in, the frame of every page."""

import datetime
import re
from html import escape

import pytest
from django.conf import settings as configuration
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.adapter import AccountAdapter
from accounts.models import User
from districts.models import Membership
from districts.roles import Role
from tests.factories import PASSWORD, add_member

pytestmark = pytest.mark.django_db
PEOPLE = ("coordination", "office_head", "reader")


def test_the_own_account(world, sign_in, client):
    person = world.mitte.people["office_head"]
    signed_in = sign_in(person)
    page = signed_in.get("/konto/").content.decode()
    assert "Amtsleitung" in page
    assert reverse("account_change_password") in page
    assert signed_in.post("/konto/", {"name": "Neuer Name", "email": "fremd@test.example"}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.email) == ("Neuer Name", "office_head.mitte@test.example")
    for name in ("", "x" * 201, "N\x00"):
        answer = signed_in.post("/konto/", {"name": name})
        assert (answer.status_code, "Bitte prüfen" in answer.content.decode()) == (200, True)
    assert client.get("/konto/").url == "/konto/login/?next=/konto/"
    assert client.post("/konto/ueberall-abmelden/").status_code == 302


def test_signing_out_everywhere_ends_every_session(world, sign_in):
    here, there = sign_in(world.outsider), sign_in(world.outsider)
    other = sign_in(world.operator)
    assert here.get("/konto/ueberall-abmelden/").status_code == 405
    assert here.post("/konto/ueberall-abmelden/").url == "/konto/login/"
    for client in (here, there):
        assert client.get("/konto/").status_code == 302
    assert other.get("/konto/").status_code == 200


def test_a_session_ends_with_its_time(world, sign_in):
    client, other = sign_in(world.outsider), sign_in(world.operator)
    key = client.session.session_key
    assert client.get("/konto/").status_code == 200
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get("/konto/").url == "/konto/login/?next=/konto/"
    # What is begun under its key is another session.
    assert client.post("/konto/login/", {"login": world.outsider.email, "password": PASSWORD}).status_code == 302
    assert client.session.session_key != key
    assert world.operator.email in other.get("/konto/").content.decode()


@pytest.mark.parametrize("key", ["", "x", "unbekannt", "unbekannt\x00", "unbekannt" * 9])
def test_an_unknown_session_is_nobodys(world, sign_in, key):
    client = sign_in(world.outsider)
    client.cookies[configuration.SESSION_COOKIE_NAME] = key
    assert client.get("/konto/").url == "/konto/login/?next=/konto/"


def test_a_closed_account_is_nobodys_in_an_open_session(world, sign_in):
    client = sign_in(world.outsider)
    assert client.get("/konto/").status_code == 200
    User.objects.filter(pk=world.outsider.pk).update(is_active=False)
    assert client.get("/konto/").url == "/konto/login/?next=/konto/"


@pytest.mark.parametrize(
    ("sent", "kept"), [("light", "light"), ("dark", "dark"), ("system", ""), ("", ""), ("rosa\x00", "")]
)
def test_colours_are_kept_in_a_cookie(db, client, sent, kept):
    client.cookies["theme"] = "dark"
    answer = client.post("/darstellung/", {"theme": sent, "next": "/hilfe/?a=b"})
    assert answer.url == "/hilfe/?a=b"
    page = client.get("/hilfe/").content.decode()
    assert (f'data-kern-theme="{kept}"' in page) if kept else ("data-kern-theme" not in page)


@pytest.mark.parametrize(
    "back", ["https://fremd.example/", "//fremd.example", "javascript:alert(1)", "home", "1,5", "\x00", ""]
)
def test_choosing_colours_leads_nowhere_else(db, client, back):
    assert client.post("/darstellung/", {"theme": "dark", "next": back}).url == "/"


def test_the_foot_of_a_page_leads_back_to_it(world, sign_in):
    client = sign_in(world.mitte.people["coordination"])
    asked = "/bezirk/mitte/akteure/?q=%22%3E%3Cb%3E[[token]]&sort=name"
    pages = [client.get(asked).content.decode() for _ in range(2)]
    tokens = {re.search(r'class="ql-theme"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
              for page in pages}  # fmt: skip
    assert len(tokens) == 2
    for page in pages:
        back = escape(asked)
        assert f'<input type="hidden" name="next" value="{back}">' in page
        assert f"http://testserver{back} · gedruckt am {timezone.localdate():%d.%m.%Y}" in page


def test_a_forged_cookie_changes_nothing(db, client):
    client.cookies["theme"] = 'dark" onload="x'
    assert "onload" not in client.get("/hilfe/").content.decode()


def test_what_is_not_offered_has_no_address(world, client, sign_in):
    for path in ("email/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/confirm/", "3rdparty/"):
        for who in (client, sign_in(world.outsider)):
            assert who.get("/konto/" + path).status_code == 404, path
            assert who.post("/konto/" + path).status_code == 404, path
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_nobody_signs_up(db, client):
    data = {"email": "neu@test.example", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/konto/signup/"), client.post("/konto/signup/", data)):
        assert "Konten entstehen durch Einladung" in answer.content.decode()
    assert not User.objects.filter(email="neu@test.example").exists()


def test_passwords_are_not_tried_without_end(world, client):
    wrong = {"login": world.outsider.email, "password": "falsch"}
    for _ in range(5):
        assert client.post("/konto/login/", wrong).status_code == 200
    # The sixth is not even tried, the right one neither, and the count stands in the shared cache.
    answer = client.post("/konto/login/", {**wrong, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200
    cache.clear()
    assert client.post("/konto/login/", {**wrong, "password": PASSWORD}).status_code == 302


def test_too_many_tries_get_our_page(world, client):
    statuses = []
    for number in range(40):
        answer = client.post("/konto/login/", {"login": f"{number}@test.example", "password": "falsch"})
        statuses.append(answer.status_code)
    assert statuses[-1] == 429
    assert "Zu viele Versuche" in answer.content.decode()
    assert 'lang="de"' in answer.content.decode()


def test_a_forgotten_password(world, client, mailoutbox, link_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post("/konto/password/reset/", {"email": world.outsider.email})
        unknown = client.post("/konto/password/reset/", {"email": "niemand@test.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    link = link_in(next(m for m in mailoutbox if m.to == [world.outsider.email]))
    form_url = client.get(link, follow=True).redirect_chain[-1][0]
    bad = client.post(form_url, {"password1": "kurz", "password2": "kurz"})
    assert bad.status_code == 200
    new = "ganz-anderes-passwort"
    assert client.post(form_url, {"password1": new, "password2": new}).status_code == 302
    world.outsider.refresh_from_db()
    assert world.outsider.check_password(new)


def test_changing_the_password_ends_other_sessions(world, sign_in):
    here, there = sign_in(world.outsider), sign_in(world.outsider)
    new = "ganz-anderes-passwort"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/konto/password/change/", data).status_code == 302
    assert there.get("/konto/").status_code == 302


def test_the_pages_of_the_footer_are_open(db, client):
    for path in ("/hilfe/", "/barrierefreiheit/", "/datenschutz/", "/impressum/"):
        page = client.get(path).content.decode()
        for other in ("/hilfe/", "/barrierefreiheit/", "/datenschutz/", "/impressum/"):
            assert f'href="{other}"' in page


def test_the_components_are_shown_to_developers_alone(settings):
    import importlib

    from config import urls

    try:
        for shown in (True, False):
            settings.SHOW_COMPONENTS = shown
            names = {pattern.name for pattern in importlib.reload(urls).urlpatterns if hasattr(pattern, "name")}
            assert ("components" in names) == shown
    finally:
        settings.SHOW_COMPONENTS = False
        importlib.reload(urls)


def test_the_first_page_leads_on(world, sign_in, client):
    assert client.get("/").url == "/konto/login/"
    assert sign_in(world.mitte.people["reader"]).get("/").url == "/bezirk/mitte/aufgaben/"
    assert sign_in(world.operator).get("/").url == "/betrieb/"
    assert "noch nichts freigeschaltet" in sign_in(world.outsider).get("/").content.decode()
    add_member(world.pankow, Role.READER, user=world.mitte.people["reader"])
    page = sign_in(world.mitte.people["reader"]).get("/").content.decode()
    assert "/bezirk/mitte/" in page
    assert "/bezirk/pankow/" in page
    # Who operates and belongs to a district reaches both by clicking.
    add_member(world.mitte, Role.READER, user=world.operator)
    signed_in = sign_in(world.operator)
    assert 'href="/betrieb/"' in signed_in.get("/").content.decode()
    assert 'href="/betrieb/"' in signed_in.get("/bezirk/mitte/regionen/").content.decode()


def test_the_switch_shows_own_districts_alone(world, sign_in):
    person = world.mitte.people["reader"]
    url = "/bezirk/mitte/regionen/"
    assert "Pankow" not in sign_in(person).get(url).content.decode()
    add_member(world.pankow, Role.READER, user=person)
    page = sign_in(person).get(url).content.decode()
    assert 'href="/bezirk/pankow/"' in page
    Membership.objects.filter(user=person, district=world.pankow.district).update(
        ends_on="2020-01-01", starts_on="2020-01-01"
    )
    assert "Pankow" not in sign_in(person).get(url).content.decode()


def test_the_navigation_offers_what_one_may_do(world, sign_in):
    offered = {
        "coordination": {"mitglieder/", "einstellungen/", "regionen/"},
        "office_head": {"mitglieder/", "regionen/"},
        "leadership": {"mitglieder/", "regionen/"},
        "reader": {"regionen/"},
        "neighbourhood": {"regionen/"},
    }
    for label, paths in offered.items():
        page = sign_in(world.mitte.people[label]).get("/bezirk/mitte/regionen/").content.decode()
        navigation = page.split('aria-label="Hauptnavigation"')[1].split("</nav>")[0]
        found = {p for p in ("mitglieder/", "einstellungen/", "regionen/") if f'href="/bezirk/mitte/{p}"' in navigation}
        assert found == paths, label
        assert navigation.count('aria-current="page"') == 1


def test_demo_installations_say_so_on_every_page(world, sign_in, client, settings):
    for demo in (True, False):
        settings.DEMO = demo
        for page in (client.get("/konto/login/"), sign_in(world.operator).get("/betrieb/"), client.get("/nichts/")):
            assert ("Demodaten, frei erfunden" in page.content.decode()) == demo


def test_the_library_speaks_to_nobody_as_du(world, sign_in):
    """Every sentence the sign-in pages can answer with, and one of them as it is shown."""
    familiar = re.compile(r"\b(du|dich|dir|dein\w*|gib|wähle|bitte versuche|bitte habe)\b", re.IGNORECASE)
    said = {key: str(text) for key, text in AccountAdapter.error_messages.items()}
    assert {key: text for key, text in said.items() if familiar.search(text)} == {}
    wrong = {"oldpassword": "falsch", "password1": "ein-neues-Passwort", "password2": "ein-neues-Passwort"}
    page = sign_in(world.outsider).post(reverse("account_change_password"), wrong).content.decode()
    assert "Das jetzige Passwort stimmt nicht." in page


def test_a_mail_names_querlinie_once_in_its_subject(world, client, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": world.outsider.email})
    assert [mail.subject for mail in mailoutbox] == ["Querlinie: Neues Passwort festlegen"]
