"""The operator through the front door: districts, roles beside them, accounts; and no content."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from django.utils import timezone

from accounts.models import User
from districts.models import BusinessArea, District, Invitation, Office, StatewideMembership
from districts.roles import Role, StatewideRole
from districts.wall.session import DatabaseRole, acting_as
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
URL = "/betrieb/"


@pytest.fixture
def operator(world, sign_in):
    return sign_in(world.operator)


def pages(world):
    leadership = world.mitte.people["leadership"].memberships.get().pk
    return [
        "",
        "bezirke/neu/",
        "bezirke/01/",
        "bezirke/01/bearbeiten/",
        "bezirke/01/einladen/",
        f"bezirke/01/mitglieder/{leadership}/beenden/",
        "rollen/",
        "rollen/neu/",
        f"rollen/{world.operator.statewide.get().pk}/beenden/",
        "personen/",
        f"personen/{world.outsider.pk}/sperren/",
    ]


def test_operation_alone_enters(world, sign_in, operator, client):
    others = [*world.mitte.people.values(), world.senate, world.editor, world.outsider, world.superuser]
    for path in pages(world):
        assert operator.get(URL + path).status_code == 200, path
        assert client.get(URL + path).url.startswith("/konto/login/")
    for person in others:
        signed_in = sign_in(person)
        for path in (*pages(world), "gibt-es-nicht/"):
            assert signed_in.get(URL + path).status_code == 404, (person, path)
            assert signed_in.post(URL + path, {"name": "x"}).status_code == 404


def test_the_operator_sees_no_district_and_no_members_but_the_own_kinds(world, operator):
    assert operator.get("/bezirk/mitte/").status_code == 404
    page = operator.get(URL + "bezirke/01/").content.decode()
    for label, user in world.mitte.people.items():
        assert (f">{user.email}<" in page) == (
            label in ("coordination", "leadership", "second_leadership", "leadership_staff")
        ), label
    reader = world.mitte.people["reader"].memberships.get()
    assert operator.post(f"{URL}bezirke/01/mitglieder/{reader.pk}/beenden/").status_code == 404
    # The address of one district does not open the people of another.
    foreign = world.pankow.people["leadership"].memberships.get()
    assert operator.post(f"{URL}bezirke/01/mitglieder/{foreign.pk}/beenden/").status_code == 404


def test_no_database_role_of_operation_reads_content(world):
    from checklist.models import Progress

    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(DatabaseRole.OPERATOR):
        list(Progress.objects.all())


def test_founding_a_district(world, operator):
    data = {"key": "04", "name": "Charlottenburg-Wilmersdorf", "slug": "charlottenburg-wilmersdorf", "is_active": "on"}
    assert operator.post(URL + "bezirke/neu/", data).url == "/betrieb/bezirke/04/"
    district = District.objects.get(key="04")
    assert BusinessArea.objects.filter(district=district, is_mayors=True).count() == 1
    assert Office.objects.filter(district=district).count() > 10
    answer = operator.post(URL + "bezirke/neu/", data)
    assert answer.status_code == 200
    assert District.objects.filter(key="04").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "1"},
        {"key": "01"},
        {"key": "x\x00"},
        {"slug": "Mitte"},
        {"slug": "mitte"},
        {"slug": "a--b"},
        {"name": ""},
    ],
)
def test_a_bad_district_is_told_at_the_field(world, operator, changes):
    answer = operator.post(URL + "bezirke/neu/", {"key": "05", "name": "Neu", "slug": "neu", **changes})
    assert answer.status_code == 200
    assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert District.objects.count() == 2


def test_renaming_and_closing_a_district(world, operator, sign_in):
    shown = {"initial-name": "Mitte", "initial-slug": "mitte", "initial-is_active": "True"}
    url = URL + "bezirke/01/bearbeiten/"
    data = {"name": "Berlin-Mitte", "slug": "mitte", "is_active": "on", "key": "99", **shown}
    assert operator.post(url, data).status_code == 302
    # Somebody else had the page open and closes the district: both stay.
    assert operator.post(url, {"name": "Mitte", "slug": "mitte", **shown}).status_code == 302
    district = District.objects.get(key="01")
    assert (district.name, district.is_active) == ("Berlin-Mitte", False)
    assert operator.post(url, {"name": "Zentrum", "slug": "mitte", "is_active": "on", **shown}).status_code == 409
    assert operator.post(url, {"name": "Zentrum", "slug": "pankow", **shown}).status_code == 200
    assert sign_in(world.mitte.people["coordination"]).get("/bezirk/mitte/").status_code == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"role": "coordination"}, 302),
        ({"role": "leadership", "area": "OWN"}, 302),
        ({"role": "leadership_staff", "area": "OWN"}, 302),
        ({"role": "leadership", "area": "FOREIGN"}, 200),
        ({"role": "leadership"}, 200),
        ({"role": "coordination", "area": "OWN"}, 200),
        ({"role": "office_head"}, 200),
        ({"role": "reader"}, 200),
        ({"role": "coordination", "email": "operator@test.example"}, 409),
    ],
)
def test_inviting_leadership_and_the_first_coordination(world, operator, data, status):
    areas = {"OWN": world.mitte.areas[0].pk, "FOREIGN": world.pankow.areas[0].pk}
    data = {"email": "neu@test.example", **data}
    data["area"] = areas.get(data.get("area"), "")
    assert operator.post(URL + "bezirke/01/einladen/", data).status_code == status
    assert Invitation.objects.count() == (status == 302)


def test_the_operators_invitation_is_accepted(world, operator, client, link_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        data = {"email": "neu@test.example", "role": "leadership", "area": world.mitte.areas[0].pk}
        operator.post(URL + "bezirke/01/einladen/", data)
    invitation = Invitation.objects.get()
    assert "neu@test.example" in operator.get(URL + "bezirke/01/").content.decode()
    for other in ("erneut", "zurueckziehen"):
        assert operator.post(f"{URL}bezirke/03/einladungen/{invitation.pk}/{other}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"{URL}bezirke/01/einladungen/{invitation.pk}/erneut/").status_code == 302
    link = link_in(mail.outbox[-1])
    assert "Geschäftsbereich 1 Mitte" in client.get(link).content.decode()
    answer = client.post(link, {"name": "Nora", "password": PASSWORD, "password_again": PASSWORD})
    assert answer.url == "/bezirk/mitte/aufgaben/"
    membership = User.objects.get(email="neu@test.example").memberships.get()
    assert (membership.role, membership.area) == (Role.LEADERSHIP, world.mitte.areas[0])
    url = f"{URL}bezirke/01/mitglieder/{membership.pk}/beenden/"
    assert operator.post(url).status_code == 302
    assert client.get("/bezirk/mitte/").status_code == 404
    own = world.mitte.people["coordination"].memberships.get()
    assert operator.post(f"{URL}bezirke/01/mitglieder/{own.pk}/beenden/").status_code == 409


def test_a_role_for_an_address_nobody_knows(world, operator, client, link_in, django_capture_on_commit_callbacks):
    data = {"email": "Senat@Neu.example", "name": "Sena T.", "role": "senate", "department": "Ressort Soziales"}
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(URL + "rollen/neu/", data).status_code == 302
    (message,) = mail.outbox
    assert message.to == ["senat@neu.example"]
    assert "Ressort Soziales" in message.body
    link = link_in(message)
    page = client.get(link, follow=True)
    form_url = page.redirect_chain[-1][0]
    new = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(form_url, new).status_code == 302
    assert client.post("/konto/login/", {"login": "senat@neu.example", "password": PASSWORD}).status_code == 302
    again = client.get(link, follow=True).content.decode()
    assert "password1" not in again
    role = StatewideMembership.objects.get(user__email="senat@neu.example")
    assert (role.role, role.department) == ("senate", "Ressort Soziales")
    answer = operator.post(URL + "rollen/neu/", data)
    assert (answer.status_code, "hat diese Rolle schon" in answer.content.decode()) == (409, True)


def test_a_role_for_somebody_known(world, operator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        data = {"email": world.outsider.email, "name": "Egal", "role": "operator", "department": "Unsinn"}
        assert operator.post(URL + "rollen/neu/", data).status_code == 302
    assert "/password/" not in mail.outbox[0].body
    role = StatewideMembership.objects.get(user=world.outsider)
    assert (role.role, role.department) == ("operator", "")
    world.outsider.refresh_from_db()
    assert world.outsider.name == "outsider"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"role": "senate"}, 200),
        ({"role": "coordination", "department": "x"}, 200),
        ({"email": "x", "role": "operator"}, 200),
        ({"name": "", "role": "operator"}, 200),
        ({"name": "x\x00", "role": "operator"}, 200),
        ({"email": "operator@test.example", "role": "senate", "department": "x"}, 409),
        ({"email": "inactive.mitte@test.example", "role": "operator"}, 409),
    ],
)
def test_a_bad_role_is_refused(world, operator, data, status):
    before = StatewideMembership.objects.count()
    data = {"email": "neu@test.example", "name": "Neu", **data}
    assert operator.post(URL + "rollen/neu/", data).status_code == status
    assert StatewideMembership.objects.count() == before
    assert mail.outbox == []


def test_one_operator_stays(world, operator, sign_in):
    own = world.operator.statewide.get()
    answer = operator.post(f"{URL}rollen/{own.pk}/beenden/")
    assert (answer.status_code, "letzte Zugang" in answer.content.decode()) == (409, True)
    second = make_user("operator2@test.example")
    StatewideMembership.objects.create(user=second, role=StatewideRole.OPERATOR)
    client = sign_in(second)
    assert client.post(f"{URL}rollen/{own.pk}/beenden/").status_code == 302
    assert operator.get(URL).status_code == 404
    assert client.post(f"{URL}rollen/{own.pk}/beenden/").status_code == 409


def test_closing_and_opening_an_account(world, operator, sign_in):
    reader = world.mitte.people["reader"]
    client = sign_in(reader)
    assert operator.post(f"{URL}personen/{reader.pk}/sperren/").status_code == 302
    assert client.get("/bezirk/mitte/").status_code == 302
    assert "gesperrt" in operator.get(URL + "personen/?stand=gesperrt&q=reader").content.decode()
    assert operator.post(f"{URL}personen/{reader.pk}/freigeben/").status_code == 302
    reader.refresh_from_db()
    assert reader.is_active
    for person in (world.operator, world.mitte.people["coordination"]):
        assert operator.post(f"{URL}personen/{person.pk}/sperren/").status_code == 409
    for query in ("q=%00", "stand=x", "seite=99", "q=%25"):
        assert operator.get(f"{URL}personen/?{query}").status_code == 200


def test_create_operator(db, client, capsys):
    call_command("create_operator", "Erste@Test.example", name="Erste")
    path = "/" + capsys.readouterr().out.split("://", 1)[1].split("/", 1)[1].strip()
    form_url = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form_url, {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/konto/login/", {"login": "erste@test.example", "password": PASSWORD})
    assert client.get("/").url == "/betrieb/"
    assert client.get("/betrieb/").status_code == 200
    for email, words in (("erste@test.example", "There is an account"), ("quatsch", "not an e-mail address")):
        with pytest.raises(CommandError, match=words):
            call_command("create_operator", email)
    assert User.objects.filter(email="erste@test.example").count() == 1
    begun = StatewideMembership.objects.get(user__email="erste@test.example").starts_on
    assert begun == timezone.localdate()


def test_create_operator_says_who_may_run_it(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE querlinie_login")
    with pytest.raises(CommandError, match="as the owner"):
        call_command("create_operator", "neu@test.example")
