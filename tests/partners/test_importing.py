"""Lists of actors read in: a messy one as a district keeps it, and everything that may be wrong with a file."""

import html
import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from districts.models import Address
from partners.actors.workflow import take_step
from partners.importing.columns import guess
from partners.models import Actor, ColumnMemory, Offer, PendingImport
from partners.states import ActorState
from tests.acting import acting, member_of

pytestmark = pytest.mark.django_db

MESSY = (Path(__file__).parent / "akteure.csv").read_bytes()
START = "/bezirk/mitte/akteure/einlesen/"
LIST = "/bezirk/mitte/akteure/"


@pytest.fixture
def coordination(cast):
    return cast.client("coordination")


def upload(client, content, name="liste.csv"):
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def checked(client, content, name="liste.csv"):
    """The page of the check, and its address."""
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.url), answer.url


def taken(client, page, address, **more):
    mark = re.search(r'name="stand" value="(\w*)"', page.content.decode())[1]
    return client.post(f"{address}uebernehmen/", {"stand": mark, **more})


def text(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def entered():
    """The actors of Mitte that these tests brought in."""
    return Actor.objects.filter(district__slug="mitte").exclude(name__regex="Treffpunkt.* Mitte$")


def test_a_messy_list_comes_in_is_mended_released_exported_and_comes_in_again_unchanged(cast, coordination):
    page, address = checked(coordination, MESSY, "Akteure Stand März.csv")
    said = text(page)
    assert "400 Zeilen" in said
    assert "Windows-1252" in said
    assert "führende Null" in said
    assert "Neue Einträge (400)" in said
    assert entered().count() == 0

    assert taken(coordination, page, address).status_code == 302
    rows = entered()
    assert rows.count() == 400
    assert set(rows.values_list("state", flat=True)) == {ActorState.DRAFT}
    assert not PendingImport.objects.filter(person=cast.world.mitte.people["coordination"]).exists()
    assert not rows.filter(name__regex=r"^\s|\s$|\s\s").exists()
    assert rows.filter(house_number__gt="").count() > 200
    assert rows.filter(postcode__regex=r"^\d{5}$").count() == 400
    assert set(rows.exclude(region=None).values_list("region__key", flat=True)) == {"011001", "011002"}
    assert Offer.objects.filter(actor__in=rows, title="Sprachcafé").exists()
    odd = rows.filter(notes__contains="Art laut Liste: Treffpunkt für alle").first()
    assert odd is not None

    # Mending: what no list holds gets a kind and a region, as a person does it for each entry.
    mitte = cast.world.mitte
    kind = rows.exclude(kind=None).first().kind
    rows.filter(kind=None).update(kind=kind)
    rows.filter(region=None).update(region=mitte.regions[0])
    by = member_of(mitte, mitte.people["coordination"])
    with acting(mitte, mitte.people["coordination"]):
        for pk in list(rows.values_list("pk", flat=True)):
            submitted = take_step("einreichen", actor_id=pk, version=Actor.objects.get(pk=pk).version, by=by)
            take_step("freigeben", actor_id=pk, version=submitted.version, by=by)
    assert rows.filter(state=ActorState.APPROVED).count() == 400

    for kind_of_file in ("xlsx", "csv"):
        exported = coordination.get(f"{LIST}?stand=alle&export={kind_of_file}").content
        page, _ = checked(coordination, exported, f"akteure.{kind_of_file}")
        said = text(page)
        assert "Es gibt nichts zu übernehmen" in said, re.sub(r"\s+", " ", said)[:3000]
        assert "Fehler" not in said


def test_a_change_in_the_exported_list_is_shown_and_taken_over(cast, coordination):
    page, address = checked(coordination, "Name;Träger;PLZ\nHaus am Rand;Muster e. V.;13353\n".encode())
    taken(coordination, page, address)
    row = entered().get()
    book = openpyxl.load_workbook(io.BytesIO(coordination.get(f"{LIST}?q=Rand&stand=alle&export=xlsx").content))
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["Name"]).value = "Haus in der Mitte"
    sheet.cell(2, columns["Träger"]).value = "Probe gGmbH"
    buffer = io.BytesIO()
    book.save(buffer)
    page, address = checked(coordination, buffer.getvalue(), "a.xlsx")
    assert "bisher „Muster e. V.“, Probe gGmbH" in text(page)
    assert taken(coordination, page, address).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.carrier, row.postcode) == ("Haus in der Mitte", "Probe gGmbH", "13353")


def test_empty_cells_change_nothing_and_lists_only_grow(coordination):
    page, address = checked(coordination, "Name;Träger;Angebote\nHaus am Rand;Muster;Café\n".encode())
    taken(coordination, page, address)
    page, address = checked(coordination, "Name;Träger;Angebote\nHaus am Rand;;Kurse\n".encode())
    assert "dazu: Kurse" in text(page)
    taken(coordination, page, address)
    row = entered().get()
    assert row.carrier == "Muster"
    assert set(row.offers.values_list("title", flat=True)) == {"Café", "Kurse"}


def test_what_is_only_near_is_for_a_person_to_decide(coordination):
    page, address = checked(
        coordination, b"Name;Anschrift\nNachbarschaftshaus Birkenwinkel;Birkenstr. 5, 13353 Berlin\n"
    )
    taken(coordination, page, address)
    near = "Name;Träger;Anschrift\nNachbarschaftshaus Birkenwinkl;Neu;Birkenstraße 5, 13353 Berlin\n".encode()
    page, address = checked(coordination, near)
    assert "Vielleicht schon im Verzeichnis (1)" in text(page)
    taken(coordination, page, address)
    assert entered().get().carrier == ""  # left out unless somebody decides
    page, address = checked(coordination, near)
    key = str(entered().get().pk)
    taken(coordination, page, address, **{"zeile-2": key})
    assert (entered().get().carrier, entered().get().name) == ("Neu", "Nachbarschaftshaus Birkenwinkl")
    page, address = checked(coordination, near.replace(b"winkl", b"winkel 2"))
    taken(coordination, page, address, **{"zeile-2": "neu"})
    assert entered().count() == 2


def test_a_row_near_to_an_entry_that_another_row_belongs_to_is_asked_about_too(coordination):
    page, address = checked(coordination, b"Name;Anschrift\nJugendklub Testturm;Turmgasse 7, 13353 Berlin\n")
    taken(coordination, page, address)
    both = (
        b"Name;Anschrift\nJugendklub Testturm;Turmgasse 7, 13353 Berlin\nJugendclub Testurm;Turmgasse 7, 13353 Berlin\n"
    )
    page, _ = checked(coordination, both)
    assert "Vielleicht schon im Verzeichnis (1)" in text(page)


def test_a_row_that_stands_twice_comes_in_once(coordination):
    page, address = checked(coordination, b"Name;PLZ\nHaus A;13353\nHAUS A;13353\n")
    assert "Steht schon in Zeile 2" in text(page)
    taken(coordination, page, address)
    assert entered().count() == 1


FAULTS = {
    "no name": ("Name;PLZ\n;13353\n", "Hier fehlt der Name."),
    "a postcode of four": ("Name;PLZ\nA;1335\n", "keine Postleitzahl"),
    "a region of another district": ("Name;BZR\nA;031001\n", "gibt es im Bezirk nicht"),
    "a region nobody knows": ("Name;BZR\nA;Nirgendwo\n", "gibt es im Bezirk nicht"),
    "two regions of one name": ("Name;BZR\nA;Heerstraße\n", "042002 oder 052005"),
    "a formula": ("Name;PLZ\nA;=1+1\n", "Formel"),
    "a name too long": (f"Name\n{'x' * 201}\n", "länger als 200"),
    "no mail address": ("Name;E-Mail\nA;kein Postfach\n", "keine E-Mail-Adresse"),
    "no web address": ("Name;Homepage\nA;h t t p\n", "keine Internetadresse"),
    "script as address": ("Name;Homepage\nA;javascript:alert(1)\n", "keine Internetadresse"),
    "neither yes nor no": ("Name;macht Angebote\nA;vielleicht\n", "weder ja noch nein"),
    "a coordinate elsewhere": ("Name;Breite;Länge\nA;13,4;52,5\n", "nicht bei Berlin"),
    "half a coordinate": ("Name;Breite\nA;52,5\n", "gehören zusammen"),
    "no number": ("Name;Breite;Länge\nA;NaN;13,4\n", "Koordinate"),
    "a key from elsewhere": ("Name;Kennung\nA;17\n", "nicht von hier"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_cell_is_named_and_nothing_is_written(cast, coordination, name):
    from districts.models import Region

    content, word = FAULTS[name]
    mitte = cast.world.mitte
    for key in ("042002", "052005"):
        Region.objects.create(
            district=mitte.district, level="bezirksregion", key=key, name="Heerstraße", parent=mitte.regions[0].parent
        )
    page, address = checked(coordination, content.encode())
    assert word in text(page)
    refused = taken(coordination, page, address)
    assert refused.status_code == 422
    assert entered().count() == 0
    assert taken(coordination, page, address, auslassen="ja").status_code == 302
    assert entered().count() == 0


def test_rows_with_faults_can_be_left_out(coordination):
    page, address = checked(coordination, b"Name;PLZ\nHaus A;1\nHaus B;13353\n")
    taken(coordination, page, address, auslassen="ja")
    assert [row.name for row in entered()] == ["Haus B"]


FILES = {
    "50,000 rows": (b"Name;PLZ\n" + b"Haus;13353\n" * 50_000, "mehr als 2.000 Zeilen"),
    "no table": (b"\x89PNG\r\n\x1a\n\x00\x00", "keine Tabelle"),
    "an empty one": (b"", "leer"),
    "a broken workbook": (b"PK\x03\x04xyz", "XLSX"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_one_sentence(coordination, name):
    content, word = FILES[name]
    answer = upload(coordination, content)
    assert answer.status_code == 422
    assert word in text(answer)
    assert not PendingImport.objects.filter(file_name="liste.csv").exists()


def test_a_list_without_headings_asks_for_the_columns(coordination):
    page, address = checked(coordination, b"Haus A;13353\nHaus B;13355\n")
    assert "ergänzen Sie bitte eine erste Zeile" in text(page)
    assert coordination.post(address, {"spalte-0": "postcode", "spalte-1": "postcode"}).status_code == 422
    assert coordination.post(address, {"spalte-0": "name", "spalte-1": "erfunden"}).status_code == 422
    assert coordination.post(address, {"spalte-0": "name", "spalte-1": "postcode"}).status_code == 302
    page = coordination.get(address)
    taken(coordination, page, address)
    assert [(row.name, row.postcode) for row in entered()] == [("Haus B", "13355")]


def test_the_choice_of_columns_is_remembered_in_the_district_alone(cast, coordination):
    content = b"Wer;Wo\nHaus A;13353\n"
    page, address = checked(coordination, content)
    coordination.post(address, {"spalte-0": "name", "spalte-1": "postcode"})
    coordination.post(f"{address}verwerfen/")
    page, _ = checked(coordination, content)
    assert "Neue Einträge (1)" in text(page)
    assert {memory.district.slug for memory in ColumnMemory.objects.filter(heading="wer")} == {"mitte"}


def test_what_changed_since_the_check_is_not_overwritten(cast, coordination):
    page, address = checked(coordination, "Name;Träger\nHaus am Rand;Erster\n".encode())
    taken(coordination, page, address)
    page, address = checked(coordination, "Name;Träger\nHaus am Rand;Aus der Liste\n".encode())
    entered().update(carrier="Von jemand anderem")
    answer = taken(coordination, page, address)
    assert answer.status_code == 409
    assert "inzwischen geändert" in text(answer)
    assert entered().get().carrier == "Von jemand anderem"
    assert taken(coordination, answer, address).status_code == 302
    assert entered().get().carrier == "Aus der Liste"
    assert taken(coordination, answer, address).status_code == 404


def test_a_table_is_its_persons_alone(cast, coordination):
    from tests.factories import add_member

    _, address = checked(coordination, b"Name\nHaus A\nHaus B\n")
    other = add_member(cast.world.mitte, "coordination", label="zweite")
    from tests.conftest import WallClient

    client = WallClient()
    client.force_login(other)
    for way in (address, f"{address}uebernehmen/", f"{address}verwerfen/"):
        assert client.post(way, {"spalte-0": "name"}).status_code == 404
    assert reverse("actor_import", args=["mitte"]) == START


def test_headings_are_known_by_many_names():
    header = ["BZR", "BZR-Schlüssel", "Name der Einrichtung", "Typ", "STRASSE", "Nr.", "PLZ", "Thema 1", "Thema 2", "x"]
    assert guess(header, {}) == [
        "",
        "region",
        "name",
        "kind",
        "street",
        "house_number",
        "postcode",
        "themes",
        "themes",
        "",
    ]
    assert guess(["Name", "Wer"], {"wer": "name", "name": ""}) == ["", "name"]


def test_a_region_comes_from_the_address_where_neither_list_nor_entry_has_one(cast, coordination):
    chosen, by_address = cast.world.mitte.regions
    Address.objects.create(
        district=cast.world.mitte.district, street="Lange Straße", house_number="5", region=by_address
    )
    rows = f"Name;Anschrift;LOR\nHaus Eins;Lange Str. 5, 13353 Berlin;\nAmt Zwei;Lange Str. 5;{chosen.key}\n"
    page, address = checked(coordination, rows.encode())
    assert f"Die Region {by_address} wurde aus der Anschrift oder den Koordinaten ermittelt." in text(page)
    assert f"Nach der Anschrift liegt der Akteur in {by_address.name}" in text(page)
    taken(coordination, page, address)
    held = dict(entered().values_list("name", "region__key"))
    assert held == {"Haus Eins": by_address.key, "Amt Zwei": chosen.key}
    # A region somebody chose stays, whatever a list without one says; and what went out comes in as no change.
    for again in (rows.encode(), b"Name;Anschrift\nAmt Zwei;Lange Str. 5\n",
                  coordination.get(f"{LIST}?stand=alle&export=csv").content):  # fmt: skip
        page, _ = checked(coordination, again)
        assert "Es gibt nichts zu übernehmen" in text(page)
    # An entry without region gets it.
    Actor.objects.filter(name="Haus Eins").update(region=None)
    page, address = checked(coordination, rows.encode())
    taken(coordination, page, address)
    assert dict(entered().values_list("name", "region__key")) == held


def test_a_near_row_put_to_an_entry_takes_nothing_from_it(cast, coordination):
    chosen, by_address = cast.world.mitte.regions
    Address.objects.create(
        district=cast.world.mitte.district, street="Lange Straße", house_number="5", region=by_address
    )
    head = "Name;Träger;Anschrift;LOR;Angebote;Förderung;Bemerkung\n"
    first = f"Nachbarschaftshaus Birkenwinkel;Muster;Lange Str. 5, 13353 Berlin;{chosen.key};Café;Zuwendung;Alt\n"
    page, address = checked(coordination, (head + first).encode())
    taken(coordination, page, address)
    before = Actor.objects.filter(pk=entered().get().pk).values().get()
    near = head + "Nachbarschaftshaus Birkenwinkl;;Lange Straße 5;;Kurse;;\n"
    page, address = checked(coordination, near.encode())
    assert "Vielleicht schon im Verzeichnis (1)" in text(page)
    taken(coordination, page, address, **{"zeile-2": str(before["id"])})
    row = entered().get()
    # The region somebody chose outweighs the one of the address, and an empty cell says nothing.
    after = Actor.objects.filter(pk=row.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert after["region_id"] == chosen.pk
    assert after["name"] == "Nachbarschaftshaus Birkenwinkl"
    assert changed <= {"name", "sort_key", "name_key", "haystack", "version", "street", "address_key"}, changed
    assert set(row.offers.values_list("title", flat=True)) == {"Café", "Kurse"}
