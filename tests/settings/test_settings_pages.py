"""Settings of a district through the front door: areas, offices, rooms, whom to ask."""

import csv
import io

import openpyxl
import pytest

from districts.models import BusinessArea, District, Membership, Office, OfficeGroupObjectPermission
from districts.rights import grant_rights, read_rights
from districts.roles import OFFICE_GRANTS, Role

pytestmark = pytest.mark.django_db
URL = "/bezirk/mitte/einstellungen/"


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.mitte.people["coordination"])


def office_data(office, **changes):
    """What the form of ``office`` sends: per field the value and the value it showed."""
    shown = {
        "name": office.name,
        "short_name": office.short_name,
        "kind": office.kind,
        "area": str(office.area_id),
        "independent": str(office.independent),
    }
    values = {**shown, **changes}
    if values["independent"] in ("False", False):
        del values["independent"]
    return {**values, **{f"initial-{name}": value for name, value in shown.items()}}


def new_office(in_area, **changes):
    return {"name": "Ordnungsamt", "short_name": "ORD", "kind": "fachamt", "area": str(in_area.pk), **changes}


def pages(world):
    area, office = world.mitte.areas[0].pk, world.mitte.offices[0].pk
    return [
        "",
        "bereiche/",
        "ansprechstelle/",
        "geschaeftsbereiche/",
        "geschaeftsbereiche/neu/",
        f"geschaeftsbereiche/{area}/",
        f"geschaeftsbereiche/{area}/loeschen/",
        "aemter/",
        "aemter/neu/",
        f"aemter/{office}/",
        f"aemter/{office}/loeschen/",
    ]


def test_coordination_alone_sets_up_the_district(world, sign_in, client):
    for path in pages(world):
        assert client.get(URL + path).status_code == 200, path
    for role in set(Role) - {Role.COORDINATION}:
        other = sign_in(world.mitte.people[role])
        for path in pages(world):
            for answer in (other.get(URL + path), other.post(URL + path, {"name": "x"})):
                assert answer.status_code == 403, (role, path)
                assert "Planungskoordination" in answer.content.decode()


def test_every_page_is_reached_by_clicking(client):
    home = client.get(URL).content.decode()
    for path in ("aemter/", "geschaeftsbereiche/", "bereiche/", "ansprechstelle/"):
        assert f'href="{URL}{path}"' in home
    assert f'href="{URL}"' in client.get("/bezirk/mitte/regionen/").content.decode()


def test_a_new_office_gets_its_groups_and_rights(world, client):
    answer = client.post(URL + "aemter/neu/", new_office(world.mitte.areas[0]))
    assert answer.status_code == 302
    office = Office.objects.get(name="Ordnungsamt")
    assert office.district == world.mitte.district
    held = OfficeGroupObjectPermission.objects.filter(content_object=office).values_list(
        "group__name", "permission__codename"
    )
    assert set(held) == {
        (f"{world.mitte.district.pk}:{role.value}:{office.pk}", right)
        for role, rights in OFFICE_GRANTS.items()
        for right in rights
    }


def test_a_form_sent_twice_makes_one_office(world, client):
    data = new_office(world.mitte.areas[0])
    client.post(URL + "aemter/neu/", data)
    answer = client.post(URL + "aemter/neu/", data)
    assert answer.status_code == 200
    assert "mit diesem Namen gibt es schon" in answer.content.decode()
    assert "Diesen Kurznamen gibt es schon" in answer.content.decode()
    assert Office.objects.filter(name="Ordnungsamt").count() == 1
    # The same name in another district is nobody's business here.
    Office.objects.create(
        district=world.pankow.district, name="Sozialwerk", short_name="SW", area=world.pankow.areas[0]
    )
    new = new_office(world.mitte.areas[0], name="Sozialwerk", short_name="SW")
    assert client.post(URL + "aemter/neu/", new).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 161},
        {"name": "Amt\x00"},
        {"short_name": "x" * 21},
        {"kind": "geheim"},
        {"area": "kein-schlüssel"},
        {"area": "\x00"},
        {"area": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_bad_input_is_told_at_the_field(world, client, changes):
    for path in ("aemter/neu/", f"aemter/{world.mitte.offices[0].pk}/"):
        answer = client.post(URL + path, new_office(world.mitte.areas[0], **changes))
        assert answer.status_code == 200
        assert "Bitte prüfen Sie Ihre Eingaben" in answer.content.decode()
    assert Office.objects.filter(district=world.mitte.district).count() == 2


def test_an_area_of_another_district_is_no_choice(world, client):
    answer = client.post(URL + "aemter/neu/", new_office(world.pankow.areas[0]))
    assert answer.status_code == 200
    assert not Office.objects.filter(name="Ordnungsamt").exists()
    assert "Pankow" not in answer.content.decode()


def test_things_of_another_district_do_not_exist(world, client):
    area, office = world.pankow.areas[0], world.pankow.offices[0]
    for path in (
        f"geschaeftsbereiche/{area.pk}/",
        f"geschaeftsbereiche/{area.pk}/loeschen/",
        f"aemter/{office.pk}/",
        f"aemter/{office.pk}/loeschen/",
        f"aemter/{office.pk}/stand/",
    ):
        answer = client.post(URL + path, {"name": "Meins", "besteht": "nein"})
        assert answer.status_code == 404, path
        assert "Pankow" not in answer.content.decode()
    office.refresh_from_db()
    assert office.is_active


def test_two_people_change_different_fields(world, client):
    office = world.mitte.offices[0]
    first, second = office_data(office, name="Amt für Jugend"), office_data(office, short_name="AJ")
    assert client.post(f"{URL}aemter/{office.pk}/", first).status_code == 302
    assert client.post(f"{URL}aemter/{office.pk}/", second).status_code == 302
    office.refresh_from_db()
    assert (office.name, office.short_name) == ("Amt für Jugend", "AJ")


def test_on_the_same_field_the_second_sees_both_texts(world, client):
    office = world.mitte.offices[0]
    client.post(f"{URL}aemter/{office.pk}/", office_data(office, name="Amt für Jugend", area=world.mitte.areas[1].pk))
    answer = client.post(f"{URL}aemter/{office.pk}/", office_data(office, name="Jugendhilfe"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Amt für Jugend" in page
    assert 'value="Jugendhilfe"' in page
    office.refresh_from_db()
    assert (office.name, office.area) == ("Amt für Jugend", world.mitte.areas[1])
    # Sent again from that page it is a decision.
    again = {**office_data(office, name="Jugendhilfe"), "initial-name": "Amt für Jugend"}
    assert client.post(f"{URL}aemter/{office.pk}/", again).status_code == 302
    office.refresh_from_db()
    assert office.name == "Jugendhilfe"


def test_two_contacts_at_once(world, client):
    url = URL + "ansprechstelle/"
    old = world.mitte.district.contact
    assert client.post(url, {"contact": "Erste\r\nZeile", "initial-contact": old}).status_code == 302
    answer = client.post(url, {"contact": "Zweite", "initial-contact": old})
    assert answer.status_code == 409
    assert "Erste<br>Zeile" in answer.content.decode()
    assert "Zweite" in answer.content.decode()
    assert District.objects.get(key="01").contact == "Erste\nZeile"
    assert District.objects.get(key="03").contact == "Ansprechstelle Pankow"
    too_long = client.post(url, {"contact": "x" * 501, "initial-contact": old})
    assert too_long.status_code == 200


def test_rooms_two_people_switch_are_both_switched(world, client):
    url = URL + "bereiche/"
    shown = [
        "verstaendigung",
        "beschluesse",
        "funktionsebenen",
        "qualifizierung",
        "auftraege",
        "pruefsteine",
        "partners",
        "sozialraum",
        "berlin",
        "bedenken",
    ]
    without = lambda key: {"rooms": [k for k in shown if k != key], "initial-rooms": shown}  # noqa: E731
    assert client.post(url, without("bedenken")).status_code == 302
    assert client.post(url, without("qualifizierung")).status_code == 302
    assert District.objects.get(key="01").rooms == ["checkliste", *shown[:3], *shown[4:-1]]
    assert client.post(url, {"rooms": ["geheim"]}).status_code == 200
    assert "bedenken" in District.objects.get(key="03").rooms


def test_an_office_somebody_belongs_to_is_not_deleted(world, client):
    office = world.mitte.offices[0]
    url = f"{URL}aemter/{office.pk}/loeschen/"
    assert "besteht nicht mehr" in client.get(url).content.decode()
    answer = client.post(url)
    assert answer.status_code == 409
    assert "Mitgliedschaften" in answer.content.decode()
    assert client.post(f"{URL}aemter/{office.pk}/stand/", {"besteht": "nein"}).status_code == 302
    office.refresh_from_db()
    assert not office.is_active
    assert Membership.objects.filter(office=office).exists()
    client.get(URL)  # takes the message away
    assert office.name not in client.get(URL + "aemter/").content.decode()
    assert office.name in client.get(URL + "aemter/?stand=ehemalig").content.decode()
    client.post(f"{URL}aemter/{office.pk}/stand/", {"besteht": "ja"})
    assert office.name in client.get(URL + "aemter/").content.decode()


def test_changes_of_offices_and_areas_stand_in_their_history(world, client):
    office, area = world.mitte.offices[0], world.mitte.areas[0]
    before = area.name
    client.post(f"{URL}aemter/{office.pk}/", office_data(office, short_name="NEU"))
    sent = {"name": "Umbenannt", "initial-name": before, "position": area.position, "initial-position": area.position}
    assert client.post(f"{URL}geschaeftsbereiche/{area.pk}/", sent).status_code == 302
    page = client.get(f"{URL}aemter/{office.pk}/?verlauf=ja").content.decode()
    assert f"<del>{office.short_name}</del>" in page
    assert "<ins>NEU</ins>" in page
    assert f"<del>{before}</del>" in client.get(f"{URL}geschaeftsbereiche/{area.pk}/?verlauf=ja").content.decode()


def test_an_office_nothing_hangs_on_is_deleted(world, client):
    office = Office.objects.create(
        district=world.mitte.district, name="Irrtum", short_name="IRR", area=world.mitte.areas[0]
    )
    grant_rights(world.mitte.district, offices=[office])
    url = f"{URL}aemter/{office.pk}/loeschen/"
    assert client.post(url).status_code == 302
    assert not Office.objects.filter(pk=office.pk).exists()
    assert client.post(url).status_code == 404


def test_an_area_with_offices_is_not_deleted(world, client):
    area = world.mitte.areas[0]
    answer = client.post(f"{URL}geschaeftsbereiche/{area.pk}/loeschen/")
    assert answer.status_code == 409
    assert "einem anderen Geschäftsbereich" in answer.content.decode()
    client.post(URL + "geschaeftsbereiche/neu/", {"name": "Leer", "position": "9"})
    empty = BusinessArea.objects.get(name="Leer")
    assert client.post(f"{URL}geschaeftsbereiche/{empty.pk}/loeschen/").status_code == 302
    assert not BusinessArea.objects.filter(name="Leer").exists()


def test_there_is_one_area_of_the_mayor(world, client):
    first = {"name": "Finanzen", "position": "1", "is_mayors": "on"}
    assert client.post(URL + "geschaeftsbereiche/neu/", first).status_code == 302
    answer = client.post(URL + "geschaeftsbereiche/neu/", {**first, "name": "Kultur"})
    assert answer.status_code == 200
    assert "Nehmen Sie das Merkmal dort zuerst weg" in answer.content.decode()
    assert client.post(URL + "geschaeftsbereiche/neu/", {"name": "Kultur", "position": "99999"}).status_code == 200


def test_the_list_searches_sorts_and_exports_what_it_shows(world, client):
    Office.objects.create(
        district=world.mitte.district,
        name="=Übungsamt",
        short_name="ÜBA",
        area=world.mitte.areas[0],
        kind="beauftragte",
    )
    found = client.get(URL + "aemter/?q=ubung").content.decode()
    assert "=Übungsamt" in found
    assert "Jugendamt" not in found
    content = client.get(URL + "aemter/?art=beauftragte&export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert [row[0] for row in rows[1:2]] == ["'=Übungsamt"]
    assert "Bezirk Mitte" in rows[-1][0]
    book = openpyxl.load_workbook(io.BytesIO(client.get(URL + "aemter/?sort=-name&export=xlsx").content))
    names = [row[0].value for row in book.active.iter_rows(min_row=2, max_row=4)]
    assert names == ["Jugendamt Mitte", "Amt für Soziales Mitte", "=Übungsamt"]
    Office.objects.filter(pk=world.mitte.offices[1].pk).update(name="Amt <b>", is_active=False, independent=True)
    gone = client.get(URL + "aemter/?stand=alle").content.decode()
    line = next(line for line in gone.split("<tr>") if "Amt &lt;b&gt;</a>" in line)
    assert f'href="{world.mitte.offices[1].pk}/"' in line
    assert "weisungsfrei" in line
    assert "besteht nicht mehr" in line
    assert gone.count("besteht nicht mehr</span>") == 1
    for area in world.mitte.areas[:2]:
        of_area = client.get(URL + f"aemter/?stand=alle&bereich={area.pk}").content.decode()
        assert of_area.count('<tr><th scope="row">') == Office.objects.filter(area=area).count() > 0
    for query in ("sort=böse", "art=x&bereich=%00&stand=1", "seite=-7", "seite=x", "q=%00", "q=" + "x" * 5000, "q=%25"):
        assert client.get(URL + "aemter/?" + query).status_code == 200


def test_without_the_token_nothing_is_stored(world):
    from tests.conftest import WallClient

    careful = WallClient(enforce_csrf_checks=True)
    careful.force_login(world.mitte.people["coordination"])
    assert careful.post(URL + "aemter/neu/", new_office(world.mitte.areas[0])).status_code == 403
    assert not Office.objects.filter(name="Ordnungsamt").exists()


def test_moving_an_office_moves_who_names_its_head(world, client, member_of):
    office = world.mitte.offices[0]
    client.post(f"{URL}aemter/{office.pk}/", office_data(office, area=str(world.mitte.areas[1].pk)))
    office.refresh_from_db()
    assert office.area == world.mitte.areas[1]
    rights = read_rights(
        user_id=world.mitte.people["office_head"].pk,
        district_id=world.mitte.district.pk,
        day=world.mitte.people["office_head"].memberships.get().starts_on,
    )
    assert rights.may("submit_office", office.pk)
