"""Offices that say it is not sensible for them (B3.1d): their own word, and asked in no round nor reminded of one."""

import pytest

from districts.models import Office
from pruefsteine.due import due_in_rounds
from pruefsteine.models import Round, SelfAssessment
from pruefsteine.scales import AnswerState, RoundState
from pruefsteine.tasks import tasks_from_pruefsteine
from tests.filling import shown
from tests.pruefsteine.conftest import HOME, SOON, TODAY

pytestmark = pytest.mark.django_db
QUESTIONS = "/bezirk/mitte/checkliste/leitfragen/"
REASON = "INNERER DIENST ohne Ortsbezug"


def text_of(page):
    return page.content.decode()


def url_of(office):
    return f"/bezirk/mitte/aemter/{office.pk}/nicht-sinnvoll/"


def say(stage, role, text, office=None):
    client, url = stage.as_(role), url_of(office or stage.jug)
    page = client.get(url)
    return client.post(url, (shown(page) if page.status_code == 200 else {}) | {"not_sensible_because": text})


@pytest.fixture
def left_out(stage):
    """The Jugendamt has said so."""
    Office.objects.filter(pk=stage.jug.pk).update(not_sensible_because=REASON)
    return stage.jug


def test_the_head_says_so_everybody_reads_it_and_the_head_takes_it_back(stage):
    page_of_office = f"/bezirk/mitte/aemter/{stage.jug.pk}/"
    assert f'href="{page_of_office}"' in text_of(stage.as_("office_head").get(QUESTIONS))
    assert f'href="{url_of(stage.jug)}"' in text_of(stage.as_("office_head").get(page_of_office))
    assert say(stage, "office_head", REASON).status_code == 302
    for role in ("reader", "coordination", "second_head"):
        page = text_of(stage.as_(role).get(QUESTIONS))
        assert REASON in page
        assert url_of(stage.jug) not in page
    history = text_of(stage.as_("office_head").get(url_of(stage.jug) + "?verlauf=ja"))
    assert history.count(REASON) >= 2
    assert say(stage, "office_head", "").status_code == 302
    assert REASON not in text_of(stage.as_("reader").get(QUESTIONS))


@pytest.mark.parametrize("role", ["office_staff", "second_head", "coordination", "leadership", "reader"])
def test_nobody_else_says_it_for_an_office(stage, role):
    assert say(stage, role, REASON).status_code == 403
    assert not Office.objects.filter(not_sensible_because=REASON).exists()


def test_two_heads_at_once_see_both_texts(stage):
    client = stage.as_("office_head")
    opened = shown(client.get(url_of(stage.jug)))
    assert say(stage, "office_head", "Von der Vertretung").status_code == 302
    told = client.post(url_of(stage.jug), opened | {"not_sensible_because": "Von der Leitung"})
    assert told.status_code == 409
    assert "Von der Vertretung" in text_of(told)


def test_such_an_office_is_not_offered_for_a_round_and_does_not_join_one(stage, left_out):
    planning = stage.as_("coordination")
    offered = text_of(planning.get(f"{HOME}runden/neu/"))
    assert f'value="{left_out.pk}"' not in offered
    assert f'value="{stage.soz.pk}"' in offered
    url = f"{HOME}runden/{stage.round().pk}/amt/"
    assert str(left_out.pk) not in text_of(planning.get(url))
    assert planning.post(url, {"office": str(left_out.pk)}).status_code == 422


def test_what_was_planned_before_is_opened_without_it(stage, left_out):
    row = stage.round(state=RoundState.PLANNED)
    for office in (left_out, stage.soz):
        stage.taking_part(row, office, state=AnswerState.NOT_BEGUN)
    url = f"{HOME}runden/{row.pk}/oeffnen/"
    planning = stage.as_("coordination")
    assert planning.post(url, shown(planning.get(url))).status_code == 302
    assert list(SelfAssessment.objects.filter(round=row).values_list("office_id", flat=True)) == [stage.soz.pk]


def test_who_says_so_while_a_round_is_open_is_no_longer_reminded_and_may_still_answer(stage, left_out):
    Round.objects.filter(district=stage.district).update(state=RoundState.CLOSED, closed_on=TODAY)
    answer = stage.answers(stage.round(closes_on=SOON))
    with stage.acting("coordination"):
        assert [due for due in due_in_rounds(stage.district, TODAY) if due.office_id == left_out.pk] == []
    with stage.acting("office_head"):
        assert list(tasks_from_pruefsteine(stage.member("office_head"), TODAY)) == []
    assert "wird nicht gefragt" in text_of(stage.as_("coordination").get(f"{HOME}runden/{answer.round_id}/"))
    url = f"{HOME}bogen/{answer.pk}/einreichen/"
    head = stage.as_("office_head")
    assert head.post(url, shown(head.get(url))).status_code == 302
    Office.objects.filter(pk=left_out.pk).update(not_sensible_because="")
    with stage.acting("coordination"):
        assert [due for due in due_in_rounds(stage.district, TODAY) if due.office_id == left_out.pk] == []
