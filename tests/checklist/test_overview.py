"""The overview: filters in the address, forgiving search, order, and exports of exactly what is shown."""

import csv
import datetime
import io
import re

import openpyxl
import pytest
from django.utils import timezone

from checklist.models import Progress
from checklist.states import State

pytestmark = pytest.mark.django_db

PATH = "/bezirk/mitte/checkliste/"


@pytest.fixture
def reader(world, sign_in):
    return sign_in(world.mitte.people["reader"])


def codes(response):
    return re.findall(r'id="punkt-([^"]+)"', response.content.decode())


def change(code, **values):
    Progress.objects.filter(district__slug="mitte", code=code).update(changed_at=timezone.now(), **values)


def test_all_points_of_the_parts_a_and_b1_to_b3_stand_there_in_order(world, reader):
    found = codes(reader.get(PATH))
    assert {"A2a", "A3d", "A4c", "A5.6", "B1.5", "B2.7c", "B2.10", "B3.0", "B3.1h", "B3.4e", "B3.10"} <= set(found)
    assert found.index("B2.9") < found.index("B2.10")
    assert not any(code.startswith(("B4", "FN")) for code in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?teil=B1", ["B1.1", "B1.2", "B1.3", "B1.4", "B1.5"]),
        ("?teil=A2&sort=-reihenfolge", ["A2c", "A2b", "A2a"]),
        ("?teil=A2&art=decision&stand=clarifying", ["A2b"]),
        ("?termin=ueberfaellig", ["A2c"]),
        ("?teil=A2&sort=termin", ["A2c", "A2a", "A2b"]),
        ("?q=einzelkampfer", ["B3.5"]),
        ("?q=EINZELKÄMPFER", ["B3.5"]),
        ("?q=strassenfest", ["A2b"]),
        ("?q=100%25", []),
        ("?teil=A2&stand=erfunden&amt=keine&termin=nie", ["A2a", "A2b", "A2c"]),
        ("?teil=B1&seite=99&sort=quatsch", ["B1.1", "B1.2", "B1.3", "B1.4", "B1.5"]),
    ],
)
def test_filters_search_and_order(world, reader, query, expected):
    change("A2b", state="clarifying", own_text="Das Straßenfest zeigt es.")
    change("A2c", target_date=datetime.date(2020, 1, 1), state="implementing")
    change("A2a", target_date=datetime.date(2090, 1, 1))
    assert codes(reader.get(PATH + query)) == expected


def test_what_comes_next_and_what_moved_stand_beside_the_list(world, reader):
    change("A2c", target_date=datetime.date(2020, 1, 1), state="implementing")
    page = reader.get(PATH).content.decode()
    aside = page.split('id="naechste"')[1]
    assert "A2c" in aside.split('id="bewegt"')[0]
    assert "überfällig" in aside
    assert "in Umsetzung" in aside.split('id="bewegt"')[1]


def test_exports_hold_exactly_what_is_shown(world, reader):
    change("A2b", state="clarifying", target_date=datetime.date(2027, 3, 1), responsible=world.mitte.offices[0])
    answer = reader.get(PATH + "?teil=A2&sort=-reihenfolge&export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:4]] == ["A2c", "A2b", "A2a"]
    assert rows[2][3:6] == ["in Klärung", "Jugendamt Mitte", "01.03.2027"]
    book = openpyxl.load_workbook(io.BytesIO(reader.get(PATH + "?teil=A2&export=xlsx").content))
    sheet = book.active
    assert [sheet.cell(line, 1).value for line in range(2, 5)] == ["A2a", "A2b", "A2c"]
    assert sheet.cell(3, 6).value == datetime.datetime(2027, 3, 1)  # noqa: DTZ001  # a cell knows no zone


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|x", "%x"])
def test_no_cell_is_run_as_a_formula(world, sign_in, start):
    coordination = sign_in(world.mitte.people["coordination"])
    title = f"{start} Punkt"
    Progress.objects.create(
        district=world.mitte.district, code="E1", chapter="B3", kind="step", own_title=title, position=9999
    )
    text = coordination.get(PATH + "?eigene=ja&export=csv").content.decode("utf-8-sig")
    cell = next(csv.reader(io.StringIO(text.split("\r\n")[1]), delimiter=";"))[1]
    assert cell == "'" + title
    book = openpyxl.load_workbook(
        io.BytesIO(coordination.get(PATH + "?eigene=ja&export=xlsx").content), data_only=False
    )
    assert book.active.cell(2, 2).data_type == "s"
    assert book.active.cell(2, 2).value.strip() == title.strip()


def test_nothing_of_the_other_district_is_counted_or_listed(world, reader):
    Progress.objects.filter(district=world.pankow.district).update(own_text="Geheimnis aus Pankow", state="anchored")
    page = reader.get(PATH + "?q=Geheimnis")
    assert codes(page) == []
    assert "Pankow" not in page.content.decode()
    assert "verankert: " not in reader.get(PATH).content.decode()


def test_the_guide_lists_every_code_with_its_place(world, client):
    from checklist.models import Item

    page = client.get("/hilfe/arbeitshilfe/").content.decode()
    items = list(Item.objects.all())
    assert len(items) == 98
    for item in items:
        assert f'id="{item.code}"' in page
        assert item.place in page


def test_every_state_on_the_first_page_has_a_colour_of_its_own_in_the_legend(reader):
    states = ["clarifying", "implementing", "anchored", "settled", "not_planned", "postponed"]
    for code, state in zip(["A2a", "A2b", "A2c", "B3.1e", "B3.2", "B3.3"], states, strict=True):
        change(code, state=state)
    sources = reader.get("/bezirk/mitte/").content.decode().split('class="ql-plot__source"')
    fills = dict(re.findall(r'ql-fill--([\w-]+)"/></svg>([^<&]+)', sources[1]))
    # Seven states are seven colours: a colour that two shared would be one key.
    assert sorted(label.strip() for label in fills.values()) == sorted(State.labels)
