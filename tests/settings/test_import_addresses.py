"""``import_addresses`` and what it is for: the Planungsraum of an address, or of a point."""

import time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from districts.models import Address, Region
from districts.placing import Outlines, lies_in, place_of
from districts.wall.session import DatabaseRole, acting_as

pytestmark = pytest.mark.django_db
HEADER = "Straße;Hausnummer;Zusatz;PLZ;PLR_ID\n"


@pytest.fixture
def areas(world):
    return [
        Region.objects.create(district=place.district, level="planungsraum", key=f"{region.key}0{n}", name=f"PLR {n}",
                              parent=region)
        for place in (world.mitte, world.pankow)
        for n, region in enumerate(place.regions, 1)
    ]  # fmt: skip


def take(tmp_path, content):
    path = tmp_path / "adressen.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import_addresses", path)


def refused(tmp_path, content):
    with pytest.raises(CommandError) as caught:
        take(tmp_path, content)
    return str(caught.value)


def found(world, *address):
    with acting_as(DatabaseRole.DISTRICT, district_id=world.mitte.district.pk):
        place = place_of(*address)
    return place and place.key


def test_addresses_come_in_are_found_as_people_write_them_and_come_in_again(world, areas, tmp_path, capsys):
    one, two, other = areas[0].key, areas[1].key, areas[2].key
    rows = [
        f"Müllerstraße;0012;a;13353;{one}", f"Müllerstraße;12;;13353;{two}", f"Birkenstraße;3;;10559;{one}",
        f"Birkenstraße;3;;13409;{two}", f"Straße des 17. Juni;100;;;{one.removeprefix('0')}", f"Am Rand;1;;;{other}",
        f"Am Rand;1;;;{other}",
    ]  # fmt: skip
    for content in (HEADER + "\n".join(rows), ("\n".join([HEADER.strip(), *rows])).replace(";", ",").encode("cp1252")):
        take(tmp_path, content)
        assert "6 addresses, 1 rows stood there twice, 1 keys had lost their leading zero" in capsys.readouterr().out
        assert Address.objects.count() == 6
    assert found(world, "MUELLER STR.", "12 A", "") == one
    assert found(world, "Müllerstr.", "12–14", "13353") == two
    assert found(world, "Müllerstr.", "12b", "") is None
    assert found(world, "Birkenstr.", "3", "") is None
    assert found(world, "Birkenstr.", "3", "13409") == two
    assert found(world, "str. des 17 juni", "100", "10623") == one
    assert found(world, "Am Rand", "1", "") is None, "of another district"
    # A list of one Bezirk leaves the others alone.
    take(tmp_path, HEADER + f"Neue Gasse;1;;;{one}\n")
    assert set(Address.objects.values_list("street", flat=True)) == {"Neue Gasse", "Am Rand"}


def test_a_faulty_file_says_which_rows_and_changes_nothing(world, areas, tmp_path):
    key, second = areas[0].key, areas[1].key
    take(tmp_path, HEADER + f"Bleibt;1;;;{key}\n")
    faults = HEADER + f"A;1;;;{key}\nB;1;;;99999999\nC;;;;{key}\nD;1;;1;{key}\nE;1\n" + "F;x;;;1\n" * 20
    said = refused(tmp_path, faults)
    for part in ("Row 3: there is no Planungsraum with the key '99999999'", "Row 4: '' is not a house number",
                 "Row 5: '1' is not a postcode", "Row 6: 2 fields instead of 5", "… and 14 more rows"):  # fmt: skip
        assert part in said
    assert "Rows 2, 3: A-Weg 1" in refused(tmp_path, HEADER + f"A-Weg;1;;;{key}\na weg;01;;;{second}\n")
    assert "must name the columns" in refused(tmp_path, "Haus;Nr\nA;1\n")
    assert "must name the columns" in refused(tmp_path, "")
    assert "holds no address" in refused(tmp_path, HEADER)
    assert "save it as CSV" in refused(tmp_path, b"PK\x03\x04")
    assert "EPSG:25833" in refused(tmp_path, f"Straße;Hnr;PLR;X;Y\nA;1;{key};389000;5820000\n")
    assert "must be transformed" in refused(tmp_path, f"Straße;Hnr;PLR;lon;lat\nA;1;{key};389000;5820000\n")
    assert "not two numbers" in refused(tmp_path, f"Straße;Hnr;PLR;lon;lat\nA;1;{key};13,4;\n")
    assert "cannot be stored" in refused(tmp_path, HEADER + f"A\x00;1;;;{key}\n")
    assert list(Address.objects.values_list("street", flat=True)) == ["Bleibt"]


def test_without_planungsraeume_it_says_what_to_do_first(world, tmp_path):
    assert "import_lor first" in refused(tmp_path, HEADER)


def test_a_hundred_thousand_rows_take_seconds(world, areas, tmp_path):
    rows = (f"Straße {n // 200} am Rand;{n % 200 + 1};;13353;{areas[n % 2].key};13,4;52,5" for n in range(100_000))
    began = time.monotonic()
    take(tmp_path, "Straße;Hausnummer;Zusatz;PLZ;PLR_ID;lon;lat\n" + "\n".join(rows))
    assert Address.objects.count() == 100_000
    assert time.monotonic() - began < 60


SQUARE = [[13.0, 52.3], [13.4, 52.3], [13.4, 52.7], [13.0, 52.7], [13.0, 52.3]]
NEXT = [[13.4, 52.3], [13.8, 52.3], [13.8, 52.7], [13.4, 52.7], [13.4, 52.3]]
HOLE = [[13.1, 52.4], [13.2, 52.4], [13.2, 52.5], [13.1, 52.5], [13.1, 52.4]]


def test_a_point_lies_in_exactly_one_of_two_neighbours_and_not_in_a_hole(world, areas):
    with_hole, neighbour = (
        {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
        {"type": "Polygon", "coordinates": [NEXT]},
    )
    assert lies_in(with_hole, 13.3, 52.6)
    assert not lies_in(with_hole, 13.15, 52.45)
    for north in (52.3, 52.4, 52.5, 52.6999):
        assert lies_in(with_hole, 13.4, north) != lies_in(neighbour, 13.4, north)
    both = {"type": "MultiPolygon", "coordinates": [[HOLE], [NEXT]]}
    assert lies_in(both, 13.15, 52.45)
    assert lies_in(both, 13.5, 52.5)
    assert not lies_in(both, 13.3, 52.6)
    Region.objects.filter(pk=areas[0].pk).update(geometry=with_hole)
    Region.objects.filter(pk=areas[0].parent_id).update(geometry={"type": "Polygon", "coordinates": [SQUARE]})
    with acting_as(DatabaseRole.DISTRICT, district_id=world.mitte.district.pk):
        outlines = Outlines()
    assert outlines.at(13.3, 52.6).key == areas[0].key
    assert outlines.at(13.15, 52.45).key == areas[0].parent.key, "in the hole: the Bezirksregion around"
    assert outlines.at(13.5, 52.5) is None
