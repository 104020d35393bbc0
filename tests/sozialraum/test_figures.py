"""Figures read in by a district and by the operator for all of them: looked at first, taken over once, never mixed."""

import html
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from districts.models import Region
from sozialraum.models import Figure, FigureImport, FigureValue, PendingFigures
from sozialraum.regions.numbers import is_suppressed
from tests.makers import thing

pytestmark = pytest.mark.django_db
START = "/bezirk/mitte/kennzahlen/einlesen/"
LIST = "/bezirk/mitte/kennzahlen/"


@pytest.fixture
def small(cast):
    """Three Planungsräume in the region the Stadtteilkoordination of the cast serves."""
    place = cast.world.mitte
    return Region.objects.bulk_create(
        Region(district=place.district, level="planungsraum", key=f"{place.regions[0].key}0{n}", name=f"Raum {n}",
               parent=place.regions[0])
        for n in (1, 2, 3)
    )  # fmt: skip


def text(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def checked(client, content, **data):
    answer = client.post(START, {"file": SimpleUploadedFile("werte.csv", content.encode()), "year": "2024", **data})
    assert answer.status_code == 302, text(answer)
    return client.get(answer.url), answer.url


def taken(client, page, address, **more):
    mark = re.search(r'name="stand" value="(\w*)"', page.content.decode())[1]
    names = [html.unescape(name) for name in re.findall(r'name="kennzahl" value="([^"]*)"', page.content.decode())]
    return client.post(address, {"stand": mark, "kennzahl": names, **more})


def values(name):
    rows = FigureValue.objects.filter(figure__name=name, figure__district__key="01").order_by("region__key", "year")
    return [(key, year, number, word)
            for key, year, number, word in rows.values_list("region__key", "year", "number", "word")]  # fmt: skip


CONTENT = (
    "Schlüssel;Kinder;Quote in %;Stufe\n01100101;120;12,5;mittel\n1100102;k. A.;–;hoch\n01100103;0;0;mittel\n"
    "03100101;9;9;hoch\n"
)


def test_a_file_comes_in_and_comes_in_again_unchanged(cast, small):
    client = cast.client("data")
    page, address = checked(client, CONTENT, source="Amt (erfunden)")
    assert "1 Zeile anderer Bezirke ausgelassen" in text(page)
    assert not Figure.objects.filter(name="Kinder").exists()
    kept = PendingFigures.objects.get(person=cast.world.mitte.people["data"])
    assert "03100101" not in str(kept.values)

    assert taken(client, page, address).status_code == 302
    assert values("Kinder") == [("01100101", 2024, Decimal(120), ""), ("01100102", 2024, None, ""),
                                ("01100103", 2024, Decimal(0), "")]  # fmt: skip
    assert [word for *_, word in values("Stufe")] == ["mittel", "hoch", "mittel"]
    figure = Figure.objects.get(name="Quote", district__key="01")
    assert (figure.unit, figure.latest_year, figure.released_on, figure.source) == ("%", 2024, None, "Amt (erfunden)")
    assert not PendingFigures.objects.filter(pk=kept.pk).exists()
    assert not FigureValue.objects.filter(figure__district__key="03").exclude(
        figure=thing(cast.world.pankow, Figure)).exists()  # fmt: skip

    before = FigureImport.objects.count()
    page, address = checked(client, CONTENT)
    assert "Es gibt nichts zu übernehmen" in text(page)
    assert taken(client, page, address).status_code == 302
    assert FigureImport.objects.count() == before
    page, address = checked(client, CONTENT.replace("12,5", "12,6"))
    assert taken(client, page, address).status_code == 302
    assert values("Quote")[0][2] == Decimal("12.6")


def test_all_or_nothing_and_faults_are_left_out_on_purpose_alone(cast, small):
    client = cast.client("coordination")
    page, address = checked(client, CONTENT + "01100199;1;1;hoch\n")
    assert "Eine Region 01100199 gibt es hier nicht" in text(page)
    answer = taken(client, page, address)
    assert answer.status_code == 422
    assert "Die Datei hat Fehler" in text(answer)
    assert not Figure.objects.filter(name="Kinder").exists()
    assert taken(client, page, address, auslassen="ja").status_code == 302
    assert len(values("Kinder")) == 3


def test_what_was_looked_at_is_what_is_taken_over(cast, small):
    client = cast.client("coordination")
    page, address = checked(client, CONTENT)
    Figure.objects.create(district=cast.world.mitte.district, name="quote", unit="€")
    answer = taken(client, page, address)
    assert answer.status_code == 409
    assert "inzwischen geändert" in text(answer)
    assert "hier in € geführt, in der Datei in %" in text(answer)
    assert taken(client, answer, address, auslassen="ja").status_code == 302
    assert not values("quote")
    assert len(values("Kinder")) == 3


def test_only_the_chosen_figures_are_taken_over(cast, small):
    client = cast.client("coordination")
    page, address = checked(client, CONTENT)
    mark = re.search(r'name="stand" value="(\w*)"', page.content.decode())[1]
    assert client.post(address, {"stand": mark}).status_code == 422
    assert client.post(address, {"stand": mark, "kennzahl": ["Kinder"]}).status_code == 302
    assert not Figure.objects.filter(name="Quote").exists()


def test_counts_add_up_and_rates_never_do(cast, small):
    client = cast.client("coordination")
    page, address = checked(client, CONTENT, released="on")
    taken(client, page, address)
    Figure.objects.filter(name="Kinder").update(adds_up=True)
    region = cast.world.mitte.regions[0]
    for where in (f"{LIST}?region={region.key}", f"/bezirk/mitte/regionen/{region.key}/"):
        said = re.sub(r"\s+", " ", text(client.get(where)))
        assert "Kinder 2024 mindestens 120 Summe 120 k. A. 0" in said, said
        assert re.search(r"Quote %, 2024 – 12,5 k\. A\. 0,0", said), said
        assert "Stufe 2024 – mittel hoch mittel" in said
    FigureValue.objects.create(district=cast.world.mitte.district, figure=Figure.objects.get(name="Kinder"),
                               region=region, year=2024, number=200)  # fmt: skip
    assert "Kinder 2024 200 120 k. A. 0" in re.sub(r"\s+", " ", text(client.get(f"{LIST}?region={region.key}")))
    table = client.get(f"{LIST}?region={region.key}&export=csv").content.decode("utf-8-sig")
    assert "Kinder;;2024;200;120;k. A.;0;" in table


def test_internal_figures_are_for_those_who_keep_them(cast, small):
    client = cast.client("data")
    taken(client, *checked(client, CONTENT))
    figure = Figure.objects.get(name="Kinder", district__key="01")
    region = cast.world.mitte.regions[0]
    addresses = [reverse("figure", args=["mitte", figure.pk]), f"{LIST}?region={region.key}", LIST,
                 f"/bezirk/mitte/regionen/{region.key}/", f"{LIST}?export=csv"]  # fmt: skip
    for persona in ("office_head", "leadership", "reader", "neighbourhood"):
        seen = cast.client(persona)
        assert seen.get(addresses[0]).status_code == 404
        assert not any("Kinder" in seen.get(address).content.decode() for address in addresses[1:]), persona
    form = client.get(reverse("figure_edit", args=["mitte", figure.pk]))
    assert form.status_code == 200
    sent = {"name": "Kinder unter 6", "unit": "", "description": "", "source": "", "decimals": "0", "position": "1",
            "adds_up": "on", "released": "on"}  # fmt: skip
    assert client.post(reverse("figure_edit", args=["mitte", figure.pk]), sent).status_code == 302
    for persona in ("office_head", "neighbourhood"):
        assert all("Kinder unter 6" in cast.client(persona).get(address).content.decode() for address in addresses)
    other = cast.world.mitte.regions[1]
    page = cast.client("neighbourhood").get(f"{LIST}?region={other.key}")
    assert f'value="{other.key}"' not in page.content.decode()


def test_a_year_read_in_by_mistake_goes_again(cast, small):
    client = cast.client("coordination")
    taken(client, *checked(client, CONTENT))
    taken(client, *checked(client, CONTENT, year="2025"))
    figure = Figure.objects.get(name="Kinder", district__key="01")
    assert figure.latest_year == 2025
    remove = reverse("figure_remove", args=["mitte", figure.pk])
    assert "die Werte von 2025" in text(client.get(f"{remove}?jahr=2025"))
    assert client.post(f"{remove}?jahr=2025").status_code == 302
    figure.refresh_from_db()
    assert figure.latest_year == 2024
    assert {year for _, year, *_ in values("Kinder")} == {2024}
    assert client.post(remove).status_code == 302
    assert not Figure.objects.filter(pk=figure.pk).exists()


@pytest.fixture
def city(cast, small, tmp_path):
    """A file of both districts."""
    pankow = cast.world.pankow
    Region.objects.create(district=pankow.district, level="planungsraum", key="03100101", name="Raum 1",
                          parent=pankow.regions[0])  # fmt: skip
    path = tmp_path / "stadt.csv"
    path.write_text(CONTENT + "05100101;1;1;hoch\n", encoding="utf-8")
    return path


def run(path, **options):
    out = StringIO()
    call_command("import_indicators", str(path), stdout=out, **{"year": 2024, **options})
    return out.getvalue()


def test_the_operator_reads_in_for_all_districts_at_once(cast, city):
    assert "Checked, nothing changed" in run(city, check=True)
    assert not Figure.objects.filter(name="Kinder").exists()
    said = run(city)
    assert "12 values new, 0 changed, 0 as before" in said
    assert "1 Zeile anderer Bezirke ausgelassen" in said
    kept = FigureValue.objects.filter(figure__name="Kinder").values_list("district__key", "region__key")
    assert sorted(kept) == [("01", "01100101"), ("01", "01100102"), ("01", "01100103"), ("03", "03100101")]
    assert Figure.objects.get(name="Kinder", district__key="03").released_on
    assert "0 values new, 0 changed, 12 as before" in run(city)


def test_a_faulty_file_of_the_city_changes_nothing(city):
    city.write_text(city.read_text(encoding="utf-8") + "03100199;1;1;hoch\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Eine Region 03100199 gibt es hier nicht"):
        run(city)
    with pytest.raises(CommandError, match="no such file"):
        run(city.parent / "fehlt.csv")
    with pytest.raises(CommandError, match="--year"):
        run(city, year=1900)
    assert not Figure.objects.filter(name="Kinder").exists()


@pytest.mark.parametrize(("text", "shown"), [("–", False), ("-", False), ("k. A.", False), ("NA", False), ("0", True)])
def test_a_sign_for_nothing_is_no_zero(text, shown):
    assert is_suppressed(text) is not shown
