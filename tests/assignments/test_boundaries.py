"""Into a foreign Geschäftsbereich only on a Beschluss: refused by rule, form and database."""

import pytest
from django.db import Error, transaction

from assignments import workflow
from assignments.models import Assignment, AssignmentOffice
from assignments.preparing import prepare
from assignments.states import State
from checklist.models import Resolution
from districts.models import Office
from districts.refusals import NotNow, Refused, Unfit
from tests.assignments.conftest import HOME, LONG_AGO, SOON

pytestmark = pytest.mark.django_db
WORDS = {"title": "Gemeinsame Räume", "text": "Bitte abstimmen.", "due_on": SOON}


def prepared(stage, role="leadership", *, leads=None, contributing=(), **values):
    with stage.acting(role):
        (row,) = prepare(
            values=WORDS | values,
            area=stage.areas[0],
            leads_=leads or [stage.soz],
            contributing=contributing,
            by=stage.member(role),
        )
        return row


def test_the_rule_refuses(stage):
    with pytest.raises(Unfit) as unfit:
        prepared(stage)
    assert "Beschluss des Bezirksamts" in unfit.value.problems["resolution"]
    with pytest.raises(Unfit):
        prepared(stage, leads=[stage.jug], contributing=[stage.soz])
    with pytest.raises(Unfit):
        prepared(stage, resolution=stage.resolution(decided_on=None))
    with pytest.raises(Unfit):
        prepared(stage, resolution=stage.resolution(kind=Resolution.Kind.DECLARATION))


def test_the_form_refuses(stage):
    data = {"title": "Gemeinsame Räume", "text": "Bitte abstimmen.", "area": str(stage.areas[0].pk),
            "leads": [str(stage.soz.pk)], "due_on": SOON.isoformat()}  # fmt: skip
    answer = stage.as_("leadership").post(HOME + "neu/", data)
    assert answer.status_code == 422
    assert "auf einen gefassten Beschluss des Bezirksamts hin" in answer.content.decode()
    answer = stage.as_("leadership").post(HOME + "neu/", data | {"resolution": str(stage.resolution().pk)})
    assert answer.status_code == 302
    assert Assignment.objects.get(title="Gemeinsame Räume").across


def test_on_a_resolution_it_is_given(stage):
    row = prepared(stage, resolution=stage.resolution())
    with stage.acting("leadership"):
        done = workflow.give(assignment_id=row.pk, version=row.version, by=stage.member("leadership"))
    assert (done.state, done.across) == (State.GIVEN, True)


def test_an_office_that_moved_is_noticed_when_giving(stage):
    row = prepared(stage, leads=[stage.jug])
    Office.objects.filter(pk=stage.jug.pk).update(area=stage.areas[1])
    with stage.acting("leadership"), pytest.raises(NotNow, match="Beschluss des Bezirksamts"):
        workflow.give(assignment_id=row.pk, version=row.version, by=stage.member("leadership"))


def test_commissioners_are_asked_wherever_they_belong(stage):
    Office.objects.filter(pk=stage.soz.pk).update(independent=True)
    row = prepared(stage, leads=[Office.objects.get(pk=stage.soz.pk)])
    assert (row.kind, row.across) == (Assignment.Kind.REQUEST, False)


def refused_by_database(write):
    sentence = r"across areas only on a resolution|assignment_across_needs_resolution"
    with pytest.raises(Error, match=sentence), transaction.atomic():
        write()


def test_the_database_refuses(stage):
    given = stage.row()
    # As the district role, beside every rule: a foreign office joins, leads, or a draft is given.
    with stage.acting("leadership"):
        refused_by_database(lambda: AssignmentOffice.objects.create(assignment=given, office=stage.soz))
        refused_by_database(
            lambda: AssignmentOffice.objects.filter(assignment=given, lead=True).update(office=stage.soz)
        )
        refused_by_database(lambda: Assignment.objects.filter(pk=given.pk).update(across=True))
    draft = stage.row(state=State.DRAFT)
    AssignmentOffice.objects.filter(assignment=draft, lead=True).update(office=stage.soz)
    with stage.acting("leadership"):
        refused_by_database(lambda: Assignment.objects.filter(pk=draft.pk).update(state=State.GIVEN, given_on=LONG_AGO))
        # On a Beschluss it lets both pass.
        Assignment.objects.filter(pk=draft.pk).update(
            state=State.GIVEN, given_on=LONG_AGO, across=True, resolution=stage.resolution()
        )


def test_an_old_order_survives_a_reorganisation(stage):
    row = stage.row()
    Office.objects.filter(pk=stage.jug.pk).update(area=stage.areas[1])
    with stage.acting("office_head"):
        workflow.accept(assignment_id=row.pk, version=1, by=stage.member("office_head"))
    assert Assignment.objects.get(pk=row.pk).state == State.WORKING


@pytest.mark.parametrize(
    "role", ["data", "office_head", "office_staff", "reader", "second_leadership", "neighbourhood"]
)
def test_others_prepare_nothing_here(stage, role):
    with pytest.raises(Refused):
        prepared(stage, role, leads=[stage.jug])


@pytest.mark.parametrize("role", ["coordination", "leadership", "leadership_staff"])
def test_who_prepares(stage, role):
    assert prepared(stage, role, leads=[stage.jug]).state == State.DRAFT


def test_several_offices_get_one_each(stage):
    with stage.acting("coordination"):
        rows = prepare(
            values=WORDS, area=stage.areas[0], leads_=[stage.jug, stage.lib], by=stage.member("coordination")
        )
    assert len({row.series for row in rows}) == 1
    assert rows[0].series is not None
    leads = AssignmentOffice.objects.filter(assignment__in=rows, lead=True).values_list("office", flat=True)
    assert set(leads) == {stage.jug.pk, stage.lib.pk}
