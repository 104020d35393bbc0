"""Every rule × every role × every state: who may, who is refused, and what does not fit."""

import datetime

import pytest

from assignments import workflow
from assignments.models import Assignment, AssignmentOffice, Entry, OnBehalf
from assignments.states import State
from assignments.step_views import _STEPS
from assignments.steps import STEPS
from districts.refusals import NotNow, Refused, Unfit
from tests.assignments.conftest import LATER, LONG_AGO, SOON, TODAY

pytestmark = pytest.mark.django_db

ROLES = [
    *("coordination", "data", "leadership", "leadership_staff", "office_head", "office_staff", "neighbourhood"),
    *("reader", "second_head", "second_leadership", "contributor"),
]
#: The Büro is allowed to act i. A. by the makers.
GIVE = {"leadership", "leadership_staff"}
HEAD = {"office_head"}
#: Step -> who may, the state it is tried in, and what the row holds besides.
TABLE = {
    "erteilen": (GIVE, {"state": State.DRAFT}),
    "uebernehmen": (HEAD, {}),
    "antworten": (GIVE, {"question_open": True}),
    "fristentscheidung": (GIVE, {"state": State.WORKING, "asked_due_on": LATER}),
    "erledigt": (HEAD, {"state": State.WORKING}),
    "beitrag": ({"contributor"}, {"state": State.WORKING}),
    "abschliessen": (GIVE, {"state": State.REPORTED}),
    "nachbessern": (GIVE, {"state": State.REPORTED}),
    "sachstand": (HEAD | {"office_staff"}, {"state": State.WORKING}),
    "rueckfrage": (HEAD | {"office_staff"}, {}),
    "fristverlaengerung": (HEAD, {"state": State.WORKING}),
    "bearbeitung": (HEAD | {"contributor"}, {}),
    "ablehnen": (HEAD, {"kind": Assignment.Kind.REQUEST}),
    "frist": (GIVE, {"state": State.WORKING}),
    "einwand": ({"leadership"}, {"on_paper": True}),
    "einwandende": ({"leadership"}, {"on_paper": True, "objected": True}),
    "zurueckziehen": (GIVE, {"state": State.WORKING}),
}
VALUES = {
    "antworten": {"text": "Ja."},
    "fristentscheidung": {"granted": True},
    "erledigt": {"text": "Getan."},
    "nachbessern": {"text": "Es fehlt etwas."},
    "sachstand": {"text": "Läuft."},
    "rueckfrage": {"text": "Wie?"},
    "fristverlaengerung": {"text": "Krankheit.", "due_on": LATER},
    "bearbeitung": {"agent_name": "Kim Muster"},
    "frist": {"text": "Früher nötig.", "due_on": LATER},
    "einwand": {"text": "So nicht."},
    "zurueckziehen": {"text": "Erledigt sich."},
}
#: What the step leaves behind.
AFTER = {
    "erteilen": State.GIVEN,
    "uebernehmen": State.WORKING,
    "erledigt": State.REPORTED,
    "abschliessen": State.CLOSED,
    "nachbessern": State.WORKING,
    "ablehnen": State.WITHDRAWN,
    "zurueckziehen": State.WITHDRAWN,
}


def take(stage, key, row, role, **values):
    with stage.acting(role):
        return _STEPS[key][0](
            **{"assignment_id": row.pk, "version": row.version, "by": stage.member(role)} | VALUES.get(key, {}) | values
        )


def test_the_table_here_has_every_step():
    assert TABLE.keys() == STEPS.keys() == _STEPS.keys()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", TABLE)
def test_exactly_those_may(stage, key, role):
    may, holds = TABLE[key]
    row = stage.row(**holds)
    before = Entry.objects.count()
    if role in may:
        done = take(stage, key, row, role)
        assert (done.version, done.state) == (2, AFTER.get(key, row.state))
        assert Entry.objects.count() == before + (key != "bearbeitung")
    else:
        with pytest.raises(Refused):
            take(stage, key, row, role)
        stored = Assignment.objects.get(pk=row.pk)
        assert (stored.version, stored.state, Entry.objects.count()) == (1, row.state, before)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("key", TABLE)
def test_only_in_its_states(stage, key, state):
    may, holds = TABLE[key]
    if state in STEPS[key].states:
        return
    # What was withdrawn before it was given never reached the office; this one had been given.
    row = stage.row(**holds | {"state": state, "given_on": LONG_AGO})
    with pytest.raises((NotNow, Refused)) as refused:
        take(stage, key, row, sorted(may)[0])
    # An office does not even see a draft.
    assert isinstance(refused.value, NotNow) or state == State.DRAFT
    assert Assignment.objects.get(pk=row.pk).version == 1


@pytest.mark.parametrize("key", [key for key in TABLE if key != "beitrag"])
def test_an_old_version_is_refused(stage, key):
    """The second of two people, or a form that was sent twice."""
    may, holds = TABLE[key]
    row = stage.row(**holds)
    Assignment.objects.filter(pk=row.pk).update(version=7)
    with pytest.raises(NotNow, match="inzwischen geändert"):
        take(stage, key, row, sorted(may)[0])
    assert Assignment.objects.get(pk=row.pk).version == 7


@pytest.mark.parametrize("key", ["erteilen", "antworten", "fristentscheidung", "abschliessen", "frist"])
def test_the_buero_acts_only_where_leadership_allowed_it(stage, key):
    OnBehalf.objects.all().delete()
    row = stage.row(**TABLE[key][1])
    with pytest.raises(Refused):
        take(stage, key, row, "leadership_staff")


def test_what_the_buero_does_says_so(stage):
    row = stage.row(state=State.DRAFT)
    done = take(stage, "erteilen", row, "leadership_staff")
    assert done.on_behalf
    assert Entry.objects.get(assignment=row).spoke_as.endswith("i. A.")


@pytest.mark.parametrize(
    "key", ["antworten", "erledigt", "nachbessern", "sachstand", "rueckfrage", "fristverlaengerung", "frist",
            "einwand", "zurueckziehen"]
)  # fmt: skip
def test_words_are_asked_where_they_matter(stage, key):
    may, holds = TABLE[key]
    row = stage.row(**holds)
    with pytest.raises(Unfit) as unfit:
        take(stage, key, row, sorted(may)[0], text="  ")
    assert "text" in unfit.value.problems
    assert Assignment.objects.get(pk=row.pk).version == 1


def test_a_moved_due_date_keeps_the_old_one_and_the_reason(stage):
    row = stage.row(state=State.WORKING)
    take(stage, "frist", row, "leadership")
    entry = Entry.objects.get(assignment=row)
    assert (entry.old_due_on, entry.new_due_on, entry.text) == (SOON, LATER, "Früher nötig.")
    assert Assignment.objects.get(pk=row.pk).due_on == LATER


def test_an_extension_is_asked_and_decided(stage):
    row = stage.row(state=State.WORKING)
    row = take(stage, "fristverlaengerung", row, "office_head")
    assert (row.due_on, row.asked_due_on) == (SOON, LATER)
    with pytest.raises(NotNow, match="noch nicht entschieden"):
        take(stage, "fristverlaengerung", row, "office_head")
    with pytest.raises(Unfit):
        take(stage, "fristentscheidung", row, "leadership", granted=False, text="")
    row = take(stage, "fristentscheidung", row, "leadership", granted=False, text="Es bleibt dabei.")
    assert (row.due_on, row.asked_due_on) == (SOON, None)
    row = take(stage, "fristverlaengerung", row, "office_head")
    row = take(stage, "fristentscheidung", row, "leadership", granted=True)
    assert (row.due_on, row.asked_due_on) == (LATER, None)
    kinds = list(Entry.objects.filter(assignment=row).order_by("said_at").values_list("kind", flat=True))
    assert kinds == ["extension", "declined", "extension", "extended"]


@pytest.mark.parametrize("key", ["frist", "nachbessern", "fristentscheidung"])
@pytest.mark.parametrize("due_on", [TODAY - datetime.timedelta(days=1), LONG_AGO])
def test_no_due_date_in_the_past(stage, key, due_on):
    row = stage.row(**TABLE[key][1])
    with pytest.raises(Unfit) as unfit:
        take(stage, key, row, "leadership", due_on=due_on)
    assert "due_on" in unfit.value.problems


@pytest.mark.parametrize("due_on", [TODAY, SOON])
def test_an_extension_must_extend(stage, due_on):
    with pytest.raises(Unfit):
        take(stage, "fristverlaengerung", stage.row(state=State.WORKING), "office_head", due_on=due_on)


def test_giving_needs_a_due_date_to_come(stage):
    with pytest.raises(NotNow, match="fehlt noch die Frist"):
        take(stage, "erteilen", stage.row(state=State.DRAFT, due_on=None), "leadership")
    with pytest.raises(NotNow, match="schon verstrichen"):
        take(stage, "erteilen", stage.row(state=State.DRAFT, due_on=LONG_AGO), "leadership")


def test_an_order_cannot_be_declined(stage):
    with pytest.raises(NotNow, match="kann das Amt nicht ablehnen"):
        take(stage, "ablehnen", stage.row(), "office_head")


def test_a_contribution_is_confirmed_once(stage):
    row = stage.row(state=State.WORKING)
    done = take(stage, "beitrag", row, "contributor")
    assert AssignmentOffice.objects.get(assignment=row, office=stage.lib).state == "done"
    with pytest.raises(NotNow, match="schon bestätigt"):
        take(stage, "beitrag", done, "contributor")


def test_overdue_is_computed(stage):
    late = stage.row(state=State.WORKING, due_on=LONG_AGO)
    stage.row(state=State.REPORTED, due_on=LONG_AGO)
    stage.row(state=State.WORKING, due_on=TODAY)
    found = Assignment.objects.filter(district=stage.place.district).overdue(TODAY)
    assert list(found) == [late]
    assert late.is_late(TODAY)


def test_coordination_withdraws_only_what_it_recorded_and_leadership_rejected(stage):
    row = stage.row(on_paper=True)
    with pytest.raises(Refused):
        take(stage, "zurueckziehen", row, "coordination")
    row = take(stage, "einwand", row, "leadership")
    assert take(stage, "zurueckziehen", row, "coordination").state == State.WITHDRAWN


def test_an_agent_belongs_to_the_office(stage):
    row = stage.row()
    with pytest.raises(Unfit, match="gehört nicht zu Ihrem Amt"):
        take(stage, "bearbeitung", row, "office_head", agent_name="", agent_id=stage.people["second_head"].pk)
    with pytest.raises(Unfit, match="entweder"):
        take(stage, "bearbeitung", row, "office_head", agent_id=stage.people["office_staff"].pk)
    take(stage, "bearbeitung", row, "office_head", agent_name="", agent_id=stage.people["office_staff"].pk)
    assert AssignmentOffice.objects.get(assignment=row, lead=True).agent == stage.people["office_staff"]


def test_who_works_on_it_is_in_no_history(stage):
    row = stage.row()
    take(stage, "bearbeitung", row, "office_head")
    part = AssignmentOffice.objects.get(assignment=row, lead=True)
    assert part.agent_name == "Kim Muster"
    assert not any("agent" in f.name for f in part.events.model._meta.get_fields())


def test_the_rule_refuses_what_another_district_owns(stage):
    foreign = Assignment.objects.exclude(district=stage.place.district).first()
    with stage.acting("leadership"), pytest.raises(Refused):
        workflow.close(assignment_id=foreign.pk, version=foreign.version, by=stage.member("leadership"))
