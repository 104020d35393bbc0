"""Units, sites and Mittel: who writes, what contradicts itself, what programmes were called, where Kulissen overlap."""

import datetime
import io
import re

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import timezone

from districts.models import District, Office, Region
from districts.refusals import Unfit
from districts.region_page import family_of, parts_of
from sozialraum.models import FormerName, FundingStream, FundingStreamRegion, Programme, Site, SpatialUnit
from sozialraum.places import rules
from sozialraum.places.forms import EuroField
from sozialraum.places.parts import TITLE
from sozialraum.places.period import read_period
from sozialraum.places.programmes import PROGRAMMES, lay_out_programmes, name_between
from sozialraum.places.words import amount_words
from sozialraum.profiles.parts import parts_at
from tests.acting import acting, member_of
from tests.makers import thing

BASE = "/bezirk/mitte/raum/"
NEW = f"{BASE}gelder/neu/"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


def money(mitte, **changed):
    return {"title": "Neue Mittel", "programme": str(thing(mitte, Programme).pk), "office": str(mitte.offices[0].pk),
            "starts_on": "2026-01-01", "ends_on": "2026-12-31", "regions": [str(mitte.regions[1].pk)], "bound": "on",
            "amount_from": "10.000", "amount_to": "50.000"} | changed  # fmt: skip


def post(cast, persona, url, data):
    answer = cast.client(persona).post(url, data)
    return answer.status_code, answer.content.decode()


# --- who writes -------------------------------------------------------------------------------------------------------


def test_an_office_writes_its_own_and_nobody_writes_for_it(cast, mitte):
    assert post(cast, "office_staff", NEW, money(mitte))[0] == 302
    row = FundingStream.objects.get(title="Neue Mittel")
    assert (row.amount_from, row.amount_to) == (10_000, 50_000)
    assert post(cast, "office_staff", NEW, money(mitte, office=str(mitte.offices[1].pk)))[0] == 422
    # Whatever coordination sends, it enters nothing in the name of an office.
    assert post(cast, "coordination", NEW, money(mitte, title="Vom Bezirk"))[0] == 302
    assert FundingStream.objects.get(title="Vom Bezirk").office is None
    for persona in ("coordination", "second_head", "leadership"):
        assert cast.client(persona).get(f"{BASE}gelder/{row.pk}/bearbeiten/").status_code == 403, persona
        assert cast.client(persona).post(f"{BASE}gelder/{row.pk}/entfernen/").status_code == 403, persona


def test_coordination_records_what_is_no_offices(cast, mitte):
    assert post(cast, "coordination", NEW, money(mitte, office=""))[0] == 302
    row = FundingStream.objects.get(title="Neue Mittel")
    assert row.office is None
    assert cast.client("office_head").get(f"{BASE}gelder/{row.pk}/bearbeiten/").status_code == 403
    assert cast.client("coordination").get(f"{BASE}gelder/{row.pk}/bearbeiten/").status_code == 200
    # An office cannot leave it open whose they are.
    assert post(cast, "office_head", NEW, money(mitte, office="", title="Anders"))[0] == 422


def test_nothing_of_it_is_for_outside(cast, mitte):
    member = member_of(mitte, mitte.people["neighbourhood"])
    with acting(mitte, mitte.people["neighbourhood"]):
        assert not FundingStream.objects.visible_to(member).exists()
        assert TITLE not in [part.title for part in parts_at(mitte.offices[0], member)]
    page = cast.client("neighbourhood").get(f"/bezirk/mitte/regionen/{mitte.regions[0].key}/").content.decode()
    assert thing(mitte, FundingStream).title not in page


# --- what contradicts itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on": "2025-12-31"}, "Das Ende liegt vor dem Anfang."),
        ({"amount_from": "50.000", "amount_to": "10.000"}, "Bitte geben Sie eine Spanne an"),
        ({"amount_from": "50000", "amount_to": "50.000 €"}, "Genaue Summen stehen hier nicht"),
        ({"amount_to": "viel"}, "volle Euro"),
        ({"amount_to": "9.999.999.999"}, "zu groß"),
        ({"regions": []}, "an welche Räume"),
        ({"starts_on": "0026-01-01"}, "zwischen 1990 und 2100"),
        ({"purpose": "x" * 20_000}, "5000 Zeichen"),
        ({"purpose": "\x00"}, "unzulässiges Steuerzeichen"),
        ({"link": "javascript:alert(1)"}, "Adresse mit https://"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_nothing_is_lost(cast, mitte, changed, sentence):
    status, page = post(cast, "office_head", NEW, money(mitte, **changed))
    assert status == 422
    assert sentence in page
    assert "Neue Mittel" in page
    assert not FundingStream.objects.filter(title="Neue Mittel").exists()


def test_regions_of_another_district_do_not_exist_here(cast, mitte):
    foreign = str(cast.world.pankow.regions[0].pk)
    status, page = post(cast, "office_head", NEW, money(mitte, regions=[foreign]))
    assert status == 422
    assert "gibt es in Ihrem Bezirk nicht" in page


def test_the_same_mittel_twice_in_the_same_time_names_the_other_entry(cast, mitte):
    assert post(cast, "office_head", NEW, money(mitte))[0] == 302
    status, page = post(cast, "office_head", NEW, money(mitte, title="Noch einmal", starts_on="2026-12-31", ends_on=""))
    assert status == 422
    assert "„Neue Mittel“, 01.01.2026 bis 31.12.2026" in page
    assert post(cast, "office_head", NEW, money(mitte, title="Danach", starts_on="2027-01-01", ends_on=""))[0] == 302
    both = [str(region.pk) for region in mitte.regions]
    assert post(cast, "office_head", NEW, money(mitte, title="Anderswo", regions=both))[0] == 302
    # Also where an entry grows into the time of another.
    row = FundingStream.objects.get(title="Danach")
    regions, head = [mitte.regions[1].pk], member_of(mitte, mitte.people["office_head"])
    with acting(mitte, mitte.people["office_head"]), pytest.raises(Unfit, match="Neue Mittel"):
        rules.change(
            FundingStream, pk=row.pk, by=head,
            seen={"starts_on": row.starts_on, "regions": regions},
            new={"starts_on": datetime.date(2026, 6, 1), "regions": regions},
        )  # fmt: skip


def test_regions_of_a_unit_lie_on_its_level(cast, mitte):
    data = {"name": "Team", "office": str(mitte.offices[0].pk), "level": "prognoseraum",
            "regions": [str(mitte.regions[0].pk)]}  # fmt: skip
    status, page = post(cast, "office_head", f"{BASE}einheiten/neu/", data)
    assert status == 422
    assert f"Nicht auf dieser Ebene: {mitte.regions[0].name}" in page
    assert post(cast, "office_head", f"{BASE}einheiten/neu/", data | {"level": "bezirksregion"})[0] == 302
    assert (
        "schon eingetragen" in post(cast, "office_head", f"{BASE}einheiten/neu/", data | {"level": "bezirksregion"})[1]
    )


def test_two_people_at_once_lose_nothing(cast, mitte):
    row = thing(mitte, Site)
    url = f"{BASE}standorte/{row.pk}/bearbeiten/"
    shown = {"name": row.name, "address": row.address, "postcode": row.postcode, "region": str(row.region_id),
             "use": row.use}  # fmt: skip
    seen = {f"initial-{name}": value for name, value in shown.items()}
    assert post(cast, "office_head", url, shown | seen | {"use": "Beratung"})[0] == 302
    assert post(cast, "office_staff", url, shown | seen | {"address": "Neuer Weg 1"})[0] == 302
    status, page = post(cast, "office_staff", url, shown | seen | {"use": "Verwaltung"})
    assert status == 409
    assert "Beratung" in page
    assert "Verwaltung" in page
    row.refresh_from_db()
    assert (row.use, row.address) == ("Beratung", "Neuer Weg 1")


@pytest.mark.parametrize(("text", "amount"), [("10.000", 10_000), ("10 000 €", 10_000), ("500", 500), ("", None)])
def test_amounts_are_read_as_people_type_them(text, amount):
    assert EuroField(required=False).clean(text) == amount
    assert EuroField().prepare_value(1_234_567) == "1.234.567"


def test_a_range_is_never_a_sum():
    assert [amount_words(*pair) for pair in ((10_000, 50_000), (None, 10_000), (500_000, None), (None, None))] == [
        "10.000 bis 50.000\u00a0€", "bis 10.000\u00a0€", "ab 500.000\u00a0€", "",
    ]  # fmt: skip


# --- programmes -------------------------------------------------------------------------------------------------------


def test_a_period_shows_the_name_that_held_then():
    day = datetime.date
    former = [("Soziale Stadt", day(2019, 12, 31))]
    told = lambda first, last: name_between("Sozialer Zusammenhalt", former, first, last, day(2026, 11, 22))  # noqa: E731
    assert told(day(2015, 1, 1), day(2018, 12, 31)) == "Soziale Stadt"
    assert told(day(2019, 12, 31), day(2019, 12, 31)) == "Soziale Stadt"
    assert told(day(2020, 1, 1), None) == "Sozialer Zusammenhalt"
    assert told(day(2018, 1, 1), None) == "Soziale Stadt, ab 01.01.2020 Sozialer Zusammenhalt"
    assert told(day.min, day.max) == "Soziale Stadt, ab 01.01.2020 Sozialer Zusammenhalt"


def test_each_district_begins_with_programmes_and_keeps_them_itself(cast, mitte):
    assert set(Programme.objects.filter(district=mitte.district).exclude(key="").values_list("key", flat=True)) == {
        key for key, *_ in PROGRAMMES
    }
    row = Programme.objects.get(district=mitte.district, key="SOZ")
    client = cast.client("coordination")
    assert (
        client.post(
            f"{BASE}programme/{row.pk}/bearbeiten/", {"name": "Ganz neuer Name", "starts_on": "1999-01-01"}
        ).status_code
        == 302
    )
    with acting(mitte, mitte.people["coordination"]):
        lay_out_programmes(mitte.district)
    assert Programme.objects.get(pk=row.pk).name == "Ganz neuer Name"
    name = {"programme": str(row.pk), "name": "Sozialer Zusammenhalt", "until": "2026-06-30"}
    assert client.post(f"{BASE}namen/neu/", name).status_code == 302
    twice = client.post(f"{BASE}namen/neu/", name | {"name": "Anders"})
    assert (twice.status_code, "steht schon ein Name" in twice.content.decode()) == (422, True)
    assert client.post(f"{BASE}namen/neu/", name | {"until": "1998-01-01"}).status_code == 422
    page = client.get(f"{BASE}programme/{row.pk}/").content.decode()
    assert page.index("Sozialer Zusammenhalt, bis 30.06.2026") < page.index("Soziale Stadt, bis 31.12.2019")
    assert client.get(f"{BASE}programme/{row.pk}/entfernen/").status_code == 404
    assert cast.client("office_head").get(f"{BASE}programme/neu/").status_code == 403


# --- lists and the matrix ---------------------------------------------------------------------------------------------


def sheet_of(answer):
    return [[cell.value for cell in line] for line in openpyxl.load_workbook(io.BytesIO(answer.content)).active]


def test_lists_filter_by_address_and_export_what_they_show(cast, mitte):
    client = cast.client("reader")
    row, unit = thing(mitte, FundingStream), thing(mitte, SpatialUnit)
    for query, found in {
        "was=gelder": True, "was=gelder&von=01.01.2020&bis=31.12.2020": False, "was=gelder&bis=2026-03-02": True,
        f"was=gelder&region={mitte.regions[0].key[:4]}": True, f"was=gelder&region={mitte.regions[1].key}": False,
        "was=gelder&amt=keins": False, f"was=gelder&programm={row.programme_id}": True,
        "was=gelder&q=NACHBARSCHAFT": True,
        "was=gelder&programm=unsinn&region=%00&von=x&sort=-geld": True,
    }.items():  # fmt: skip
        assert (row.title in client.get(f"{BASE}?{query}").content.decode()) is found, query
        lines = sheet_of(client.get(f"{BASE}?{query}&export=xlsx"))
        assert (row.title in [line[0] for line in lines]) is found, query
    assert unit.name in client.get(f"{BASE}?ebene=bezirksregion&amt={mitte.offices[0].pk}").content.decode()
    assert unit.name not in client.get(f"{BASE}?ebene=planungsraum").content.decode()
    assert thing(mitte, Site).name in client.get(f"{BASE}?was=standorte").content.decode()


def test_lists_stand_in_the_order_asked_for_and_say_what_was_typed(cast, mitte):
    # What is there already ended long ago.
    SpatialUnit.objects.update(starts_on="1999-01-01", ends_on="1999-12-31")
    for name, office, level, since in (
        ("<b>Ost</b> & West", 1, "prognoseraum", "2020-01-01"),
        ("Nord", 0, "bezirksregion", None),
        ("Ärzte", 0, "planungsraum", "2010-01-01"),
    ):
        SpatialUnit.objects.create(district=mitte.district, name=name, office=mitte.offices[office], level=level,
                                   starts_on=since)  # fmt: skip
    client = cast.client("reader")

    def names(query):
        page = client.get(f"{BASE}?{query}").content.decode()
        return re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a></th>', page)

    east, north, doctors = "&lt;b&gt;Ost&lt;/b&gt; &amp; West", "Nord", "Ärzte"
    for query, expected in {
        "": [east, doctors, north], "sort=-name": [north, doctors, east], "sort=seit": [doctors, east, north],
        "sort=-seit": [east, doctors, north], "sort=-amt": [doctors, north, east], "q=arzte": [doctors],
        f"amt={mitte.offices[1].pk}": [east], "ebene=bezirksregion": [north], "amt=keins": [],
    }.items():  # fmt: skip
        assert names(query) == expected, query


def test_a_region_lists_what_lies_around_it(cast, mitte):
    here, other = mitte.regions[0], mitte.regions[1]
    row = FundingStream.objects.create(district=mitte.district, programme=thing(mitte, Programme), title="<i>Um</i>",
                                       starts_on=datetime.date(2020, 1, 1))  # fmt: skip
    tie = FundingStreamRegion.objects.create(district=mitte.district, funding=row, region=here.parent)
    client = cast.client("reader")

    def found(region, path="?was=gelder"):
        return "&lt;i&gt;Um&lt;/i&gt;" in client.get(f"{BASE}{path}&region={region.key}").content.decode()

    assert (found(here), found(here.parent)) == (True, True)
    tie.region = other
    tie.save()
    assert (found(here), found(other), found(other.parent)) == (False, True, True)
    assert found(here, "kulissen/?x="), "the title of what is in a cell"


def test_the_matrix_shows_gaps_overlaps_and_parts_in_the_order_of_keys(cast, mitte):
    district, here = mitte.district, mitte.regions[0]
    part = Region.objects.create(district=district, level="planungsraum", key=f"{mitte.regions[1].key}01", name="Raum",
                                 parent=mitte.regions[1])  # fmt: skip
    second = Programme.objects.create(district=district, name="Anderes Programm")
    for title, region in (("Im Prognoseraum", here.parent), ("Im Planungsraum", part)):
        row = FundingStream.objects.create(district=district, programme=second, title=title,
                                           starts_on=datetime.date(2020, 1, 1))  # fmt: skip
        FundingStreamRegion.objects.create(district=district, funding=row, region=region)
    client = cast.client("reader")
    head, *lines = sheet_of(client.get(f"{BASE}kulissen/?export=xlsx"))
    table = {line[1]: dict(zip(head, line, strict=True)) for line in lines if line[1]}
    assert list(table) == sorted(table)
    assert table[here.key]["Zusammen"] == "mehrere Programme"
    assert table[here.key]["Anderes Programm"] == "ohne Amt"
    assert table[mitte.regions[1].key]["Anderes Programm"] == "ohne Amt (teilweise); ohne Amt"
    page = client.get(f"{BASE}kulissen/?ansicht=karte").content.decode()
    assert f'data-region="{here.key}" data-step="2"' in page
    assert "mehrere Programme" in client.get(f"{BASE}kulissen/").content.decode()
    before = sheet_of(client.get(f"{BASE}kulissen/?bis=31.12.2019&export=xlsx"))
    assert {line[2] for line in before[2:] if line[1]} == {"keine Mittel eingetragen"}
    assert "Soziale Stadt" in before[0]


def test_an_upside_down_period_counts_as_not_chosen():
    today = timezone.localdate()
    assert not read_period(QueryDict("von=2026-02-01&bis=2026-01-01"), today).asked
    assert read_period(QueryDict("von=01.02.2026"), today).words == "Zeitraum ab 01.02.2026"


def test_a_region_and_an_office_show_what_they_have(mitte):
    member = member_of(mitte, mitte.people["second_head"])
    with acting(mitte, mitte.people["second_head"]):
        parts = parts_of(member, family_of(member, mitte.regions[0].key))
        own, none = (
            next((part for part in parts_at(office, member) if part.title == TITLE), None)
            for office in mitte.offices[:2]
        )
    part = next(part for part in parts if part.title == TITLE)
    names = [thing(mitte, SpatialUnit).name, thing(mitte, Site).name, thing(mitte, FundingStream).title]
    assert re.findall(r"<li><a[^>]*>(.*?)</a>", part.html) == names
    assert set(names) <= set(re.findall(r"<li><a[^>]*>(.*?)</a>", own.html))
    assert none is None


def test_what_was_removed_is_gone_and_a_switched_off_room_is_closed(cast, mitte):
    row = thing(mitte, Site)
    assert cast.client("office_staff").post(f"{BASE}standorte/{row.pk}/entfernen/").status_code == 302
    assert not Site.objects.filter(pk=row.pk).exists()
    assert cast.client("reader").get(f"{BASE}unsinn/{row.pk}/").status_code == 404
    District.objects.filter(pk=mitte.district.pk).update(rooms=["checkliste"])
    assert cast.client("reader").get(BASE).status_code == 403
    assert FormerName.objects.filter(district=mitte.district).exists()


def test_what_a_dissolved_office_leaves_is_ended_by_coordination(cast, mitte):
    url = f"{BASE}einheiten/{thing(mitte, SpatialUnit).pk}/bearbeiten/"
    assert cast.client("coordination").get(url).status_code == 403
    Office.objects.filter(pk=mitte.offices[0].pk).update(is_active=False)
    assert cast.client("coordination").get(url).status_code == 200
    assert cast.client("office_head").get(url).status_code == 403
