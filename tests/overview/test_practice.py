"""Gute Beispiele: prepared, released as seen, read by all, taken back."""

import pytest

from checklist.models import Contribution, Progress
from districts.refusals import Conflict
from overview.models import GoodPractice, SharedPractice
from overview.practice import rules
from overview.practice_models import FIELDS
from tests.acting import acting, member_of
from tests.makers import thing
from tests.makers.overview import MAILBOX

HERE, PANKOW, THERE = "/bezirk/mitte/gute-beispiele/", "/bezirk/pankow/gute-beispiele/", "/berlin/gute-beispiele/"
TASKS = "/bezirk/mitte/aufgaben/"
SECRET = "Das liest noch niemand"


@pytest.fixture
def row(cast):
    return GoodPractice.objects.create(
        district=cast.world.mitte.district, title="Ein Wegweiser", text=SECRET, codes=["B2.4"], mailbox=MAILBOX,
        regions="Region 1", offices="Jugendamt", helped="Geduld", took="Zwei Treffen", link="https://beleg.example/x",
    )  # fmt: skip


def step(cast, persona, row, key, **more):
    row.refresh_from_db()
    data = {"schritt": key, "version": row.version} | more
    return cast.client(persona).post(f"{HERE}eigene/{row.pk}/", data)


def text(cast, persona, url):
    return cast.client(persona).get(url).content.decode("utf-8-sig")


def seen_by_others(cast, words, pk):
    """Where ``words`` stand outside the district."""
    pages = [(who, base + page) for who, base in (("foreign", PANKOW), ("senate", THERE), ("reader", HERE))
             for page in ("", f"{pk}/", "?export=csv", "?q=wegweiser")]  # fmt: skip
    return {(who, url) for who, url in pages if words in text(cast, who, url)}


def test_nothing_leaves_before_the_release_and_then_exactly_the_preview(cast, row):
    own = f"{HERE}eigene/{row.pk}/"
    assert step(cast, "coordination", row, "freigeben").status_code == 403
    assert step(cast, "leadership", row, "freigeben").status_code == 409
    assert step(cast, "coordination", row, "vorlegen").status_code == 302
    assert "Gutes Beispiel: für andere Bezirke" in text(cast, "leadership", TASKS)
    # Who prepares it is not asked to release it.
    assert "Gutes Beispiel: für andere Bezirke" not in text(cast, "coordination", TASKS)
    assert cast.client("coordination").post(own + "bearbeiten/", {}).status_code == 409
    assert seen_by_others(cast, SECRET, row.pk) == set()
    assert step(cast, "leadership", row, "zurueckgeben", remark="Bitte den Ort nennen.").status_code == 302
    assert "Bitte den Ort nennen." in text(cast, "coordination", own)
    assert row.title in text(cast, "coordination", TASKS)
    step(cast, "coordination", row, "vorlegen")
    preview = shown_part(text(cast, "leadership", own))
    # What was not looked at is not released.
    assert step(cast, "leadership", row, "freigeben", version=1).status_code == 409
    assert step(cast, "leadership", row, "freigeben").status_code == 302
    assert len(seen_by_others(cast, row.title, row.pk)) == 12
    for who, base in (("foreign", PANKOW), ("reader", HERE)):
        there = shown_part(text(cast, who, f"{base}{row.pk}/"))
        assert there.replace("/pankow/", "/mitte/") == preview, who
    row.refresh_from_db()
    copy = SharedPractice.objects.get(pk=row.pk)
    assert {name: getattr(copy, name) for name in FIELDS} == {name: getattr(row, name) for name in FIELDS}
    assert (copy.district_key, copy.district_name) == ("01", "Mitte")


def shown_part(page):
    """What the page says of the example, from its text to its link."""
    return page[page.index(SECRET) : page.index("https://beleg.example/x</a>")]


def test_changes_stay_inside_until_released_again_and_withdrawing_takes_all(cast, row):
    for persona, key in (("coordination", "vorlegen"), ("leadership", "freigeben")):
        step(cast, persona, row, key)
    form = {"title": "Ein Wegweiser", "text": "Neue Worte", "mailbox": MAILBOX, "codes": "B2.4"}
    assert cast.client("coordination").post(f"{HERE}eigene/{row.pk}/bearbeiten/", form).status_code == 302
    assert seen_by_others(cast, "Neue Worte", row.pk) == set()
    assert "Neue Worte" in text(cast, "leadership", f"{HERE}eigene/{row.pk}/?verlauf=ja")
    assert "Andere lesen noch die freigegebene Fassung" in text(cast, "leadership", f"{HERE}eigene/{row.pk}/")
    for persona, key in (("coordination", "vorlegen"), ("leadership", "freigeben")):
        step(cast, persona, row, key)
    assert ("senate", f"{THERE}{row.pk}/") in seen_by_others(cast, "Neue Worte", row.pk)
    assert step(cast, "coordination", row, "zurueckziehen").status_code == 302
    # Whoever had it open finds nothing any more.
    assert seen_by_others(cast, row.title, row.pk) == set()
    assert cast.client("senate").get(f"{THERE}{row.pk}/").status_code == 404
    assert step(cast, "leadership", row, "zurueckziehen").status_code == 409
    row.refresh_from_db()
    assert row.shared_on is None


def test_it_needs_a_mailbox_and_is_one_of_its_title(cast):
    coordination = cast.client("coordination")
    words = {"title": "Räume am Abend", "text": "Offen.", "codes": "b2.7a"}
    own = coordination.post(HERE + "neu/", words).url
    assert "gibt es bei Ihnen schon" in coordination.post(HERE + "neu/", words).content.decode()
    refused = coordination.post(own, {"schritt": "vorlegen", "version": "1"})
    assert refused.status_code == 422
    assert "Funktionspostfach" in refused.content.decode()
    assert coordination.post(own, {"schritt": "vorlegen", "version": "9" * 40}).status_code == 409
    for wrong in ({"title": "x" * 161}, {"text": "x" * 10_001}, {"link": "javascript:alert(1)"}, {"codes": "XX1"}):
        assert coordination.post(HERE + "neu/", words | {"title": "Anders"} | wrong).status_code == 422, wrong


def test_two_people_at_once(cast, row):
    place = cast.world.mitte
    member = member_of(place, place.people["coordination"])
    with acting(place, place.people["coordination"]):
        rules.change(pk=row.pk, seen={"helped": "Geduld"}, new={"helped": "Zeit"}, by=member)
        rules.change(pk=row.pk, seen={"took": "Zwei Treffen"}, new={"took": "Drei"}, by=member)
        with pytest.raises(Conflict):
            rules.change(pk=row.pk, seen={"helped": "Geduld"}, new={"helped": "Mut"}, by=member)
    row.refresh_from_db()
    assert (row.helped, row.took) == ("Zeit", "Drei")


def test_the_list_finds_by_words_district_and_point(cast):
    for place, number in ((cast.world.mitte, 40), (cast.world.pankow, 41)):
        SharedPractice.objects.create(
            district=place.district, title=f"Fund {number}", text="Über Größe",
            codes=[{40: "B3.1g", 41: "FN2"}[number]],
            district_key=place.district.key, district_name=place.district.name, released_on="2026-03-02",
        )  # fmt: skip
    for query, found in (
        ("", {40, 41}), ("?bezirk=01", {40}), ("?bezirk=99", {40, 41}), ("?punkt=fn2", {41}),
        ("?punkt=B3.1G", {40}), ("?punkt=B9", set()),
        ("?q=uber+GROSSE", {40, 41}), ("?q=fund+41", {41}), ("?seite=x", {40, 41}), ("?q=%00", {40, 41}),
    ):  # fmt: skip
        for persona, base in (("reader", HERE), ("senate", THERE)):
            page = text(cast, persona, base + query)
            assert {number for number in (40, 41) if f"Fund {number}" in page} == found, (persona, query)
    page = text(cast, "reader", HERE)
    assert page.index("Fund 40") < page.index("Fund 41")


def test_a_local_example_becomes_one_in_one_step(cast):
    place = cast.world.mitte
    point = Progress.objects.get(district=place.district, code="B2.4")
    shared, kept = (
        Contribution.objects.create(district=place.district, progress=point, office=place.offices[0], title=title,
                                    text=SECRET, shared=title == "Geteilt")
        for title in ("Geteilt", "Behalten")
    )  # fmt: skip
    link = text(cast, "coordination", f"/bezirk/mitte/checkliste/punkt/{point.code}/")
    assert f"{HERE}?punkt=B2.4" in link
    page = text(cast, "coordination", HERE + "neu/?punkt=B2.4")
    assert f"beitrag={shared.pk}" in page
    assert str(kept.pk) not in page
    taken = text(cast, "coordination", f"{HERE}neu/?punkt=B2.4&beitrag={shared.pk}")
    assert SECRET in taken
    assert 'value="Geteilt"' in taken
    assert SECRET not in text(cast, "coordination", f"{HERE}neu/?punkt=B2.4&beitrag={kept.pk}")


def test_a_district_can_do_without(cast):
    district = cast.world.mitte.district
    district.rooms = [room for room in district.rooms if room != "berlin"]
    district.save(update_fields=["rooms"])
    try:
        for path in ("gute-beispiele/", "unterstuetzung/"):
            assert cast.client("coordination").get(f"/bezirk/mitte/{path}").status_code == 403
        page = text(cast, "coordination", "/bezirk/mitte/rahmenvorgaben/")
        assert "gute-beispiele/" not in page
        assert "Rahmenvorgaben" in page
        assert thing(cast.world.mitte, GoodPractice).title not in text(cast, "leadership", TASKS)
    finally:
        district.rooms = [*district.rooms, "berlin"]
