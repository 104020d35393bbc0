"""What the Senate reads of the districts side by side: what is in force, in the fixed order, in words."""

import datetime
import re

import pytest

from districts.models import District, Region
from lists.export import CONTENT_TYPES
from pruefsteine.models import Release
from pruefsteine.scales import Level, ReleaseState
from tests.budgets.counter import statements_of
from tests.factories import square
from tests.makers.overview import withdraw_proposals
from tests.overview.released import DAY, meaning, release, rows_of, stone, table_of, text_of

pytestmark = pytest.mark.django_db

#: Every address of the overview.
ADDRESSES = (
    "/berlin/", "/berlin/pruefsteine/3/", "/berlin/bezirke/mitte/", "/berlin/mindestmass/",
    "/berlin/mindestmass/?punkt=A2a", "/berlin/karte/", "/berlin/karte/?pruefstein=3&karte=kacheln",
)  # fmt: skip
#: Letters of names by DIN SPEC 91379 that are easily lost: stacked marks, letters beyond Latin-1, apostrophes.
NAME = "Ǻ̋-Đặng <b>&amp; J̌ŉ'Ḯ“Øß ẞΩА̀ ꞌ"
POINT = {
    "code": "A2a",
    "title": "Beschluss",
    "state": "anchored",
    "state_label": "verankert",
    "own_text": "",
    "reason": "",
}


@pytest.fixture
def senate(cast):
    Release.objects.all().delete()
    withdraw_proposals()
    return cast.client("senate")


@pytest.fixture
def mitte(cast):
    return cast.world.mitte.district


@pytest.fixture
def pankow(cast):
    return cast.world.pankow.district


def column(table, name):
    """The cells below the heading that holds ``name``."""
    place = next(number for number, head in enumerate(table[0]) if name in head)
    return [row[place] for row in table[1:]]


@pytest.mark.parametrize("persona", ["senate", "editor"])
def test_the_first_page_after_signing_in(cast, persona):
    answer = cast.client(persona).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/berlin/")
    page = text_of(cast.client(persona).get("/berlin/"))
    assert page.index("gemeinsame Ziele") < page.index("Mindestmaß an Gemeinsamkeiten") < page.index("nach Bezirken")
    assert "Rollen und Aufgaben sind genau festgelegt" in page


def test_each_state_reads_differently_and_has_a_shape(senate, mitte):
    levels = [*Level.scale(), Level.NOT_ASSESSABLE]
    stones = [stone(number, level) for number, level in enumerate(levels, start=1)]
    release(mitte, *stones, stone(7), stone(9, "partly", "worse"))
    page = senate.get("/berlin/")
    found = column(table_of(page), "Mitte")
    assert found[:8] == [*[level.label for level in levels], "nicht vereinbart", "nicht Teil der Runde"]
    assert found[8] == "teilweise seither schlechter"
    shapes = re.findall(r'<td><span class="ql-level ql-level--([\w-]+)"', page.content.decode())
    assert shapes[:8] == ["level-1", "level-2", "level-3", "level-4", "level-5", "level-none", "without", "without"]
    assert "ql-change--worse" in page.content.decode()


def test_not_released_is_one_calm_cell_and_withheld_levels_are_told_apart(senate, mitte, pankow):
    release(mitte, stone(1), chosen={"levels": False})
    page = senate.get("/berlin/")
    assert column(table_of(page), "Mitte")[0] == "nicht mit freigegeben"
    assert table_of(page)[1][2] == "nicht freigegeben"
    assert page.content.decode().count('rowspan="10">nicht freigegeben') == 1


def test_the_order_is_that_of_the_keys_and_no_figure_stands_in_a_cell(senate, mitte, pankow):
    District.objects.filter(pk=mitte.pk).update(name="Zett")
    release(mitte, *[stone(n, "not_yet") for n in range(1, 11)])
    release(pankow, *[stone(n, "throughout", "much_better") for n in range(1, 11)])
    for address in ("/berlin/", "/berlin/?sort=-level", "/berlin/mindestmass/"):
        heads = table_of(senate.get(address))[0][1:]
        assert [head[:2] for head in heads] == [mitte.key, pankow.key], address
    for address in ("/berlin/", "/berlin/mindestmass/"):
        cells = [cell for row in table_of(senate.get(address))[1:] for cell in row[1:]]
        assert [cell for cell in cells if re.search(r"\d|%|Ø|Mittel", cell)] == []
    assert [row[0][:2] for row in table_of(senate.get("/berlin/pruefsteine/3/"))[1:]] == [mitte.key, pankow.key]


@pytest.mark.parametrize("state", [s for s in ReleaseState if s != ReleaseState.RELEASED])
def test_what_is_not_in_force_is_nowhere(senate, mitte, state):
    texts = [stone(3, "partly", reasons="GEHEIM", meaning=meaning("GEHEIM"))]
    row = release(mitte, *texts, name="GEHEIM", state=state, minimum=[POINT | {"own_text": "GEHEIM"}])
    for address in ADDRESSES:
        for kind in ("", *CONTENT_TYPES):
            answer = senate.get(address + ("&" if "?" in address else "?") + f"export={kind}")
            assert answer.status_code == 200
            assert b"GEHEIM" not in answer.content, (address, kind)
        assert "teilweise" not in senate.get(address).content.decode().replace("</svg>teilweise", ""), address
    assert senate.get(f"/berlin/freigaben/{row.pk}/").status_code == 404


def test_withdrawn_while_the_page_is_open(senate, mitte):
    row = release(mitte, stone(3, "partly"))
    assert "teilweise" in text_of(senate.get("/berlin/"))
    Release.objects.filter(pk=row.pk).update(state=ReleaseState.WITHDRAWN)
    for address in ADDRESSES:
        assert "02.03.2026" not in text_of(senate.get(address)), address
    assert "zurzeit keine Runde freigegeben" in text_of(senate.get("/berlin/bezirke/mitte/"))


def test_the_latest_round_counts_even_if_an_older_one_was_released_again(senate, mitte):
    release(mitte, stone(1, "begun"), name="Anfang", closed="2025-02-01", on=DAY)
    release(mitte, stone(1, "largely"), name="Zweite", closed="2026-02-01", on=DAY - datetime.timedelta(days=5))
    table = table_of(senate.get("/berlin/"))
    assert column(table, "Mitte")[0] == "weitgehend"
    assert "Zweite, 25.02.2026" in table[0][1]


def test_exports_say_the_same_words_and_when_they_were_released(senate, mitte, pankow):
    release(mitte, stone(1, "begun"), stone(3, "partly", "somewhat_better"))
    header, *rows = rows_of(senate.get("/berlin/?export=csv"))
    assert header[2:] == [f"{mitte.key} Mitte (Runde, freigegeben am 02.03.2026)",
                          f"{pankow.key} Pankow (nicht freigegeben)"]  # fmt: skip
    assert rows[0][2:] == ["in Ansätzen", "nicht freigegeben"]
    assert rows[2][2] == "teilweise, seit der Ausgangslage etwas besser"
    assert "Prüfsteine nach Bezirken" in rows[-1][0]
    assert "Berlin, Stand" in rows[-1][0]
    row = rows_of(senate.get("/berlin/karte/?pruefstein=3&export=csv"))[1]
    assert row == [mitte.key, "Mitte", "teilweise", "etwas besser", "Runde", "02.03.2026"]


def test_what_is_meant_stands_before_the_level(senate, mitte):
    long = "Was besser heißt. " * 1200
    release(mitte, stone(3, "largely", reasons="WEIL", meaning=meaning(long), dissents=["ANDERS"]))
    page = senate.get("/berlin/pruefsteine/3/")
    row = table_of(page)[1]
    assert row[1].startswith("Was besser heißt.")
    assert row[2] == "weitgehend"
    assert "WEIL" in row[3]
    assert "ANDERS" in row[3]
    assert "02.03.2026" in row[4]
    # The long text folds; the file has it whole, up to what a cell of a spreadsheet holds.
    assert page.content.decode().count("Ganzen Text lesen") == 1
    exported = rows_of(senate.get("/berlin/pruefsteine/3/?export=csv"))[1]
    assert exported[2] == long
    assert exported[4] == "weitgehend"
    # None of it is read where it is not shown.
    assert "Was besser heißt" not in senate.get("/berlin/").content.decode()


def test_a_district_beside_its_own_beginning(senate, mitte):
    for number, level in enumerate(["not_yet", "begun", "partly", "", "not_assessable"]):
        release(mitte, stone(3, level, meaning=meaning("So", 1 if number < 4 else 2)), name=f"Runde {number}",
                closed=f"202{number}-02-01", is_baseline=number == 0)  # fmt: skip
    table = table_of(senate.get("/berlin/bezirke/mitte/"))
    assert [head.split(",")[0] for head in table[0]] == ["Prüfstein", "Runde 0 (Ausgangslage)", "Runde 2", "Runde 3",
                                                         "Runde 4"]  # fmt: skip
    assert table[3][1:] == ["noch nicht", "teilweise", "nicht vereinbart",
                            "nicht beurteilbar; anders gemeint als am Anfang"]  # fmt: skip
    rows = rows_of(senate.get("/berlin/bezirke/mitte/?export=csv"))
    assert [row[0] for row in rows if row[2:3] == ["3"]] == [
        "Runde 0 (Ausgangslage)", "Runde 1", "Runde 2", "Runde 3", "Runde 4"
    ]  # fmt: skip
    assert senate.get("/berlin/bezirke/atlantis/").status_code == 404
    assert senate.get("/berlin/pruefsteine/11/").status_code == 404


def test_the_minimum_in_common_with_texts_only_where_they_were_released(senate, mitte, pankow):
    own = POINT | {"own_text": "EIGEN", "state": "postponed", "state_label": "vorerst zurückgestellt", "reason": "WEIL"}
    release(mitte, minimum=[own], chosen={"texts": True})
    release(pankow, minimum=[], chosen={"minimum": False})
    table = table_of(senate.get("/berlin/mindestmass/"))
    assert table[1][0].startswith("A2a")
    assert table[1][1:] == ["vorerst zurückgestellt", "nicht mit freigegeben"]
    assert table[2][1] == "nicht Teil der Freigabe"
    assert "EIGEN" not in str(table)
    rows = table_of(senate.get("/berlin/mindestmass/?punkt=A2a"))
    assert "EIGEN WEIL" in rows[1][2]
    assert rows[2][2] == "Texte sind nicht mit freigegeben"
    assert rows_of(senate.get("/berlin/mindestmass/?punkt=A2a&export=csv"))[1][2:5] == [
        "vorerst zurückgestellt", "EIGEN", "WEIL"
    ]  # fmt: skip


def tiles(page):
    """Text -> position of the tiles."""
    return {text: (int(x), int(y)) for x, y, text in re.findall(
        r'<text class="ql-atlas__name" x="(\d+)" y="(\d+)">([^<]+)', page.content.decode())}  # fmt: skip


def test_tiles_lie_in_fixed_places_and_say_the_word(senate, mitte, pankow):
    release(mitte, stone(3, "largely"))
    page = senate.get("/berlin/karte/?pruefstein=3&karte=kacheln")
    (left, low), (right, high) = tiles(page)[f"{mitte.key} Mitte"], tiles(page)[f"{pankow.key} Pankow"]
    assert left < right
    assert low > high
    drawing = re.search(r'<svg viewBox="-2.*?</svg>', page.content.decode(), re.DOTALL)[0]
    assert re.findall(r"<text x[^>]+>([^<]+)", drawing) == ["weitgehend", "nicht freigegeben"]
    assert drawing.count('fill="url(#ql-withheld)"') == 1
    assert re.search(r'ql-atlas__bar.*?width="50".*?ql-atlas__reached.*?width="38"', drawing)
    assert 'ql-fill--level-4"' in drawing


def test_outlines_are_those_around_all_regions_of_a_district(senate, mitte, pankow):
    release(mitte, stone(1, "largely"))
    drawing = re.search(r'<svg viewBox="-2.*?</svg>', senate.get("/berlin/karte/").content.decode(), re.DOTALL)[0]
    # Two squares side by side are one shape of six corners: the edge between them lies inside.
    paths = re.findall(r'ql-atlas__area[^>]* d="([^"]+)"', drawing)
    assert [path.count("M") for path in paths] == [1, 1]
    assert [path.count("L") + 1 for path in paths] == [6, 6]
    Region.objects.filter(district=mitte).update(geometry=None)
    drawing = re.search(r'<svg viewBox="-2.*?</svg>', senate.get("/berlin/karte/").content.decode(), re.DOTALL)[0]
    assert len(re.findall(r'ql-atlas__area[^>]* d="([^"]+)"', drawing)) == 1
    Region.objects.update(geometry=None)
    assert "Darstellung</label>" not in senate.get("/berlin/karte/").content.decode()


def test_nothing_released_at_all(senate):
    for address in ADDRESSES:
        page = text_of(senate.get(address))
        assert re.search("nicht freigegeben|keine Runde freigegeben|Noch nichts freigegeben", page), address
        for kind in CONTENT_TYPES:
            assert senate.get(address + ("&" if "?" in address else "?") + f"export={kind}").status_code == 200


def test_one_district_alone_without_a_place_on_the_map(senate, mitte, pankow):
    District.objects.filter(pk=pankow.pk).update(key="777")
    Region.objects.update(geometry=None)
    page = senate.get("/berlin/karte/").content.decode()
    assert "777 Pankow" in page
    assert page.count("ql-atlas__area ql-fill") == 1


@pytest.mark.parametrize("picture", [{}, {"round": {}, "stones": [], "minimum": []}, {"district": "?", "stones": None}])
def test_an_empty_picture_breaks_nothing(senate, mitte, picture):
    release(mitte, picture=picture)
    for address in ADDRESSES:
        assert senate.get(address).status_code == 200, address


def test_every_letter_of_a_name_stays_and_none_becomes_markup(senate, mitte):
    District.objects.filter(pk=mitte.pk).update(name=NAME)
    release(mitte, stone(3, "partly", reasons=NAME, meaning=meaning(NAME), dissents=[NAME]), name=NAME,
            minimum=[POINT | {"own_text": NAME}], chosen={"texts": True})  # fmt: skip
    for address in ADDRESSES:
        page = senate.get(address)
        assert NAME in text_of(page), address
        assert "<b>" not in page.content.decode(), address
        for kind in CONTENT_TYPES:
            assert senate.get(address + ("&" if "?" in address else "?") + f"export={kind}").status_code == 200
    assert NAME in str(rows_of(senate.get("/berlin/pruefsteine/3/?export=csv")))


def test_twelve_districts_with_five_rounds_and_many_more_districts_ask_no_more(cast, senate, mitte):
    def asked():
        found = {address: statements_of(cast, "senate", address) for address in ADDRESSES}
        assert {status for status, _ in found.values()} == {200}
        return {address: len(statements) for address, (_, statements) in found.items()}

    release(mitte, stone(3, "partly"))
    asked()
    few = asked()
    assert few["/berlin/"] == 4
    assert 3 <= min(few.values()) <= max(few.values()) <= 4
    more = District.objects.bulk_create(
        District(key=f"{number}", slug=f"b-{number}", name=f"Bezirk {number}") for number in range(100, 140)
    )
    for district in [mitte, *more[:11]]:
        for number in range(5):
            release(district, *[stone(n, "partly") for n in range(1, 11)], name=f"Nr. {number}",
                    closed=f"2024-0{number + 1}-01")  # fmt: skip
    assert asked() == few
    first, last = senate.get("/berlin/"), senate.get("/berlin/?seite=99")
    assert len(table_of(first)[0]) == 1 + 12
    assert 'aria-label="Seiten"' in first.content.decode()
    assert "139 Bezirk 139" in table_of(last)[0][-1]
    # A file holds them all, in the same order.
    assert len(rows_of(senate.get("/berlin/?export=csv"))[0]) == 2 + 42


def test_a_square_is_drawn_whatever_way_its_ring_runs():
    from overview.pictures.atlas import outline

    ring = [(0, 0), (0, 2), (2, 2), (2, 0), (0, 0)]
    beside = [(2, 0), (2, 2), (4, 2), (4, 0), (2, 0)]
    for other in (beside, beside[::-1]):
        (found,) = outline([ring, other])
        assert set(found) == {(0, 0), (0, 2), (2, 2), (4, 2), (4, 0), (2, 0)}
    assert outline([[(0, 0), (0, 0)]]) == []
    assert square(1)["type"] == "Polygon"
