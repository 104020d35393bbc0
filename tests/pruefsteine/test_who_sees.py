"""Whose answers are read by whom: the rows of DESIGN § 6, by role and by the states of round and answer."""

import io

import openpyxl
import pytest
from django.db import Error, connection, transaction

from districts.roles import Role
from districts.wall.session import DatabaseRole, acting_as
from pruefsteine.models import Consensus, Dissent, Operationalisation, Rating, Release, SelfAssessment, Statement
from pruefsteine.scales import AnswerState, ReleaseState, RoundState
from sozialraum.profiles.parts import parts_at
from tests.factories import add_member
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, TODAY

pytestmark = pytest.mark.django_db

OWN = {"office_head", "office_staff"}
DRAFT = OWN
SUBMITTED = OWN | {"coordination"}
DISCUSSED = SUBMITTED | {"second_head"}
#: (state of the round, state of the answer) -> who reads the words of the Jugendamt.
DESIGN = {
    ("planned", "not_begun"): set(),
    ("open", "not_begun"): DRAFT,
    ("open", "in_progress"): DRAFT,
    ("open", "returned"): DRAFT,
    ("open", "submitted"): SUBMITTED,
    # What was not submitted does not come onto the table because the round has moved on.
    ("discussing", "in_progress"): DRAFT,
    ("discussing", "returned"): DRAFT,
    ("discussing", "submitted"): DISCUSSED,
    ("closed", "in_progress"): DRAFT,
    ("closed", "submitted"): DISCUSSED,
}
ROLES = (
    *("coordination", "data", "leadership", "second_leadership", "leadership_staff", "office_head", "office_staff"),
    *("second_head", "uninvolved", "reader", "neighbourhood"),
)


def readers(stage, answer):
    """Who reads the answer and its ten ratings, asked as the district's role; the page of its office tells the same."""
    found = set()
    for role in ROLES:
        with stage.acting(role):
            member = stage.member(role)
            sees = SelfAssessment.objects.visible_to(member).filter(pk=answer.pk).count()
            assert Rating.objects.visible_to(member).filter(assessment=answer).count() == 10 * sees, role
            parts = [part.html for part in parts_at(answer.office, member)]
            assert any(f"{HOME}bogen/{answer.pk}/" in html for html in parts) == bool(sees), role
        if sees:
            assert sees == 1
            found.add(role)
    return found


def everything(stage, role, answer):
    """All that ``role`` can fetch around the answer: lists, the round, the Bogen, the file, the tasks, the export."""
    client = stage.as_(role)
    paths = (
        HOME,
        f"{HOME}runden/{answer.round_id}/",
        f"{HOME}bogen/{answer.pk}/?verlauf=ja",
        "/bezirk/mitte/aufgaben/",
    )
    found = " ".join(client.get(path).content.decode() for path in paths)
    file = client.get(f"{HOME}bogen/{answer.pk}/fragebogen/")
    if file.status_code == 200:
        found += str(list(openpyxl.load_workbook(io.BytesIO(file.content))["Fragebogen"].values))
    return found


@pytest.mark.parametrize(
    ("round_state", "state"),
    [("open", "in_progress"), ("open", "submitted"), ("discussing", "returned"), ("discussing", "submitted")],
)
def test_pages_and_exports_obey_the_same_rows(stage, round_state, state):
    found = stage.round(state=round_state)
    answer = stage.answers(found, state=state)
    stage.taking_part(found, stage.soz)
    read = {role for role in ROLES if "KENNWORT" in everything(stage, role, answer)}
    assert read == DESIGN[round_state, state]


@pytest.mark.parametrize(("round_state", "state"), DESIGN)
def test_the_rows_of_the_design(stage, round_state, state):
    found = stage.round(state=round_state)
    answer = stage.answers(found, state=state)
    stage.taking_part(found, stage.soz)
    assert readers(stage, answer) == DESIGN[round_state, state]


@pytest.mark.parametrize(
    ("round_state", "more"), [(RoundState.OPEN, set()), (RoundState.DISCUSSING, {"leadership"})], ids=str
)
def test_an_office_may_show_its_own_to_its_own_leadership_in_abstimmung(stage, round_state, more):
    found = stage.round(state=round_state)
    answer = stage.answers(found, state=AnswerState.SUBMITTED, shown_to_leadership=True)
    assert readers(stage, answer) == SUBMITTED | more


def test_shown_to_the_stadtraetin_is_not_shown_to_who_works_in_her_buero_and_leads_elsewhere(stage):
    """The second member of the Bezirksamt also belongs to the Büro of the first: that is no leading of the area."""
    area = stage.areas[0]
    add_member(stage.place, Role.LEADERSHIP_STAFF, label="both", area=area, user=stage.people["second_leadership"])
    answer = stage.answers(
        stage.round(state=RoundState.DISCUSSING), state=AnswerState.SUBMITTED, shown_to_leadership=True
    )
    assert readers(stage, answer) == SUBMITTED | {"leadership"}


def test_who_leads_elsewhere_and_works_in_an_office_taking_part_does_not_read_the_others(stage):
    found = stage.round(state=RoundState.DISCUSSING)
    answer = stage.answers(found, state=AnswerState.SUBMITTED)
    stage.taking_part(found, stage.soz)
    add_member(stage.place, Role.OFFICE_STAFF, label="both", office=stage.soz, user=stage.people["uninvolved"])
    assert readers(stage, answer) == DISCUSSED


def test_taking_part_in_another_round_opens_nothing(stage):
    answer = stage.answers(stage.round(state=RoundState.DISCUSSING), state=AnswerState.SUBMITTED)
    stage.taking_part(stage.round(state=RoundState.DISCUSSING), stage.soz)
    assert readers(stage, answer) == SUBMITTED


def seen(stage, queryset):
    """Who finds something in ``queryset(member)``."""
    found = set()
    for role in ROLES:
        with stage.acting(role):
            if queryset(stage.member(role)).exists():
                found.add(role)
    return found


TABLE = {"coordination", "office_head", "office_staff", "second_head"}
EVERYBODY = set(ROLES) - {"neighbourhood"}


@pytest.mark.parametrize(
    ("round_state", "who"),
    [("open", {"coordination"}), ("discussing", TABLE), ("closed", EVERYBODY)],
)
def test_what_was_agreed_is_for_all_only_after_closing(stage, round_state, who):
    found = stage.round(state=round_state)
    for office in (stage.jug, stage.soz):
        stage.taking_part(found, office)
    row = Consensus.objects.create(district=stage.district, round=found, item=stone(0), level="begun")
    assert seen(stage, lambda member: Consensus.objects.visible_to(member).filter(pk=row.pk)) == who


@pytest.mark.parametrize(("further", "who"), [(False, TABLE), (True, EVERYBODY)])
def test_dissent_leaves_the_table_only_with_consent(stage, further, who):
    found = stage.round(state=RoundState.CLOSED)
    for office in (stage.jug, stage.soz):
        stage.taking_part(found, office)
    agreed = Consensus.objects.create(district=stage.district, round=found, item=stone(0), level="begun")
    row = Dissent.objects.create(
        district=stage.district, consensus=agreed, office=stage.soz, text="Anders", may_go_further=further
    )
    assert seen(stage, lambda member: Dissent.objects.visible_to(member).filter(pk=row.pk)) == who


@pytest.mark.parametrize(
    ("values", "who"),
    [
        ({}, EVERYBODY - {"data", "leadership", "second_leadership", "leadership_staff", "reader"}),
        ({"agreed_on": TODAY}, EVERYBODY),
        ({"office": "jug"}, OWN),
        ({"office": "jug", "shared": True}, EVERYBODY),
    ],
)
def test_meanings_in_the_making_and_of_offices_are_not_for_all(stage, values, who):
    if "office" in values:
        values = values | {"office": stage.jug}
    row = Operationalisation.objects.create(district=stage.district, item=stone(7), meaning="So", version=9, **values)
    assert seen(stage, lambda member: Operationalisation.objects.visible_to(member).filter(pk=row.pk)) == who


LEADERS = {"leadership", "second_leadership"}


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("prepared", LEADERS | {"coordination"}),
        ("commenting", LEADERS | TABLE),
        ("released", EVERYBODY),
        ("withdrawn", EVERYBODY),
    ],
)
def test_a_release_is_read_by_more_with_every_step_and_its_statements_stay(stage, state, who):
    found = stage.round(state=RoundState.CLOSED)
    for office in (stage.jug, stage.soz):
        stage.taking_part(found, office)
    row = Release.objects.create(
        district=stage.district,
        round=found,
        state=state,
        released_on=TODAY,
        withdrawn_on=TODAY,
        withdrawal_reason="Ein Fehler",
    )
    Statement.objects.create(district=stage.district, release=row, office=stage.jug, text="So nicht", said_on=TODAY)
    assert seen(stage, lambda member: Release.objects.visible_to(member).filter(pk=row.pk)) == who
    said = seen(stage, lambda member: Statement.objects.visible_to(member).filter(release=row))
    assert said == LEADERS | TABLE


@pytest.mark.parametrize("state", ReleaseState.values)
def test_the_senate_reads_what_is_in_force_and_no_row_of_anything_else(stage, state):
    found = stage.round(state=RoundState.CLOSED)
    Release.objects.all().delete()
    Release.objects.create(
        district=stage.district,
        round=found,
        state=state,
        released_on=TODAY,
        withdrawn_on=TODAY,
        withdrawal_reason="Ein Fehler",
    )
    with transaction.atomic(), acting_as(DatabaseRole.SENATE):
        assert Release.objects.count() == (state == ReleaseState.RELEASED)
    tables = [t for t in connection.introspection.table_names() if t.startswith("pruefsteine_")]
    assert len(tables) == 30
    for table in set(tables) - {"pruefsteine_release"}:
        with (
            pytest.raises(Error, match="permission denied"),
            transaction.atomic(),
            acting_as(DatabaseRole.SENATE),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT FROM {table}")
