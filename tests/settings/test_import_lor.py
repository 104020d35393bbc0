"""``import_lor``: both official shapes come in, every fault is one sentence and changes nothing."""

import datetime
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from districts.models import Region

pytestmark = pytest.mark.django_db

RING = [[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.5]]


def polygon(ring=RING):
    return {"type": "Polygon", "coordinates": [ring]}


def plain(key, name="Neu", geometry=None, **properties):
    properties = {"key": key, "name": name, **properties}
    return {"type": "Feature", "properties": properties, "geometry": geometry or polygon()}


def official(key, name="Neu", bez="01 - Mitte", **properties):
    return {
        "type": "Feature",
        "properties": {
            "plr_id": key,
            "plr_name": name,
            "bzr_name": "Region",
            "pgr_name": "Raum",
            "bez": bez,
            "finhalt": 1.5,
            "stand": "2021-01-01",
            **properties,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": [[RING]]},
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def stored():
    return list(Region.objects.order_by("key").values("key", "name", "geometry", "population", "level", "parent__key"))


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_plain_files_of_a_folder_come_in_together(world, tmp_path, capsys):
    write(tmp_path, "plr.geojson", collection(plain("01100101", "Stülerstraße", parent="011001")))
    write(tmp_path, "bzr.geojson", collection(plain("011001", "Anders, mit Komma")))
    write(tmp_path, "bez.geojson", collection(plain("01", "Mitte")))
    write(tmp_path, "plr.csv", "key,name,bezirksregion_key,einwohner_2025_12_31\n01100101,Stülerstraße,011001,\n")
    write(
        tmp_path,
        "bzr.csv",
        'key,name,einwohner_2025_12_31,einwohner_unvollstaendig\n011001,"Anders, mit Komma",16349,0\n',
    )
    write(tmp_path, "QUELLEN.md", "nicht lesen")
    call_command("import_lor", str(tmp_path))
    new = Region.objects.get(key="01100101")
    assert (new.level, new.parent.key, new.district, new.population) == (
        "planungsraum",
        "011001",
        world.mitte.district,
        None,
    )
    assert new.geometry == polygon()
    assert new.population_on == datetime.date(2025, 12, 31)
    above = Region.objects.get(key="011001")
    assert (above.name, above.population) == ("Anders, mit Komma", 16349)


def test_the_layers_of_the_geoportal_come_in(world, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path = write(tmp_path, "lor_plr.json", collection(official("01100101"), official("01100201"), crs=crs))
    call_command("import_lor", str(path))
    call_command("import_lor", str(path))
    assert Region.objects.filter(level="planungsraum", parent__key__in=["011001", "011002"]).count() == 2
    assert Region.objects.get(key="01100101").geometry["type"] == "MultiPolygon"
    assert Region.objects.get(key="01100101").population is None


def test_a_sum_that_lacks_suppressed_parts_is_no_number(world, tmp_path):
    text = "key,name,einwohner_2025_12_31,einwohner_unvollstaendig\n011001,Neu,37159,1\n"
    call_command("import_lor", str(write(tmp_path, "bzr.csv", text)))
    assert Region.objects.get(key="011001").population is None


def test_what_a_file_does_not_mention_stays(world, tmp_path):
    call_command("import_lor", str(write(tmp_path, "a.csv", "key,name,einwohner_2025_12_31\n011001,Neu,5\n")))
    call_command("import_lor", str(write(tmp_path, "b.geojson", collection(plain("011001", "Neuer")))))
    region = Region.objects.get(key="011001")
    assert (region.name, region.population, region.geometry) == ("Neuer", 5, polygon())


FAULTS = {
    "foreign system": ("x.geojson", collection(plain("011001"), crs={"properties": {"name": "EPSG:25833"}}), "foreign"),
    "urn": (
        "x.geojson",
        collection(plain("011001"), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}),
        "foreign coordinate system",
    ),
    "metres": (
        "x.geojson",
        collection(plain("011001", geometry=polygon([[385000.0, 5819000.0]] * 4))),
        "foreign coordinate system",
    ),
    "other order": (
        "x.geojson",
        collection(plain("011001", geometry=polygon([[n, e] for e, n in RING]))),
        "other order",
    ),
    "truncated": ("x.geojson", collection(plain("011001"))[:-20], "not complete JSON"),
    "NaN": ("x.geojson", collection(plain("011001")).replace("13.3,", "NaN,"), "not complete JSON"),
    "no collection": ("x.geojson", "[]", "FeatureCollection"),
    "no features": ("x.geojson", '{"type": "FeatureCollection"}', "features is missing"),
    "empty": ("x.geojson", collection(), "no region"),
    "not UTF-8": ("x.geojson", b"\xff\xfe{}", "not complete JSON"),
    "missing key": ("x.geojson", collection({"type": "Feature", "properties": {"name": "x"}}), "key None"),
    "number as key": ("x.geojson", collection(plain(11001)), "key 11001 must be text"),
    "duplicate": ("x.geojson", collection(plain("011001"), plain("011001")), "stands twice"),
    "unknown parent": ("x.geojson", collection(plain("01999901")), "unknown"),
    "unknown district": ("x.geojson", collection(plain("99")), "no Bezirk"),
    "wrong parent": ("x.geojson", collection(plain("01100101", parent="011002")), "does not lie in"),
    "wrong bez": ("x.geojson", collection(official("01100101", bez="03 - Pankow")), "does not lie in bez"),
    "short plr": ("x.geojson", collection(official("011001")), "must have 8 digits"),
    "no name": ("x.geojson", collection(plain("011001", "")), "name"),
    "point": ("x.geojson", collection(plain("011001", geometry={"type": "Point", "coordinates": [13, 52]})), "Polygon"),
    "open ring": ("x.geojson", collection(plain("011001", geometry=polygon(RING[:3]))), "four points"),
    "text as number": (
        "x.geojson",
        collection(plain("011001", geometry=polygon([["13", "52"]] * 4))),
        "pair of coordinates",
    ),
    "foreign csv": ("x.csv", "a;b\n1;2\n", "must name the columns"),
    "unquoted comma": ("x.csv", "key,name\n111001,Malchow, Wartenberg\n", "quote names"),
    "csv duplicate": ("x.csv", "key,name\n011001,a\n011001,a\n", "stands twice"),
    "csv count": ("x.csv", "key,name,einwohner_2025_12_31\n011001,a,1.000\n", "not a number"),
    "csv day": ("x.csv", "key,name,einwohner_2025_02_31\n011001,a,1\n", "names no day"),
    "csv parent": ("x.csv", "key,name,bezirk_key\n011001,a,03\n", "does not lie in"),
    "csv NUL": ("x.csv", "key,name\n011001,a\x00\n", "name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_changes_nothing(world, tmp_path, fault):
    name, text, words = FAULTS[fault]
    path = write(tmp_path, name, text)
    write(tmp_path, "0.geojson", collection(plain("0110", "Zuerst gelesen")))
    before = stored()
    for target in (path, tmp_path):
        with pytest.raises(CommandError, match=words) as raised:
            call_command("import_lor", str(target))
        assert raised.value.returncode == 1
        assert "\n" not in str(raised.value)
    assert stored() == before


def test_a_contradiction_between_two_files_is_refused(world, tmp_path):
    write(tmp_path, "a.geojson", collection(plain("011001", "Eins")))
    write(tmp_path, "b.csv", "key,name\n011001,Zwei\n")
    with pytest.raises(CommandError, match="is called 'Zwei' here and 'Eins' in"):
        call_command("import_lor", str(tmp_path))
    (tmp_path / "b.csv").unlink()
    write(tmp_path, "b.geojson", collection(plain("011001", "Eins")))
    with pytest.raises(CommandError, match=r"geometry of 011001 stands in a\.geojson already"):
        call_command("import_lor", str(tmp_path))


def test_a_missing_path_and_an_empty_folder_are_sentences(world, tmp_path):
    for path, words in ((tmp_path / "nichts", "no such file"), (tmp_path, "holds no")):
        with pytest.raises(CommandError, match=words):
            call_command("import_lor", str(path))


def test_the_page_shows_suppressed_numbers_as_unknown(world, tmp_path, sign_in):
    text = "key,name,einwohner_2025_12_31\n011001,Region Eins,\n011002,Region Zwei,16349\n"
    call_command("import_lor", str(write(tmp_path, "x.csv", text)))
    page = sign_in(world.mitte.people["neighbourhood"]).get("/bezirk/mitte/regionen/").content.decode()
    assert "k. A." in page
    assert "16.349" in page
    assert "31.12.2025" in page
    assert ">0<" not in page
    assert "Pankow" not in page
