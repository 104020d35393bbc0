"""Rounds through the front door: plan, open, add, extend, bring onto the table; and what is refused on the way."""

import datetime
import uuid

import pytest

from checklist.models import ItemText
from districts.refusals import NotNow
from pruefsteine.meaning import agree, start_version
from pruefsteine.models import Operationalisation, Rating, Round, RoundPruefstein, SelfAssessment
from pruefsteine.rounds import open_round
from pruefsteine.scales import AnswerState, RoundState
from tests.makers.pruefsteine import stone
from tests.pruefsteine.conftest import HOME, LONG_AGO, SOON, TODAY

pytestmark = pytest.mark.django_db


def planned(stage, offices=None, **values):
    """A planned round, made with the form."""
    name = f"Frühjahr {uuid.uuid4()}"
    data = {
        "name": name,
        "opens_on": TODAY.isoformat(),
        "closes_on": SOON.isoformat(),
        "hint": "Bitte im Leitungskreis besprechen.",
        "responsible": str(stage.people["coordination"].pk),
        "offices": [str(office.pk) for office in ([stage.jug, stage.soz] if offices is None else offices)],
    }
    answer = stage.as_("coordination").post(HOME + "runden/neu/", data | values)
    assert answer.status_code == 302, answer.content.decode()
    return Round.objects.get(district=stage.district, name=name)


def step(stage, row, name):
    """Opens the page of a step and confirms it."""
    client = stage.as_("coordination")
    url = f"{HOME}runden/{row.pk}/{name}/"
    page = client.get(url)
    if page.status_code != 200:
        return page
    return client.post(url, {"version": Round.objects.get(pk=row.pk).version})


def test_a_planned_round_is_known_to_coordination_alone(stage):
    row = planned(stage)
    assert row.name in stage.as_("coordination").get(HOME).content.decode()
    assert SelfAssessment.objects.filter(round=row).count() == 2
    for role in ("office_head", "leadership", "reader"):
        client = stage.as_(role)
        assert row.name not in client.get(HOME).content.decode()
        assert client.get(f"{HOME}runden/{row.pk}/").status_code == 404


def test_opening_lays_ten_empty_answers_before_each_office_and_freezes_what_is_asked(stage):
    with stage.acting("coordination"):
        member = stage.member("coordination")
        agreed = start_version(item=stone(2), by=member)
        Operationalisation.objects.filter(pk=agreed.pk).update(meaning="Kontakte, die antworten")
        agree(pk=agreed.pk, agreed_on=TODAY, body="AG SRO", offices=[stage.jug], by=member)
    row = planned(stage)
    assert step(stage, row, "oeffnen").status_code == 302
    row.refresh_from_db()
    assert row.state == RoundState.OPEN
    asked = RoundPruefstein.objects.filter(round=row).select_related("item")
    assert {frozen.item.code: frozen.operationalisation_id for frozen in asked}["B4.3"] == agreed.pk
    assert asked.count() == 10
    answer = SelfAssessment.objects.get(round=row, office=stage.jug)
    assert [(rating.level, rating.is_answered) for rating in answer.ratings.all()] == [("", False)] * 10
    # A later version, and a later wording, do not change what was asked.
    with stage.acting("coordination"):
        later = start_version(item=stone(2), by=member)
        Operationalisation.objects.filter(pk=later.pk).update(meaning="Etwas ganz anderes")
        agree(pk=later.pk, agreed_on=TODAY, body="AG SRO", offices=[stage.jug], by=member)
    item = stone(2)
    ItemText.objects.create(item=item, version=2, title="Neu", text="Neu", office_text="Unser Amt hat NEU.")
    type(item).objects.filter(pk=item.pk).update(version=2, office_text="Unser Amt hat NEU.")
    page = stage.as_("office_head").get(f"{HOME}bogen/{answer.pk}/").content.decode()
    assert "Kontakte, die antworten" in page
    assert "Etwas ganz anderes" not in page
    assert "Unser Amt hat NEU." not in page
    assert "Unser Amt hat gute Kontakte" in page


def test_an_office_added_later_has_the_deadline_and_the_contact_of_the_round(stage):
    row = planned(stage)
    step(stage, row, "oeffnen")
    answer = stage.as_("coordination").post(f"{HOME}runden/{row.pk}/amt/", {"office": str(stage.lib.pk)})
    assert answer.status_code == 302
    joined = SelfAssessment.objects.get(round=row, office=stage.lib)
    assert (joined.due_on, joined.ratings.count()) == (SOON, 10)
    page = stage.as_("uninvolved").get(f"{HOME}bogen/{joined.pk}/").content.decode()
    assert stage.people["coordination"].name in page
    # The deadline of all moves, and with it that of whoever has none of their own.
    later = SOON + datetime.timedelta(days=7)
    client = stage.as_("coordination")
    moved = {"closes_on": later.isoformat(), "initial-closes_on": SOON.isoformat(), "name": "Anderer Name"}
    assert client.post(f"{HOME}runden/{row.pk}/bearbeiten/", moved).status_code == 302
    joined.refresh_from_db()
    assert joined.due_on == later
    assert Round.objects.get(pk=row.pk).name == row.name


def test_a_longer_deadline_needs_a_reason_and_to_be_longer(stage):
    answer = stage.taking_part(stage.round(), stage.jug)
    client, url = stage.as_("coordination"), f"{HOME}bogen/{answer.pk}/frist/"
    later = SOON + datetime.timedelta(days=10)
    assert client.post(url, {"extended_to": later.isoformat()}).status_code == 422
    earlier = client.post(url, {"extended_to": TODAY.isoformat(), "extension_reason": "Urlaub"})
    assert earlier.status_code == 422
    assert "nicht später" in earlier.content.decode()
    assert client.post(url, {"extended_to": later.isoformat(), "extension_reason": "Umzug"}).status_code == 302
    answer.refresh_from_db()
    assert (answer.due_on, answer.extension_reason) == (later, "Umzug")


def test_the_progress_shows_offices_and_states_and_no_person_and_no_answer(stage):
    row = stage.round()
    stage.answers(row, state=AnswerState.IN_PROGRESS)
    client = stage.as_("coordination")
    page = client.get(f"{HOME}runden/{row.pk}/").content.decode()
    assert stage.jug.name in page
    assert "in Arbeit" in page
    assert "KENNWORT" not in page
    assert stage.people["office_head"].name not in page
    assert stage.people["office_staff"].name not in page


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("without offices", "noch keine Ämter"),
        ("all dissolved", "noch keine Ämter"),
        ("deadline gone by", "in der Vergangenheit"),
        ("opened twice", "schon offen"),
        ("nothing submitted", "Noch kein Amt hat eingereicht"),
    ],
)
def test_a_round_that_cannot_go_on_says_why(stage, case, sentence):
    row = planned(stage, offices=[] if case == "without offices" else None)
    if case == "all dissolved":
        type(stage.jug).objects.filter(pk__in=[stage.jug.pk, stage.soz.pk]).update(is_active=False)
    if case == "deadline gone by":
        Round.objects.filter(pk=row.pk).update(opens_on=LONG_AGO, closes_on=LONG_AGO)
    if case in ("opened twice", "nothing submitted"):
        step(stage, row, "oeffnen")
    refused = step(stage, row, "abstimmung" if case == "nothing submitted" else "oeffnen")
    assert refused.status_code == 409
    assert sentence in refused.content.decode()
    assert Rating.objects.filter(assessment__round=row).count() == (
        20 if case in ("opened twice", "nothing submitted") else 0
    )


def test_two_coordinators_do_not_open_a_round_that_has_changed(stage):
    row = planned(stage)
    with stage.acting("coordination"), pytest.raises(NotNow, match="inzwischen geändert"):
        open_round(round_id=row.pk, version=row.version + 1, by=stage.member("coordination"))


def test_two_coordinators_choose_offices_at_once_and_both_count(stage):
    row = planned(stage)
    client, url = stage.as_("coordination"), f"{HOME}runden/{row.pk}/bearbeiten/"
    jug, soz, lib = (str(office.pk) for office in (stage.jug, stage.soz, stage.lib))
    fields = {"name": row.name, "opens_on": TODAY.isoformat(), "closes_on": SOON.isoformat(), "hint": row.hint}
    seen = {"initial-offices": [jug, soz]} | {f"initial-{name}": value for name, value in fields.items()}
    assert client.post(url, fields | seen | {"offices": [jug]}).status_code == 302
    assert client.post(url, fields | seen | {"offices": [jug, soz, lib]}).status_code == 302
    assert {a.office_id for a in SelfAssessment.objects.filter(round=row)} == {stage.jug.pk, stage.lib.pk}


def test_one_baseline_and_one_name(stage):
    first = planned(stage, is_baseline="on")
    client = stage.as_("coordination")
    data = {"opens_on": TODAY.isoformat(), "closes_on": SOON.isoformat()}
    again = client.post(HOME + "runden/neu/", data | {"name": "Zweite", "is_baseline": "on"})
    assert "schon eine Ausgangslage" in again.content.decode()
    same = client.post(HOME + "runden/neu/", data | {"name": first.name})
    assert "mit diesem Namen gibt es schon" in same.content.decode()
    wrong = client.post(HOME + "runden/neu/", data | {"name": "Falsch", "closes_on": LONG_AGO.isoformat()})
    assert "vor dem Beginn" in wrong.content.decode()
    assert Round.objects.filter(name__in=["Zweite", "Falsch"]).count() == 0


def test_a_planned_round_can_be_taken_away_an_opened_one_stays(stage):
    row = planned(stage)
    client = stage.as_("coordination")
    assert client.post(f"{HOME}runden/{row.pk}/entfernen/").status_code == 302
    assert not Round.objects.filter(pk=row.pk).exists()
    kept = planned(stage)
    step(stage, kept, "oeffnen")
    assert client.post(f"{HOME}runden/{kept.pk}/entfernen/").status_code == 409
    assert Round.objects.filter(pk=kept.pk).exists()
