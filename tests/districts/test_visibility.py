"""Who sees an office's own words: the table in code is the table of the design, and the pages obey it.

The table stands here a second time in full, on purpose: loosening it takes two signatures.
"""

import pytest

from checklist.models import Contribution, Progress
from districts.visibility import SEES, Matter, Sight, Viewer, sight
from tests.factories import World

YES, NO, NEVER = "yes", "no", "never"
#: Columns: own office, coordination, heads of other offices taking part, leadership, reader and other staff, Senate.
DESIGN = {
    "self_assessment_draft": (YES, NO, NO, NO, NO, NEVER),
    "self_assessment_submitted": (YES, YES, NO, NO, NO, NEVER),
    "self_assessment_discussed": (YES, YES, YES, NO, NO, NEVER),
    "consensus": (YES, YES, YES, YES, YES, "if_released"),
    "office_profile": (YES, "when_shared", "when_shared", "when_shared", "when_shared", NO),
    "plan": (YES, "when_shared", "when_shared", "when_shared", "when_shared", NO),
    "example": (YES, "when_shared", "when_shared", "when_shared", "when_shared", NO),
    "need": ("if_asked", YES, "if_asked", "once_negotiated", "once_agreed", NO),
    "signal": (YES, YES, YES, YES, NO, NO),
    "assignment": ("if_taking_part", YES, NO, "own_area", "title_once_closed", NO),
    "service_request": (YES, YES, NO, NO, NO, NO),
}


@pytest.mark.parametrize("matter", list(Matter), ids=str)
def test_the_table_is_the_one_of_the_design(matter):
    assert tuple(sight(matter, viewer).name.lower() for viewer in Viewer) == DESIGN[matter]


def test_the_table_has_a_word_for_every_matter_and_every_viewer():
    assert set(DESIGN) == {matter.value for matter in Matter}
    assert all(set(SEES[matter]) == set(Viewer) for matter in Matter)


def test_no_draft_is_seen_outside_its_office():
    outside = [viewer for viewer in Viewer if viewer != Viewer.OWN_OFFICE]
    assert {sight(Matter.SELF_ASSESSMENT_DRAFT, viewer) for viewer in outside} == {Sight.NO, Sight.NEVER}


#: Who stands for which column, seen from the words of the Jugendamt in Mitte.
STANDS_FOR = {
    "office_head": Viewer.OWN_OFFICE,
    "office_staff": Viewer.OWN_OFFICE,
    "coordination": Viewer.COORDINATION,
    "second_head": Viewer.OFFICES_TAKING_PART,
    "leadership": Viewer.LEADERSHIP,
    "second_leadership": Viewer.LEADERSHIP,
    "leadership_staff": Viewer.OTHERS,
    "data": Viewer.OTHERS,
    "reader": Viewer.OTHERS,
}


@pytest.mark.django_db
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("person", list(STANDS_FOR))
def test_examples_are_seen_as_the_table_says(person, shared, sign_in):
    world = World.build()
    benefit = Progress.objects.create(
        district=world.mitte.district, code="E1", chapter="B2", kind="benefit", own_title="Nutzen", position=1
    )
    Contribution.objects.create(
        district=world.mitte.district,
        progress=benefit,
        office=world.mitte.offices[0],
        title="Sommerfest",
        text="Worte des Jugendamts",
        shared=shared,
    )
    seen = sight(Matter.EXAMPLE, STANDS_FOR[person])
    expected = seen == Sight.YES or (seen == Sight.WHEN_SHARED and shared)
    client = sign_in(world.mitte.people[person])
    for page in ("punkt/E1/", "?q=jugendamts", "?export=csv"):
        body = client.get("/bezirk/mitte/checkliste/" + page).content.decode("utf-8-sig")
        assert ("Worte des Jugendamts" in body) is (expected and page == "punkt/E1/"), page


@pytest.mark.django_db
def test_the_senate_has_no_privilege_on_any_of_these_tables():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("checklist_contribution", "checklist_contributionevent", "checklist_progress"):
            cursor.execute("SELECT has_table_privilege('querlinie_senate', %s, 'SELECT')", [table])
            assert cursor.fetchone() == (False,), table
