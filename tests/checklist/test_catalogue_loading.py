"""Loading the catalogue: idempotent, versioned, and never at the cost of what districts wrote."""

from dataclasses import replace

import pytest
from django.db.models import Case, When

from checklist.catalogue_file import CatalogueError, read_catalogue
from checklist.laying_out import lay_out_checklist
from checklist.management.commands.load_catalogue import load
from checklist.models import ConcernTopic, FunctionLevel, Item, ItemText, Progress
from districts.wall.session import DatabaseRole, acting_as

pytestmark = pytest.mark.django_db


def changed(code, **values):
    """The catalogue as it stands, with one entry changed."""
    return [replace(entry, **values) if entry.code == code else entry for entry in read_catalogue()]


def test_loading_again_changes_nothing(world):
    before = list(Item.objects.values())
    assert load(read_catalogue()) == 0
    assert list(Item.objects.values()) == before


def test_a_new_version_keeps_the_old_words_and_those_of_the_districts(world):
    Progress.objects.filter(code="B3.5").update(own_text="Unsere Worte", text_version=1)
    assert load(changed("B3.5", text="Neu gefasst.", version=2)) == 1
    item = Item.objects.get(code="B3.5")
    assert (item.text, item.version) == ("Neu gefasst.", 2)
    assert [t.version for t in ItemText.objects.filter(item=item)] == [1, 2]
    assert ItemText.objects.get(item=item, version=1).text != "Neu gefasst."
    assert set(Progress.objects.filter(code="B3.5").values_list("own_text", "text_version")) == {("Unsere Worte", 1)}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "Heimlich geändert."}, "version is still 1"),
        ({"title": "Heimlich geändert"}, "version is still 1"),
    ],
)
def test_a_text_does_not_change_under_its_version(world, values, sentence):
    with pytest.raises(CatalogueError, match=sentence):
        load(changed("B3.5", **values))


def test_the_wording_for_an_office_does_not_change_under_its_version_either(world):
    with pytest.raises(CatalogueError, match="office text changed, but its version is still 1"):
        load(changed("B4.3", office_text="Unser Amt hat heimlich geändert."))


def test_a_wording_for_an_office_that_nobody_was_shown_is_added(world):
    ItemText.objects.update(office_text="")
    load(read_catalogue())
    assert ItemText.objects.get(item__code="B4.3", version=1).office_text.startswith("Unser Amt hat gute Kontakte")


def test_an_older_version_does_not_replace_a_newer_one(world):
    load(changed("B3.5", text="Neu gefasst.", version=2))
    with pytest.raises(CatalogueError, match="older than the loaded 2"):
        load(read_catalogue())


def test_a_new_point_appears_in_every_district_and_only_once(world):
    model = next(entry for entry in read_catalogue() if entry.code == "B3.9")
    load([*read_catalogue(), replace(model, code="B3.11", title="Ein neuer Schritt", position=500)])
    for place in (world.mitte, world.pankow, world.mitte):
        with acting_as(DatabaseRole.DISTRICT, district_id=place.district.pk):
            lay_out_checklist(place.district)
    assert Progress.objects.filter(code="B3.11").count() == 2


def test_the_mindestmass_of_the_files_is_the_beginning_only(world):
    Item.objects.filter(code__in=["A2a", "B3.9"]).update(minimum=Case(When(code="B3.9", then=True), default=False))
    model = next(entry for entry in read_catalogue() if entry.code == "B3.8")
    load([*changed("A2b", minimum=False), replace(model, code="B3.11", title="Ein neuer Schritt", position=500)])
    found = dict(Item.objects.filter(code__in=["A2a", "A2b", "B3.9", "B3.11"]).values_list("code", "minimum"))
    assert found == {"A2a": False, "A2b": True, "B3.9": True, "B3.11": False}


def test_every_district_begins_with_the_five_fears_and_the_three_levels(world):
    for place in (world.mitte, world.pankow):
        assert ConcernTopic.objects.filter(district=place.district).count() == 5
        assert FunctionLevel.objects.filter(district=place.district).count() == 3
        rows = Progress.objects.filter(district=place.district)
        assert rows.count() == 64
        assert not rows.exclude(kind__in=["decision", "step", "question", "cornerstone", "benefit"]).exists()
