"""Members through the front door: who sees whom, inviting, ending, the link in the mail."""

import datetime
from functools import partial

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from districts.invitations import invite
from districts.models import Invitation, Membership
from districts.refusals import NotNow
from districts.roles import Role
from tests.factories import PASSWORD, add_member, make_user

pytestmark = pytest.mark.django_db
URL = "/bezirk/mitte/mitglieder/"
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate
NEW = {"name": "Nora Neu", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """``post(client, url, data)``: a request whose mails leave, as after a real commit."""

    def send(client, url, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, data or {})

    return send


def test_everybody_sees_whom_they_appoint_and_coordination_all(world, sign_in):
    sees = {
        "coordination": set(world.mitte.people),
        "office_head": {"office_head", "office_staff"},
        "second_head": {"second_head"},
        "leadership": {"office_head"},
        "leadership_staff": {"office_head"},
        "second_leadership": {"second_head"},
    }
    for label, person in world.mitte.people.items():
        answer = sign_in(person).get(URL)
        if label not in sees:
            assert answer.status_code == 403, label
            continue
        page = answer.content.decode()
        shown = {other for other, user in world.mitte.people.items() if f">{user.email}<" in page}
        assert shown == sees[label], label
        assert "pankow" not in page.lower()
        assert sign_in(person).get(URL + "einladungen/").status_code == 200
        assert sign_in(person).get(URL + "einladen/").status_code == 200


def test_what_each_may_offer_in_the_form(world, sign_in):
    offered = {
        "coordination": {"coordination", "data", "neighbourhood", "reader"},
        "office_head": {"office_head", "office_staff"},
        "leadership": {"office_head"},
    }
    for label, roles in offered.items():
        page = sign_in(world.mitte.people[label]).get(URL + "einladen/").content.decode()
        assert {role.value for role in Role if f'value="{role.value}"' in page} == roles
        assert ("Jugendamt Mitte" in page) == (label != "coordination")
        assert "Amt für Soziales Mitte" not in page
        assert ("Region 1 Mitte" in page) == (label == "coordination")


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("coordination", {"role": "office_head"}),
        ("coordination", {"role": "leadership"}),
        ("coordination", {"role": "operator"}),
        ("coordination", {"role": "neighbourhood", "regions": "REGION"}),
        ("coordination", {"role": "neighbourhood"}),
        ("office_head", {"role": "coordination"}),
        ("office_head", {"role": "office_staff", "office": "SECOND"}),
        ("office_head", {"role": "office_staff", "office": "FOREIGN"}),
        ("office_head", {"role": "office_staff", "office": "x\x00"}),
        ("office_head", {"role": "office_staff"}),
        ("leadership", {"role": "office_head", "office": "SECOND"}),
        ("leadership", {"role": "office_staff", "office": "FIRST"}),
        ("leadership_staff", {"role": "leadership", "area": "FIRST"}),
        ("coordination", {"role": "reader", "email": "kein"}),
        ("coordination", {"role": "reader", "email": "a\x00@test.example"}),
        ("coordination", {"role": "reader", "email": "a" * 250 + "@test.example"}),
        ("coordination", {"role": "reader", "starts_on": "0000-01-01"}),
        ("coordination", {"role": "reader", "starts_on": "9999-12-31"}),
        ("coordination", {"role": "reader", "starts_on": "2001-01-01"}),
        ("coordination", {"role": "reader", "ends_on": "31.2.2027"}),
        ("coordination", {"role": "reader", "ends_on": "2001-01-01"}),
    ],
)
def test_whatever_else_is_sent_is_an_error_at_the_form(world, sign_in, label, data):
    places = {
        "FIRST": world.mitte.offices[0].pk,
        "SECOND": world.mitte.offices[1].pk,
        "FOREIGN": world.pankow.offices[0].pk,
        "REGION": world.pankow.regions[0].pk,
    }
    data = {"email": "neu@test.example"} | {name: places.get(value, value) for name, value in data.items()}
    answer = sign_in(world.mitte.people[label]).post(URL + "einladen/", data)
    assert answer.status_code == 200
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_roles_of_two_memberships_do_not_mix(world, sign_in):
    head = world.mitte.people["office_head"]
    add_member(world.mitte, Role.LEADERSHIP, user=head, area=world.mitte.areas[1])
    data = {"email": "neu@test.example", "role": "office_staff", "office": world.mitte.offices[1].pk}
    answer = sign_in(head).post(URL + "einladen/", data)
    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_inviting_oneself_and_inviting_twice_are_refused_with_a_sentence(world, sign_in, post):
    client = sign_in(world.mitte.people["coordination"])
    own = {"email": world.mitte.people["coordination"].email, "role": "data"}
    answer = post(client, URL + "einladen/", own)
    assert (answer.status_code, "Sich selbst" in answer.content.decode()) == (409, True)
    data = {"email": "Neu@Test.example", "role": "reader"}
    assert post(client, URL + "einladen/", data).status_code == 302
    answer = post(client, URL + "einladen/", data)
    assert (answer.status_code, "offene Einladung" in answer.content.decode()) == (409, True)
    assert len(mail.outbox) == 1


def test_the_mail_and_the_way_in_without_an_account(world, sign_in, post, link_in, client):
    data = {"email": "Neu@Test.example", "role": "neighbourhood", "regions": [world.mitte.regions[1].pk]}
    post(sign_in(world.mitte.people["coordination"]), URL + "einladen/", data)
    (message,) = mail.outbox
    assert message.to == ["neu@test.example"]
    assert message.subject == "Querlinie: Einladung in den Bezirk Mitte"
    link = link_in(message)
    assert link.startswith("/einladung/mitte/")
    for text in (message.body, message.alternatives[0].content):
        assert "coordination Mitte" in text
        assert "Stadtteilkoordination" in text
        assert link in text
    page = client.get(link).content.decode()
    for words in ("coordination Mitte", "Bezirk Mitte", "Stadtteilkoordination", "Region 2 Mitte", "neu@test.example"):
        assert words in page
    answer = client.post(link, NEW)
    assert (answer.status_code, answer.url) == (302, "/bezirk/mitte/aufgaben/")
    assert client.get("/bezirk/mitte/regionen/").status_code == 200
    person = User.objects.get(email="neu@test.example")
    assert (person.name, person.check_password(PASSWORD)) == ("Nora Neu", True)
    membership = person.memberships.get()
    assert (membership.role, [r.name for r in membership.regions.all()]) == ("neighbourhood", ["Region 2 Mitte"])
    assert client.get(link).status_code == 404
    client.logout()
    signed_in = client.post("/konto/login/", {"login": "neu@test.example", "password": PASSWORD})
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "N\x00"},
        {"password": "kurz", "password_again": "kurz"},
        {"password": "123456789012", "password_again": "123456789012"},
        {"password": "neu@test.example", "password_again": "neu@test.example"},
        {"password_again": "etwas anderes"},
        {"password": "x\x00" * 10, "password_again": "x\x00" * 10},
    ],
)
def test_a_bad_name_or_password_makes_no_account(world, invited, client, changes):
    link = invited("neu@test.example", Role.READER)
    answer = client.post(link, {**NEW, **changes})
    assert answer.status_code == 200
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert not User.objects.filter(email="neu@test.example").exists()


def test_with_an_account_one_signs_in_first(world, invited, client, sign_in):
    person = make_user("neu@test.example")
    link = invited("neu@test.example", Role.READER)
    page = client.get(link).content.decode()
    assert "gibt es schon ein Konto" in page
    assert f"/konto/login/?next={link}" in page
    assert "password" not in page
    client.post(link, NEW)
    assert not person.memberships.exists()
    back = client.post(f"/konto/login/?next={link}", {"login": person.email, "password": PASSWORD, "next": link})
    assert (back.status_code, back.url) == (302, link)
    assert "Einladung annehmen" in client.get(link).content.decode()
    assert client.post(link).url == "/bezirk/mitte/aufgaben/"
    assert person.memberships.get().role == "reader"


def test_somebody_else_signed_in_accepts_nothing(world, invited, sign_in):
    link = invited("neu@test.example", Role.COORDINATION)
    client = sign_in(world.outsider)
    assert "anderen Konto angemeldet" in client.get(link).content.decode()
    answer = client.post(link, NEW)
    assert (answer.status_code, "anderen E-Mail-Adresse" in answer.content.decode()) == (409, True)
    assert not world.outsider.memberships.exists()
    assert not User.objects.filter(email="neu@test.example").exists()


def test_every_link_that_does_not_work_answers_alike(world, invited, client, comparable):
    links = {}
    for name in ("used", "revoked", "expired", "over", "closed"):
        links[name] = invited(f"{name}@test.example", Role.READER)
    changes = {
        "used": {"accepted_at": timezone.now()},
        "revoked": {"revoked_at": timezone.now()},
        "expired": {"expires_at": timezone.now()},
        "over": {"starts_on": TODAY() - 2 * DAY, "ends_on": TODAY() - DAY},
    }
    for name, values in changes.items():
        Invitation.objects.filter(email=f"{name}@test.example").update(**values)
    good = invited("gut@test.example", Role.READER)
    token = good.rstrip("/").rsplit("/", 1)[1]
    wrong = [
        *(links[name] for name in changes),
        "/einladung/mitte/falsch/",
        f"/einladung/pankow/{token}/",
        f"/einladung/atlantis/{token}/",
        "/einladung/Mitte%00/x/",
        "/einladung/mitte/%00/",
        "/einladung/mi%20tte/ü/",
    ]
    answers = {}
    for link in wrong:
        for answer in (client.get(link), client.post(link, NEW)):
            assert answer.status_code == 404, link
            answers[comparable(answer, link)] = link
    assert len(answers) == 1
    cache.clear()  # twenty wrong links were enough
    world.mitte.district.is_active = False
    world.mitte.district.save()
    assert comparable(client.get(good), good) in answers


def test_guessing_links_is_slowed_down(world, invited, client):
    good = invited("neu@test.example", Role.READER)
    statuses = [client.get(f"/einladung/mitte/{number}/").status_code for number in range(25)]
    assert statuses == [404] * 20 + [429] * 5
    answer = client.get(good)
    assert answer.status_code == 429
    assert "Zu viele Versuche" in answer.content.decode()


def test_resending_makes_the_old_link_useless(world, invited, sign_in, post, link_in, client):
    old = invited("neu@test.example", Role.READER)
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - DAY)
    coordination = sign_in(world.mitte.people["coordination"])
    assert "abgelaufen" in coordination.get(URL + "einladungen/").content.decode()
    assert post(coordination, f"{URL}einladungen/{invitation.pk}/erneut/").status_code == 302
    assert client.get(old).status_code == 404
    new = link_in(mail.outbox[-1])
    assert client.get(new).status_code == 200
    assert post(coordination, f"{URL}einladungen/{invitation.pk}/zurueckziehen/").status_code == 302
    assert client.get(new).status_code == 404
    answer = post(coordination, f"{URL}einladungen/{invitation.pk}/erneut/")
    assert (answer.status_code, "zurückgezogen" in answer.content.decode()) == (409, True)
    assert coordination.get(f"{URL}einladungen/{invitation.pk}/erneut/").status_code == 405


def test_invitations_of_others_do_not_exist(world, invited, sign_in):
    invited("neu@test.example", Role.OFFICE_STAFF, by="office_head", office=world.mitte.offices[0])
    invitation = Invitation.objects.get()
    for label in ("coordination", "second_head", "leadership"):
        client = sign_in(world.mitte.people[label])
        assert "neu@test.example" not in client.get(URL + "einladungen/").content.decode()
        for step in ("erneut", "zurueckziehen"):
            assert client.post(f"{URL}einladungen/{invitation.pk}/{step}/").status_code == 404
    pankow = sign_in(world.pankow.people["coordination"])
    for base in (URL, "/bezirk/pankow/mitglieder/"):
        assert pankow.post(f"{base}einladungen/{invitation.pk}/zurueckziehen/").status_code == 404
    invitation.refresh_from_db()
    assert invitation.is_open


def test_an_invitation_that_is_rolled_back_sends_nothing(world, member_of, django_capture_on_commit_callbacks):
    by = member_of(world.mitte, "coordination")
    act = partial(invite, district=world.mitte.district, by=by, inviter=by.user, role=Role.READER)

    def fails_later():
        with transaction.atomic():
            act(email="neu@test.example")
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(RuntimeError):
            fails_later()
        with pytest.raises(NotNow):
            act(email=by.user.email)
    assert mail.outbox == []


def test_an_invitation_from_the_operator_is_listed_without_their_name(world, sign_in):
    Invitation.objects.create(
        district=world.mitte.district,
        email="neu@test.example",
        role=Role.COORDINATION,
        token_hash="x",
        invited_by=world.operator,
        expires_at=timezone.now() + DAY,
    )
    page = sign_in(world.mitte.people["coordination"]).get(URL + "einladungen/").content.decode()
    assert "neu@test.example" in page
    assert "von Betrieb" in page


def test_ending_with_a_day_and_at_once(world, sign_in):
    client = sign_in(world.mitte.people["coordination"])
    membership = world.mitte.people["reader"].memberships.get()
    url = f"{URL}{membership.pk}/beenden/"
    assert client.post(url, {"last_day": (TODAY() + 3 * DAY).isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.ends_on == TODAY() + 3 * DAY
    assert client.post(url, {"last_day": (TODAY() + 9 * DAY).isoformat()}).status_code == 409
    for day in ("0000-01-01", "9999-12-31", "gestern", "2001-01-01", "x\x00"):
        assert client.post(url, {"last_day": day}).status_code == 200
    assert client.post(url).status_code == 302
    answer = client.post(url)
    assert (answer.status_code, "schon beendet" in answer.content.decode()) == (409, True)
    assert "beendet" in client.get(URL + "?zeit=beendet").content.decode()


def test_the_last_coordination_is_told_why_it_stays(world, sign_in):
    client = sign_in(world.mitte.people["coordination"])
    own = world.mitte.people["coordination"].memberships.get()
    answer = client.post(f"{URL}{own.pk}/beenden/")
    assert answer.status_code == 409
    assert "Laden Sie zuerst eine Nachfolge ein" in answer.content.decode()


def test_ending_whom_one_may_not_end(world, sign_in):
    head = world.mitte.people["office_head"].memberships.get()
    for place in (world.mitte, world.pankow):
        foreign = world.pankow.people["reader"].memberships.get()
        answer = sign_in(place.people["coordination"]).post(f"{place.url}mitglieder/{head.pk}/beenden/")
        assert answer.status_code == (403 if place is world.mitte else 404)
        answer = sign_in(world.mitte.people["office_head"]).post(f"{URL}{foreign.pk}/beenden/")
        assert answer.status_code == 404
    # An Amtsleitung does not even see who belongs to another office.
    other = world.mitte.people["second_head"].memberships.get()
    assert sign_in(world.mitte.people["office_head"]).get(f"{URL}{other.pk}/beenden/").status_code == 404
    assert Membership.objects.filter(ends_on=None).count() == Membership.objects.count()


def test_coordination_exports_and_others_do_not(world, sign_in):
    text = sign_in(world.mitte.people["coordination"]).get(URL + "?export=csv&rolle=reader").content.decode()
    assert "reader.mitte@test.example" in text
    assert "office_head.mitte" not in text
    for label in ("office_head", "leadership"):
        answer = sign_in(world.mitte.people[label]).get(URL + "?export=csv")
        assert answer["Content-Type"].startswith("text/html")


def test_searching_and_sorting_the_list(world, sign_in):
    add_member(world.mitte, Role.READER, user=make_user("umlaut@test.example", name="Ägidius Öztürk"))
    client = sign_in(world.mitte.people["coordination"])
    page = client.get(URL + "?q=agidius").content.decode()
    assert "Ägidius" in page
    assert "reader.mitte@test.example" not in page
    for key in ("name", "rolle", "amt", "von", "bis"):
        assert client.get(f"{URL}?sort=-{key}").status_code == 200
    for query in ("amt=x", "rolle=chef", "zeit=1", "sort=schritte", "q=%00", f"amt={world.pankow.offices[0].pk}"):
        page = client.get(f"{URL}?{query}").content.decode()
        assert "reader.mitte@test.example" in page
        assert "Pankow" not in page


def test_a_line_of_the_list_says_where_and_until_when(world, sign_in):
    served = world.mitte.people["neighbourhood"].memberships.get()
    first, second = world.mitte.regions[:2]
    served.regions.set([second, first], through_defaults={"district": world.mitte.district})
    reader = world.mitte.people["reader"]
    User.objects.filter(pk=reader.pk).update(name="Rita <b>", is_active=False)
    ended = reader.memberships.get()
    Membership.objects.filter(pk=ended.pk).update(starts_on=TODAY() - 9 * DAY, ends_on=TODAY() - DAY)
    client = sign_in(world.mitte.people["coordination"])
    page = client.get(URL + "?zeit=alle").content.decode()
    serving, gone = (
        next(line for line in page.split("<tr>") if f">{person.email}" in line) for person in (served.user, reader)
    )
    assert f"<td>{first.name}, {second.name}</td>" in serving
    assert f'href="{served.pk}/beenden/"' in serving
    assert "Rita &lt;b&gt;<br>" in gone
    assert f" · Konto gesperrt</span></th><td>{Role.READER.label}</td><td>–</td>" in gone
    assert f"<td>{TODAY() - DAY:%d.%m.%Y}</td><td></td>" in gone
    rows = client.get(URL + "?export=csv&rolle=neighbourhood").content.decode()
    assert f"{first.name}, {second.name}" in rows


def test_an_empty_form_asks_for_what_is_missing(world, sign_in):
    page = sign_in(world.mitte.people["coordination"]).post("/bezirk/mitte/mitglieder/einladen/", {}).content.decode()
    assert "Bitte füllen Sie dieses Feld aus." in page
    assert "Bitte wählen Sie hier etwas aus." in page
    assert "zwingend" not in page
